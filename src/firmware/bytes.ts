/**
 * A file that does not hold what its own words promise. Thrown inside this stage alone: every function that it exports catches it and
 * answers with the reason.
 */
export class Malformed extends Error {}

/** Runs a reader; what is wrong with the file becomes a sentence without a full stop. */
export function reading<T>(read: () => T): { readonly value: T } | { readonly problem: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Malformed) return { problem: error.message };
    throw error;
  }
}

/** Little-endian numbers from bytes, one after the other. Reading past the end throws {@link Malformed}, whatever a file says of its sizes. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  /** Where the next read begins, in bytes. */
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u24(): number {
    return this.u16() | (this.u8() << 16);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  /** A 64-bit number that is an offset or size. One beyond 2^53 is none that a file can have. */
  offset64(): number {
    const value = this.u64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Malformed('it states an offset that no file can have');
    return Number(value);
  }

  /** LEB128 without sign. What does not fit in 53 bits is given as the nearest number that does. */
  uleb(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return Math.min(value, Number.MAX_SAFE_INTEGER);
      if (scale > 2 ** 120) throw new Malformed('it holds a number without end');
      scale *= 128;
    }
  }

  /** LEB128 of up to 128 bits, exactly. */
  leb(isSigned: boolean): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 140n; shift += 7n) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      return isSigned && (byte & 0x40) !== 0 ? value - (1n << (shift + 7n)) : value;
    }
    throw new Malformed('it holds a number without end');
  }

  take(length: number): Uint8Array {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  /** Where a text that ends with NUL ends; the cursor then stands behind the NUL. */
  skipText(): number {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw new Malformed('it holds a text without end');
    this.at = end + 1;
    return end;
  }

  #take(length: number): number {
    const start = this.at;
    if (start < 0 || length > this.bytes.length - start) throw new Malformed('it ends early');
    this.at = start + length;
    return start;
  }
}

/** Part of some bytes, or the reason why it is not there. */
export function part(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  if (!(offset >= 0) || offset > bytes.length || length > bytes.length - offset) throw new Malformed('it ends early');
  return bytes.subarray(offset, offset + length);
}

/** An unsigned little-endian number of any width. */
export function unsignedOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
