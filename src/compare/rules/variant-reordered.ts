import { movedPairs } from '../align.ts';
import { definitionRule } from '../rule.ts';
import { alignVariants, reindexed } from './variants.ts';

/** Hubpack and Ssmarshal send the index: in another order one variant is read as another. */
export const variantReordered = definitionRule({
  id: 'variant-reordered',
  summary: 'The variants of an enum that travels as data stand in another order.',
  levels: ['wire'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    const { pairs, removed } = alignVariants(old, now);
    const moved = movedPairs(pairs, now.variants);
    if (moved.length === 0) return [];
    const inNewOrder = [...pairs]
      .sort((a, b) => a.new.index - b.new.index)
      .map((pair) => ({ ...pair.old, value: pair.new.value }));
    const places = moved.map((pair) => `\`${pair.new.name}\` ${pair.old.index} -> ${pair.new.index}`).join(', ');
    return [
      {
        message: `the variants of \`${now.name}\` stand in another order: ${places}`,
        detail: moved.map((pair) => pair.new.name),
        isolated: { ...old, variants: reindexed([...inNewOrder, ...removed]) },
        oldPlace: moved[0]?.old.place,
        newPlace: moved[0]?.new.place,
        help: 'keep the order: Hubpack and Ssmarshal send the index',
      },
    ];
  },
});
