import { type Type, type TypeTable, walk } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';
import type { SerdeEncoding } from '../layout/serde-size.ts';

export const encodingCannotCarry: WireCheck = {
  id: 'encoding-cannot-carry',
  severity: 'error',
  summary: 'A type compiles, but the encoding cannot write it.',
  *find({ positions, images }) {
    for (const { what, text, type, encoding } of positions) {
      if (encoding !== 'Hubpack' && encoding !== 'Ssmarshal') continue;
      const refused = refusedIn(type, encoding, images.table);
      if (refused === undefined) continue;
      yield {
        span: text.span,
        message: `${what} contains a \`${refused}\`, which ${encoding === 'Hubpack' ? 'hubpack' : 'ssmarshal'} cannot encode`,
        note: 'the stub compiles, but the task panics when it sends a value',
        help: refused === 'char' ? 'send a `u32` and convert it' : 'send an array of bytes and convert it',
      };
    }
  },
};

function refusedIn(type: Type, encoding: SerdeEncoding, table: TypeTable): string | undefined {
  let refused: string | undefined;
  walk([type], table, (inner) => {
    if (encoding === 'Hubpack' && inner.kind === 'char') refused ??= 'char';
    if (encoding === 'Ssmarshal' && inner.kind === 'integer' && inner.name.endsWith('128')) refused ??= inner.name;
  });
  return refused;
}
