import { walk } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';

export const pointerSizedInteger: WireCheck = {
  id: 'pointer-sized-integer',
  severity: 'warning',
  summary: 'A Hubpack or Ssmarshal operation uses a `usize` or `isize`.',
  *find({ positions, images }) {
    for (const { what, text, type, encoding } of positions) {
      if (encoding !== 'Hubpack' && encoding !== 'Ssmarshal') continue;
      const names = new Set<string>();
      walk([type], images.table, (inner) => {
        if (inner.kind === 'integer' && inner.name.endsWith('size')) names.add(inner.name);
      });
      const [name] = names;
      if (name === undefined) continue;
      yield {
        span: text.span,
        message: `${what} contains a \`${name}\`, which serde writes as 8 bytes`,
        note:
          encoding === 'Hubpack'
            ? `hubpack defines no size for \`${name}\`, so the stub does not compile`
            : `the Ssmarshal buffer has only ${images.target.pointerWidth} bytes for it: encoding fails when the value is sent`,
        help: `use \`${name === 'usize' ? 'u32' : 'i32'}\``,
      };
    }
  },
};
