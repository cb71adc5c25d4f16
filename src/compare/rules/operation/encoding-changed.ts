import { operationRule } from '../rule.ts';

/** The same arguments as other bytes, or by luck as the same ones. */
export const encodingChanged = operationRule({
  id: 'encoding-changed',
  summary: "An operation's encoding changed.",
  levels: ['wire'],
  appliesTo: 'both',
  find: (pair) => {
    if (pair.old.encoding === pair.new.encoding) return [];
    return [
      {
        message: `\`${pair.new.name}\` is encoded with ${pair.new.encoding}, was ${pair.old.encoding}`,
        detail: [pair.old.encoding, pair.new.encoding],
        help: 'add an operation with the new encoding beside this one',
      },
    ];
  },
});
