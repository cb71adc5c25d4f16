import { typeName } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';
import { imageObstacles } from '../layout/zerocopy.ts';

export const unreliableFieldOrder: WireCheck = {
  id: 'unreliable-field-order',
  severity: 'warning',
  summary: 'The compiler may order the fields of a type that travels as its memory.',
  *find({ positions, images }) {
    for (const { what, text, type, encoding } of positions) {
      if (encoding !== 'Zerocopy' && encoding !== 'memory') continue;
      const found = imageObstacles(type, images).find(({ kind }) => kind === 'order');
      if (!found) continue;
      const name = typeName(found.type, images.table);
      yield {
        span: text.span,
        cause: name,
        message: `${what} travels as its memory, but nothing fixes the field order of \`${name}\``,
        note: 'with the default `repr` two builds need not agree where a field lies, even when all fields are bytes',
        help: `add \`#[repr(C)]\` or \`#[repr(C, packed)]\` to \`${name}\``,
      };
    }
  },
};
