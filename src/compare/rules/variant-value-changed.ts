import type { Variant } from '../../wire/index.ts';
import { definitionRule } from '../rule.ts';
import { alignVariants, describeMoves } from './variants.ts';

/** In a memory image the value is what travels. */
export const variantValueChanged = definitionRule({
  id: 'variant-value-changed',
  summary: 'Variants of an enum have other values',
  levels: ['wire'],
  kind: 'enum',
  use: 'data',
  find: (old, now) => {
    const { pairs } = alignVariants(old, now);
    const moved = pairs.filter((pair) => pair.old.value !== pair.new.value);
    const newOf = new Map(moved.map((pair) => [pair.old, pair.new]));
    const newValue = (variant: Variant) => (newOf.get(variant) ?? variant).value;
    if (moved.length === 0) return [];
    return [
      {
        message: `values of \`${now.name}\` moved: ${describeMoves(moved)}`,
        detail: [describeMoves(moved)],
        isolated: { ...old, variants: old.variants.map((variant) => ({ ...variant, value: newValue(variant) })) },
        oldPlace: moved[0]?.old.place,
        newPlace: moved[0]?.new.place,
        help: 'write values down (`Variant = 3`) so that inserting and removing does not move them',
      },
    ];
  },
});
