import { operationRule } from '../rule.ts';
import { describeTypeChange, isPerImageChange, typeChangeDetail } from '../type-change.ts';

/** A reply of another type. The rules about types report changes inside a type that keeps its name. */
export const replyTypeChanged = operationRule({
  id: 'reply-type-changed',
  summary: 'A reply has another type.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, match) => {
    const oldReply = pair.old.reply.ok;
    const newReply = pair.new.reply.ok;
    if (match.isSameUse(oldReply.type, newReply.type)) return [];
    return [
      {
        message: `\`${pair.new.name}\` replies ${describeTypeChange(oldReply, newReply, match)}`,
        oldPart: 'reply',
        newPart: 'reply',
        isPerImage: isPerImageChange(oldReply, newReply),
        detail: typeChangeDetail(oldReply, newReply, match),
        help: 'keep the operation, and add a new one with the new reply',
      },
    ];
  },
});
