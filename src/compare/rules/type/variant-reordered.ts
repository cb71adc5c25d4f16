import { movedPairs } from '../../match/align.ts';
import { definitionRule } from '../rule.ts';
import { alignVariants, renumbered } from './variants.ts';

/** Hubpack and Ssmarshal send the index: in another order one variant is read as another. */
export const variantReordered = definitionRule({
  id: 'variant-reordered',
  summary: 'The variants of an enum in a message or reply have another order.',
  levels: ['wire'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    const { pairs } = alignVariants(old, now);
    const moved = movedPairs(pairs, now.variants);
    if (moved.length === 0) return [];
    const places = moved.map((pair) => `\`${pair.new.name}\` ${pair.old.index} -> ${pair.new.index}`).join(', ');
    return [
      {
        message: `the variants of \`${now.name}\` have another order: ${places}`,
        detail: moved.map((pair) => pair.new.name),
        variants: renumbered(old, now),
        oldPlace: moved[0]?.old.place,
        newPlace: moved[0]?.new.place,
        help: 'keep the order: Hubpack and Ssmarshal send the index',
      },
    ];
  },
});
