import { Cursor, Malformed, reading } from '../bytes.ts';
import { type Abbreviation, Abbreviations } from './abbreviations.ts';
import { type Encoding, readValue, skipValue, type Value } from './forms.ts';

/** The kinds of debug entries that types consist of. Every other kind is stepped over. */
const TAGS = {
  1: 'array',
  4: 'enumeration',
  13: 'member',
  15: 'pointer',
  19: 'structure',
  22: 'alias',
  23: 'union',
  25: 'variant',
  33: 'subrange',
  36: 'base',
  38: 'alias',
  39: 'variable',
  40: 'enumerator',
  46: 'function',
  51: 'variant part',
  52: 'variable',
  53: 'alias',
  57: 'namespace',
  59: 'unspecified',
} as const;

export type Tag = (typeof TAGS)[keyof typeof TAGS];

/** An entry of `.debug_info` that is part of a type. */
export interface Entry {
  /** In `.debug_info`, in bytes: what references name, and what other tools call the entry. */
  readonly offset: number;
  readonly tag: Tag;
  readonly parent: Entry | undefined;
  readonly name: string | undefined;
  readonly size: number | undefined;
  readonly align: number | undefined;
  /** Offset of the entry's type. */
  readonly type: number | undefined;
  /** Bytes from the start of the enclosing type. */
  readonly location: number | undefined;
  /** Of a constant or enumerator, as its bits are written: a negative number may be in two's complement. */
  readonly value: bigint | undefined;
  /** Offset of the member that tells the variants apart. */
  readonly discriminant: number | undefined;
  readonly discriminantValue: bigint | undefined;
  /** Elements of an array. */
  readonly count: number | undefined;
  /** `DW_ATE_…` of a base type. */
  readonly encoding: number | undefined;
  readonly isDeclaration: boolean;
  children: Entry[];
}

export interface Entries {
  readonly byOffset: ReadonlyMap<number, Entry>;
  /** What could not be read, a sentence each without a full stop. Everything else was. */
  readonly problems: readonly string[];
}

/** Limits beyond any build: the largest task of a real image has some 30,000 such entries and 2 MB of names. */
const MAX_ENTRIES = 1_000_000;
const MAX_NAME_BYTES = 64 * 1024 * 1024;
const MAX_NAME = 1 << 14;
const MAX_DEPTH = 512;

export interface DebugSections {
  readonly info: Uint8Array;
  readonly abbrev: Uint8Array;
  readonly str: Uint8Array;
  readonly lineStr: Uint8Array;
  readonly strOffsets: Uint8Array;
}

/** Reads the type entries of every unit. A unit that cannot be read is named among the problems, and the next one is read. */
export function readEntries(sections: DebugSections): Entries {
  const reader = new EntryReader(sections);
  reader.readAll();
  return reader;
}

class EntryReader implements Entries {
  readonly byOffset = new Map<number, Entry>();
  readonly problems: string[] = [];
  readonly #sections: DebugSections;
  readonly #abbreviations: Abbreviations;
  readonly #names = new Map<number, string | undefined>();
  #nameBytes = 0;

  constructor(sections: DebugSections) {
    this.#sections = sections;
    this.#abbreviations = new Abbreviations(sections.abbrev);
  }

  readAll(): void {
    const cursor = new Cursor(this.#sections.info);
    while (cursor.left > 0) {
      const unit = cursor.at;
      const header = reading(() => readHeader(cursor, unit));
      if ('problem' in header) {
        this.#complain(unit, header.problem);
        return;
      }
      const { encoding, abbreviations, end } = header.value;
      const read = reading(() => this.#readUnit(cursor, encoding, abbreviations, end));
      if ('problem' in read) {
        this.#complain(unit, read.problem);
        if (this.byOffset.size >= MAX_ENTRIES) return;
      }
      cursor.at = end;
    }
  }

  #complain(unit: number, problem: string): void {
    if (this.problems.length < 20) this.problems.push(`unit at 0x${unit.toString(16)}: ${problem}`);
  }

  #readUnit(cursor: Cursor, encoding: Encoding, abbreviationsAt: number, end: number): void {
    if (encoding.version < 2 || encoding.version > 5) {
      throw new Malformed(`it is written in DWARF ${encoding.version}, which is not known`);
    }
    const abbreviations = this.#abbreviations.at(abbreviationsAt);
    // One place per level: the nearest entry around it that was kept.
    const around: (Entry | undefined)[] = [];
    let texts = 8;
    while (cursor.at < end) {
      const offset = cursor.at;
      const code = cursor.uleb();
      if (code === 0) {
        around.pop();
        if (around.length === 0) return;
        continue;
      }
      const abbreviation = abbreviations.get(code);
      if (!abbreviation) throw new Malformed(`an entry is of kind ${code}, which its table does not describe`);
      const parent = around.at(-1);
      const tag = TAGS[abbreviation.tag as keyof typeof TAGS];
      let kept: Entry | undefined;
      if (tag && !isLocal(tag, parent)) {
        kept = this.#readEntry(cursor, offset, tag, abbreviation, encoding, parent, texts);
      } else {
        texts = this.#stepOver(cursor, abbreviation, encoding, texts);
      }
      if (abbreviation.hasChildren) {
        if (around.length >= MAX_DEPTH) throw new Malformed('its entries nest too deeply');
        around.push(kept ?? parent);
      } else if (around.length === 0) {
        return;
      }
    }
  }

  /** Where the unit's indexed texts begin, which its first entry says. */
  #stepOver(cursor: Cursor, { attributes }: Abbreviation, encoding: Encoding, texts: number): number {
    let base = texts;
    for (const { attribute, form } of attributes) {
      if (attribute === 0x72 && form === 0x17) base = encoding.offsetSize === 4 ? cursor.u32() : cursor.offset64();
      else skipValue(cursor, actualForm(cursor, form), encoding);
    }
    return base;
  }

  #readEntry(
    cursor: Cursor,
    offset: number,
    tag: Tag,
    { attributes }: Abbreviation,
    encoding: Encoding,
    parent: Entry | undefined,
    texts: number,
  ): Entry {
    const entry: { -readonly [K in keyof Entry]: Entry[K] } = {
      offset,
      tag,
      parent,
      name: undefined,
      size: undefined,
      align: undefined,
      type: undefined,
      location: undefined,
      value: undefined,
      discriminant: undefined,
      discriminantValue: undefined,
      count: undefined,
      encoding: undefined,
      isDeclaration: false,
      children: [],
    };
    for (const { attribute, form: written, implicit } of attributes) {
      const form = actualForm(cursor, written);
      if (!WANTED.has(attribute)) {
        skipValue(cursor, form, encoding);
        continue;
      }
      const value = readValue(cursor, form, implicit, encoding);
      if (value === undefined) continue;
      switch (attribute) {
        case 0x03:
          entry.name = this.#text(value, encoding, texts);
          break;
        case 0x0b:
          entry.size = numberOf(value);
          break;
        case 0x15:
          entry.discriminant = referenceOf(value);
          break;
        case 0x16:
          entry.discriminantValue = bigOf(value);
          break;
        case 0x1c:
          entry.value = bigOf(value);
          break;
        case 0x2f:
          entry.count ??= countOf(numberOf(value));
          break;
        case 0x37:
          entry.count = numberOf(value);
          break;
        case 0x38:
          entry.location = locationOf(value);
          break;
        case 0x3c:
          entry.isDeclaration = true;
          break;
        case 0x3e:
          entry.encoding = numberOf(value);
          break;
        case 0x49:
          entry.type = referenceOf(value);
          break;
        case 0x88:
          entry.align = numberOf(value);
          break;
      }
    }
    if (this.byOffset.size >= MAX_ENTRIES) throw new Malformed('it has more debug entries than a build makes');
    this.byOffset.set(offset, entry);
    parent?.children.push(entry);
    return entry;
  }

  #text(value: Value, { offsetSize }: Encoding, texts: number): string | undefined {
    if (value.kind === 'text') {
      if (value.section === 'str') return this.#sharedText(value.at);
      const { info, lineStr } = this.#sections;
      return this.#decode(value.section === 'info' ? info : lineStr, value.at);
    }
    if (value.kind !== 'indexed text') return undefined;
    const cursor = new Cursor(this.#sections.strOffsets, texts + value.index * offsetSize);
    const at = reading(() => (offsetSize === 4 ? cursor.u32() : cursor.offset64()));
    return 'value' in at ? this.#sharedText(at.value) : undefined;
  }

  #sharedText(at: number): string | undefined {
    if (!this.#names.has(at)) this.#names.set(at, this.#decode(this.#sections.str, at));
    return this.#names.get(at);
  }

  /** A name that is longer than any, or without end, is none. */
  #decode(bytes: Uint8Array, at: number): string | undefined {
    const window = bytes.subarray(at, at + MAX_NAME);
    const length = window.indexOf(0);
    if (length < 0) return undefined;
    this.#nameBytes += length;
    if (this.#nameBytes > MAX_NAME_BYTES) throw new Malformed('its names are longer than those of a build');
    return decoder.decode(window.subarray(0, length));
  }
}

const decoder = new TextDecoder();

const WANTED: ReadonlySet<number> = new Set([0x03, 0x0b, 0x15, 0x16, 0x1c, 0x2f, 0x37, 0x38, 0x3c, 0x3e, 0x49, 0x88]);

/** What a function has for itself, but for the variables of a task's `main`, one of which is the buffer for messages. */
function isLocal(tag: Tag, parent: Entry | undefined): boolean {
  return tag === 'variable' && parent?.tag === 'function' && parent.name !== 'main';
}

/** `DW_FORM_indirect` has the form in front of the value. */
function actualForm(cursor: Cursor, form: number): number {
  let actual = form;
  while (actual === 0x16) actual = cursor.uleb();
  return actual;
}

function readHeader(cursor: Cursor, unit: number) {
  const first = cursor.u32();
  const offsetSize = first === 0xffff_ffff ? 8 : 4;
  const length = offsetSize === 8 ? cursor.offset64() : first;
  if (length > cursor.left) throw new Malformed('it ends early');
  const end = cursor.at + length;
  const offset = () => (offsetSize === 4 ? cursor.u32() : cursor.offset64());
  const version = cursor.u16();
  let abbreviations = 0;
  let addressSize = 4;
  if (version === 5) {
    const type = cursor.u8();
    addressSize = cursor.u8();
    abbreviations = offset();
    if (type === 4 || type === 5) cursor.skip(8);
    if (type === 2 || type === 6) cursor.skip(8 + offsetSize);
  } else {
    abbreviations = offset();
    addressSize = cursor.u8();
  }
  const encoding: Encoding = { version, offsetSize, addressSize, unit };
  return { encoding, abbreviations, end };
}

function bigOf(value: Value): bigint | undefined {
  if (value.kind === 'number') return value.value;
  if (value.kind !== 'bytes' || value.bytes.length > 16) return undefined;
  return value.bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** A size or a count; one that no type has is none. */
function numberOf(value: Value): number | undefined {
  const number = value.kind === 'number' ? value.value : undefined;
  return number !== undefined && number >= 0n && number <= 0xffff_ffffn ? Number(number) : undefined;
}

/** From the highest index: an empty array has none, which is written as all ones. */
function countOf(upper: number | undefined): number {
  return upper === undefined || upper === 0xffff_ffff ? 0 : upper + 1;
}

function referenceOf(value: Value): number | undefined {
  return value.kind === 'reference' ? value.at : undefined;
}

/** A constant, or the expression `DW_OP_plus_uconst` of old compilers. */
function locationOf(value: Value): number | undefined {
  if (value.kind !== 'bytes' || value.bytes[0] !== 0x23) return numberOf(value);
  const location = reading(() => new Cursor(value.bytes, 1).uleb());
  return 'value' in location ? location.value : undefined;
}
