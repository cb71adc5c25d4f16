import { type Cursor, Malformed, unsignedOf } from '../bytes.ts';

/** What a unit's header and sections say of how its attributes are written. */
export interface Encoding {
  readonly version: number;
  readonly offsetSize: 4 | 8;
  readonly addressSize: number;
  /** Offset of the unit's header, from which references within the unit count. */
  readonly unit: number;
}

/** A value of an attribute, as far as types need one. */
export type Value =
  | { readonly kind: 'number'; readonly value: bigint }
  /** Where a text begins, in which section. */
  | { readonly kind: 'text'; readonly section: 'info' | 'str' | 'line_str'; readonly at: number }
  | { readonly kind: 'indexed text'; readonly index: number }
  /** Offset of an entry in `.debug_info`. */
  | { readonly kind: 'reference'; readonly at: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** @throws Malformed for a form that has no size that could be told: what follows it cannot be found */
export function readValue(cursor: Cursor, form: number, implicit: bigint, encoding: Encoding): Value | undefined {
  const offset = () => (encoding.offsetSize === 4 ? cursor.u32() : cursor.offset64());
  const bytes = (length: number): Value => ({ kind: 'bytes', bytes: cursor.take(length) });
  const fixed = (length: number): Value => ({ kind: 'number', value: unsignedOf(cursor.take(length)) });
  const within = (at: number): Value => ({ kind: 'reference', at: encoding.unit + at });
  switch (form) {
    case 0x03: // block2
      return bytes(cursor.u16());
    case 0x04: // block4
      return bytes(cursor.u32());
    case 0x05: // data2
      return { kind: 'number', value: BigInt(cursor.u16()) };
    case 0x06: // data4
      return { kind: 'number', value: BigInt(cursor.u32()) };
    case 0x07: // data8
      return { kind: 'number', value: cursor.u64() };
    case 0x08: {
      const at = cursor.at;
      cursor.skipText();
      return { kind: 'text', section: 'info', at };
    }
    case 0x09: // block
    case 0x18: // exprloc
      return bytes(cursor.uleb());
    case 0x0a: // block1
      return bytes(cursor.u8());
    case 0x0b: // data1
    case 0x0c: // flag
      return { kind: 'number', value: BigInt(cursor.u8()) };
    case 0x0d:
      return { kind: 'number', value: cursor.leb(true) };
    case 0x0e:
      return { kind: 'text', section: 'str', at: offset() };
    case 0x0f:
      return { kind: 'number', value: cursor.leb(false) };
    case 0x10: // ref_addr, which was an address in version 2
      return { kind: 'reference', at: encoding.version === 2 && encoding.addressSize === 4 ? cursor.u32() : offset() };
    case 0x11:
      return within(cursor.u8());
    case 0x12:
      return within(cursor.u16());
    case 0x13:
      return within(cursor.u32());
    case 0x14:
      return within(cursor.offset64());
    case 0x15:
      return within(cursor.uleb());
    case 0x19: // flag_present
      return { kind: 'number', value: 1n };
    case 0x1a: // strx
    case 0x1f02: // GNU_str_index
      return { kind: 'indexed text', index: cursor.uleb() };
    case 0x1e:
      return fixed(16);
    case 0x1f:
      return { kind: 'text', section: 'line_str', at: offset() };
    case 0x21:
      return { kind: 'number', value: implicit };
    case 0x25:
      return { kind: 'indexed text', index: cursor.u8() };
    case 0x26:
      return { kind: 'indexed text', index: cursor.u16() };
    case 0x27:
      return { kind: 'indexed text', index: cursor.u24() };
    case 0x28:
      return { kind: 'indexed text', index: cursor.u32() };
    default:
      skipValue(cursor, form, encoding);
      return undefined;
  }
}

/** Steps over a value that says nothing of a type. @throws Malformed */
export function skipValue(cursor: Cursor, form: number, encoding: Encoding): void {
  cursor.skip(bytesOf(cursor, form, encoding));
}

/** The bytes that a value still takes; the length in front of it, or a value whose end only reading it tells, is read. */
function bytesOf(cursor: Cursor, form: number, { offsetSize, addressSize }: Encoding): number {
  switch (form) {
    case 0x01: // addr
      return addressSize;
    case 0x03: // block2
      return cursor.u16();
    case 0x04: // block4
      return cursor.u32();
    case 0x05: // data2
    case 0x12: // ref2
    case 0x26: // strx2
    case 0x2a: // addrx2
      return 2;
    case 0x06: // data4
    case 0x13: // ref4
    case 0x1c: // ref_sup4
    case 0x28: // strx4
    case 0x2c: // addrx4
      return 4;
    case 0x07: // data8
    case 0x14: // ref8
    case 0x20: // ref_sig8
    case 0x24: // ref_sup8
      return 8;
    case 0x08: // string
      cursor.skipText();
      return 0;
    case 0x09: // block
    case 0x18: // exprloc
      return cursor.uleb();
    case 0x0a: // block1
      return cursor.u8();
    case 0x0b: // data1
    case 0x0c: // flag
    case 0x11: // ref1
    case 0x25: // strx1
    case 0x29: // addrx1
      return 1;
    case 0x0d: // sdata
    case 0x0f: // udata
    case 0x15: // ref_udata
    case 0x1a: // strx
    case 0x1b: // addrx
    case 0x22: // loclistx
    case 0x23: // rnglistx
    case 0x1f01: // GNU_addr_index
    case 0x1f02: // GNU_str_index
      cursor.uleb();
      return 0;
    case 0x0e: // strp
    case 0x10: // ref_addr
    case 0x17: // sec_offset
    case 0x1d: // strp_sup
    case 0x1f: // line_strp
    case 0x1f20: // GNU_ref_alt
    case 0x1f21: // GNU_strp_alt
      return offsetSize;
    case 0x19: // flag_present
    case 0x21: // implicit_const
      return 0;
    case 0x1e: // data16
      return 16;
    case 0x27: // strx3
    case 0x2b: // addrx3
      return 3;
    default:
      throw new Malformed(`it uses the form 0x${form.toString(16)}, which DWARF 5 does not have`);
  }
}
