import { Malformed } from './bytes.ts';

/**
 * Unpacks bzip2, which Hubris archives up to version 8 are packed with. No maintained package does so in a browser with a limit on the
 * result, and bzip2 packs gigabytes of zeros into a few bytes.
 *
 * @param limit most bytes that the result may have
 * @throws Malformed
 */
export function bunzip(packed: Uint8Array, limit: number): Uint8Array {
  const bits = new Bits(packed);
  const output = new Output(limit);
  if (bits.read(24) !== 0x425a68) throw new Malformed('it is not packed with bzip2');
  const level = bits.read(8) - 0x30;
  if (level < 1 || level > 9) throw new Malformed('it is not packed with bzip2');
  for (;;) {
    const [high, low] = [bits.read(24), bits.read(24)];
    const checksum = bits.read(32);
    if (high === 0x177245 && low === 0x385090) return output.bytes();
    if (high !== 0x314159 || low !== 0x265359) throw new Malformed('a bzip2 block begins wrongly');
    const before = output.length;
    readBlock(bits, level * 100_000, output);
    if (blockChecksum(output, before) !== checksum >>> 0) throw new Malformed('a bzip2 block is damaged');
  }
}

/** Bits from the highest of each byte down. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #heldBits = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bit(): number {
    if (this.#heldBits === 0) {
      if (this.#at >= this.#bytes.length) throw new Malformed('it ends early');
      this.#held = this.#bytes[this.#at++] as number;
      this.#heldBits = 8;
    }
    this.#heldBits--;
    return (this.#held >> this.#heldBits) & 1;
  }

  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; ) {
      if (this.#heldBits === 0) {
        if (this.#at >= this.#bytes.length) throw new Malformed('it ends early');
        this.#held = this.#bytes[this.#at++] as number;
        this.#heldBits = 8;
      }
      const taken = Math.min(left, this.#heldBits);
      this.#heldBits -= taken;
      left -= taken;
      value = value * 2 ** taken + ((this.#held >> this.#heldBits) & ((1 << taken) - 1));
    }
    return value;
  }
}

class Output {
  readonly #limit: number;
  #buffer = new Uint8Array(1 << 16);
  length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(byte: number, times: number): void {
    const end = this.length + times;
    if (end > this.#limit) throw new Malformed(`it unpacks to more than the ${this.#limit} bytes that it states`);
    if (end > this.#buffer.length) {
      const grown = new Uint8Array(Math.min(this.#limit, Math.max(end, 2 * this.#buffer.length)));
      grown.set(this.#buffer.subarray(0, this.length));
      this.#buffer = grown;
    }
    this.#buffer.fill(byte, this.length, end);
    this.length = end;
  }

  at(index: number): number {
    return this.#buffer[index] as number;
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.length);
  }
}

function readBlock(bits: Bits, capacity: number, output: Output): void {
  if (bits.bit() === 1) throw new Malformed('it is packed with a bzip2 of before 1997');
  const start = bits.read(24);
  const symbols = usedBytes(bits);
  const { counts, last } = readSymbols(bits, symbols, capacity);
  if (start >= last.length) throw new Malformed('a bzip2 block begins outside of itself');
  // The inverse of the Burrows-Wheeler transform: `next` leads from each byte to the one that follows it.
  const next = new Uint32Array(last.length);
  const places = new Uint32Array(256);
  for (let byte = 1, sum = 0; byte < 256; byte++) {
    sum += counts[byte - 1] as number;
    places[byte] = sum;
  }
  for (let index = 0; index < last.length; index++) {
    const byte = last[index] as number;
    next[places[byte] as number] = index;
    places[byte] = (places[byte] as number) + 1;
  }
  writeRuns(last, next, start, output);
}

/** Four equal bytes are followed by the number of further ones. */
function writeRuns(last: Uint8Array, next: Uint32Array, start: number, output: Output): void {
  let at = next[start] as number;
  let run = 0;
  let previous = -1;
  for (let index = 0; index < last.length; index++) {
    const byte = last[at] as number;
    at = next[at] as number;
    if (run === 4) {
      output.add(previous, byte);
      run = 0;
      previous = -1;
      continue;
    }
    run = byte === previous ? run + 1 : 1;
    previous = byte;
    output.add(byte, 1);
  }
}

function usedBytes(bits: Bits): Uint8Array {
  const groups = bits.read(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group++) {
    if (((groups >> (15 - group)) & 1) === 0) continue;
    const members = bits.read(16);
    for (let member = 0; member < 16; member++) {
      if (((members >> (15 - member)) & 1) === 1) used.push(group * 16 + member);
    }
  }
  if (used.length === 0) throw new Malformed('a bzip2 block uses no byte');
  return Uint8Array.from(used);
}

function readSymbols(bits: Bits, front: Uint8Array, capacity: number): { counts: Uint32Array; last: Uint8Array } {
  const endOfBlock = front.length + 1;
  const tableCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (tableCount < 2 || tableCount > 6 || selectorCount === 0) throw new Malformed('a bzip2 block has no code');
  const selectors = readSelectors(bits, tableCount, selectorCount);
  const tables = Array.from({ length: tableCount }, () => readTable(bits, front.length + 2));
  const counts = new Uint32Array(256);
  const last = new Uint8Array(capacity);
  let length = 0;
  let run = 0;
  let runScale = 1;
  const put = (byte: number, times: number) => {
    if (times > capacity - length) throw new Malformed('a bzip2 block is larger than it may be');
    last.fill(byte, length, length + times);
    counts[byte] = (counts[byte] as number) + times;
    length += times;
  };
  for (let index = 0; ; index++) {
    const selector = selectors[Math.floor(index / 50)];
    if (selector === undefined) throw new Malformed('a bzip2 block has too few selectors');
    const symbol = readCode(bits, tables[selector] as Table);
    if (symbol <= 1) {
      run += runScale << symbol;
      runScale *= 2;
      if (run > capacity) throw new Malformed('a bzip2 block is larger than it may be');
      continue;
    }
    if (run > 0) {
      put(front[0] as number, run);
      run = 0;
      runScale = 1;
    }
    if (symbol === endOfBlock) return { counts, last: last.subarray(0, length) };
    const moved = front[symbol - 1] as number;
    front.copyWithin(1, 0, symbol - 1);
    front[0] = moved;
    put(moved, 1);
  }
}

function readSelectors(bits: Bits, tableCount: number, count: number): Uint8Array {
  const order = Array.from({ length: tableCount }, (_, index) => index);
  return Uint8Array.from({ length: count }, () => {
    let position = 0;
    while (bits.bit() === 1) {
      if (++position >= tableCount) throw new Malformed('a bzip2 block names a code that it does not have');
    }
    const [chosen] = order.splice(position, 1) as [number];
    order.unshift(chosen);
    return chosen;
  });
}

/** A canonical Huffman code, by the length of the code words. */
interface Table {
  /** Behind the highest code word of each length; below every code word where there is none. */
  readonly limits: Int32Array;
  /** What a code word of each length has to have taken from it to be an index of `symbols`. */
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
}

function readTable(bits: Bits, symbolCount: number): Table {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    for (;;) {
      if (length < 1 || length > 20) throw new Malformed('a bzip2 block has a code word of an impossible length');
      if (bits.bit() === 0) break;
      length += bits.bit() === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const symbols = new Uint16Array(symbolCount);
  const limits = new Int32Array(21);
  const bases = new Int32Array(21);
  let filled = 0;
  let code = 0;
  for (let width = 1; width <= 20; width++) {
    bases[width] = code - filled;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      if (lengths[symbol] === width) symbols[filled++] = symbol;
    }
    code = (bases[width] as number) + filled;
    limits[width] = code;
    code <<= 1;
  }
  return { limits, bases, symbols };
}

function readCode(bits: Bits, { limits, bases, symbols }: Table): number {
  let code = 0;
  for (let width = 1; width <= 20; width++) {
    code = (code << 1) | bits.bit();
    if (code < (limits[width] as number)) {
      const symbol = symbols[code - (bases[width] as number)];
      if (symbol !== undefined) return symbol;
      break;
    }
  }
  throw new Malformed('a bzip2 block holds a code word that it does not define');
}

const CHECKSUMS = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

function blockChecksum(output: Output, from: number): number {
  let value = -1;
  for (let index = from; index < output.length; index++) {
    value = (value << 8) ^ (CHECKSUMS[((value >>> 24) ^ output.at(index)) & 0xff] as number);
  }
  return ~value >>> 0;
}
