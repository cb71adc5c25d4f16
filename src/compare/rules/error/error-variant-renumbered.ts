import { definitionRule } from '../rule.ts';
import { describeMoves, movedValues } from '../type/variants.ts';

/** The return code is all that travels of such an error: under another code it is another error, or none. */
export const errorVariantRenumbered = definitionRule({
  id: 'error-variant-renumbered',
  summary: 'Variants of an error have other codes.',
  levels: ['wire'],
  kind: 'enum',
  use: 'error',
  find: (old, now) => {
    const moved = movedValues(old, now).filter(
      (pair) => !pair.old.serverDeath && pair.old.code !== null && pair.new.code !== null,
    );
    if (moved.length === 0) return [];
    return [
      {
        message: `codes of error \`${now.name}\` moved: ${describeMoves(moved, old, now)}`,
        detail: [describeMoves(moved, old, now)],
        oldPlace: moved[0]?.old.place,
        newPlace: moved[0]?.new.place,
        help: 'write the codes down (`Variant = 3`) so that inserting and removing does not move them',
      },
    ];
  },
});
