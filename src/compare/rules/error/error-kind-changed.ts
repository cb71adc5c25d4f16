import { errorOf } from '../../match/type-pairs.ts';
import { operationRule } from '../rule.ts';

/** A `CLike` error is the return code, a `Complex` one is bytes behind code 1, `ServerDeath` has no code at all. */
export const errorKindChanged = operationRule({
  id: 'error-kind-changed',
  summary: 'An error has another kind.',
  levels: ['wire', 'source'],
  find: (pair) => {
    const oldError = errorOf(pair.old);
    const newError = errorOf(pair.new);
    if (!oldError || !newError || oldError.kind === newError.kind) return [];
    return [
      {
        message: `the error of \`${pair.new.name}\` is \`${newError.kind}\`, was \`${oldError.kind}\``,
        oldPart: 'error',
        newPart: 'error',
        detail: [oldError.kind, newError.kind],
      },
    ];
  },
});
