import type { Encoding } from '../../idol/index.ts';
import { type Field, fieldPath, type IntegerName, type Type, type VariantParts } from '../../schema/index.ts';
import { MAX_NESTING, type MemoryImages, numberSize } from '../layout/memory.ts';
import type { Placement } from '../layout/placement.ts';
import { type CodecStep, codecStep, type FieldsForm, fieldsForm } from './codec-step.ts';
import { imageSize, knownDefinition } from './exact-memory.ts';
import { Refusal } from './refusal.ts';
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

class Encoder {
  readonly #encoding: Encoding;
  readonly #images: MemoryImages;
  #bytes = new Uint8Array(256);
  #end = 0;
  #depth = 0;

  constructor(encoding: Encoding, images: MemoryImages) {
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
    const shape = codecStep(type, this.#images.table);
    const end = this.#encoding === 'Zerocopy' ? at + imageSize(this.#images, type, path) : at;
    this.#reserve(end, path);
    const serdeEnd = this.#shape(type, shape, value, at, path);
    this.#depth--;
    return this.#encoding === 'Zerocopy' ? end : serdeEnd;
  }

  #shape(type: Type, shape: CodecStep, value: Value | undefined, at: number, path: string): number {
    switch (shape.kind) {
      case 'open':
        throw new Refusal(path, shape.message);
      case 'integer':
        return this.#integer(shape.name, shape.bigEndian, value, at, path);
      case 'float':
        return this.#float(shape.bytes, shape.bigEndian, value, at, path);
      case 'bool':
        if (typeof value !== 'boolean') throw mismatch(path, 'a boolean', value);
        return this.#put(value ? 1n : 0n, 1, at, path);
      case 'char':
        return this.#char(value, at, path);
      case 'unit':
        if (value !== null) throw mismatch(path, 'null', value);
        return at;
      case 'array':
        return this.#array(shape.element, shape.count, value, at, path);
      case 'struct': {
        const memory = type.kind === 'tuple' ? this.#images.tuple(type.elements) : knownDefinition(this.#images, type);
        return this.#fields(shape.fields, shape.form, value, at, path, offsetsOf(memory));
      }
      case 'union':
        return this.#union(shape.fields, value, at, path);
      case 'flags':
        return this.#value(shape.bits, flagBits(shape.flags, value, path), at, path);
      case 'option': {
        const [none, some] = shape.variants as [VariantParts, VariantParts];
        if (value === null || value === undefined) return this.#variant(type, shape, none, undefined, at, path);
        if (!shape.wrapsSome) return this.#variant(type, shape, some, value, at, path);
        if (!isRecord(value) || !Object.hasOwn(value, 'Some')) throw mismatch(path, 'null or {"Some": …}', value);
        return this.#variant(type, shape, some, value.Some, at, path);
      }
      case 'enum': {
        const { variant, data } = pickVariant(shape.variants, value, path);
        return this.#variant(type, shape, variant, data, at, path);
      }
    }
  }

  #integer(name: IntegerName, bigEndian: boolean, value: Value | undefined, at: number, path: string): number {
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
    return this.#put(BigInt.asUintN(8 * bytes, integer), bytes, at, path, bigEndian);
  }

  #integerSize(name: IntegerName, path: string): number {
    if (this.#encoding === 'Ssmarshal' && name.endsWith('128'))
      throw new Refusal(path, `ssmarshal has no encoding for ${name}`);
    // serde knows no usize: it is a u64 there.
    return this.#encoding !== 'Zerocopy' && name.endsWith('size') ? 8 : numberSize(name, this.#images.target);
  }

  #float(bytes: 4 | 8, bigEndian: boolean, value: Value | undefined, at: number, path: string): number {
    const named = typeof value === 'string' && ['NaN', 'Infinity', '-Infinity'].includes(value) ? Number(value) : value;
    if (typeof named !== 'number' && typeof named !== 'bigint') throw mismatch(path, 'a number', value);
    const view = new DataView(new ArrayBuffer(8));
    if (bytes === 4) view.setFloat32(0, Number(named));
    else view.setFloat64(0, Number(named));
    return this.#put(bytes === 4 ? BigInt(view.getUint32(0)) : view.getBigUint64(0), bytes, at, path, bigEndian);
  }

  #char(value: Value | undefined, at: number, path: string): number {
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

  #array(element: Type, count: number, value: Value | undefined, at: number, path: string): number {
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

  #variant(
    type: Type,
    shape: Extract<CodecStep, { kind: 'enum' | 'option' }>,
    variant: VariantParts,
    data: Value | undefined,
    at: number,
    path: string,
  ): number {
    const inner = shape.kind === 'option' ? path : fieldPath(path, variant.name);
    const form = fieldsForm(variant.shape, variant.fields);
    if (this.#encoding !== 'Zerocopy') {
      if (variant.index > 255)
        throw new Refusal(path, `variant ${variant.index} does not fit into the one byte of the tag`);
      const payload = this.#put(BigInt(variant.index), 1, at, path);
      return variant.shape === 'unit' ? payload : this.#fields(variant.fields, form, data, payload, inner, undefined);
    }
    const memory = knownDefinition(this.#images, type);
    const defined = shape.kind === 'enum' && (shape.repr.layout === 'C' || shape.repr.integer !== undefined);
    const isPlain = shape.variants.every(({ fields }) => fields.length === 0);
    if (!memory || !('kind' in memory) || memory.kind !== 'enum' || !(defined || isPlain)) {
      throw new Refusal(path, 'an enum with data and no `repr` has no memory image that can be relied on');
    }
    if (variant.value === null) throw new Refusal(path, `the value of \`${variant.name}\` is not known`);
    if (memory.tag) {
      const bytes = memory.tag.size;
      this.#put(BigInt.asUintN(8 * bytes, BigInt(variant.value)), bytes, at, path);
    }
    const offsets = memory.variants[shape.variants.indexOf(variant)];
    return variant.shape === 'unit' ? at : this.#fields(variant.fields, form, data, at, inner, offsets);
  }

  #union(fields: readonly Field[], value: Value | undefined, at: number, path: string): number {
    if (this.#encoding !== 'Zerocopy') throw new Refusal(path, 'serde cannot serialize a union');
    const given = value !== undefined && isRecord(value) ? Object.entries(value) : [];
    const [name, data] = given[0] ?? [];
    const field = fields.find((each) => each.name === name);
    if (!field || given.length !== 1) throw mismatch(path, `an object with one of ${list(fields)}`, value);
    return this.#value(field.type, data, at, fieldPath(path, field.name));
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

function offsetsOf(memory: object | undefined): readonly (number | null)[] | undefined {
  return memory && 'offsets' in memory ? (memory as Placement).offsets : undefined;
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

function pickVariant(
  variants: readonly VariantParts[],
  value: Value | undefined,
  path: string,
): { variant: VariantParts; data: Value | undefined } {
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

function flagBits(
  flags: Extract<CodecStep, { kind: 'flags' }>['flags'],
  value: Value | undefined,
  path: string,
): Value | undefined {
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
