import { definitionRule } from '../rule.ts';
import { addedFields, addField, describeField } from './fields.ts';

/** A struct that travels grows at its end. */
export const fieldAppended = definitionRule({
  id: 'field-appended',
  summary: 'A struct has a new last field.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, comparison) =>
    addedFields(old, now, comparison)
      .filter(({ isLast }) => isLast)
      .map(({ field }) => ({
        message: `\`${now.name}\` has a new last field ${describeField(field, comparison.types)}`,
        detail: [field.name],
        isolated: addField(old, field, old.fields.length),
        help: 'make a new type, and a new operation that carries it',
      })),
});
