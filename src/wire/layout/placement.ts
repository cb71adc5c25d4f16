import type { Size } from './model.ts';

/**
 * A run of bytes that no valid value of a type uses completely, so that an enum around it can keep its variant there:
 * `Option<bool>` is one byte. `available` is the number of free bit patterns.
 */
export interface Niche {
  readonly offset: number;
  readonly size: number;
  readonly available: bigint;
}

/** What memory a type needs, in bytes. Ranges where images or `cfg` differ; a niche is known only for an exact size. */
export interface Memory {
  readonly size: Size;
  readonly align: Size;
  readonly niche?: Niche;
  /** No value of the type exists. */
  readonly uninhabited?: true;
}

/** Fields laid out. */
export interface Placement extends Memory {
  /** Bytes from the start, one per field in declaration order; null where it is not the same in every case. */
  readonly offsets: readonly (number | null)[];
}

export interface PlacementRules {
  /** `rust`: the compiler orders the fields. */
  readonly order: 'declared' | 'rust';
  readonly packed?: number;
  readonly align?: number;
  /** A tag in front: an enum's variant. */
  readonly prefix?: { readonly size: number; readonly align: number };
  /** The compiler leaves a tuple's last element last. */
  readonly lastStays?: boolean;
}

export function exact(size: Size): boolean {
  return size.min === size.max;
}

export function sizeOf(bytes: number): Size {
  return { min: bytes, max: bytes };
}

/** The smallest multiple of `align` that is at least `offset`. */
export function roundUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}

/**
 * Lays fields out as rustc does (1.95; its order for default-`repr` types has been stable for years, but is no promise of the language).
 * Where a size or an alignment varies, the result is a range that holds in every case.
 */
export function place(fields: readonly Memory[], rules: PlacementRules): Placement {
  const uninhabited = fields.some((field) => field.uninhabited) ? { uninhabited: true as const } : {};
  if (!fields.every((field) => exact(field.size) && exact(field.align))) {
    return { ...placeRange(fields, rules), ...uninhabited };
  }
  const placed = placeBiased(fields, rules, 'start');
  if (!placed.niche || fields.length < 2 || rules.lastStays) return { ...placed, ...uninhabited };
  // A niche at an edge leaves room for the data of other variants: try the other edge when the first is not reached.
  const head = placed.niche.offset;
  const tail = placed.size.max - head - placed.niche.size;
  if (head === 0 || tail <= 0) return { ...placed, ...uninhabited };
  const other = placeBiased(fields, rules, 'end');
  const otherHead = other.niche?.offset ?? 0;
  return { ...(otherHead > head && otherHead > tail ? other : placed), ...uninhabited };
}

type Bias = 'start' | 'end';

const available = (field: Memory) => field.niche?.available ?? 0n;
const compare = <T extends number | bigint>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

function placeBiased(fields: readonly Memory[], rules: PlacementRules, bias: Bias): Placement {
  const order = fields.map((_, index) => index);
  if (rules.order === 'declared') return placeInOrder(fields, rules, order, bias);
  const sorted = rules.lastStays ? order.slice(0, -1) : order;
  const group = alignmentGroup(
    sorted.map((index) => fields[index] as Memory),
    rules,
    bias,
  );
  const field = (index: number) => fields[index] as Memory;
  if (rules.prefix) {
    sorted.sort(
      (a, b) => compare(group(field(a)), group(field(b))) || compare(available(field(a)), available(field(b))),
    );
  } else {
    const nicheDepth = ({ niche, size }: Memory) => {
      if (!niche) return 0;
      return bias === 'start' ? niche.offset : niche.offset + niche.size - size.max;
    };
    const direction = bias === 'start' ? -1 : 1;
    sorted.sort(
      (a, b) =>
        compare(group(field(b)), group(field(a))) ||
        direction * compare(available(field(a)), available(field(b))) ||
        compare(nicheDepth(field(a)), nicheDepth(field(b))),
    );
  }
  if (rules.lastStays && order.length > 0) sorted.push(order.length - 1);
  return placeInOrder(fields, rules, sorted, bias);
}

/** The key by which fields are sorted: log2 of the alignment, or of the size where that helps, so that `[u8; 4]` stands with `u32`. */
function alignmentGroup(fields: readonly Memory[], { packed }: PlacementRules, bias: Bias): (field: Memory) => number {
  const maxAlign = fields.reduce((largest, field) => Math.max(largest, field.align.max), 1);
  const largestNiche = fields.map(available).sort(compare).at(-1) ?? 0n;
  return (field) => {
    const align = field.align.max;
    if (packed !== undefined) return Math.min(align, packed);
    const sizeAsAlign = trailingZeros(Math.max(align, field.size.max));
    if (largestNiche === 0n) return sizeAsAlign;
    if (bias === 'start') return Math.min(trailingZeros(maxAlign), sizeAsAlign);
    return available(field) === largestNiche ? trailingZeros(align) : sizeAsAlign;
  };
}

function placeInOrder(
  fields: readonly Memory[],
  rules: PlacementRules,
  order: readonly number[],
  bias: Bias,
): Placement {
  const cap = (align: number) => Math.min(align, rules.packed ?? align);
  const offsets: number[] = fields.map(() => 0);
  let align = rules.prefix ? cap(rules.prefix.align) : 1;
  let offset = rules.prefix ? roundUp(rules.prefix.size, align) : 0;
  let niche: Niche | undefined;
  for (const index of order) {
    const field = fields[index] as Memory;
    const fieldAlign = cap(field.align.max);
    align = Math.max(align, fieldAlign);
    offset = roundUp(offset, fieldAlign);
    offsets[index] = offset;
    const better =
      bias === 'start' ? available(field) > (niche?.available ?? 0n) : available(field) >= (niche?.available ?? 0n);
    if (field.niche && better) niche = { ...field.niche, offset: field.niche.offset + offset };
    offset += field.size.max;
  }
  align = Math.max(align, rules.align ?? 1);
  return { offsets, size: sizeOf(roundUp(offset, align)), align: sizeOf(align), ...(niche && { niche }) };
}

function placeRange(fields: readonly Memory[], rules: PlacementRules): Placement {
  const cap = (align: number) => Math.min(align, rules.packed ?? align);
  const prefix = rules.prefix ?? { size: 0, align: 1 };
  const align = { min: cap(prefix.align), max: cap(prefix.align) };
  const end = { min: roundUp(prefix.size, align.min), max: roundUp(prefix.size, align.max) };
  const offsets: (number | null)[] = [];
  for (const field of fields) {
    align.min = Math.max(align.min, cap(field.align.min));
    align.max = Math.max(align.max, cap(field.align.max));
    if (rules.order === 'declared') {
      end.min = roundUp(end.min, cap(field.align.min));
      end.max = roundUp(end.max, cap(field.align.max));
    }
    offsets.push(rules.order === 'declared' && exact(end) ? end.min : null);
    end.min += field.size.min;
    end.max += field.size.max;
  }
  align.min = Math.max(align.min, rules.align ?? 1);
  align.max = Math.max(align.max, rules.align ?? 1);
  return { offsets, align, size: { min: roundUp(end.min, align.min), max: roundUp(end.max, align.max) } };
}

function trailingZeros(value: number): number {
  let zeros = 0;
  for (let rest = value; rest > 0 && rest % 2 === 0; rest /= 2) zeros++;
  return zeros;
}
