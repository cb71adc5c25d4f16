import { definitionRule } from '../rule.ts';
import { addedVariants, addVariant, describeVariant, revalued } from './variants.ts';

/** Hubpack and Ssmarshal send the index, so every variant behind a new one becomes another. */
export const variantInserted = definitionRule({
  id: 'variant-inserted',
  summary: 'An enum that travels as data has a new variant before others.',
  levels: ['wire', 'source'],
  kind: 'enum',
  use: 'data',
  find: (old, now) =>
    addedVariants(old, now)
      .filter(({ isLast }) => !isLast)
      .map(({ variant, position }) => ({
        message: `\`${now.name}\` has a new variant ${describeVariant(variant)} before others, at index ${variant.index}`,
        detail: [variant.name],
        isolated: addVariant(revalued(old, now), variant, position),
        newPlace: variant.place,
        help: 'add variants at the end: Hubpack and Ssmarshal send their index',
      })),
});
