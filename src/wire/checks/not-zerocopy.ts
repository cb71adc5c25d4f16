import type { WireCheck } from '../check.ts';
import { describeObstacle, imageObstacles } from '../layout/zerocopy.ts';

export const notZerocopy: WireCheck = {
  id: 'not-zerocopy',
  severity: 'warning',
  summary: 'Zerocopy cannot encode the type.',
  *find({ positions, images }) {
    for (const { what, text, type, recv, encoding } of positions) {
      if (encoding !== 'Zerocopy' && encoding !== 'memory') continue;
      const { expr } = text;
      if (expr?.kind === 'reference' || expr?.kind === 'pointer') {
        yield {
          span: text.span,
          message: `${what} is a ${expr.kind}, which is not valid in another task`,
          help: 'send the value itself, or lease it',
        };
        continue;
      }
      // What converts reads the raw type, which any bytes are valid for.
      const obstacle = imageObstacles(recv.kind === 'FromBytes' ? type : recv.raw, images).find(
        ({ kind }) => kind === 'char' || kind === 'data-enum' || kind === 'union',
      );
      if (!obstacle) continue;
      const [verb, where] = obstacle.path === '' ? ['is', ''] : ['contains', ` in \`${obstacle.path}\``];
      yield {
        span: text.span,
        message: `${what} ${verb} ${describeObstacle(obstacle, images)}${where}`,
        note: '`zerocopy` accepts a type only if every bit pattern is a valid value',
        help:
          encoding === 'memory' ? 'lease bytes or integers instead' : 'use `encoding: Hubpack`, or a type of integers',
      };
    }
  },
};
