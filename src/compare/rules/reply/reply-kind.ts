import { operationRule, type Rule } from '../rule.ts';

/** Whether an operation can fail. A client of a `Simple` reply never looks at the return code. */
const CHANGES = {
  'reply-became-result': {
    summary: 'A `Simple` reply became a `Result`.',
    now: 'Result',
    message: (name: string) => `\`${name}\` can fail now: its reply is a \`Result\`, was \`Simple\``,
    help: 'keep the operation, and add a new one that can fail',
  },
  'reply-became-simple': {
    summary: 'A `Result` reply became `Simple`.',
    now: 'Simple',
    message: (name: string) => `\`${name}\` can no longer fail: its reply is \`Simple\`, was a \`Result\``,
    help: undefined,
  },
} as const;

export const replyKindRules: readonly Rule[] = Object.entries(CHANGES).map(([id, { summary, now, message, help }]) =>
  operationRule({
    id,
    summary,
    levels: ['wire', 'source'],
    find: (pair) => {
      if (pair.old.reply.kind === pair.new.reply.kind || pair.new.reply.kind !== now) return [];
      return [
        { message: message(pair.new.name), oldPart: 'reply', newPart: 'reply', detail: [], ...(help && { help }) },
      ];
    },
  }),
);
