import type { CodecPlan, PlannedPart, ScalarPlan } from './codec-plan.ts';

/** What is asked of bytes that two plans share. */
export interface CommonBytes {
  /** Length of every value that is sent, in bytes; absent where it follows from the value. */
  readonly length?: number;
  /** Whether a reader that stops at `end` accepts `length` bytes. */
  accepts(end: number, length: number): boolean;
  /** What the reader finds behind the bytes that were sent. */
  readonly behind: 'nothing' | 'zeros';
}

/** How many searches there are, each of which begins with other variants. */
const SEARCHES = 24;

/** Parts that a search sets before it gives up: there may be many variants inside of many others. */
const MOST_TRIES = 2000;

/** Parts at once. Larger types are not searched. */
const MOST_PARTS = 300;

/** Bytes of one part: a message of the kernel has no more. */
const MOST_BYTES = 2 ** 16;

/**
 * Bytes that are a value of the plan `sent`, and that a reader with the plan `read` accepts, however narrow its checks are. Empty where
 * there are none, or where a limit was reached.
 */
export function commonBytes(sent: CodecPlan, read: CodecPlan, asked: CommonBytes): Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  for (let seed = 0; seed < SEARCHES; seed++) {
    const search = new Search(seed, asked);
    const bytes = search.find(sent, read);
    if (bytes) found.set(bytes.join(' '), bytes);
    else if (search.isComplete) break;
  }
  return [...found.values()];
}

/** A byte that may have any value. */
const FREE = -1;

/** Sets the bytes that one part after the other asks for, and takes them back where a later part asks for others. */
class Search {
  readonly #seed: number;
  readonly #asked: CommonBytes;
  readonly #bytes: (number | undefined)[] = [];
  /** Of the bytes that are sent; undefined while these are chosen. */
  #length: number | undefined;
  #tries = 0;
  #depth = 0;
  /** Whether all that is possible was tried. */
  isComplete = true;

  constructor(seed: number, asked: CommonBytes) {
    this.#seed = seed;
    this.#asked = asked;
  }

  find(sent: CodecPlan, read: CodecPlan): Uint8Array | undefined {
    for (const end of this.#ways(sent, 0)) {
      const length = this.#asked.length ?? end;
      this.#length = length;
      for (const readEnd of this.#ways(read, 0)) {
        if (this.#asked.accepts(readEnd, length)) return this.#filled(length);
      }
      this.#length = undefined;
    }
    return undefined;
  }

  /** Free bytes all differ, so that a shift shows. Those of no part are padding. */
  #filled(length: number): Uint8Array {
    let next = this.#seed;
    return Uint8Array.from({ length }, (_, at) =>
      this.#bytes[at] === FREE ? (next++ % 126) + 1 : (this.#bytes[at] ?? 0),
    );
  }

  /** Gives the end of a value of the plan for each way in which the bytes from a place on are one, and has them set meanwhile. */
  *#ways(plan: CodecPlan, at: number): Generator<number> {
    const size = freeSize(plan);
    if (size !== undefined && size <= MOST_BYTES) {
      yield* this.#set(at, new Array<number>(size).fill(FREE), () => [at + size]);
      return;
    }
    switch (plan.kind) {
      case 'scalar':
        yield* this.#scalar(plan, at);
        return;
      case 'flags':
        yield* this.#scalar(plan.bits, at);
        return;
      case 'record':
        yield* this.#parts(plan.parts, at);
        return;
      case 'array': {
        const { element, count, stride } = plan;
        const parts = Array.from({ length: count }, (_, index) => ({
          name: `${index}`,
          plan: element,
          ...(stride !== undefined && { offset: index * stride }),
        }));
        yield* this.#parts(parts, at);
        return;
      }
      case 'enum':
        for (const { tag, data } of this.#inTurn(plan.variants, at)) {
          yield* this.#set(at, littleEndian(tag, plan.tag), () => this.#parts(data.parts, at, at + plan.tag));
        }
        return;
      case 'union':
        for (const part of this.#inTurn(plan.parts, at)) yield* this.#ways(part.plan, at);
        return;
      case 'open':
        return;
    }
  }

  /** @param end where a part begins that has no offset; those with one count from `start` */
  *#parts(parts: readonly PlannedPart[], start: number, end = start, index = 0): Generator<number> {
    const part = parts[index];
    if (!part) {
      yield end;
      return;
    }
    for (const behind of this.#ways(part.plan, part.offset === undefined ? end : start + part.offset)) {
      yield* this.#parts(parts, start, Math.max(end, behind), index + 1);
    }
  }

  *#scalar({ form, size, bits = 8 * size, bigEndian }: ScalarPlan, at: number): Generator<number> {
    switch (form) {
      case 'bool':
        for (const byte of this.#inTurn([1, 0], at)) yield* this.#set(at, [byte], () => [at + 1]);
        return;
      case 'char':
      case 'utf8':
        yield* this.#set(at, littleEndian(0x41n, size), () => [at + size]);
        return;
      case 'float':
      case 'signed':
      case 'unsigned': {
        // Narrower than its bytes: any others are one part.
        const wanted = Array.from({ length: size }, (_, index) => (8 * index < bits ? FREE : 0));
        yield* this.#set(at, bigEndian ? wanted.toReversed() : wanted, () => [at + size]);
        return;
      }
    }
  }

  /** Sets bytes while the parts behind them are tried; not at all where they are others already. */
  *#set(at: number, wanted: readonly number[], then: () => Iterable<number>): Generator<number> {
    const known = wanted.map((_, index) => this.#known(at + index));
    const allows = (byte: number, own: number | undefined) =>
      own === byte || own === FREE || (byte === FREE && own !== undefined);
    if (!wanted.every((byte, index) => allows(byte, known[index]))) return;
    if (++this.#tries > MOST_TRIES || this.#depth >= MOST_PARTS) {
      this.isComplete = false;
      return;
    }
    const before = wanted.map((_, index) => this.#bytes[at + index]);
    for (const [index, byte] of wanted.entries()) this.#bytes[at + index] = byte === FREE ? known[index] : byte;
    this.#depth++;
    yield* then();
    this.#depth--;
    for (const [index, byte] of before.entries()) this.#bytes[at + index] = byte;
  }

  /** What a part may find at a place; undefined where there is nothing. */
  #known(at: number): number | undefined {
    if (this.#length === undefined) return this.#bytes[at] ?? FREE;
    if (at < this.#length) return this.#bytes[at] ?? 0;
    return this.#asked.behind === 'zeros' ? 0 : undefined;
  }

  /** The same list from another place on in each search. */
  #inTurn<T>(list: readonly T[], at: number): readonly T[] {
    const mixed = Math.imul(this.#seed, 0x9e37_79b1) ^ Math.imul(this.#seed * (at + 1), 0x85eb_ca6b);
    const first = (mixed >>> 8) % Math.max(1, list.length);
    return [...list.slice(first), ...list.slice(0, first)];
  }
}

/** Size of a value in bytes where any bytes are one, such as those of a number or of many: they are one part. */
function freeSize(plan: CodecPlan): number | undefined {
  switch (plan.kind) {
    case 'scalar': {
      const { form, size, bits = 8 * size } = plan;
      const isNumber = form === 'unsigned' || form === 'signed' || form === 'float';
      return isNumber && bits === 8 * size ? size : undefined;
    }
    case 'array': {
      const size = freeSize(plan.element);
      return size === undefined || (plan.stride ?? size) !== size ? undefined : plan.count * size;
    }
    case 'record': {
      let end = 0;
      for (const part of plan.parts) {
        const size = freeSize(part.plan);
        if (size === undefined || (part.offset ?? end) !== end) return undefined;
        end += size;
      }
      return end;
    }
    case 'flags':
    case 'enum':
    case 'union':
    case 'open':
      return undefined;
  }
}

function littleEndian(value: bigint, size: number): number[] {
  return Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}
