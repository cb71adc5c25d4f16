import { definitionRule } from '../rule.ts';
import { addedFields, describeFieldCount, withAddedFields } from './fields.ts';

/** Everything behind a new field moves. */
export const fieldInserted = definitionRule({
  id: 'field-inserted',
  summary: 'A struct has a new field before others.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, comparison) => {
    const added = addedFields(old, now, comparison).filter(({ isLast }) => !isLast);
    const fields = added.map(({ field }) => field);
    if (fields.length === 0) return [];
    const description = describeFieldCount(fields, 'new field', comparison.types);
    return [
      {
        message: `\`${now.name}\` has ${fields.length === 1 ? 'a ' : ''}${description} before others`,
        detail: fields.map(({ name }) => name),
        isolated: withAddedFields(old, added),
        help: 'make a new type, and a new operation that carries it',
      },
    ];
  },
});
