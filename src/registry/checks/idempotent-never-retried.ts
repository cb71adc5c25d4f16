import type { Interface } from '../../idol/index.ts';
import { behaviorsOf, type PinnedComponents } from '../../runtime/index.ts';
import type { CheckInfo, Diagnostic } from '../../text/index.ts';

const info = {
  id: 'idempotent-never-retried',
  severity: 'warning',
  summary: 'Clients of the pinned Idol compiler never repeat a call, even of an idempotent operation.',
} as const satisfies CheckInfo;

/** One finding for an interface, at its first idempotent operation. */
export const idempotentNeverRetried = {
  ...info,
  find({ source, operations }: Interface, components: PinnedComponents): Diagnostic[] {
    const { candidates, basis } = behaviorsOf(components).client;
    if (candidates.some(({ retriesIdempotent }) => retriesIdempotent)) return [];
    const idempotent = operations.filter((operation) => operation.idempotent);
    const [first] = idempotent;
    if (!first) return [];
    const unnoticed = idempotent.filter(({ reply }) => reply.kind === 'Simple');
    const simple = unnoticed.map(({ name }) => `\`${name.text}\``);
    const what =
      idempotent.length === 1 ? `\`${first.name.text}\`` : `any of ${idempotent.length} idempotent operations`;
    return [
      {
        check: info.id,
        severity: info.severity,
        source,
        span: first.idempotentSpan ?? first.name.span,
        message: `no client repeats ${what} when the server dies`,
        note: `${basis}${simple.length > 0 ? ` A client of ${simple.join(', ')} misreads the death of its server as a reply of zeros.` : ''}`,
        help: 'update `idol` to 4df6bbc (November 2022) or later, whose clients repeat the call',
      },
    ];
  },
};
