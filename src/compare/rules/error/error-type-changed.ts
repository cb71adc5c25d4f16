import { errorOf } from '../../match/type-pairs.ts';
import { operationRule } from '../rule.ts';
import { describeTypeChange, isPerImageChange, typeChangeDetail } from '../type-change.ts';

/** An error of another type. The rules about errors report changes inside a type that keeps its name. */
export const errorTypeChanged = operationRule({
  id: 'error-type-changed',
  summary: 'An error has another type.',
  levels: ['wire', 'source'],
  find: (pair, match) => {
    const oldError = errorOf(pair.old);
    const newError = errorOf(pair.new);
    if (!oldError || !newError || oldError.kind === 'ServerDeath' || newError.kind !== oldError.kind) return [];
    if (match.isSameUse(oldError.type, newError.type)) return [];
    return [
      {
        message: `the error of \`${pair.new.name}\` is ${describeTypeChange(oldError, newError, match)}`,
        oldPart: 'error',
        newPart: 'error',
        isPerImage: isPerImageChange(oldError, newError),
        detail: typeChangeDetail(oldError, newError, match),
      },
    ];
  },
});
