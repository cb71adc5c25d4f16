import { operationRule } from '../rule.ts';
import { alignArguments, insertAfterNeighbour } from './parts.ts';
import { describeType } from './type-change.ts';

/** One more argument among the others: everything behind it moves. */
export const argInserted = operationRule({
  id: 'arg-inserted',
  summary: 'An argument was added before others.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, comparison) => {
    const arguments_ = alignArguments(pair, comparison);
    const lastKept = Math.max(-1, ...arguments_.pairs.map((arg) => arguments_.all.indexOf(arg.new)));
    return arguments_.added
      .filter((arg) => arguments_.all.indexOf(arg) < lastKept)
      .map((arg) => ({
        message: `argument \`${arg.name}: ${arg.text}\` was inserted into \`${pair.new.name}\` before others`,
        newPart: `arg.${arg.name}`,
        detail: [arg.name, describeType(arg.type, comparison.types)],
        isolated: { ...pair.old, args: insertAfterNeighbour(pair.old.args, arg, arguments_) },
        help: 'add an operation beside this one instead: old ends then keep what they know',
      }));
  },
});
