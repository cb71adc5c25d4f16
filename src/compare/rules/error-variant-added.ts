import { definitionRule } from '../rule.ts';
import { addedVariants, addVariant, describeVariant } from './variants.ts';

/** A return code that a client does not know panics it. */
export const errorVariantAdded = definitionRule({
  id: 'error-variant-added',
  summary: 'An error has a new variant.',
  levels: ['wire', 'source'],
  kind: 'enum',
  use: 'error',
  find: (old, now) =>
    addedVariants(old, now)
      .filter(({ variant }) => !variant.serverDeath)
      .map(({ variant }) => ({
        message: `error \`${now.name}\` has a new variant ${describeVariant(variant)}`,
        detail: [variant.name],
        isolated: addVariant(old, variant, old.variants.length),
        newPlace: variant.place,
        help: 'answer with a variant that clients know already, or add an operation with an error type of its own',
      })),
});
