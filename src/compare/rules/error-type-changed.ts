import { operationRule } from '../rule.ts';
import { errorOf } from '../type-pairs.ts';
import { describeTypeChange, typeChangeDetail } from './type-change.ts';

/** An error of another type. What changed inside a type that keeps its name is told by the rules about errors. */
export const errorTypeChanged = operationRule({
  id: 'error-type-changed',
  summary: 'An error has another type.',
  levels: ['wire', 'source'],
  find: (pair, comparison) => {
    const before = errorOf(pair.old);
    const after = comparison.asNew(errorOf(pair.new));
    if (!before || !after || before.kind === 'ServerDeath' || after.kind !== before.kind) return [];
    if (comparison.isSameUse(before.type, after.type)) return [];
    return [
      {
        message: `the error of \`${pair.new.name}\` is ${describeTypeChange(before, after, comparison.types)}`,
        oldPart: 'error',
        newPart: 'error',
        detail: typeChangeDetail(before, after, comparison.types),
        isolated: { ...pair.old, reply: { kind: 'Result', ok: pair.old.reply.ok, error: after } },
      },
    ];
  },
});
