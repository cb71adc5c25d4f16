import { definitionRule } from '../rule.ts';
import { describeVariant, reindexed, removedVariants } from './variants.ts';

/** An old server still answers with it, and a new client does not know the code. */
export const errorVariantRemoved = definitionRule({
  id: 'error-variant-removed',
  summary: 'An error has lost a variant.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'enum',
  use: 'error',
  find: (old, now) =>
    removedVariants(old, now)
      .filter((variant) => !variant.serverDeath)
      .map((variant) => ({
        message: `error \`${now.name}\` has lost its variant ${describeVariant(variant)}`,
        detail: [variant.name],
        isolated: { ...old, variants: reindexed(old.variants.filter((one) => one !== variant)) },
        oldPlace: variant.place,
        help: 'keep the variant, marked as no longer used',
      })),
});
