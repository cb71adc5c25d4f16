import { errorOf } from '../../match/type-pairs.ts';
import { operationRule } from '../rule.ts';

/** A `CLike` error is the return code, a `Complex` one is bytes behind code 1, `ServerDeath` has no code at all. */
export const errorKindChanged = operationRule({
  id: 'error-kind-changed',
  summary: 'An error has another kind.',
  levels: ['wire', 'source'],
  find: (pair) => {
    const before = errorOf(pair.old);
    const after = errorOf(pair.new);
    if (!before || !after || before.kind === after.kind) return [];
    return [
      {
        message: `the error of \`${pair.new.name}\` is \`${after.kind}\`, was \`${before.kind}\``,
        oldPart: 'error',
        newPart: 'error',
        detail: [before.kind, after.kind],
      },
    ];
  },
});
