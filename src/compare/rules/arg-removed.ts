import { operationRule } from '../rule.ts';
import { alignArguments } from './parts.ts';
import { describeType } from './type-change.ts';

/** One argument less: the message shrinks, and what stood behind it moves. */
export const argRemoved = operationRule({
  id: 'arg-removed',
  summary: 'An argument was removed.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, comparison) =>
    alignArguments(pair, comparison).removed.map((arg) => ({
      message: `argument \`${arg.name}: ${arg.text}\` was removed from \`${pair.new.name}\``,
      oldPart: `arg.${arg.name}`,
      detail: [arg.name, describeType(arg.type, comparison.types)],
      isolated: { ...pair.old, args: pair.old.args.filter((one) => one !== arg) },
      help: 'keep the argument and ignore it, or add an operation without it',
    })),
});
