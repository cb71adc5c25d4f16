import type { Encoding } from '../../idol/index.ts';
import {
  type ArrayType,
  type EnumParts,
  type Field,
  type FlagsDefinition,
  type FloatType,
  fieldPath,
  type IntegerType,
  type StructParts,
  type Type,
  type TypeVisitor,
  typeName,
  type UnionDefinition,
  type VariantParts,
  visit,
} from '../../schema/index.ts';
import { MAX_NESTING, type MemoryImages, numberSize } from '../layout/memory.ts';
import { enumImage, fieldOffsets, imageSize } from './exact-memory.ts';
import { type FieldsForm, fieldsForm, mayBeNull, structForm } from './fields-form.ts';
import { exactCount, Refusal, Refusals, refuseConditionalFields, refuseConditionalVariants } from './refusal.ts';
import type { CodecError, Value } from './value.ts';

/** What some of the bytes are. */
export interface BytePart {
  /** In bytes from the start. */
  readonly offset: number;
  readonly length: number;
  /** Path of the field, as in a {@link CodecError}. */
  readonly path: string;
  /** The Rust type, or `tag` or `padding`. */
  readonly type: string;
  /** What the bytes say: the value, the variant's name for a tag; absent for padding. */
  readonly value?: Value;
}

export interface Decoded {
  readonly value: Value;
  /** Bytes that the value took. */
  readonly length: number;
  /** In the order of the bytes; together they cover `length` bytes. */
  readonly parts: readonly BytePart[];
}

/** Elements without bytes can be had in any number: no real array has as many as this. */
const MAX_ELEMENTS = 1 << 20;

/** The value that bytes stand for, or why they stand for none; `parts` then tells how far it went. Bytes behind the value are left alone. */
export function decodeValue(
  type: Type,
  bytes: Uint8Array,
  encoding: Encoding,
  images: MemoryImages,
): Decoded | { error: CodecError; parts: readonly BytePart[] } {
  const decoder = new Decoder(bytes, encoding, images);
  try {
    return decoder.whole(type);
  } catch (error) {
    if (error instanceof Refusal) return { error: error.error, parts: decoder.sortedParts() };
    throw error;
  }
}

/** A value and the offset behind it. */
interface Read {
  readonly value: Value;
  readonly end: number;
}

/** Where a value begins: bytes from the start, and its path. */
interface Place {
  readonly at: number;
  readonly path: string;
}

class Decoder extends Refusals<Read, Place> implements TypeVisitor<Read, Place> {
  readonly #bytes: Uint8Array;
  readonly #encoding: Encoding;
  readonly #images: MemoryImages;
  readonly #parts: BytePart[] = [];
  #elements = 0;
  #depth = 0;

  constructor(bytes: Uint8Array, encoding: Encoding, images: MemoryImages) {
    super();
    this.#bytes = bytes;
    this.#encoding = encoding;
    this.#images = images;
  }

  whole(type: Type): Decoded {
    const { value, end } = this.#value(type, 0, '');
    return { value, length: end, parts: this.#padded(end) };
  }

  sortedParts(): BytePart[] {
    return this.#parts.toSorted((a, b) => a.offset - b.offset);
  }

  /** The parts with the bytes between them: padding. */
  #padded(end: number): BytePart[] {
    const result: BytePart[] = [];
    let at = 0;
    const fill = (until: number) => {
      if (until > at) result.push({ offset: at, length: until - at, path: '', type: 'padding' });
    };
    for (const part of this.sortedParts()) {
      fill(part.offset);
      result.push(part);
      at = Math.max(at, part.offset + part.length);
    }
    fill(end);
    return result;
  }

  #value(type: Type, at: number, path: string): Read {
    if (this.#depth >= MAX_NESTING) throw new Refusal(path, 'the type is nested too deeply');
    this.#depth++;
    const inMemory = this.#encoding === 'Zerocopy';
    const size = inMemory ? imageSize(this.#images, type, path) : 0;
    this.#need(at, size, path);
    const { value, end } = visit(type, this.#images.table, this, { at, path });
    this.#depth--;
    return { value, end: inMemory ? at + size : end };
  }

  integer(type: IntegerType, place: Place): Read {
    return this.#leaf(this.#integer(type, place), type, place);
  }

  float(type: FloatType, { at, path }: Place): Read {
    const bytes = type.name === 'f32' ? 4 : 8;
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, this.#take(at, bytes, path, type.endian === 'big'));
    const value = bytes === 4 ? view.getFloat32(4) : view.getFloat64(0);
    return this.#leaf({ value, end: at + bytes }, type, { at, path });
  }

  bool(type: Type, { at, path }: Place): Read {
    const byte = this.#take(at, 1, path);
    if (byte > 1n) throw new Refusal(path, `${byte} is no bool: only 0 and 1 are`);
    return this.#leaf({ value: byte === 1n, end: at + 1 }, type, { at, path });
  }

  char(type: Type, place: Place): Read {
    return this.#leaf(this.#char(place), type, place);
  }

  unit(_: Type, { at }: Place): Read {
    return { value: null, end: at };
  }

  array(type: ArrayType, { at, path }: Place): Read {
    const { element } = type;
    const count = exactCount(type, path);
    if (element.kind === 'integer' && element.name === 'u8') {
      this.#need(at, count, path);
      const value = [...this.#bytes.subarray(at, at + count)];
      return this.#leaf({ value, end: at + count }, type, { at, path });
    }
    const value: Value[] = [];
    let end = at;
    for (let index = 0; index < count; index++) {
      if (++this.#elements > MAX_ELEMENTS) throw new Refusal(path, `more than ${MAX_ELEMENTS} elements`);
      const read = this.#value(element, end, `${path}[${index}]`);
      value.push(read.value);
      end = read.end;
    }
    return { value, end };
  }

  struct(struct: StructParts, { at, path }: Place): Read {
    refuseConditionalFields(struct, path);
    const offsets = fieldOffsets(struct, this.#images);
    return this.#fields(struct.fields, structForm(struct), at, path, offsets);
  }

  enum(parts: EnumParts, { at, path }: Place): Read {
    refuseConditionalVariants(parts, path);
    const { variant, payload, offsets } =
      this.#encoding === 'Zerocopy' ? this.#imageVariant(parts, at, path) : this.#serdeVariant(parts, at, path);
    const inner = parts.of === 'option' ? path : fieldPath(path, variant.name);
    const read = this.#fields(variant.fields, fieldsForm(variant.shape, variant.fields), payload, inner, offsets);
    if (parts.of === 'option') {
      const [some] = variant.fields;
      return some && mayBeNull(some.type, this.#images.table) ? { value: { Some: read.value }, end: read.end } : read;
    }
    const value = variant.shape === 'unit' ? variant.name : Object.fromEntries([[variant.name, read.value]]);
    return { value, end: read.end };
  }

  union({ fields }: UnionDefinition, { at, path }: Place): Read {
    if (this.#encoding !== 'Zerocopy') throw new Refusal(path, 'serde cannot serialize a union');
    const entries = fields.map((field) => {
      const { value } = this.#value(field.type, at, fieldPath(path, field.name));
      return [field.name, value] as const;
    });
    return { value: Object.fromEntries(entries), end: at };
  }

  flags({ id, bits }: FlagsDefinition, place: Place): Read {
    if (bits.kind !== 'integer') throw new Refusal(place.path, 'flags are kept in an integer');
    return this.#leaf(this.#integer(bits, place), { kind: 'named', id }, place);
  }

  #leaf(read: Read, type: Type, { at, path }: Place): Read {
    const length = read.end - at;
    this.#parts.push({ offset: at, length, path, type: typeName(type, this.#images.table), value: read.value });
    return read;
  }

  #integer({ name, endian }: IntegerType, { at, path }: Place): Read {
    if (this.#encoding === 'Ssmarshal' && name.endsWith('128'))
      throw new Refusal(path, `ssmarshal has no encoding for ${name}`);
    const memory = numberSize(name, this.#images.target);
    const bytes = this.#encoding !== 'Zerocopy' && name.endsWith('size') ? 8 : memory;
    const raw = this.#take(at, bytes, path, endian === 'big');
    const integer = name.startsWith('i') ? BigInt.asIntN(8 * bytes, raw) : raw;
    const fits = name.startsWith('i') ? BigInt.asIntN(8 * memory, integer) : BigInt.asUintN(8 * memory, integer);
    if (fits !== integer) throw new Refusal(path, `${integer} does not fit ${name}`);
    return { value: bytes > 4 ? integer : Number(integer), end: at + bytes };
  }

  #char({ at, path }: Place): Read {
    switch (this.#encoding) {
      case 'Zerocopy': {
        const point = Number(this.#take(at, 4, path));
        if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
          throw new Refusal(path, `${point} is no character`);
        return { value: String.fromCodePoint(point), end: at + 4 };
      }
      case 'Hubpack':
        throw new Refusal(path, 'hubpack has no encoding for char');
      case 'Ssmarshal': {
        const first = Number(this.#take(at, 1, path));
        const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        this.#need(at, length, path);
        try {
          const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
            this.#bytes.subarray(at, at + length),
          );
          return { value: text, end: at + length };
        } catch {
          throw new Refusal(path, 'not UTF-8');
        }
      }
    }
  }

  #fields(
    fields: readonly Field[],
    form: FieldsForm,
    at: number,
    path: string,
    offsets: readonly (number | null)[] | undefined,
  ): Read {
    const inMemory = this.#encoding === 'Zerocopy';
    const present = inMemory ? fields : fields.filter((field) => !field.serdeSkip);
    const values: Value[] = [];
    let end = at;
    present.forEach((field, index) => {
      const offset = inMemory ? offsets?.[index] : end - at;
      const inner = form === 'inner' ? path : form === 'array' ? `${path}[${index}]` : fieldPath(path, field.name);
      if (offset === undefined || offset === null) throw new Refusal(inner, 'the offset of this field is not known');
      const read = this.#value(field.type, at + offset, inner);
      values.push(read.value);
      end = read.end;
    });
    switch (form) {
      case 'none':
        return { value: null, end };
      case 'inner':
        return { value: values[0] ?? null, end };
      case 'array':
        return { value: values, end };
      case 'object':
        return { value: Object.fromEntries(present.map((field, index) => [field.name, values[index] as Value])), end };
    }
  }

  #serdeVariant(parts: EnumParts, at: number, path: string) {
    const { variants } = parts;
    const index = Number(this.#take(at, 1, path));
    const variant = variants.find((each) => each.index === index);
    if (!variant) throw new Refusal(path, `${index} is no variant: there are 0 to ${variants.length - 1}`);
    this.#tag(variant, parts, at, 1, path);
    return { variant, payload: at + 1, offsets: undefined };
  }

  #imageVariant(parts: EnumParts, at: number, path: string) {
    const memory = enumImage(parts, this.#images, path);
    const { variants } = parts;
    if (!memory.tag) {
      const [only] = variants;
      if (!only) throw new Refusal(path, 'no value of this type exists');
      return { variant: only, payload: at, offsets: memory.variants[0] };
    }
    const bits = 8 * memory.tag.size;
    const raw = this.#take(at, memory.tag.size, path);
    const index = variants.findIndex(({ value }) => value !== null && BigInt.asUintN(bits, BigInt(value)) === raw);
    const variant = variants[index];
    if (!variant)
      throw new Refusal(path, `${memory.tag.signed ? BigInt.asIntN(bits, raw) : raw} is the value of no variant`);
    this.#tag(variant, parts, at, memory.tag.size, path);
    return { variant, payload: at, offsets: memory.variants[index] };
  }

  #tag({ name }: VariantParts, { type, variants }: EnumParts, offset: number, length: number, path: string): void {
    const isPlain = variants.every(({ fields }) => fields.length === 0);
    this.#parts.push({ offset, length, path, type: isPlain ? typeName(type, this.#images.table) : 'tag', value: name });
  }

  #need(at: number, bytes: number, path: string): void {
    if (at + bytes > this.#bytes.length) {
      const left = Math.max(0, this.#bytes.length - at);
      throw new Refusal(
        path,
        `needs ${bytes === 1 ? '1 byte' : `${bytes} bytes`}, but ${left === 0 ? 'none' : `only ${left}`} ${left > 1 ? 'are' : 'is'} left`,
      );
    }
  }

  #take(at: number, bytes: number, path: string, bigEndian = false): bigint {
    this.#need(at, bytes, path);
    let bits = 0n;
    for (let index = 0; index < bytes; index++) {
      const byte = this.#bytes[bigEndian ? at + index : at + bytes - 1 - index] as number;
      bits = (bits << 8n) | BigInt(byte);
    }
    return bits;
  }
}
