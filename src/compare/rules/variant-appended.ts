import { definitionRule } from '../rule.ts';
import { addedVariants, describeCount, withAdded } from './variants.ts';

/** One more value: only the side that does not know it is in trouble, and only when it meets it. */
export const variantAppended = definitionRule({
  id: 'variant-appended',
  summary: 'An enum that travels as data has a new last variant.',
  levels: ['wire', 'source'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    const added = addedVariants(old, now).filter(({ isLast }) => isLast);
    const variants = added.map(({ variant }) => variant);
    if (variants.length === 0) return [];
    return [
      {
        message: `\`${now.name}\` has ${variants.length === 1 ? 'a ' : ''}${describeCount(variants, 'new last variant')}`,
        detail: variants.map(({ name }) => name),
        isolated: withAdded(old, added),
        newPlace: variants[0]?.place,
      },
    ];
  },
});
