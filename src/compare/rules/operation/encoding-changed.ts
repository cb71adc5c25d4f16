import { operationRule } from '../rule.ts';

/** The same arguments usually become other bytes; some values keep theirs. */
export const encodingChanged = operationRule({
  id: 'encoding-changed',
  summary: 'An operation has another encoding.',
  levels: ['wire'],
  appliesTo: 'both',
  find: (pair) => {
    if (pair.old.encoding === pair.new.encoding) return [];
    return [
      {
        message: `\`${pair.new.name}\` is encoded with ${pair.new.encoding}, was ${pair.old.encoding}`,
        detail: [pair.old.encoding, pair.new.encoding],
        help: 'keep the operation, and add a new one with the new encoding',
      },
    ];
  },
});
