import { operationRule } from '../rule.ts';
import { alignArguments } from './parts.ts';
import { describeType } from './type-change.ts';

/** One more argument behind the others: the message grows at its end. */
export const argAppended = operationRule({
  id: 'arg-appended',
  summary: 'An argument was added behind all others.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, comparison) => {
    const { all, added, pairs } = alignArguments(pair, comparison);
    const lastKept = Math.max(-1, ...pairs.map((arg) => all.indexOf(arg.new)));
    return added
      .filter((arg) => all.indexOf(arg) > lastKept)
      .map((arg) => ({
        message: `argument \`${arg.name}: ${arg.text}\` was added at the end of \`${pair.new.name}\``,
        newPart: `arg.${arg.name}`,
        detail: [arg.name, describeType(arg.type, comparison.types)],
        isolated: { ...pair.old, args: [...pair.old.args, arg] },
        help: 'add an operation beside this one instead: old ends then keep what they know',
      }));
  },
});
