import { operationRule } from '../rule.ts';
import { describeTypeChange, typeChangeDetail } from './type-change.ts';

/** A reply of another type. What changed inside a type that keeps its name is told by the rules about types. */
export const replyTypeChanged = operationRule({
  id: 'reply-type-changed',
  summary: 'A reply has another type.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, comparison) => {
    const before = pair.old.reply.ok;
    const after = comparison.asNew(pair.new.reply.ok);
    if (comparison.isSameUse(before.type, after.type)) return [];
    return [
      {
        message: `\`${pair.new.name}\` replies ${describeTypeChange(before, after, comparison.types)}`,
        oldPart: 'reply',
        newPart: 'reply',
        detail: typeChangeDetail(before, after, comparison.types),
        isolated: { ...pair.old, reply: { ...pair.old.reply, ok: after } },
        help: 'add an operation with the new reply beside this one',
      },
    ];
  },
});
