import type { Encoding } from '../../idol/index.ts';
import {
  type ArrayType,
  type EnumParts,
  type Field,
  type FlagsDefinition,
  type FloatType,
  fieldPath,
  type IntegerName,
  type IntegerType,
  type StructParts,
  type Type,
  type TypeVisitor,
  type UnionDefinition,
  type VariantParts,
  visit,
} from '../../schema/index.ts';
import { MAX_NESTING, type MemoryImages, numberSize } from '../layout/memory.ts';
import { enumImage, fieldOffsets, imageSize } from './exact-memory.ts';
import { type FieldsForm, fieldsForm, mayBeNull, structForm } from './fields-form.ts';
import { exactCount, Refusal, Refusals, refuseConditionalFields, refuseConditionalVariants } from './refusal.ts';
import { arrayOf, type CodecError, describe, isList, isRecord, type Value } from './value.ts';

/** No message comes near: a value that needs more is refused before it exhausts the memory. */
const MAX_BYTES = 1 << 24;

/** The bytes of a value, or what is wrong with it. */
export function encodeValue(
  type: Type,
  value: Value,
  encoding: Encoding,
  images: MemoryImages,
): { bytes: Uint8Array } | { error: CodecError } {
  const encoder = new Encoder(encoding, images);
  try {
    return { bytes: encoder.whole(type, value) };
  } catch (error) {
    if (error instanceof Refusal) return { error: error.error };
    throw error;
  }
}

/** A value and where it goes: bytes from the start, and its path. */
interface Place {
  readonly value: Value | undefined;
  readonly at: number;
  readonly path: string;
}

class Encoder extends Refusals<number, Place> implements TypeVisitor<number, Place> {
  readonly #encoding: Encoding;
  readonly #images: MemoryImages;
  #bytes = new Uint8Array(256);
  #end = 0;
  #depth = 0;

  constructor(encoding: Encoding, images: MemoryImages) {
    super();
    this.#encoding = encoding;
    this.#images = images;
  }

  whole(type: Type, value: Value): Uint8Array {
    this.#value(type, value, 0, '');
    return this.#bytes.slice(0, this.#end);
  }

  /** Writes a value at an offset and gives the offset behind it. */
  #value(type: Type, value: Value | undefined, at: number, path: string): number {
    if (this.#depth >= MAX_NESTING) throw new Refusal(path, 'the type is nested too deeply');
    this.#depth++;
    const end = this.#encoding === 'Zerocopy' ? at + imageSize(this.#images, type, path) : at;
    this.#reserve(end, path);
    const serdeEnd = visit(type, this.#images.table, this, { value, at, path });
    this.#depth--;
    return this.#encoding === 'Zerocopy' ? end : serdeEnd;
  }

  integer({ name, endian }: IntegerType, { value, at, path }: Place): number {
    const integer = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
    if (typeof integer !== 'bigint') throw mismatch(path, `an integer (${name})`, value);
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new Refusal(path, `${value} is too large to be exact as a number: give it as a bigint`);
    }
    const bytes = this.#integerSize(name, path);
    const bits = BigInt(8 * numberSize(name, this.#images.target));
    const min = name.startsWith('i') ? -(1n << (bits - 1n)) : 0n;
    const max = name.startsWith('i') ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
    if (integer < min || integer > max) throw new Refusal(path, `${integer} does not fit ${name} (${min} to ${max})`);
    return this.#put(BigInt.asUintN(8 * bytes, integer), bytes, at, path, endian === 'big');
  }

  #integerSize(name: IntegerName, path: string): number {
    if (this.#encoding === 'Ssmarshal' && name.endsWith('128'))
      throw new Refusal(path, `ssmarshal has no encoding for ${name}`);
    // serde knows no usize: it is a u64 there.
    return this.#encoding !== 'Zerocopy' && name.endsWith('size') ? 8 : numberSize(name, this.#images.target);
  }

  float({ name, endian }: FloatType, { value, at, path }: Place): number {
    const bytes = name === 'f32' ? 4 : 8;
    const named = typeof value === 'string' && ['NaN', 'Infinity', '-Infinity'].includes(value) ? Number(value) : value;
    if (typeof named !== 'number' && typeof named !== 'bigint') throw mismatch(path, 'a number', value);
    const view = new DataView(new ArrayBuffer(8));
    if (bytes === 4) view.setFloat32(0, Number(named));
    else view.setFloat64(0, Number(named));
    return this.#put(bytes === 4 ? BigInt(view.getUint32(0)) : view.getBigUint64(0), bytes, at, path, endian === 'big');
  }

  bool(_: Type, { value, at, path }: Place): number {
    if (typeof value !== 'boolean') throw mismatch(path, 'a boolean', value);
    return this.#put(value ? 1n : 0n, 1, at, path);
  }

  unit(_: Type, { value, at, path }: Place): number {
    if (value !== null) throw mismatch(path, 'null', value);
    return at;
  }

  char(_: Type, { value, at, path }: Place): number {
    const point = typeof value === 'string' ? value.codePointAt(0) : undefined;
    if (typeof value !== 'string' || point === undefined || value !== String.fromCodePoint(point)) {
      throw mismatch(path, 'a string of one character', value);
    }
    if (point >= 0xd800 && point <= 0xdfff) throw new Refusal(path, 'half of a surrogate pair is not a character');
    switch (this.#encoding) {
      case 'Zerocopy':
        return this.#put(BigInt(point), 4, at, path);
      case 'Hubpack':
        throw new Refusal(path, 'hubpack has no encoding for char');
      case 'Ssmarshal': {
        const utf8 = new TextEncoder().encode(value);
        this.#reserve(at + utf8.length, path);
        this.#bytes.set(utf8, at);
        return at + utf8.length;
      }
    }
  }

  array(type: ArrayType, { value, at, path }: Place): number {
    const { element } = type;
    const count = exactCount(type, path);
    const isByte = element.kind === 'integer' && element.name === 'u8';
    const elements = isByte ? byteString(value, path) : value;
    if (elements instanceof Uint8Array && isByte) {
      if (elements.length !== count) throw mismatch(path, `${count} bytes`, elements);
      this.#reserve(at + count, path);
      this.#bytes.set(elements, at);
      return at + count;
    }
    if (elements === undefined || !isList(elements) || elements.length !== count)
      throw mismatch(path, arrayOf(count), value);
    let end = at;
    elements.forEach((each, index) => {
      end = this.#value(element, each, end, `${path}[${index}]`);
    });
    return end;
  }

  struct(struct: StructParts, { value, at, path }: Place): number {
    refuseConditionalFields(struct, path);
    return this.#fields(struct.fields, structForm(struct), value, at, path, fieldOffsets(struct, this.#images));
  }

  enum(parts: EnumParts, { value, at, path }: Place): number {
    refuseConditionalVariants(parts, path);
    const { variant, data } =
      parts.of === 'option' ? this.#inOption(parts, value, path) : pickVariant(parts.variants, value, path);
    return this.#variant(parts, variant, data, at, path);
  }

  #inOption({ variants }: EnumParts, value: Value | undefined, path: string): PickedVariant {
    const [none, some] = variants as [VariantParts, VariantParts];
    if (value === null || value === undefined) return { variant: none, data: undefined };
    if (!mayBeNull((some.fields[0] as Field).type, this.#images.table)) return { variant: some, data: value };
    if (!isRecord(value) || !Object.hasOwn(value, 'Some')) throw mismatch(path, 'null or {"Some": …}', value);
    return { variant: some, data: value.Some };
  }

  flags({ bits, flags }: FlagsDefinition, { value, at, path }: Place): number {
    return this.#value(bits, flagBits(flags, value, path), at, path);
  }

  union({ fields }: UnionDefinition, { value, at, path }: Place): number {
    if (this.#encoding !== 'Zerocopy') throw new Refusal(path, 'serde cannot serialize a union');
    const given = value !== undefined && isRecord(value) ? Object.entries(value) : [];
    const [name, data] = given[0] ?? [];
    const field = fields.find((each) => each.name === name);
    if (!field || given.length !== 1) throw mismatch(path, `an object with one of ${list(fields)}`, value);
    return this.#value(field.type, data, at, fieldPath(path, field.name));
  }

  #fields(
    fields: readonly Field[],
    form: FieldsForm,
    value: Value | undefined,
    at: number,
    path: string,
    offsets: readonly (number | null)[] | undefined,
  ): number {
    const inMemory = this.#encoding === 'Zerocopy';
    const present = inMemory ? fields : fields.filter((field) => !field.serdeSkip);
    const values = fieldValues(present, form, value, path);
    let end = at;
    present.forEach((field, index) => {
      const offset = inMemory ? offsets?.[index] : end - at;
      const inner = form === 'inner' ? path : form === 'array' ? `${path}[${index}]` : fieldPath(path, field.name);
      if (offset === undefined || offset === null) throw new Refusal(inner, 'the offset of this field is not known');
      end = this.#value(field.type, values[index], at + offset, inner);
    });
    return end;
  }

  #variant(parts: EnumParts, variant: VariantParts, data: Value | undefined, at: number, path: string): number {
    const inner = parts.of === 'option' ? path : fieldPath(path, variant.name);
    const form = fieldsForm(variant.shape, variant.fields);
    if (this.#encoding !== 'Zerocopy') {
      if (variant.index > 255)
        throw new Refusal(path, `variant ${variant.index} does not fit into the one byte of the tag`);
      const payload = this.#put(BigInt(variant.index), 1, at, path);
      return variant.shape === 'unit' ? payload : this.#fields(variant.fields, form, data, payload, inner, undefined);
    }
    const memory = enumImage(parts, this.#images, path);
    if (variant.value === null) throw new Refusal(path, `the value of \`${variant.name}\` is not known`);
    if (memory.tag) {
      const bytes = memory.tag.size;
      this.#put(BigInt.asUintN(8 * bytes, BigInt(variant.value)), bytes, at, path);
    }
    const offsets = memory.variants[parts.variants.indexOf(variant)];
    return variant.shape === 'unit' ? at : this.#fields(variant.fields, form, data, at, inner, offsets);
  }

  #put(bits: bigint, bytes: number, at: number, path: string, bigEndian = false): number {
    this.#reserve(at + bytes, path);
    for (let index = 0; index < bytes; index++) {
      const shift = BigInt(8 * (bigEndian ? bytes - 1 - index : index));
      this.#bytes[at + index] = Number((bits >> shift) & 0xffn);
    }
    return at + bytes;
  }

  #reserve(end: number, path: string): void {
    if (end > MAX_BYTES) throw new Refusal(path, `more than ${MAX_BYTES} bytes`);
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#end = Math.max(this.#end, end);
  }
}

function mismatch(path: string, expected: string, value: Value | undefined): Refusal {
  return new Refusal(path, `expected ${expected}, found ${describe(value)}`);
}

function list(named: readonly { readonly name: string }[]): string {
  return named.map(({ name }) => `\`${name}\``).join(', ');
}

/** The values of fields, in their order. */
function fieldValues(
  fields: readonly Field[],
  form: FieldsForm,
  value: Value | undefined,
  path: string,
): readonly (Value | undefined)[] {
  switch (form) {
    case 'none':
      if (value !== null) throw mismatch(path, 'null', value);
      return [];
    case 'inner':
      return [value];
    case 'array':
      if (value === undefined || !isList(value) || value.length !== fields.length)
        throw mismatch(path, arrayOf(fields.length), value);
      return value;
    case 'object': {
      if (value === undefined || !isRecord(value)) throw mismatch(path, 'an object', value);
      const unknown = Object.keys(value).find((key) => fields.every(({ name }) => name !== key));
      if (unknown !== undefined) {
        const known = fields.length === 0 ? 'there are none' : `there are ${list(fields)}`;
        throw new Refusal(fieldPath(path, unknown), `no such field: ${known}`);
      }
      return fields.map(({ name, type }) => {
        if (!Object.hasOwn(value, name) && type.kind !== 'option')
          throw new Refusal(fieldPath(path, name), `missing: the fields are ${list(fields)}`);
        return Object.hasOwn(value, name) ? value[name] : null;
      });
    }
  }
}

interface PickedVariant {
  readonly variant: VariantParts;
  readonly data: Value | undefined;
}

function pickVariant(variants: readonly VariantParts[], value: Value | undefined, path: string): PickedVariant {
  const [name, data] =
    typeof value === 'string'
      ? [value, null]
      : value !== undefined && isRecord(value)
        ? (Object.entries(value)[0] ?? [])
        : [];
  const variant = variants.find((each) => each.name === name);
  if (!variant)
    throw mismatch(path, variants.length === 0 ? 'a variant, but there are none' : `one of ${list(variants)}`, value);
  if (isRecord(value as Value) && Object.keys(value as object).length > 1)
    throw mismatch(path, 'an object of one variant', value);
  if (typeof value === 'string' && variant.shape !== 'unit') {
    throw new Refusal(path, `\`${variant.name}\` has data: write {"${variant.name}": …}`);
  }
  if (typeof value !== 'string' && variant.shape === 'unit') {
    throw new Refusal(path, `\`${variant.name}\` has no data: write "${variant.name}"`);
  }
  return { variant, data };
}

function flagBits(flags: FlagsDefinition['flags'], value: Value | undefined, path: string): Value | undefined {
  if (typeof value !== 'string') return value;
  let bits = 0n;
  for (const name of value.split('|').map((part) => part.trim())) {
    if (name === '') continue;
    const flag = flags.find((each) => each.name === name);
    if (!flag || flag.value === null) throw new Refusal(path, `no such flag: \`${name}\`; there are ${list(flags)}`);
    bits |= BigInt(flag.value);
  }
  return bits;
}

/** `0x0a0b` as bytes; anything else as it is. */
function byteString(value: Value | undefined, path: string): Value | undefined {
  if (typeof value !== 'string') return value;
  const digits = /^0x((?:[0-9a-f]{2})*)$/i.exec(value)?.[1];
  if (digits === undefined) throw mismatch(path, 'an array, or bytes as `0x…`', value);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
