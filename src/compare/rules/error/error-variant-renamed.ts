import { definitionRule } from '../rule.ts';
import { alignVariants } from '../type/variants.ts';

/** Messages contain no names; code and tools use them. */
export const errorVariantRenamed = definitionRule({
  id: 'error-variant-renamed',
  summary: 'A variant of an error has another name.',
  levels: ['source', 'tooling'],
  kind: 'enum',
  use: 'error',
  find: (old, now) =>
    alignVariants(old, now)
      .pairs.filter((pair) => pair.old.name !== pair.new.name)
      .map((pair) => ({
        message: `variant \`${pair.old.name}\` of error \`${now.name}\` is now called \`${pair.new.name}\``,
        detail: [pair.old.name, pair.new.name],
        oldPlace: pair.old.place,
        newPlace: pair.new.place,
      })),
});
