import { operationRule } from '../rule.ts';
import { describeTypeChange, typeChangeDetail } from '../type-change.ts';
import { alignArguments, isBoolAgainstByte } from './align-arguments.ts';

/** Both are one byte, but not with the same values: a `bool` argument takes any byte but 0 as true, a `u8` keeps it. */
export const argBoolChanged = operationRule({
  id: 'arg-bool-changed',
  summary: 'An argument changed between `bool` and a byte.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, match) =>
    alignArguments(pair, match)
      .pairs.filter((arg) => isBoolAgainstByte(arg.old.type, arg.new.type))
      .map((arg) => ({
        message: `argument \`${arg.new.name}\` of \`${pair.new.name}\` is ${describeTypeChange(arg.old, arg.new, match)}`,
        oldPart: `arg.${arg.old.name}`,
        newPart: `arg.${arg.new.name}`,
        detail: [arg.new.name, ...typeChangeDetail(arg.old, arg.new, match)],
      })),
});
