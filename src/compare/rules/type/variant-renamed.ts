import { definitionRule } from '../rule.ts';
import { alignVariants } from './variants.ts';

/** Messages contain no names; code and tools use them. */
export const variantRenamed = definitionRule({
  id: 'variant-renamed',
  summary: 'A variant of an enum has another name.',
  levels: ['source', 'tooling'],
  kind: 'enum',
  use: 'data',
  find: (old, now) =>
    alignVariants(old, now)
      .pairs.filter((pair) => pair.old.name !== pair.new.name)
      .map((pair) => ({
        message: `variant \`${pair.old.name}\` of \`${now.name}\` is now called \`${pair.new.name}\``,
        detail: [pair.old.name, pair.new.name],
        variants: [pair.old.name, pair.new.name],
        oldPlace: pair.old.place,
        newPlace: pair.new.place,
      })),
});
