import { operationRule } from '../rule.ts';

/** A new client never looks at the return code that an old server answers with. */
export const replyBecameSimple = operationRule({
  id: 'reply-became-simple',
  summary: 'A `Result` reply became `Simple`.',
  levels: ['wire', 'source'],
  find: (pair) => {
    if (pair.old.reply.kind !== 'Result' || pair.new.reply.kind !== 'Simple') return [];
    return [
      {
        message: `\`${pair.new.name}\` cannot fail any more: its reply is \`Simple\`, was a \`Result\``,
        oldPart: 'reply',
        newPart: 'reply',
        detail: [],
        isolated: { ...pair.old, reply: { kind: 'Simple', ok: pair.old.reply.ok } },
      },
    ];
  },
});
