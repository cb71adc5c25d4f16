import { definitionRule } from '../rule.ts';
import { addedVariants, describeCount, revalued, withAdded } from './variants.ts';

/** Hubpack and Ssmarshal send the index, so every variant behind a new one becomes another. */
export const variantInserted = definitionRule({
  id: 'variant-inserted',
  summary: 'An enum that travels as data has a new variant before others.',
  levels: ['wire', 'source'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    const added = addedVariants(old, now).filter(({ isLast }) => !isLast);
    const variants = added.map(({ variant }) => variant);
    if (variants.length === 0) return [];
    const places = variants.map(({ index }) => index).join(', ');
    return [
      {
        message:
          `\`${now.name}\` has ${variants.length === 1 ? 'a ' : ''}${describeCount(variants, 'new variant')} before others, ` +
          `at index ${places}`,
        detail: variants.map(({ name }) => name),
        isolated: withAdded(revalued(old, now), added),
        newPlace: variants[0]?.place,
        help: 'add variants at the end: those behind a new one get another index, and another value where none is written',
      },
    ];
  },
});
