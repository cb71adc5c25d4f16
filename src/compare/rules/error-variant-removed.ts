import { definitionRule } from '../rule.ts';
import { describeCount, removedVariants, withNewValues, withRemoved } from './variants.ts';

/** An old server still answers with it, and a new client does not know the code. */
export const errorVariantRemoved = definitionRule({
  id: 'error-variant-removed',
  summary: 'An error has lost a variant.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'enum',
  use: 'error',
  find: (old, now) => {
    const removed = removedVariants(old, now).filter((variant) => !variant.serverDeath);
    if (removed.length === 0) return [];
    // A code that went to another variant is not free: who still answers with it is taken for that one.
    const isTaken = removed.some(({ value }) => now.variants.some((variant) => variant.value === value));
    return [
      {
        message: `error \`${now.name}\` has lost ${removed.length === 1 ? 'its ' : ''}${describeCount(removed, 'variant')}`,
        detail: removed.map(({ name }) => name),
        isolated: withRemoved(isTaken ? { ...old, variants: withNewValues(old, now) } : old, removed),
        oldPlace: removed[0]?.place,
        help: 'keep the variant, and document that it is no longer used',
      },
    ];
  },
});
