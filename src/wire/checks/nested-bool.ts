import type { WireCheck } from '../check.ts';
import { imageObstacles } from '../layout/zerocopy.ts';

export const nestedBool: WireCheck = {
  id: 'nested-bool',
  severity: 'warning',
  summary: 'A struct, array or lease of a Zerocopy operation contains a `bool`.',
  *find({ positions, images }) {
    for (const { what, role, text, type, recv, encoding } of positions) {
      if ((encoding !== 'Zerocopy' && encoding !== 'memory') || recv.kind !== 'FromBytes') continue;
      // Alone, as an argument or a reply, it is converted by the stub.
      const isAlone = role !== 'lease' && type.kind === 'bool';
      const found = isAlone ? undefined : imageObstacles(type, images).find(({ kind }) => kind === 'bool');
      if (!found) continue;
      yield {
        span: text.span,
        message: `${what} contains a \`bool\`${found.path === '' ? '' : ` in \`${found.path}\``}`,
        note: 'only the bytes 0 and 1 are a valid `bool`, so `zerocopy` rejects the type and the stub does not compile',
        help: 'use `u8`, and compare it with 0',
      };
    }
  },
};
