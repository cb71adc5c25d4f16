import { movedPairs } from '../../match/align.ts';
import { definitionRule } from '../rule.ts';
import { alignFields } from './fields.ts';

/** Messages contain fields in this order: the receiver reads the same bytes as other fields. */
export const fieldReordered = definitionRule({
  id: 'field-reordered',
  summary: 'The fields of a struct have another order.',
  levels: ['wire'],
  kind: 'struct',
  use: 'data',
  find: (old, now, match) => {
    const { pairs } = alignFields(old, now, match);
    if (old.shape !== 'named' || movedPairs(pairs, now.fields).length === 0) return [];
    const order = now.fields.map((field) => field.name).join(', ');
    return [
      {
        message: `the fields of \`${now.name}\` have another order: now ${order}`,
        detail: [order],
        help: 'keep the order: it is the order in the message',
      },
    ];
  },
});
