import { operationRule } from '../rule.ts';
import { describeTypeChange, isPerImageChange, typeChangeDetail } from '../type-change.ts';

/** A reply of another type. What changed inside a type that keeps its name is told by the rules about types. */
export const replyTypeChanged = operationRule({
  id: 'reply-type-changed',
  summary: 'A reply has another type.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, match) => {
    const before = pair.old.reply.ok;
    const after = pair.new.reply.ok;
    if (match.isSameUse(before.type, after.type)) return [];
    return [
      {
        message: `\`${pair.new.name}\` replies ${describeTypeChange(before, after, match)}`,
        oldPart: 'reply',
        newPart: 'reply',
        isPerImage: isPerImageChange(before, after),
        detail: typeChangeDetail(before, after, match),
        help: 'add an operation with the new reply beside this one',
      },
    ];
  },
});
