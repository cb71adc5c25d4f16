import { definitionRule, type Rule } from '../rule.ts';
import { addedVariants, describeCount, renumbered } from './variants.ts';

/**
 * Where an enum got a variant. At the end, only the side that does not know it is in trouble, and only when it meets it. Among others,
 * every variant behind it becomes another, since Hubpack and Ssmarshal send the index.
 */
const CHANGES = {
  'variant-appended': { summary: 'An enum in a message or reply has a new last variant.', isLast: true },
  'variant-inserted': { summary: 'An enum in a message or reply has a new variant before others.', isLast: false },
} as const;

export const variantAddedRules: readonly Rule[] = Object.entries(CHANGES).map(([id, { summary, isLast }]) =>
  definitionRule({
    id,
    summary,
    levels: ['wire', 'source'],
    kind: 'enum',
    use: 'data',
    find: (old, now) => {
      const variants = addedVariants(old, now).flatMap((one) => (one.isLast === isLast ? [one.variant] : []));
      const [first] = variants;
      if (!first) return [];
      const article = variants.length === 1 ? 'a ' : '';
      const newPlace = first.place;
      const detail = variants.map(({ name }) => name);
      if (isLast) {
        const message = `\`${now.name}\` has ${article}${describeCount(variants, 'new last variant')}`;
        return [{ message, detail, variants: detail, ...(newPlace && { newPlace }) }];
      }
      const places = variants.map(({ index }) => index).join(', ');
      return [
        {
          message: `\`${now.name}\` has ${article}${describeCount(variants, 'new variant')} before others, at index ${places}`,
          detail,
          variants: [...detail, ...renumbered(old, now)],
          ...(newPlace && { newPlace }),
          help: 'add variants at the end: every later variant gets another index, and another value if none is written',
          ...(variants.length === 1 && {
            repair: { kind: 'move-to-end', what: 'variant', name: first.name, ...(newPlace && { place: newPlace }) },
          }),
        },
      ];
    },
  }),
);
