import type { OperationSchema } from '../../../schema/index.ts';
import { operationRule } from '../rule.ts';
import { describeTypeChange, isPerImageChange, typeChangeDetail } from '../type-change.ts';

/** The body has another type. The rules about types report changes inside a type that keeps its name. */
export const messageTypeChanged = operationRule({
  id: 'message-type-changed',
  summary: 'The body of a message has another type.',
  levels: ['wire', 'source'],
  appliesTo: 'messages',
  find: (pair, match) => {
    const [old, now] = [bodyOf(pair.old), bodyOf(pair.new)];
    if (!old || !now || match.isSameUse(old.type, now.type)) return [];
    return [
      {
        message: `the body of \`${pair.new.name}\` is ${describeTypeChange(old, now, match)}`,
        isPerImage: isPerImageChange(old, now),
        detail: typeChangeDetail(old, now, match),
        help: 'keep the type of the body, and add a variant with the new type to an enum',
      },
    ];
  },
});

function bodyOf({ args }: OperationSchema) {
  return args.at(-1);
}
