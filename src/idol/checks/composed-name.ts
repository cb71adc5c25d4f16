import type { Finding, InterfaceCheck, Side } from '../check.ts';
import type { Name } from '../model.ts';

/** Stubs make `FAN_IDOL_DEFINITION` of the interface `Fan` and `SET_MSG_SIZE` of the operation `set`. */
export const composedName: InterfaceCheck = {
  id: 'composed-name',
  severity: 'error',
  summary: 'The name of an interface or operation must be a plain word, because stubs build longer names from it.',
  refusedBy: ['client', 'server'],
  *find({ name, operations }) {
    if (operations.length === 0) return;
    yield* findIn('interface', name, ['client', 'server']);
    for (const operation of operations) yield* findIn('operation', operation.name, ['server']);
  },
};

function* findIn(what: string, { text, padded, span }: Name, refusedPadded: readonly Side[]): Iterable<Finding> {
  const note = 'stubs build longer names from it, in uppercase';
  if (text.startsWith('r#')) {
    const help = 'choose a word that is not a Rust keyword';
    yield { span, message: `${what} \`${text}\` has a raw name, which cannot be part of a longer name`, note, help };
  } else if (padded) {
    const message = `the name of ${what} \`${text}\` has blanks or comments around it`;
    yield { span, message, note, help: `write \`"${text}"\``, refusedBy: refusedPadded };
  }
}
