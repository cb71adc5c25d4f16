import { definitionRule } from '../rule.ts';
import { addedFields, describeFieldCount, withAddedFields } from './fields.ts';

/** A struct that travels grows at its end. */
export const fieldAppended = definitionRule({
  id: 'field-appended',
  summary: 'A struct has a new last field.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, comparison) => {
    const added = addedFields(old, now, comparison).filter(({ isLast }) => isLast);
    const fields = added.map(({ field }) => field);
    if (fields.length === 0) return [];
    const description = describeFieldCount(fields, 'new last field', comparison.types);
    return [
      {
        message: `\`${now.name}\` has ${fields.length === 1 ? 'a ' : ''}${description}`,
        detail: fields.map(({ name }) => name),
        isolated: withAddedFields(old, added),
        help: 'make a new type, and a new operation that carries it',
      },
    ];
  },
});
