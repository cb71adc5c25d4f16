import type { Interface } from '../../idol/index.ts';
import { compilerFaults, type PinnedComponents } from '../../runtime/index.ts';
import type { CheckInfo, Diagnostic } from '../../text/index.ts';

const info = {
  id: 'compiler-fault',
  severity: 'warning',
  summary: 'The pinned Idol compiler has a known bug that affects an operation.',
} as const satisfies CheckInfo;

/** Faults of the pinned compiler that an interface hits: one finding for each, at the first operation. */
export const compilerFault = {
  ...info,
  find({ source, operations }: Interface, components: PinnedComponents): Diagnostic[] {
    return compilerFaults(components).flatMap(({ hits, what, mended }): Diagnostic[] => {
      const hit = operations.filter(({ encoding, reply }) =>
        hits({ encoding, reply: reply.kind, ok: reply.ok.type.text }),
      );
      const [first, ...others] = hit;
      if (!first) return [];
      const names = others.map(({ name }) => `\`${name.text}\``);
      const revision = components.compiler?.revision?.slice(0, 7);
      return [
        {
          check: info.id,
          severity: info.severity,
          source,
          span: first.reply.ok.type.span,
          message: `the client of \`${first.name.text}\` does not compile with the pinned compiler: ${what}`,
          note: `the tree pins \`idol\` ${revision}${names.length > 0 ? `; the same holds for ${names.join(', ')}` : ''}`,
          help: `update \`idol\` to ${mended} or later, or reply with \`u8\``,
        },
      ];
    });
  },
};
