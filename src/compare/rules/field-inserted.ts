import { definitionRule } from '../rule.ts';
import { addedFields, addField, describeField } from './fields.ts';

/** Everything behind a new field moves. */
export const fieldInserted = definitionRule({
  id: 'field-inserted',
  summary: 'A struct has a new field before others.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, comparison) =>
    addedFields(old, now, comparison)
      .filter(({ isLast }) => !isLast)
      .map(({ field, position }) => ({
        message: `\`${now.name}\` has a new field ${describeField(field, comparison.types)} before others`,
        detail: [field.name],
        isolated: addField(old, field, position),
        help: 'make a new type, and a new operation that carries it',
      })),
});
