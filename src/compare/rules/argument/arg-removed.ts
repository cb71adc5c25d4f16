import { operationRule } from '../rule.ts';
import { describeType } from '../type-change.ts';
import { alignArguments } from './align-arguments.ts';

/** The message gets shorter, and every argument after the removed one moves. */
export const argRemoved = operationRule({
  id: 'arg-removed',
  summary: 'An argument was removed.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, match) =>
    alignArguments(pair, match).removed.map((arg) => ({
      message: `argument \`${arg.name}: ${arg.text}\` was removed from \`${pair.new.name}\``,
      oldPart: `arg.${arg.name}`,
      detail: [arg.name, describeType(arg.type, match.oldTypes)],
      help: 'keep the argument and ignore it, or add an operation without it',
    })),
});
