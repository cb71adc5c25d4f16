import { operationRule } from '../rule.ts';
import { alignArguments } from './align-arguments.ts';

/** Messages contain no names; code and tools use them. */
export const argRenamed = operationRule({
  id: 'arg-renamed',
  summary: 'An argument has another name.',
  levels: ['source', 'tooling'],
  find: (pair, match) =>
    alignArguments(pair, match)
      .pairs.filter((arg) => arg.old.name !== arg.new.name)
      .map((arg) => ({
        message: `argument \`${arg.old.name}\` of \`${pair.new.name}\` is now called \`${arg.new.name}\``,
        oldPart: `arg.${arg.old.name}`,
        newPart: `arg.${arg.new.name}`,
        detail: [arg.old.name, arg.new.name],
      })),
});
