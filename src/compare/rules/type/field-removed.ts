import { definitionRule } from '../rule.ts';
import { alignFields, describeFieldCount } from './fields.ts';

/** The struct gets shorter, and every field after the removed one moves. */
export const fieldRemoved = definitionRule({
  id: 'field-removed',
  summary: 'A struct has lost a field.',
  levels: ['wire', 'source', 'tooling'],
  kind: 'struct',
  use: 'data',
  find: (old, now, match) => {
    const { removed } = alignFields(old, now, match);
    if (removed.length === 0) return [];
    const description = describeFieldCount(removed, 'field', match.oldTypes);
    return [
      {
        message: `\`${now.name}\` has lost ${removed.length === 1 ? 'its ' : ''}${description}`,
        detail: removed.map(({ name }) => name),
        help: 'keep the field and ignore it',
      },
    ];
  },
});
