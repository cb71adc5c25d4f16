import type { IntegerName, Repr } from '../../schema/index.ts';
import type { Target } from '../target.ts';
import { exact, type Memory, type Niche, type Placement, place, roundUp, sizeOf } from './placement.ts';

export interface PlacedEnum extends Memory {
  /** The tag, at the start, where the layout has one and the language defines it. */
  readonly tag?: { readonly size: number; readonly signed: boolean };
  /** Offsets of each variant's fields. */
  readonly variants: readonly (readonly (number | null)[])[];
}

interface VariantShape {
  readonly fields: readonly Memory[];
  readonly value: bigint;
}

type IntegerMemory = (name: IntegerName) => { size: number; align: number };

/**
 * Lays an enum out as rustc does: a tag before the variants, or, when that is smaller and `repr` leaves the choice, the variant
 * written into a niche of the largest variant. Only a layout with a `repr` is defined by the language.
 */
export function placeEnum(
  variants: readonly VariantShape[],
  repr: Repr,
  explicitValues: boolean,
  integer: IntegerMemory,
  target: Target,
): PlacedEnum {
  const chosen = repr.layout === 'C' || repr.integer !== undefined;
  const present = variants.filter((variant) => repr.layout === 'C' || !isAbsent(variant));
  if (!chosen && present.length < 2) return placeSingle(variants, present[0], repr);
  const tagged = placeTagged(variants, present, repr, integer, target);
  if (chosen || explicitValues) return tagged;
  const filled = placeInNiche(variants, repr);
  if (!filled) return tagged;
  const free = ({ niche }: Memory) => niche?.available ?? 0n;
  const smaller = filled.size.max < tagged.size.max;
  return smaller || (filled.size.max === tagged.size.max && free(filled) > free(tagged)) ? filled : tagged;
}

/** A variant that cannot exist and takes no room needs no place. */
function isAbsent({ fields }: VariantShape): boolean {
  return (
    fields.some((field) => field.uninhabited) && fields.every((field) => field.size.max === 0 && field.align.max === 1)
  );
}

function placeSingle(variants: readonly VariantShape[], only: VariantShape | undefined, { align }: Repr): PlacedEnum {
  if (!only) {
    return {
      size: sizeOf(0),
      align: sizeOf(1),
      uninhabited: true,
      variants: variants.map(({ fields }) => fields.map(() => 0)),
    };
  }
  const placed = place(only.fields, { order: 'rust', align });
  return {
    ...placed,
    variants: variants.map((variant) => (variant === only ? placed.offsets : variant.fields.map(() => 0))),
  };
}

function placeTagged(
  variants: readonly VariantShape[],
  present: readonly VariantShape[],
  repr: Repr,
  integer: IntegerMemory,
  target: Target,
): PlacedEnum {
  // The compiler takes the values of a `repr(u8)` for signed ones when it looks for the free range: 255 stands before 0.
  const width = repr.integer ? 8 * integer(repr.integer).size : 128;
  const values = present.map(({ value }) => BigInt.asIntN(width, value)).sort((a, b) => (a < b ? -1 : 1));
  const min = values[0] ?? 0n;
  const max = values.at(-1) ?? 0n;
  const signed = repr.integer ? repr.integer.startsWith('i') : min < 0n;
  const tagName = repr.integer ?? smallestInteger(min, max, repr.layout === 'C' ? target.cEnum : 1);
  const tag = integer(tagName);
  const order = repr.layout === 'C' || repr.integer ? 'declared' : 'rust';
  const isC = repr.layout === 'C';
  const fieldAligns = variants.flatMap(({ fields }) => fields.map((field) => field.align.max));
  // repr(C) is a struct of the tag and a union: the union starts at its own alignment.
  const prefixAlign = isC ? fieldAligns.reduce((largest, align) => Math.max(largest, align), tag.align) : tag.align;
  const placed = variants.map(({ fields }) => place(fields, { order, prefix: { size: tag.size, align: prefixAlign } }));
  const ranged = placed.some(({ size, align }) => !exact(size) || !exact(align));
  const align = placed.reduce(
    (largest, variant) => ({
      min: Math.max(largest.min, variant.align.min),
      max: Math.max(largest.max, variant.align.max),
    }),
    sizeOf(Math.max(prefixAlign, repr.align ?? 1)),
  );
  const size = placed.reduce(
    (largest, variant) => ({
      min: Math.max(largest.min, variant.size.min),
      max: Math.max(largest.max, variant.size.max),
    }),
    sizeOf(tag.size),
  );
  const tagSize = repr.integer || isC || ranged ? tag.size : grownTag(variants, placed, tag.size, integer);
  return {
    size: { min: roundUp(size.min, align.min), max: roundUp(size.max, align.max) },
    align,
    tag: { size: tag.size, signed },
    variants: placed.map(({ offsets }) => offsets.map((offset) => (offset === tag.size ? tagSize : offset))),
    ...(present.length > 0 && present.every(isUninhabited) && { uninhabited: true as const }),
    ...(!ranged && nicheOf({ offset: 0, size: tagSize, available: (1n << BigInt(8 * tagSize)) - (max - min + 1n) })),
  };
}

function isUninhabited({ fields }: VariantShape): boolean {
  return fields.some((field) => field.uninhabited);
}

/** The compiler widens the tag over padding in front of the first fields, when every variant has that room. */
function grownTag(
  variants: readonly VariantShape[],
  placed: readonly Placement[],
  tagSize: number,
  integer: IntegerMemory,
): number {
  let room = 256;
  variants.forEach(({ fields }, index) => {
    const offsets = (placed[index] as Placement).offsets;
    const byOffset = fields
      .map((field, position) => ({ field, offset: offsets[position] ?? 0 }))
      .sort((a, b) => a.offset - b.offset);
    const first = byOffset.find(({ field }) => field.size.max > 0 || field.align.max > 1);
    if (first) room = Math.min(room, first.field.align.max);
  });
  const fitting = (['u128', 'u64', 'u32', 'u16', 'u8'] as const)
    .map(integer)
    .find(({ size, align }) => size === room && align === room);
  return Math.max(tagSize, fitting?.size ?? tagSize);
}

function nicheOf(niche: Niche): { niche?: Niche } {
  return niche.available > 0n ? { niche } : {};
}

/** The variant in a niche of the largest variant, if there is one wide enough and all others fit beside it. */
function placeInNiche(variants: readonly VariantShape[], repr: Repr): PlacedEnum | undefined {
  if (variants.length < 2) return undefined;
  const placed = variants.map(({ fields }) => place(fields, { order: 'rust' }));
  if (placed.some(({ size, align }) => !exact(size) || !exact(align))) return undefined;
  const align = placed.reduce((largest, variant) => Math.max(largest, variant.align.max), repr.align ?? 1);
  let largest = 0;
  placed.forEach((variant, index) => {
    if (variant.size.max >= (placed[largest] as Placement).size.max) largest = index;
  });
  const host = placed[largest] as Placement;
  const needing = variants.flatMap((variant, index) => (index !== largest && !isAbsent(variant) ? [index] : []));
  const niche = host.niche;
  if (!niche || needing.length === 0) return undefined;
  const count = BigInt((needing.at(-1) as number) - (needing[0] as number) + 1);
  if (count > niche.available) return undefined;
  const size = roundUp(host.size.max, align);
  const shifted: (readonly (number | null)[])[] = [];
  for (const [index, variant] of placed.entries()) {
    let shift = 0;
    if (index !== largest && variant.size.max > niche.offset) {
      shift = roundUp(niche.offset + niche.size, variant.align.max);
      if (shift + variant.size.max > size) return undefined;
    }
    shifted.push(variant.offsets.map((offset) => (offset === null ? null : offset + shift)));
  }
  return {
    size: sizeOf(size),
    align: sizeOf(align),
    ...nicheOf({ ...niche, available: niche.available - count }),
    variants: shifted,
    ...(variants.every(isUninhabited) && { uninhabited: true as const }),
  };
}

/** The narrowest integer, of at least `atLeast` bytes, that holds both ends. */
function smallestInteger(min: bigint, max: bigint, atLeast: number): IntegerName {
  for (const bytes of [1, 2, 4, 8, 16]) {
    const bits = BigInt(8 * bytes);
    const fits = min < 0n ? min >= -(1n << (bits - 1n)) && max < 1n << (bits - 1n) : max < 1n << bits;
    if (bytes >= atLeast && fits) return `${min < 0n ? 'i' : 'u'}${8 * bytes}` as IntegerName;
  }
  return min < 0n ? 'i128' : 'u128';
}
