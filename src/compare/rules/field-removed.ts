import { definitionRule } from '../rule.ts';
import { alignFields, describeFieldCount } from './fields.ts';

/** A struct that travels shrinks, and what stood behind the field moves. */
export const fieldRemoved = definitionRule({
  id: 'field-removed',
  summary: 'A struct has lost a field.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, comparison) => {
    const { removed } = alignFields(old, now, comparison);
    if (removed.length === 0) return [];
    const description = describeFieldCount(removed, 'field', comparison.types);
    return [
      {
        message: `\`${now.name}\` has lost ${removed.length === 1 ? 'its ' : ''}${description}`,
        detail: removed.map(({ name }) => name),
        isolated: { ...old, fields: old.fields.filter((field) => !removed.includes(field)) },
        help: 'keep the field and ignore it',
      },
    ];
  },
});
