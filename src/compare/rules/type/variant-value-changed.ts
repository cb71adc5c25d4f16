import { definitionRule } from '../rule.ts';
import { describeMoves, isRearranged, movedValues } from './variants.ts';

/** A Zerocopy message contains the value. */
export const variantValueChanged = definitionRule({
  id: 'variant-value-changed',
  summary: 'Variants of an enum have other values.',
  levels: ['wire'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    const moved = movedValues(old, now);
    // Another rule reports values that moved together with their variants.
    if (moved.length === 0 || isRearranged(old, now)) return [];
    return [
      {
        message: `values of \`${now.name}\` changed: ${describeMoves(moved, old, now)}`,
        detail: [describeMoves(moved, old, now)],
        oldPlace: moved[0]?.old.place,
        newPlace: moved[0]?.new.place,
        help: 'write the values in the source (`Variant = 3`), so that new or removed variants do not change them',
      },
    ];
  },
});
