import { movedPairs } from '../../match/align.ts';
import { operationRule } from '../rule.ts';
import { alignArguments } from './align-arguments.ts';

/** Messages contain arguments in this order: the server reads the same bytes as other arguments. */
export const argReordered = operationRule({
  id: 'arg-reordered',
  summary: 'Arguments have another order.',
  levels: ['wire', 'source'],
  find: (pair, match) => {
    const { args } = pair.new;
    const moved = movedPairs(alignArguments(pair, match).pairs, args);
    if (moved.length === 0) return [];
    const order = args.map((arg) => arg.name).join(', ');
    return [
      {
        message: `the arguments of \`${pair.new.name}\` have another order: now ${order}`,
        oldPart: `arg.${moved[0]?.old.name}`,
        newPart: `arg.${moved[0]?.new.name}`,
        detail: [order],
        help: 'keep the order: it is the order in the message',
      },
    ];
  },
});
