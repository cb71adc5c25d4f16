import { definitionRule, type Rule } from '../rule.ts';
import { addedFields, describeFieldCount } from './fields.ts';

/** The place of the new field: after all others, or before some, which moves every field after it. */
const CHANGES = {
  'field-appended': { summary: 'A struct has a new last field.', isLast: true, what: 'new last field', where: '' },
  'field-inserted': {
    summary: 'A struct has a new field before others.',
    isLast: false,
    what: 'new field',
    where: ' before others',
  },
} as const;

export const fieldAddedRules: readonly Rule[] = Object.entries(CHANGES).map(([id, { summary, isLast, what, where }]) =>
  definitionRule({
    id,
    summary,
    levels: ['wire', 'source', 'tooling'],
    kind: 'struct',
    use: 'data',
    find: (old, now, match) => {
      const fields = addedFields(old, now, match).flatMap((one) => (one.isLast === isLast ? [one.field] : []));
      if (fields.length === 0) return [];
      const description = describeFieldCount(fields, what, match.newTypes);
      return [
        {
          message: `\`${now.name}\` has ${fields.length === 1 ? 'a ' : ''}${description}${where}`,
          detail: fields.map(({ name }) => name),
          help: 'make a new type, and a new operation that uses it',
        },
      ];
    },
  }),
);
