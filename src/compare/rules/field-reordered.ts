import { movedPairs } from '../align.ts';
import { definitionRule } from '../rule.ts';
import { alignFields } from './fields.ts';

/** Order is packing order: the same bytes are read as other fields. */
export const fieldReordered = definitionRule({
  id: 'field-reordered',
  summary: 'The fields of a struct stand in another order.',
  levels: ['wire'],
  kind: 'struct',
  use: 'data',
  find: (old, now, comparison) => {
    const { pairs, removed } = alignFields(old, now, comparison);
    if (old.shape !== 'named' || movedPairs(pairs, now.fields).length === 0) return [];
    const position = new Map(now.fields.map((field, index) => [field, index]));
    const inNewOrder = [...pairs].sort((a, b) => (position.get(a.new) ?? 0) - (position.get(b.new) ?? 0));
    const order = now.fields.map((field) => field.name).join(', ');
    return [
      {
        message: `the fields of \`${now.name}\` stand in another order: now ${order}`,
        detail: [order],
        isolated: { ...old, fields: [...inNewOrder.map((pair) => pair.old), ...removed] },
        help: 'keep the order: it is the order in the message',
      },
    ];
  },
});
