import { movedPairs } from '../align.ts';
import { operationRule } from '../rule.ts';
import { alignArguments, inNewOrder } from './parts.ts';

/** Order is packing order: the same bytes are read as other arguments. */
export const argReordered = operationRule({
  id: 'arg-reordered',
  summary: 'Arguments stand in another order.',
  levels: ['wire', 'source'],
  find: (pair, comparison) => {
    const arguments_ = alignArguments(pair, comparison);
    const moved = movedPairs(arguments_.pairs, arguments_.all);
    if (moved.length === 0) return [];
    const order = arguments_.all.map((arg) => arg.name).join(', ');
    return [
      {
        message: `the arguments of \`${pair.new.name}\` stand in another order: now ${order}`,
        oldPart: `arg.${moved[0]?.old.name}`,
        newPart: `arg.${moved[0]?.new.name}`,
        detail: [order],
        isolated: { ...pair.old, args: inNewOrder(arguments_) },
        help: 'keep the order: it is the order in the message',
      },
    ];
  },
});
