import { operationRule } from '../rule.ts';

/** A client of a `Simple` reply never looks at the return code. */
export const replyBecameResult = operationRule({
  id: 'reply-became-result',
  summary: 'A `Simple` reply became a `Result`.',
  levels: ['wire', 'source'],
  find: (pair, comparison) => {
    const now = comparison.asNew(pair.new.reply);
    if (pair.old.reply.kind !== 'Simple' || now.kind !== 'Result') return [];
    return [
      {
        message: `\`${pair.new.name}\` can fail now: its reply is a \`Result\`, was \`Simple\``,
        oldPart: 'reply',
        newPart: 'reply',
        detail: [],
        isolated: { ...pair.old, reply: { ...now, ok: pair.old.reply.ok } },
        help: 'add an operation that can fail beside this one',
      },
    ];
  },
});
