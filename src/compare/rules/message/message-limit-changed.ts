import { operationRule } from '../rule.ts';

/** The buffer of one version may be too small for a frame of the other. */
export const messageLimitChanged = operationRule({
  id: 'message-limit-changed',
  summary: 'The buffer for a frame has another size.',
  levels: ['wire'],
  appliesTo: 'messages',
  find: (pair, match) => {
    const old = match.old.schema.messages?.directions[pair.old.number - 1]?.limit;
    const now = match.new.schema.messages?.directions[pair.new.number - 1]?.limit;
    if (old === now) return [];
    const text = (limit: number | undefined) => (limit === undefined ? 'not stated' : `${limit} bytes`);
    return [
      {
        message: `the limit of a frame of \`${pair.new.name}\` is ${text(now)}, was ${text(old)}`,
        detail: [text(old), text(now)],
        ...(old !== undefined &&
          now !== undefined &&
          now < old && { help: 'raise the limit again, or send no message that is longer than the old buffer' }),
      },
    ];
  },
});
