import { operationRule } from '../rule.ts';
import { alignArguments, isBoolAgainstByte, replaceIn } from './parts.ts';
import { describeTypeChange, typeChangeDetail } from './type-change.ts';

/** An argument of another type. What changed inside a type that keeps its name is told by the rules about types. */
export const argTypeChanged = operationRule({
  id: 'arg-type-changed',
  summary: 'An argument has another type.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, comparison) =>
    alignArguments(pair, comparison)
      .pairs.filter((arg) => !comparison.isSameUse(arg.old.type, arg.new.type))
      .filter((arg) => !isBoolAgainstByte(arg.old.type, arg.new.type))
      .map((arg) => ({
        message: `argument \`${arg.new.name}\` of \`${pair.new.name}\` is ${describeTypeChange(arg.old, arg.new, comparison.types)}`,
        oldPart: `arg.${arg.old.name}`,
        newPart: `arg.${arg.new.name}`,
        detail: [arg.new.name, ...typeChangeDetail(arg.old, arg.new, comparison.types)],
        isolated: { ...pair.old, args: replaceIn(pair.old.args, arg.old, arg.new) },
        help: 'add an operation with the new type beside this one',
      })),
});
