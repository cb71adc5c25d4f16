import { definitionRule } from '../rule.ts';
import { describeCount, removedVariants, renumbered } from './variants.ts';

/** In Hubpack and Ssmarshal, every later variant gets another index. */
export const variantRemoved = definitionRule({
  id: 'variant-removed',
  summary: 'An enum in a message or reply has lost a variant.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    const removed = removedVariants(old, now);
    if (removed.length === 0) return [];
    return [
      {
        message: `\`${now.name}\` has lost ${removed.length === 1 ? 'its ' : ''}${describeCount(removed, 'variant')}`,
        detail: removed.map(({ name }) => name),
        variants: [...removed.map(({ name }) => name), ...renumbered(old, now)],
        oldPlace: removed[0]?.place,
        help: 'keep the variant, and document that it is no longer used',
      },
    ];
  },
});
