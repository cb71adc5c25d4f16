import type { InterfaceCheck } from '../check.ts';

/** Words for what makes a difference each time that it is done. */
const REPEATED = new Set(['toggle', 'push', 'append', 'pop', 'increment', 'decrement']);

export const idempotentName: InterfaceCheck = {
  id: 'idempotent-name',
  severity: 'note',
  summary: 'An operation is idempotent, and its name says that doing it twice is not doing it once.',
  *find({ source, operations }) {
    for (const { name, idempotent, idempotentSpan } of operations) {
      const word = name.text.split('_').find((part) => REPEATED.has(part.toLowerCase()));
      if (!idempotent || word === undefined) continue;
      yield {
        span: name.span,
        message: `\`${name.text}\` is idempotent, though its name says \`${word}\``,
        related: idempotentSpan && [{ source, span: idempotentSpan, message: 'declared idempotent here' }],
        note: 'when the server restarts, the client sends the message again: the server may do it twice',
        help: 'reply `Result(…)` and remove `idempotent: true`, unless a repeated call has no further effect',
      };
    }
  },
};
