import { operationRule } from '../rule.ts';
import { describeTypeChange, isPerImageChange, typeChangeDetail } from '../type-change.ts';

/** A reply of another type. The rules about types report changes inside a type that keeps its name. */
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
        help: 'keep the operation, and add a new one with the new reply',
      },
    ];
  },
});
