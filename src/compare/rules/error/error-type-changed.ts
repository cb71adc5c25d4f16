import { errorOf } from '../../match/type-pairs.ts';
import { operationRule } from '../rule.ts';
import { describeTypeChange, isPerImageChange, typeChangeDetail } from '../type-change.ts';

/** An error of another type. The rules about errors report changes inside a type that keeps its name. */
export const errorTypeChanged = operationRule({
  id: 'error-type-changed',
  summary: 'An error has another type.',
  levels: ['wire', 'source'],
  find: (pair, match) => {
    const before = errorOf(pair.old);
    const after = errorOf(pair.new);
    if (!before || !after || before.kind === 'ServerDeath' || after.kind !== before.kind) return [];
    if (match.isSameUse(before.type, after.type)) return [];
    return [
      {
        message: `the error of \`${pair.new.name}\` is ${describeTypeChange(before, after, match)}`,
        oldPart: 'error',
        newPart: 'error',
        isPerImage: isPerImageChange(before, after),
        detail: typeChangeDetail(before, after, match),
      },
    ];
  },
});
