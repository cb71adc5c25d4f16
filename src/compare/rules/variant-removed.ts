import { definitionRule } from '../rule.ts';
import { describeVariant, reindexed, removedVariants, revalued } from './variants.ts';

/** One value less; in Hubpack and Ssmarshal every variant behind it becomes another. */
export const variantRemoved = definitionRule({
  id: 'variant-removed',
  summary: 'An enum that travels as data has lost a variant.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'enum',
  use: 'data',
  find: (old, now) =>
    removedVariants(old, now).map((variant) => ({
      message: `\`${now.name}\` has lost its variant ${describeVariant(variant)}`,
      detail: [variant.name],
      isolated: { ...old, variants: reindexed(revalued(old, now).variants.filter((one) => one.name !== variant.name)) },
      oldPlace: variant.place,
      help: 'keep the variant, marked as no longer used',
    })),
});
