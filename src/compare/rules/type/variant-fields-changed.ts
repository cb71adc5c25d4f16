import { definitionRule } from '../rule.ts';
import { alignVariants, describeFields, isSameFields } from './variants.ts';

/** The fields of a variant. */
export const variantFieldsChanged = definitionRule({
  id: 'variant-fields-changed',
  summary: 'A variant of an enum has other fields.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'enum',
  use: 'data',
  find: (old, now, match) =>
    alignVariants(old, now)
      .pairs.filter((pair) => !isSameFields(pair.old.fields, pair.new.fields, match))
      .map((pair) => ({
        message:
          `\`${now.name}::${pair.new.name}\` carries ${describeFields(pair.new, match.newTypes)}, ` +
          `was ${describeFields(pair.old, match.oldTypes)}`,
        variants: [pair.old.name, pair.new.name],
        detail: [pair.new.name, describeFields(pair.old, match.oldTypes), describeFields(pair.new, match.newTypes)],
        oldPlace: pair.old.place,
        newPlace: pair.new.place,
        help: 'add a new last variant with the new fields',
      })),
});
