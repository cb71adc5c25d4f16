import { walk } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';

/** The encodings write the position of a variant in one byte. */
const MAX_VARIANTS = 256;

export const tooManyVariants: WireCheck = {
  id: 'too-many-variants',
  severity: 'error',
  summary: 'An enum has more variants than one byte of a Hubpack or Ssmarshal message can number.',
  *find({ positions, images }) {
    for (const { what, text, type, encoding } of positions) {
      if (encoding !== 'Hubpack' && encoding !== 'Ssmarshal') continue;
      const large: { name: string; count: number }[] = [];
      walk([type], images.table, (inner) => {
        const definition = inner.kind === 'named' ? images.table[inner.id] : undefined;
        if (definition?.kind !== 'enum' || definition.variants.length <= MAX_VARIANTS) return;
        large.push({ name: definition.name, count: definition.variants.length });
      });
      const [first] = large;
      if (!first) continue;
      yield {
        span: text.span,
        message: `${what} contains the enum \`${first.name}\` with ${first.count} variants`,
        note: `the encoding writes the variant in one byte: only the first ${MAX_VARIANTS} variants can be sent`,
        help: 'send the number of the variant, or split the enum',
      };
    }
  },
};
