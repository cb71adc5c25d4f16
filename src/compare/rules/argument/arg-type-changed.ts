import { operationRule } from '../rule.ts';
import { describeTypeChange, isPerImageChange, typeChangeDetail } from '../type-change.ts';
import { alignArguments, isBoolAgainstByte } from './align-arguments.ts';

/** An argument of another type. The rules about types report changes inside a type that keeps its name. */
export const argTypeChanged = operationRule({
  id: 'arg-type-changed',
  summary: 'An argument has another type.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, match) =>
    alignArguments(pair, match)
      .pairs.filter((arg) => !match.isSameUse(arg.old.type, arg.new.type))
      .filter((arg) => !isBoolAgainstByte(arg.old.type, arg.new.type))
      .map((arg) => ({
        message: `argument \`${arg.new.name}\` of \`${pair.new.name}\` is ${describeTypeChange(arg.old, arg.new, match)}`,
        oldPart: `arg.${arg.old.name}`,
        newPart: `arg.${arg.new.name}`,
        isPerImage: isPerImageChange(arg.old, arg.new),
        detail: [arg.new.name, ...typeChangeDetail(arg.old, arg.new, match)],
        help: 'keep the operation, and add a new one with the new type',
      })),
});
