import type { IntegerName } from '../../schema/index.ts';

/** What a made value is, wherever there is a choice. */
export interface ValueSource {
  integer(name: IntegerName): number | bigint;
  bool(): boolean;
  isSome(): boolean;
  isErr(): boolean;
  /** Position of one of `count` variants. */
  variant(count: number): number;
}

/** Ordinary values, of which all bytes differ: so that a shift shows. */
export function distinctBytes(): ValueSource {
  // Runs through 1 … 126, so that neighbouring bytes differ and stay valid as signed numbers.
  let nextByte = 1;
  const next = () => {
    const byte = nextByte;
    nextByte = (nextByte % 126) + 1;
    return byte;
  };
  return {
    integer: (name) => ofBytes(name, next),
    bool: () => true,
    isSome: () => true,
    isErr: () => false,
    variant: () => 0,
  };
}

/** One number for everything: small ones are valid as nearly anything else. */
export function sameNumber(number: number): ValueSource {
  return {
    integer: () => number,
    bool: () => number !== 0,
    isSome: () => number !== 0,
    isErr: () => number === 1,
    variant: (count) => Math.min(number, count - 1),
  };
}

/** A few bytes, over and over: valid as something else wherever a reader cuts the number. */
export function sameBytes(pattern: readonly number[]): ValueSource {
  const integer = (name: IntegerName) => {
    let at = 0;
    return ofBytes(name, () => pattern[at++ % pattern.length] ?? 0);
  };
  return { ...sameNumber(pattern[0] ?? 0), integer };
}

/** The number of a type that has these bytes, from the lowest to the highest. */
function ofBytes(name: IntegerName, next: () => number): number | bigint {
  const bits = bitsOf(name);
  let value = 0n;
  for (let shift = 0; shift < bits; shift += 8) value |= BigInt(next()) << BigInt(shift);
  const number = name.startsWith('i') ? BigInt.asIntN(bits, value) : value;
  return bits > 32 ? number : Number(number);
}

/**
 * Of all sorts, differently for each seed and the same each time: mostly numbers that may be something else as well.
 * @param bytes those that are valid as something else
 */
export function mixedValues(seed: number, bytes: readonly number[]): ValueSource {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const below = (count: number) => {
    // Xorshift: enough to mix, and no more than that is asked.
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const distinct = distinctBytes();
  const integer = (name: IntegerName) => {
    if (below(4) === 0) return distinct.integer(name);
    if (below(4) === 0) return ofBytes(name, () => bytes[below(bytes.length)] ?? 0);
    const all = limits(name);
    return below(2) === 0 ? (all[below(all.length)] ?? 0) : below(20);
  };
  const toss = () => below(2) === 0;
  return { integer, bool: toss, isSome: toss, isErr: toss, variant: below };
}

/** Numbers at which something may change. */
export function limits(name: IntegerName): (number | bigint)[] {
  const bits = bitsOf(name);
  const isSigned = name.startsWith('i');
  const most = (1n << BigInt(isSigned ? bits - 1 : bits)) - 1n;
  const values = isSigned ? [0n, 1n, 2n, -1n, most, -most - 1n] : [0n, 1n, 2n, most];
  return bits > 32 ? values : values.map(Number);
}

function bitsOf(name: IntegerName): number {
  return name.endsWith('size') ? 32 : Number(name.slice(1));
}
