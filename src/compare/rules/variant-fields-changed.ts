import { definitionRule } from '../rule.ts';
import { alignVariants, describeFields, isSameFields, replaceVariant } from './variants.ts';

/** What a variant carries. */
export const variantFieldsChanged = definitionRule({
  id: 'variant-fields-changed',
  summary: 'A variant of an enum carries other fields.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'enum',
  use: 'data',
  find: (old, now, comparison) =>
    alignVariants(old, now)
      .pairs.filter((pair) => !isSameFields(pair.old.fields, pair.new.fields, comparison))
      .map((pair) => ({
        message:
          `\`${now.name}::${pair.new.name}\` carries ${describeFields(pair.new, comparison.types)}, ` +
          `was ${describeFields(pair.old, comparison.types)}`,
        detail: [pair.new.name, describeFields(pair.old, comparison.types), describeFields(pair.new, comparison.types)],
        isolated: replaceVariant(old, pair.old, { ...pair.old, shape: pair.new.shape, fields: pair.new.fields }),
        oldPlace: pair.old.place,
        newPlace: pair.new.place,
        help: 'add a variant at the end that carries the new fields',
      })),
});
