import { definitionRule } from '../rule.ts';

/** The integer under a flag set is its size in the message. */
export const flagsBitsChanged = definitionRule({
  id: 'flags-bits-changed',
  summary: 'A flag set has another integer under it.',
  levels: ['wire'],
  kind: 'flags',
  use: 'data',
  find: (old, now, comparison) => {
    if (comparison.isSameUse(old.bits, now.bits)) return [];
    return [
      {
        message: `flag set \`${now.name}\` has another integer under it`,
        detail: [],
        isolated: { ...old, bits: now.bits },
      },
    ];
  },
});
