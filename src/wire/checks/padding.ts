import { typeName } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';
import { describeObstacle, imageObstacles } from '../layout/zerocopy.ts';

export const padding: WireCheck = {
  id: 'padding',
  severity: 'warning',
  summary: 'A type of a Zerocopy operation or a lease has padding bytes.',
  *find({ positions, images }) {
    for (const { what, text, type, encoding } of positions) {
      if (encoding !== 'Zerocopy' && encoding !== 'memory') continue;
      const found = imageObstacles(type, images).find(({ kind }) => kind === 'padding');
      if (!found) continue;
      yield {
        span: text.span,
        cause: typeName(found.type, images.table),
        message: `${what} has ${describeObstacle(found, images)}`,
        note: 'padding bytes have no defined value, so `zerocopy` rejects the type',
        help: 'order the fields from large to small, declare the gap (`_reserved: [u8; N]`), or make the type `repr(C, packed)`',
      };
    }
  },
};
