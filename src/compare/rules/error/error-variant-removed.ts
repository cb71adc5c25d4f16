import { definitionRule } from '../rule.ts';
import { describeCount, removedVariants } from '../type/variants.ts';

/** An old server still replies with it, and a new client panics at the unknown code. */
export const errorVariantRemoved = definitionRule({
  id: 'error-variant-removed',
  summary: 'An error has lost a variant.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'enum',
  use: 'error',
  find: (old, now) => {
    const removed = removedVariants(old, now).filter((variant) => !variant.serverDeath);
    if (removed.length === 0) return [];
    return [
      {
        message: `error \`${now.name}\` has lost ${removed.length === 1 ? 'its ' : ''}${describeCount(removed, 'variant')}`,
        detail: removed.map(({ name }) => name),
        oldPlace: removed[0]?.place,
        help: 'keep the variant, and document that it is no longer used',
      },
    ];
  },
});
