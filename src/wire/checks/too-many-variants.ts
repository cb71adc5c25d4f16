import { walk } from '../../schema/index.ts';
import type { WireCheck } from '../check.ts';

/** One byte tells variants apart. */
const MAX_VARIANTS = 256;

export const tooManyVariants: WireCheck = {
  id: 'too-many-variants',
  severity: 'error',
  summary: 'An enum has more variants than a Hubpack or Ssmarshal message can tell apart.',
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
        message: `${what} holds the enum \`${first.name}\` of ${first.count} variants`,
        note: `the encoding has one byte for the variant: encoding any but the first ${MAX_VARIANTS} fails when it is sent`,
        help: 'send the number of the variant, or split the enum',
      };
    }
  },
};
