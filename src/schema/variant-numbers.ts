import { cfgAtoms, evaluateCfg } from '../rust/index.ts';
import type { Condition, Variant } from './types.ts';

/** What the number of a variant depends on. */
export type CountedVariant = Pick<Variant, 'value' | 'written' | 'condition'>;

/**
 * One number that a variant can have, in decimal or null when it is unknown. Of several, each has its condition, unless that takes
 * more than {@link MAX_NAMED} predicates to say.
 */
export interface NumberCase {
  readonly number: string | null;
  readonly condition?: Condition;
}

/** Conditions of more predicates than this are no help to a reader: the numbers are listed without them. */
const MAX_NAMED = 2;
/** So many predicates make 1,024 configurations. Beyond that, every number counts that is not below what always exists. */
const MAX_ATOMS = 10;

/**
 * The values that a variant of a definition can have, one case for each: a counted value is one more than that of the variant before it
 * that exists, and starts at 0.
 */
export function valueCases(variants: readonly Variant[], position: number): NumberCase[] {
  for (let at = 0; at < position; at++) if (variants[at]?.condition) return countedCases(variants, position);
  return [{ number: variants[position]?.value ?? null }];
}

function countedCases(variants: readonly CountedVariant[], position: number): NumberCase[] {
  const variant = variants[position];
  if (!variant || variant.written) return [{ number: variant?.value ?? null }];
  const from = firstThatCounts(variants, position);
  return casesOf(variants, from, position, (present) => {
    let next: bigint | null = 0n;
    for (let at = from; at < position; at++) {
      const one = variants[at] as CountedVariant;
      if (present(one)) next = afterValue(one, next);
    }
    return next === null ? null : String(next);
  });
}

/** The positions that a variant can have among those that exist, one case for each. */
export function indexCases(variants: readonly CountedVariant[], position: number): NumberCase[] {
  return casesOf(variants, 0, position, (present) => String(variants.slice(0, position).filter(present).length));
}

/** The variants with their counted values and indices, of several possible ones the highest: as if every variant existed that can. */
export function numbered(variants: readonly Variant[]): Variant[] {
  return variants.map((variant, position) => ({
    ...variant,
    index: Number(indexCases(variants, position).at(-1)?.number ?? position),
    value: countedCases(variants, position).at(-1)?.number ?? null,
  }));
}

/**
 * The variants that exist in some configuration, with the numbers that they have there. A value is counted anew only where a variant
 * between it and the one that it counts from is absent.
 */
export function withoutAbsent(variants: readonly Variant[], exists: (variant: Variant) => boolean): Variant[] {
  const kept: Variant[] = [];
  let next: bigint | null = 0n;
  let isMoved = false;
  for (const variant of variants) {
    if (variant.written) isMoved = false;
    if (!exists(variant)) {
      isMoved = true;
      continue;
    }
    const value: string | null = isMoved ? (next === null ? null : String(next)) : variant.value;
    next = value === null ? null : BigInt(value) + 1n;
    kept.push({ ...variant, index: kept.length, value });
  }
  return kept;
}

function afterValue({ written, value }: CountedVariant, counted: bigint | null): bigint | null {
  if (written) return value === null ? null : BigInt(value) + 1n;
  return counted === null ? null : counted + 1n;
}

/** The last variant before this one that is always there and states its value: what stands before it does not matter. */
function firstThatCounts(variants: readonly CountedVariant[], position: number): number {
  let at = position - 1;
  while (at > 0 && !isAlwaysWritten(variants[at])) at--;
  return Math.max(0, at);
}

function isAlwaysWritten(variant: CountedVariant | undefined): boolean {
  return variant?.written === true && !variant.condition;
}

function casesOf(
  variants: readonly CountedVariant[],
  from: number,
  position: number,
  count: (present: (variant: CountedVariant) => boolean) => string | null,
): NumberCase[] {
  const before = variants.slice(from, position);
  if (!before.some(({ condition }) => condition)) return [{ number: count(() => true) }];
  const own = variants[position]?.condition;
  const predicates = [...before, ...(own ? [{ condition: own }] : [])].flatMap(({ condition }) =>
    condition?.kind === 'cfg' ? [condition.predicate] : [],
  );
  const atoms = [...new Set(predicates.flatMap(cfgAtoms))];
  if (atoms.length > MAX_ATOMS) return rangeOf(count);
  const cases = new Map<string | null, string[]>();
  for (let bits = 0; bits < 1 << atoms.length; bits++) {
    const isHeld = (predicate: string) => evaluateCfg(predicate, (atom) => ((bits >> atoms.indexOf(atom)) & 1) === 1);
    const exists = ({ condition }: Pick<CountedVariant, 'condition'>) =>
      condition?.kind !== 'cfg' || isHeld(condition.predicate);
    if (!exists({ condition: own })) continue;
    const number = count(exists);
    const holding = atoms.map((atom, index) => ((bits >> index) & 1 ? atom : `not(${atom})`));
    cases.set(number, [...(cases.get(number) ?? []), joined('all', holding)]);
  }
  if (cases.size <= 1) return [...cases.keys()].map((number) => ({ number }));
  const isNamed = atoms.length <= MAX_NAMED;
  return [...cases]
    .map(([number, holding]): NumberCase => {
      if (!isNamed) return { number };
      return { number, condition: { kind: 'cfg', predicate: joined('any', holding) } };
    })
    .sort(byNumber);
}

/** Every number from the one without, to the one with every variant that has a condition. */
function rangeOf(count: (present: (variant: CountedVariant) => boolean) => string | null): NumberCase[] {
  const [least, most] = [count(({ condition }) => !condition), count(() => true)];
  if (least === null || most === null) return [{ number: null }];
  const [first, last] = [Number(least), Number(most)].sort((a, b) => a - b) as [number, number];
  return Array.from({ length: last - first + 1 }, (_, step) => ({ number: String(first + step) }));
}

function joined(word: 'all' | 'any', parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] as string) : `${word}(${parts.join(', ')})`;
}

/** Unknown ones first, so that the last is the highest. */
function byNumber(a: NumberCase, b: NumberCase): number {
  if (a.number === null || b.number === null) return a.number === b.number ? 0 : a.number === null ? -1 : 1;
  return BigInt(a.number) < BigInt(b.number) ? -1 : 1;
}
