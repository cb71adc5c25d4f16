import { definitionRule } from '../rule.ts';
import { describeMoves, isRearranged, movedValues } from './variants.ts';

/** In a memory image the value is what travels. */
export const variantValueChanged = definitionRule({
  id: 'variant-value-changed',
  summary: 'Variants of an enum have other values.',
  levels: ['wire'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    const moved = movedValues(old, now);
    // Values that moved with the places are told with that change.
    if (moved.length === 0 || isRearranged(old, now)) return [];
    return [
      {
        message: `values of \`${now.name}\` moved: ${describeMoves(moved, old, now)}`,
        detail: [describeMoves(moved, old, now)],
        oldPlace: moved[0]?.old.place,
        newPlace: moved[0]?.new.place,
        help: 'write values down (`Variant = 3`) so that inserting and removing does not move them',
      },
    ];
  },
});
