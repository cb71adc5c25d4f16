import { definitionRule } from '../rule.ts';
import { describeMoves, movedValues } from '../type/variants.ts';

/** A reply contains only the return code: another code is another error, or none. */
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
        message: `codes of error \`${now.name}\` changed: ${describeMoves(moved, old, now)}`,
        detail: [describeMoves(moved, old, now)],
        oldPlace: moved[0]?.old.place,
        newPlace: moved[0]?.new.place,
        help: 'write the codes in the source (`Variant = 3`), so that new or removed variants do not change them',
      },
    ];
  },
});
