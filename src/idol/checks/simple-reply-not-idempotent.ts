import type { Source, Span } from '../../text/index.ts';
import type { InterfaceCheck } from '../check.ts';

export const simpleReplyNotIdempotent: InterfaceCheck = {
  id: 'simple-reply-not-idempotent',
  severity: 'error',
  summary: 'An operation that replies `Simple` must be idempotent: it cannot report the death of its server.',
  refusedBy: ['client'],
  *find({ operations, source }) {
    for (const { name, reply, idempotent, idempotentSpan } of operations) {
      if (idempotent || reply.kind !== 'Simple') continue;
      yield {
        span: name.span,
        message: `\`${name.text}\` replies \`Simple\` but is not idempotent`,
        note: 'if the server dies during the call, the client stub can neither repeat the call nor return an error',
        help: 'add `idempotent: true` if a second call does no harm; otherwise reply `Result(ok: …, err: ServerDeath)`',
        fix: {
          title: 'Write `idempotent: true`',
          edits: [idempotentSpan ? { span: idempotentSpan, text: 'true' } : fieldBehind(reply.span, source)],
        },
      };
    }
  },
};

/** The edit that adds `idempotent: true` behind a field: on a line of its own where the field has one. */
function fieldBehind({ start, end }: Span, { text }: Source): { span: Span; text: string } {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const indent = /^([ \t]*)reply\s*:\s*$/.exec(before)?.[1];
  return { span: { start: end, end }, text: `,${indent === undefined ? ' ' : `\n${indent}`}idempotent: true` };
}
