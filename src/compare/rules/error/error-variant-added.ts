import { definitionRule } from '../rule.ts';
import { addedVariants, describeCount } from '../type/variants.ts';

/** A client panics at a return code that its type does not have. */
export const errorVariantAdded = definitionRule({
  id: 'error-variant-added',
  summary: 'An error has a new variant.',
  levels: ['wire', 'source'],
  kind: 'enum',
  use: 'error',
  find: (old, now) => {
    const added = addedVariants(old, now).filter(({ variant }) => !variant.serverDeath);
    const variants = added.map(({ variant }) => variant);
    if (variants.length === 0) return [];
    return [
      {
        message: `error \`${now.name}\` has ${variants.length === 1 ? 'a ' : ''}${describeCount(variants, 'new variant')}`,
        detail: variants.map(({ name }) => name),
        newPlace: variants[0]?.place,
        help: 'reply with a variant that clients already have, or add an operation with its own error type',
      },
    ];
  },
});
