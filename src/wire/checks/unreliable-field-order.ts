import { typeName } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';
import { imageObstacles } from '../layout/zerocopy.ts';

export const unreliableFieldOrder: WireCheck = {
  id: 'unreliable-field-order',
  severity: 'warning',
  summary: 'The compiler chooses the field order of a Zerocopy or leased type.',
  *find({ positions, images }) {
    for (const { what, text, type, encoding } of positions) {
      if (encoding !== 'Zerocopy' && encoding !== 'memory') continue;
      const found = imageObstacles(type, images).find(({ kind }) => kind === 'order');
      if (!found) continue;
      const name = typeName(found.type, images.table);
      yield {
        span: text.span,
        cause: name,
        message: `${what} is a copy of memory, but \`${name}\` has no fixed field order`,
        note: 'with the default `repr` two builds may order the fields differently, even if all fields are bytes',
        help: `add \`#[repr(C)]\` or \`#[repr(C, packed)]\` to \`${name}\``,
      };
    }
  },
};
