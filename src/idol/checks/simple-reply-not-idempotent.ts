import type { InterfaceCheck } from '../check.ts';

export const simpleReplyNotIdempotent: InterfaceCheck = {
  id: 'simple-reply-not-idempotent',
  severity: 'error',
  summary: 'An operation that replies `Simple` must be idempotent: it cannot report the death of its server.',
  refusedBy: ['client'],
  *find({ operations }) {
    for (const { name, reply, idempotent } of operations) {
      if (idempotent || reply.kind !== 'Simple') continue;
      yield {
        span: name.span,
        message: `\`${name.text}\` replies \`Simple\` but is not idempotent`,
        note: 'if the server dies while it serves the call, the client stub can neither call again nor return an error',
        help: 'add `idempotent: true` if calling twice does no harm, else reply `Result(ok: …, err: ServerDeath)`',
      };
    }
  },
};
