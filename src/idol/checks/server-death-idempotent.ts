import type { InterfaceCheck } from '../check.ts';

export const serverDeathIdempotent: InterfaceCheck = {
  id: 'server-death-idempotent',
  severity: 'error',
  summary: 'An idempotent operation cannot have the error `ServerDeath`, because its client repeats the call.',
  refusedBy: ['client'],
  *find({ source, operations }) {
    for (const { name, reply, idempotent, idempotentSpan } of operations) {
      if (!idempotent || reply.kind !== 'Result' || reply.error.kind !== 'ServerDeath') continue;
      yield {
        span: reply.error.span,
        message: `\`${name.text}\` is idempotent, so it never returns \`ServerDeath\``,
        related: idempotentSpan && [{ source, span: idempotentSpan, message: 'declared idempotent here' }],
        note: 'the client stub repeats the call until a server replies',
        help: 'reply `Simple(…)`, or remove `idempotent: true`',
      };
    }
  },
};
