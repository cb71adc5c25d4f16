import type { InterfaceCheck } from '../check.ts';

/** Words for operations that have an effect each time. */
const REPEATED = new Set(['toggle', 'push', 'append', 'pop', 'increment', 'decrement']);

export const idempotentName: InterfaceCheck = {
  id: 'idempotent-name',
  severity: 'note',
  summary: 'The name of an idempotent operation suggests that it has an effect each time.',
  *find({ source, operations }) {
    for (const { name, idempotent, idempotentSpan } of operations) {
      const word = name.text.split('_').find((part) => REPEATED.has(part.toLowerCase()));
      if (!idempotent || word === undefined) continue;
      yield {
        span: name.span,
        message: `\`${name.text}\` is idempotent, but its name contains \`${word}\``,
        related: idempotentSpan && [{ source, span: idempotentSpan, message: 'declared idempotent here' }],
        note: 'when the server restarts, the client repeats the call, so the operation may run twice',
        help: 'remove `idempotent: true` and reply `Result(…)`, unless repeating the call has no further effect',
      };
    }
  },
};
