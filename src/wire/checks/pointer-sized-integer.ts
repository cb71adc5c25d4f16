import { walk } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';

export const pointerSizedInteger: WireCheck = {
  id: 'pointer-sized-integer',
  severity: 'warning',
  summary: 'A `usize` or `isize` in a Hubpack or Ssmarshal operation.',
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
        message: `${what} holds a \`${name}\`, which serde writes as 8 bytes`,
        note:
          encoding === 'Hubpack'
            ? `hubpack defines no size for \`${name}\`, so the stub does not compile`
            : `ssmarshal's buffer has room for the ${images.target.pointerWidth} bytes of the memory: encoding fails when it is sent`,
        help: `use \`${name === 'usize' ? 'u32' : 'i32'}\``,
      };
    }
  },
};
