import type { Field, IntegerName, Type, TypeTable, Variant } from '../../src/schema/index.ts';
import type { Value } from '../../src/wire/index.ts';
import type { Random } from './random.ts';

/** A value as Rust writes it and as our codecs take it. */
export interface RandomValue {
  readonly rust: string;
  readonly value: Value;
}

/** A random value of a resolved type on a 64-bit machine. */
export function randomValue(type: Type, table: TypeTable, random: Random): RandomValue {
  const make = (inner: Type) => randomValue(inner, table, random);
  switch (type.kind) {
    case 'integer': {
      const plain = randomInteger(type.name, random);
      if (!type.unaligned) return { rust: `(${plain}${type.name})`, value: asValue(plain, type.name) };
      const endian = type.endian === 'big' ? 'BE' : 'LE';
      return {
        rust: `${type.name.toUpperCase()}::<${endian}>::new(${plain})`,
        value: asValue(plain, type.name),
      };
    }
    case 'float': {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, random.bits(64));
      const value = type.name === 'f32' ? view.getFloat32(0) : view.getFloat64(0);
      // The bits of a NaN are nobody's promise.
      if (Number.isNaN(value)) return { rust: `${type.name}::INFINITY`, value: 'Infinity' };
      const bits = type.name === 'f32' ? `${view.getUint32(0)}u32` : `${view.getBigUint64(0)}u64`;
      return { rust: `${type.name}::from_bits(${bits})`, value: Number.isFinite(value) ? value : String(value) };
    }
    case 'bool': {
      const value = random.chance(50);
      return { rust: String(value), value };
    }
    case 'char': {
      const point = random.pick([0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xfffd, 0x1f600, 0x10ffff]);
      return { rust: `'\\u{${point.toString(16)}}'`, value: String.fromCodePoint(point) };
    }
    case 'unit':
      return { rust: '()', value: null };
    case 'tuple': {
      const elements = type.elements.map(make);
      const rust = elements.map((element) => `${element.rust},`).join(' ');
      return { rust: `(${rust})`, value: elements.map(({ value }) => value) };
    }
    case 'array': {
      const elements = Array.from({ length: type.length as number }, () => make(type.element));
      return { rust: `[${elements.map(({ rust }) => rust).join(', ')}]`, value: elements.map(({ value }) => value) };
    }
    case 'option': {
      if (random.chance(30)) return { rust: 'None', value: null };
      const some = make(type.some);
      return { rust: `Some(${some.rust})`, value: mayBeNull(type.some, table) ? { Some: some.value } : some.value };
    }
    case 'result': {
      const side = random.pick(['Ok', 'Err'] as const);
      const inner = make(side === 'Ok' ? type.ok : type.err);
      return { rust: `${side}(${inner.rust})`, value: { [side]: inner.value } };
    }
    case 'named':
      return randomNamed(type.id, table, random);
    case 'never':
    case 'slice':
    case 'alternatives':
    case 'unresolved':
      throw new Error(`no random value of a type of kind ${type.kind}`);
  }
}

function randomNamed(id: string, table: TypeTable, random: Random): RandomValue {
  const definition = table[id];
  if (!definition) throw new Error(`no definition of ${id}`);
  const path = id.replace('<', '::<');
  switch (definition.kind) {
    case 'struct':
      return randomFields(path, definition.shape, definition.fields, table, random);
    case 'enum': {
      const variant = random.pick<Variant>(definition.variants);
      const inner = randomFields(`${path}::${variant.name}`, variant.shape, variant.fields, table, random);
      return { rust: inner.rust, value: variant.shape === 'unit' ? variant.name : { [variant.name]: inner.value } };
    }
    case 'flags': {
      const bits = definition.bits.kind === 'integer' ? definition.bits.name : 'u8';
      const plain = randomInteger(bits, random);
      return { rust: `${path}::from_bits_retain(${plain})`, value: asValue(plain, bits) };
    }
    case 'union': {
      const field = definition.fields[0] as Field;
      const inner = randomValue(field.type, table, random);
      return { rust: `${path} { ${field.name}: ${inner.rust} }`, value: { [field.name]: inner.value } };
    }
  }
}

function randomFields(
  path: string,
  shape: 'named' | 'tuple' | 'unit',
  fields: readonly Field[],
  table: TypeTable,
  random: Random,
): RandomValue {
  const values = fields.map((field) => ({ name: field.name, ...randomValue(field.type, table, random) }));
  switch (shape) {
    case 'unit':
      return { rust: path, value: null };
    case 'named':
      return {
        rust: `${path} { ${values.map(({ name, rust }) => `${name}: ${rust}`).join(', ')} }`,
        value: Object.fromEntries(values.map(({ name, value }) => [name, value])),
      };
    case 'tuple':
      return {
        rust: `${path}(${values.map(({ rust }) => rust).join(', ')})`,
        value: values.length === 1 ? (values[0] as RandomValue).value : values.map(({ value }) => value),
      };
  }
}

function randomInteger(name: IntegerName, random: Random): bigint {
  const width = name.endsWith('size') ? 64 : Number(name.slice(1));
  const bits = random.pick([0n, 1n, (1n << BigInt(width)) - 1n, random.bits(width), random.bits(width)]);
  return name.startsWith('i') ? BigInt.asIntN(width, bits) : bits;
}

function asValue(integer: bigint, name: IntegerName): Value {
  return /8|16|32/.test(name) && !name.endsWith('128') ? Number(integer) : integer;
}

function mayBeNull(type: Type, table: TypeTable): boolean {
  if (type.kind === 'option' || type.kind === 'unit') return true;
  const definition = type.kind === 'named' ? table[type.id] : undefined;
  if (definition?.kind !== 'struct') return false;
  if (definition.shape === 'unit') return true;
  return (
    definition.shape === 'tuple' &&
    definition.fields.length === 1 &&
    mayBeNull((definition.fields[0] as Field).type, table)
  );
}
