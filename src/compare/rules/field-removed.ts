import { definitionRule } from '../rule.ts';
import { alignFields, describeField } from './fields.ts';

/** A struct that travels shrinks, and what stood behind the field moves. */
export const fieldRemoved = definitionRule({
  id: 'field-removed',
  summary: 'A struct has lost a field.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, comparison) =>
    alignFields(old, now, comparison).removed.map((field) => ({
      message: `\`${now.name}\` has lost its field ${describeField(field, comparison.types)}`,
      detail: [field.name],
      isolated: { ...old, fields: old.fields.filter((one) => one !== field) },
      help: 'keep the field and ignore it',
    })),
});
