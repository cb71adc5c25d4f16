import { unzlibSync } from 'fflate';
import { Cursor, Malformed, part } from './bytes.ts';
import { MAX_ENTRY_BYTES } from './zip.ts';

/** What this stage needs of an ELF file. Little-endian, 32 or 64 bits. */
export interface Elf {
  readonly machine: 'arm' | 'riscv' | 'x86-64' | 'aarch64' | `machine ${number}`;
  readonly bits: 32 | 64;
  readonly isCore: boolean;
  readonly sections: ReadonlyMap<string, Section>;
  /** Notes of program headers, as core files have them. */
  notes(): Iterable<Note>;
  /** A symbol's bytes in the file, of as many as its size is; undefined where there is no such symbol or it has none. */
  symbol(name: string): Uint8Array | undefined;
}

export interface Section {
  readonly address: number;
  readonly size: number;
  /** Unpacked where the section is compressed. Empty for a section without bytes. @throws Malformed */
  bytes(): Uint8Array;
}

export interface Note {
  readonly name: string;
  readonly type: number;
  readonly content: Uint8Array;
}

const MACHINES: Readonly<Record<number, Elf['machine']>> = { 40: 'arm', 62: 'x86-64', 183: 'aarch64', 243: 'riscv' };
const MAX_SECTIONS = 10_000;
const NOTE = 4;
const SYMBOLS = 2;
const NO_BITS = 8;
const COMPRESSED = 0x800;
const ZLIB = 1;

export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** @throws Malformed */
export function readElf(bytes: Uint8Array): Elf {
  if (!isElf(bytes)) throw new Malformed('it is not an ELF file');
  const bits = bytes[4] === 1 ? 32 : 64;
  if (bytes[4] !== 1 && bytes[4] !== 2) throw new Malformed('it is an ELF file of neither 32 nor 64 bits');
  if (bytes[5] !== 1) throw new Malformed('it is an ELF file of a big-endian machine, which Hubris does not run on');
  const cursor = new Cursor(bytes, 16);
  const word = () => (bits === 32 ? cursor.u32() : cursor.offset64());
  const isCore = cursor.u16() === 4;
  const machine = cursor.u16();
  cursor.skip(4);
  word();
  const [programs, sections] = [word(), word()];
  cursor.skip(6);
  const [programSize, programCount, sectionSize, sectionCount, nameSection] = [
    cursor.u16(),
    cursor.u16(),
    cursor.u16(),
    cursor.u16(),
    cursor.u16(),
  ];
  if (sectionCount > MAX_SECTIONS) throw new Malformed('it has too many sections');
  const headers = Array.from({ length: sections === 0 ? 0 : sectionCount }, (_, index) =>
    readSectionHeader(bytes, sections + index * sectionSize, bits),
  );
  const names = headers[nameSection];
  const named = new Map<string, SectionHeader>();
  for (const header of headers) {
    const name = names ? textAt(part(bytes, names.offset, names.size), header.name) : '';
    if (!named.has(name)) named.set(name, header);
  }
  return {
    machine: MACHINES[machine] ?? `machine ${machine}`,
    bits,
    isCore,
    sections: new Map([...named].map(([name, header]) => [name, section(bytes, header, bits)])),
    *notes() {
      for (let index = 0; index < programCount; index++) {
        yield* notesOf(bytes, programs + index * programSize, bits);
      }
    },
    symbol: (name) => symbolBytes(bytes, headers, name, bits),
  };
}

interface SectionHeader {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

function readSectionHeader(bytes: Uint8Array, at: number, bits: 32 | 64): SectionHeader {
  const cursor = new Cursor(bytes, at);
  const word = () => (bits === 32 ? cursor.u32() : cursor.offset64());
  return {
    name: cursor.u32(),
    type: cursor.u32(),
    flags: word(),
    address: word(),
    offset: word(),
    size: word(),
    link: cursor.u32(),
  };
}

function section(bytes: Uint8Array, header: SectionHeader, bits: 32 | 64): Section {
  const { address, size } = header;
  return {
    address,
    size,
    bytes() {
      if (header.type === NO_BITS) return new Uint8Array();
      const content = part(bytes, header.offset, size);
      return (header.flags & COMPRESSED) === 0 ? content : unpackedSection(content, bits);
    },
  };
}

function unpackedSection(content: Uint8Array, bits: 32 | 64): Uint8Array {
  const cursor = new Cursor(content);
  const method = cursor.u32();
  if (bits === 64) cursor.skip(4);
  const size = bits === 32 ? cursor.u32() : cursor.offset64();
  cursor.skip(bits === 32 ? 4 : 8);
  if (method !== ZLIB) throw new Malformed(`a section is compressed by method ${method}, not by zlib`);
  if (size > MAX_ENTRY_BYTES) throw new Malformed('a section unpacks to more than a build makes');
  try {
    return unzlibSync(content.subarray(cursor.at), { out: new Uint8Array(size) });
  } catch {
    throw new Malformed('a compressed section is damaged');
  }
}

function* notesOf(bytes: Uint8Array, at: number, bits: 32 | 64): Iterable<Note> {
  const header = new Cursor(bytes, at);
  if (header.u32() !== NOTE) return;
  if (bits === 64) header.skip(4);
  const offset = bits === 32 ? header.u32() : header.offset64();
  header.skip(bits === 32 ? 8 : 16);
  const size = bits === 32 ? header.u32() : header.offset64();
  const cursor = new Cursor(part(bytes, offset, size));
  while (cursor.left >= 12) {
    const [nameSize, contentSize, type] = [cursor.u32(), cursor.u32(), cursor.u32()];
    const name = new TextDecoder().decode(cursor.take(nameSize)).replace(/\0+$/, '');
    cursor.skip(Math.min(-nameSize & 3, cursor.left));
    yield { name, type, content: cursor.take(contentSize) };
    cursor.skip(Math.min(-contentSize & 3, cursor.left));
  }
}

function symbolBytes(
  bytes: Uint8Array,
  headers: readonly SectionHeader[],
  name: string,
  bits: 32 | 64,
): Uint8Array | undefined {
  const table = headers.find(({ type }) => type === SYMBOLS);
  const strings = table && headers[table.link];
  if (!table || !strings) return undefined;
  const names = part(bytes, strings.offset, strings.size);
  const wanted = new TextEncoder().encode(name);
  const cursor = new Cursor(part(bytes, table.offset, table.size));
  while (cursor.left >= (bits === 32 ? 16 : 24)) {
    const nameAt = cursor.u32();
    let [value, size, index] = [0, 0, 0];
    if (bits === 32) {
      [value, size] = [cursor.u32(), cursor.u32()];
      cursor.skip(2);
      index = cursor.u16();
    } else {
      cursor.skip(2);
      index = cursor.u16();
      [value, size] = [Number(cursor.u64()), Number(cursor.u64())];
    }
    const isNamed = wanted.every((byte, position) => names[nameAt + position] === byte);
    if (!isNamed || names[nameAt + wanted.length] !== 0) continue;
    const home = headers[index];
    if (!home || home.type === NO_BITS) return undefined;
    return part(bytes, home.offset + value - home.address, size);
  }
  return undefined;
}

function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  return new TextDecoder().decode(bytes.subarray(at, Math.min(end < 0 ? bytes.length : end, at + 256)));
}
