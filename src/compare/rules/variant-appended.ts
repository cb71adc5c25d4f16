import { definitionRule } from '../rule.ts';
import { addedVariants, addVariant, describeVariant } from './variants.ts';

/** One more value: only the side that does not know it is in trouble, and only when it meets it. */
export const variantAppended = definitionRule({
  id: 'variant-appended',
  summary: 'An enum that travels as data has a new last variant.',
  levels: ['wire', 'source'],
  kind: 'enum',
  use: 'data',
  find: (old, now) =>
    addedVariants(old, now)
      .filter(({ isLast }) => isLast)
      .map(({ variant }) => ({
        message: `\`${now.name}\` has a new last variant ${describeVariant(variant)}`,
        detail: [variant.name],
        isolated: addVariant(old, variant, old.variants.length),
        newPlace: variant.place,
      })),
});
