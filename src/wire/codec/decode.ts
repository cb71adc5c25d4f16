import type { Encoding } from '../../idol/index.ts';
import { type Field, fieldPath, type IntegerName, type Type, typeName, type VariantParts } from '../../schema/index.ts';
import { MAX_NESTING, type MemoryImages, numberSize } from '../layout/memory.ts';
import { type CodecStep, codecStep, type FieldsForm, fieldsForm } from './codec-step.ts';
import { imageSize, knownDefinition } from './exact-memory.ts';
import { Refusal } from './refusal.ts';
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

class Decoder {
  readonly #bytes: Uint8Array;
  readonly #encoding: Encoding;
  readonly #images: MemoryImages;
  readonly #parts: BytePart[] = [];
  #elements = 0;
  #depth = 0;

  constructor(bytes: Uint8Array, encoding: Encoding, images: MemoryImages) {
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
    const { value, end } = this.#shape(type, codecStep(type, this.#images.table), at, path);
    this.#depth--;
    return { value, end: inMemory ? at + size : end };
  }

  #shape(type: Type, shape: CodecStep, at: number, path: string): Read {
    const name = () => typeName(type, this.#images.table);
    switch (shape.kind) {
      case 'open':
        throw new Refusal(path, shape.message);
      case 'integer':
        return this.#leaf(this.#integer(shape.name, shape.bigEndian, at, path), at, path, name());
      case 'float':
        return this.#leaf(this.#float(shape.bytes, shape.bigEndian, at, path), at, path, name());
      case 'bool': {
        const byte = this.#take(at, 1, path);
        if (byte > 1n) throw new Refusal(path, `${byte} is no bool: only 0 and 1 are`);
        return this.#leaf({ value: byte === 1n, end: at + 1 }, at, path, name());
      }
      case 'char':
        return this.#leaf(this.#char(at, path), at, path, name());
      case 'unit':
        return { value: null, end: at };
      case 'array':
        return this.#array(shape.element, shape.count, at, path, name);
      case 'struct': {
        const memory = type.kind === 'tuple' ? this.#images.tuple(type.elements) : knownDefinition(this.#images, type);
        const offsets = memory && 'offsets' in memory ? memory.offsets : undefined;
        return this.#fields(shape.fields, shape.form, at, path, offsets);
      }
      case 'union':
        return this.#union(shape.fields, at, path);
      case 'flags': {
        const { value, end } = this.#integerOf(shape.bits, at, path);
        return this.#leaf({ value, end }, at, path, name());
      }
      case 'option':
      case 'enum':
        return this.#enum(type, shape, at, path);
    }
  }

  #leaf(read: Read, at: number, path: string, type: string): Read {
    this.#parts.push({ offset: at, length: read.end - at, path, type, value: read.value });
    return read;
  }

  #integerOf(bits: Type, at: number, path: string): Read {
    const shape = codecStep(bits, this.#images.table);
    if (shape.kind !== 'integer') throw new Refusal(path, 'flags are kept in an integer');
    return this.#integer(shape.name, shape.bigEndian, at, path);
  }

  #integer(name: IntegerName, bigEndian: boolean, at: number, path: string): Read {
    if (this.#encoding === 'Ssmarshal' && name.endsWith('128'))
      throw new Refusal(path, `ssmarshal has no encoding for ${name}`);
    const memory = numberSize(name, this.#images.target);
    const bytes = this.#encoding !== 'Zerocopy' && name.endsWith('size') ? 8 : memory;
    const raw = this.#take(at, bytes, path, bigEndian);
    const integer = name.startsWith('i') ? BigInt.asIntN(8 * bytes, raw) : raw;
    const fits = name.startsWith('i') ? BigInt.asIntN(8 * memory, integer) : BigInt.asUintN(8 * memory, integer);
    if (fits !== integer) throw new Refusal(path, `${integer} does not fit ${name}`);
    return { value: bytes > 4 ? integer : Number(integer), end: at + bytes };
  }

  #float(bytes: 4 | 8, bigEndian: boolean, at: number, path: string): Read {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, this.#take(at, bytes, path, bigEndian));
    return { value: bytes === 4 ? view.getFloat32(4) : view.getFloat64(0), end: at + bytes };
  }

  #char(at: number, path: string): Read {
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

  #array(element: Type, count: number, at: number, path: string, name: () => string): Read {
    if (element.kind === 'integer' && element.name === 'u8') {
      this.#need(at, count, path);
      return this.#leaf({ value: [...this.#bytes.subarray(at, at + count)], end: at + count }, at, path, name());
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

  #enum(type: Type, shape: Extract<CodecStep, { kind: 'enum' | 'option' }>, at: number, path: string): Read {
    const { variant, payload, offsets } =
      this.#encoding === 'Zerocopy'
        ? this.#imageVariant(type, shape, at, path)
        : this.#serdeVariant(type, shape, at, path);
    const inner = shape.kind === 'option' ? path : fieldPath(path, variant.name);
    const read = this.#fields(variant.fields, fieldsForm(variant.shape, variant.fields), payload, inner, offsets);
    if (shape.kind === 'option') {
      if (variant.shape === 'unit') return read;
      return shape.wrapsSome ? { value: { Some: read.value }, end: read.end } : read;
    }
    const value = variant.shape === 'unit' ? variant.name : Object.fromEntries([[variant.name, read.value]]);
    return { value, end: read.end };
  }

  #serdeVariant(type: Type, shape: Extract<CodecStep, { kind: 'enum' | 'option' }>, at: number, path: string) {
    const index = Number(this.#take(at, 1, path));
    const variant = shape.variants.find((each) => each.index === index);
    if (!variant) throw new Refusal(path, `${index} is no variant: there are 0 to ${shape.variants.length - 1}`);
    this.#tag(variant, type, shape, at, 1, path);
    return { variant, payload: at + 1, offsets: undefined };
  }

  #imageVariant(type: Type, shape: Extract<CodecStep, { kind: 'enum' | 'option' }>, at: number, path: string) {
    const memory = knownDefinition(this.#images, type);
    const defined = shape.kind === 'enum' && (shape.repr.layout === 'C' || shape.repr.integer !== undefined);
    const isPlain = shape.variants.every(({ fields }) => fields.length === 0);
    if (memory?.kind !== 'enum' || !(defined || isPlain)) {
      throw new Refusal(path, 'an enum with data and no `repr` has no memory image that can be relied on');
    }
    if (!memory.tag) {
      const [only] = shape.variants;
      if (!only) throw new Refusal(path, 'no value of this type exists');
      return { variant: only, payload: at, offsets: memory.variants[0] };
    }
    const bits = 8 * memory.tag.size;
    const raw = this.#take(at, memory.tag.size, path);
    const index = shape.variants.findIndex(
      ({ value }) => value !== null && BigInt.asUintN(bits, BigInt(value)) === raw,
    );
    const variant = shape.variants[index];
    if (!variant)
      throw new Refusal(path, `${memory.tag.signed ? BigInt.asIntN(bits, raw) : raw} is the value of no variant`);
    this.#tag(variant, type, shape, at, memory.tag.size, path);
    return { variant, payload: at, offsets: memory.variants[index] };
  }

  #tag(
    variant: VariantParts,
    type: Type,
    shape: Extract<CodecStep, { kind: 'enum' | 'option' }>,
    offset: number,
    length: number,
    path: string,
  ): void {
    const isPlain = shape.variants.every(({ fields }) => fields.length === 0);
    this.#parts.push({
      offset,
      length,
      path,
      type: isPlain ? typeName(type, this.#images.table) : 'tag',
      value: variant.name,
    });
  }

  #union(fields: readonly Field[], at: number, path: string): Read {
    if (this.#encoding !== 'Zerocopy') throw new Refusal(path, 'serde cannot serialize a union');
    const entries = fields.map((field) => {
      const { value } = this.#value(field.type, at, fieldPath(path, field.name));
      return [field.name, value] as const;
    });
    return { value: Object.fromEntries(entries), end: at };
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
