import {
  type EnumDefinition,
  type Field,
  type IntegerName,
  type Repr,
  type StructDefinition,
  type Type,
  type TypeDefinition,
  type TypeTable,
  typeName,
  type Variant,
} from '../../src/schema/index.ts';
import { imageObstacles, MemoryImages, valueText, X86_64 } from '../../src/wire/index.ts';
import type { Random } from './random.ts';
import { randomValue } from './random-values.ts';

/** Random Rust types: what we take them for, and the Rust text that the compiler is given. */
export interface RandomTypes {
  readonly table: TypeTable;
  /** Definitions and a function `cases` that reports on all of them. */
  readonly rust: string;
  /** Ids of the types reported on, each with its number of values. */
  readonly types: readonly { readonly id: string; readonly values: number }[];
}

/** What a type can be used for. */
interface Traits {
  /** `hubpack::SerializedSize` and `serde::Serialize`. */
  readonly serde: boolean;
  /** serde only: `usize` has no size in hubpack. */
  readonly ssmarshal: boolean;
  /** Contains a `repr(align)`, which nothing packed may contain. */
  readonly aligned: boolean;
  /** `zerocopy::IntoBytes`. */
  readonly intoBytes: boolean;
}

const PLAIN: Traits = { serde: true, ssmarshal: true, aligned: false, intoBytes: true };
const INTEGERS: readonly IntegerName[] = ['u8', 'u16', 'u32', 'u64', 'u128', 'i8', 'i16', 'i32', 'i64', 'i128'];
const VALUES_PER_TYPE = 3;
/** Types beyond this size are not built upon, so that none outgrows the report's buffer. */
const MAX_SIZE = 600;

/** `count` random types, of every form that a message can carry, each using those before it. */
export function randomTypes(count: number, random: Random): RandomTypes {
  return new TypeMaker(random).make(count);
}

class TypeMaker {
  readonly #random: Random;
  readonly #table: Record<string, TypeDefinition> = {};
  readonly #traits = new Map<string, Traits>();
  readonly #usable: string[] = [];
  readonly #definitions: string[] = [];
  readonly #cases: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  make(count: number): RandomTypes {
    const types: { id: string; values: number }[] = [];
    for (let index = 0; index < count; index++) {
      const id = this.#definition(index);
      this.#report(id, index);
      types.push({ id, values: VALUES_PER_TYPE });
      // A fresh set of layouts each time: the table has grown.
      const size = new MemoryImages(this.#table, X86_64).of({ kind: 'named', id });
      if ('size' in size && size.size.max <= MAX_SIZE) this.#usable.push(id);
    }
    const calls = types.map((_, index) => `case_${index}();`).join('\n    ');
    const rust = [
      'use zerocopy::{BE, I32, LE, U128, U16, U32, U64};',
      ...this.#definitions,
      ...this.#cases,
      `pub fn cases() {\n    ${calls}\n}`,
      '',
    ].join('\n');
    return { table: this.#table, rust, types };
  }

  #definition(index: number): string {
    const kind = this.#random.below(100);
    if (kind < 40) return this.#struct(index);
    if (kind < 60) return this.#plainEnum(index);
    if (kind < 84) return this.#dataEnum(index);
    if (kind < 94) return this.#generic(index);
    if (kind < 97) return this.#flags(index);
    return this.#union(index);
  }

  #struct(index: number): string {
    const id = `S${index}`;
    const shape = this.#random.pick(['named', 'named', 'named', 'tuple', 'unit'] as const);
    const repr = this.#structRepr();
    const transparent = repr.layout === 'transparent';
    const fieldCount = shape === 'unit' ? 0 : transparent ? 1 : this.#random.below(6);
    const { fields, traits } = this.#fields(fieldCount, shape, repr);
    const unitRepr: Repr = shape === 'unit' && transparent ? { layout: 'rust' } : repr;
    const definition: StructDefinition = { ...base(id), kind: 'struct', shape, repr: unitRepr, fields };
    this.#add(definition, { ...traits, aligned: traits.aligned || repr.align !== undefined });
    return id;
  }

  #structRepr(): Repr {
    switch (this.#random.below(10)) {
      case 0:
      case 1:
      case 2:
        return { layout: 'C' };
      case 3:
        return { layout: 'C', packed: 1 };
      case 4:
        return { layout: 'C', packed: this.#random.pick([2, 4]) };
      case 5:
        return { layout: this.#random.pick(['C', 'rust']), align: this.#random.pick([2, 4, 16, 32]) };
      case 6:
        return { layout: 'transparent' };
      case 7:
        return { layout: 'rust', packed: this.#random.pick([1, 2]) };
      default:
        return { layout: 'rust' };
    }
  }

  #plainEnum(index: number): string {
    const random = this.#random;
    const repr: Repr = random.pick<Repr>([
      { layout: 'rust' },
      { layout: 'rust', integer: random.pick(['u8', 'u16', 'u32', 'u64', 'i8', 'i16', 'i32']) },
      { layout: 'rust', integer: 'u8' },
      { layout: 'C' },
    ]);
    const name = repr.integer ?? random.pick(['i8', 'u8', 'u16', 'i16', 'u32'] as const);
    const width = name.endsWith('size') ? 64n : BigInt(name.slice(1));
    const [min, max] = name.startsWith('i')
      ? [-(1n << (width - 1n)), (1n << (width - 1n)) - 1n]
      : [0n, (1n << width) - 1n];
    // C's int is what a repr(C) enum may hold.
    const highest = repr.layout === 'C' && max > 0x7fff_ffffn ? 0x7fff_ffffn : max;
    const values = new Set<bigint>();
    let next = random.chance(50) ? 0n : BigInt.asIntN(8, random.bits(8));
    const many = random.chance(3) ? 250 : 12;
    for (let left = 1 + random.below(many); left > 0; left--) {
      if (next < min || next > highest) next = min < 0n ? -1n : 0n;
      while (values.has(next)) next++;
      if (next > highest) break;
      values.add(next);
      next = random.chance(25) ? min + (random.bits(Number(width)) % (highest - min + 1n)) : next + 1n;
    }
    const variants = [...values].map((value, position) => unitVariant(position, value));
    const id = `E${index}`;
    this.#add({ ...base(id), kind: 'enum', repr, variants }, { ...PLAIN, intoBytes: repr.integer !== undefined });
    return id;
  }

  #dataEnum(index: number): string {
    const id = `D${index}`;
    const repr = this.#random.pick<Repr>([
      { layout: 'rust' },
      { layout: 'rust' },
      { layout: 'rust', integer: this.#random.pick(['u8', 'u16', 'i32']) },
      { layout: 'C' },
      { layout: 'C', integer: 'u8' },
    ]);
    let traits: Traits = { ...PLAIN, intoBytes: false };
    const count = 1 + this.#random.below(5);
    const variants = Array.from({ length: count }, (_, position): Variant => {
      const shape = this.#random.pick(['unit', 'tuple', 'named'] as const);
      const made = this.#fields(shape === 'unit' ? 0 : 1 + this.#random.below(3), shape, { layout: 'rust' });
      traits = both(traits, made.traits);
      return { name: `V${position}`, index: position, value: String(position), shape, fields: made.fields };
    });
    // `repr(C, u8)` needs a variant with fields.
    const isPlain = variants.every(({ fields }) => fields.length === 0);
    const definition: EnumDefinition = {
      ...base(id),
      kind: 'enum',
      repr: isPlain ? { ...repr, layout: 'rust' } : repr,
      variants,
    };
    this.#add(definition, { ...traits, intoBytes: false });
    return id;
  }

  /** `struct G<T, const N: usize>`, used once: its definition is that of the use. */
  #generic(index: number): string {
    const { type, traits } = this.#type(1);
    const length = this.#random.below(8);
    const id = `G${index}<${typeName(type, this.#table)}, ${length}>`;
    const fields: Field[] = [
      { name: 'one', type },
      { name: 'flag', type: { kind: 'bool' } },
      { name: 'many', type: { kind: 'array', element: type, length } },
    ];
    const repr = this.#random.pick<Repr>([{ layout: 'C' }, { layout: 'rust' }]);
    // serde knows arrays only of given lengths, so a generic one is left to the memory image.
    this.#table[id] = { ...base(id), kind: 'struct', shape: 'named', repr, fields };
    this.#traits.set(id, { ...traits, serde: false, ssmarshal: false, intoBytes: false });
    this.#definitions.push(
      `${reprText(repr)}#[derive(Clone, Copy)]\npub struct G${index}<T, const N: usize> { pub one: T, pub flag: bool, pub many: [T; N] }`,
    );
    return id;
  }

  #flags(index: number): string {
    const id = `F${index}`;
    const bits = this.#random.pick(['u8', 'u16', 'u32', 'u64'] as const);
    this.#table[id] = {
      ...base(id),
      kind: 'flags',
      repr: { layout: 'rust' },
      bits: { kind: 'integer', name: bits },
      flags: [
        { name: 'A', value: '1' },
        { name: 'B', value: '64' },
      ],
    };
    this.#traits.set(id, { serde: false, ssmarshal: false, aligned: false, intoBytes: false });
    this.#definitions.push(
      `bitflags::bitflags! {\n    #[derive(Clone, Copy)]\n    pub struct ${id}: ${bits} { const A = 1; const B = 1 << 6; }\n}`,
    );
    return id;
  }

  #union(index: number): string {
    const id = `Union${index}`;
    const made = this.#fields(1 + this.#random.below(3), 'named', { layout: 'C' });
    this.#table[id] = { ...base(id), kind: 'union', repr: { layout: 'C' }, fields: made.fields };
    this.#traits.set(id, { serde: false, ssmarshal: false, aligned: made.traits.aligned, intoBytes: false });
    this.#definitions.push(
      `#[repr(C)]\n#[derive(Clone, Copy)]\npub union ${id} { ${this.#fieldText(made.fields, 'named', false)} }`,
    );
    return id;
  }

  #fields(count: number, shape: 'named' | 'tuple' | 'unit', repr: Repr): { fields: Field[]; traits: Traits } {
    let traits = PLAIN;
    const fields = Array.from({ length: count }, (_, position): Field => {
      let made = this.#type(0);
      while (repr.packed !== undefined && made.traits.aligned) made = this.#type(0);
      traits = both(traits, made.traits);
      return { name: shape === 'named' ? `f${position}` : String(position), type: made.type };
    });
    return { fields, traits };
  }

  #type(depth: number): { type: Type; traits: Traits } {
    const random = this.#random;
    const roll = random.below(100);
    if (this.#usable.length > 0 && roll < 30) {
      const id = random.pick(this.#usable);
      return { type: { kind: 'named', id }, traits: this.#traits.get(id) as Traits };
    }
    if (depth < 3 && roll < 55) return this.#composite(depth);
    if (roll < 80) return { type: { kind: 'integer', name: random.pick(INTEGERS) }, traits: PLAIN };
    if (roll < 84) return { type: { kind: 'float', name: random.pick(['f32', 'f64']) }, traits: PLAIN };
    if (roll < 90) return { type: { kind: 'bool' }, traits: PLAIN };
    if (roll < 93) return { type: { kind: 'char' }, traits: { ...PLAIN, intoBytes: true } };
    if (roll < 95) return { type: { kind: 'unit' }, traits: PLAIN };
    if (roll < 97) {
      return { type: { kind: 'integer', name: random.pick(['usize', 'isize']) }, traits: { ...PLAIN, serde: false } };
    }
    const name = random.pick(['u16', 'u32', 'u64', 'u128', 'i32'] as const);
    const endian = random.pick([undefined, 'big'] as const);
    return {
      type: { kind: 'integer', name, unaligned: true, ...(endian && { endian }) },
      traits: { ...PLAIN, serde: false, ssmarshal: false },
    };
  }

  #composite(depth: number): { type: Type; traits: Traits } {
    const random = this.#random;
    switch (random.below(4)) {
      case 0: {
        const element = this.#type(depth + 1);
        // serde derives arrays of up to 32 elements; longer ones take a helper that works on a field only.
        const length =
          depth === 0 && element.traits.serde && random.chance(8) ? 33 + random.below(20) : random.below(6);
        return { type: { kind: 'array', element: element.type, length }, traits: element.traits };
      }
      case 1: {
        const elements = Array.from({ length: 1 + random.below(4) }, () => this.#type(depth + 1));
        const traits = elements.reduce((all, element) => both(all, element.traits), PLAIN);
        return {
          type: { kind: 'tuple', elements: elements.map(({ type }) => type) },
          traits: { ...traits, intoBytes: false },
        };
      }
      case 2: {
        const some = this.#type(depth + 1);
        return { type: { kind: 'option', some: some.type }, traits: { ...some.traits, intoBytes: false } };
      }
      default: {
        const ok = this.#type(depth + 1);
        const err = this.#type(depth + 1);
        return {
          type: { kind: 'result', ok: ok.type, err: err.type },
          traits: { ...both(ok.traits, err.traits), intoBytes: false },
        };
      }
    }
  }

  #add(definition: StructDefinition | EnumDefinition, traits: Traits): void {
    this.#table[definition.id] = definition;
    const intoBytes = traits.intoBytes && this.#hasPlainImage(definition);
    const all = { ...traits, intoBytes };
    this.#traits.set(definition.id, all);
    const derives = ['Clone', 'Copy'];
    if (traits.ssmarshal) derives.push('serde::Serialize');
    if (traits.serde) derives.push('hubpack::SerializedSize');
    if (intoBytes) derives.push('zerocopy::IntoBytes', 'zerocopy::Immutable');
    this.#definitions.push(
      `${reprText(definition.repr)}#[derive(${derives.join(', ')})]\n${this.#definitionText(definition, traits.ssmarshal)}`,
    );
  }

  /** True where the memory image has no padding and a place for everything that the language promises. */
  #hasPlainImage(definition: TypeDefinition): boolean {
    if (definition.kind === 'struct' && definition.repr.layout === 'rust' && definition.fields.length > 1) return false;
    if (definition.kind === 'struct' && definition.repr.layout === 'rust' && definition.repr.align !== undefined)
      return false;
    return !this.#obstacles(definition).some(({ kind }) => kind === 'padding');
  }

  #definitionText(definition: StructDefinition | EnumDefinition, isSerde: boolean): string {
    if (definition.kind === 'struct') {
      const fields = this.#fieldText(definition.fields, definition.shape, isSerde);
      const body = definition.shape === 'unit' ? ';' : definition.shape === 'tuple' ? `(${fields});` : ` { ${fields} }`;
      return `pub struct ${definition.id}${body}`;
    }
    const plain = definition.variants.every(({ fields }) => fields.length === 0);
    const variants = definition.variants.map((variant) => {
      const fields = this.#fieldText(variant.fields, variant.shape, isSerde).replaceAll('pub ', '');
      if (variant.shape === 'tuple') return `${variant.name}(${fields})`;
      if (variant.shape === 'named') return `${variant.name} { ${fields} }`;
      return plain && variant.value !== String(variant.index) ? `${variant.name} = ${variant.value}` : variant.name;
    });
    // An implicit value follows the one before it, which may be explicit: then all are written.
    const explicit = plain && definition.variants.some(({ value, index }) => value !== String(index));
    const written = explicit ? definition.variants.map(({ name, value }) => `${name} = ${value}`) : variants;
    return `pub enum ${definition.id} { ${written.join(', ')} }`;
  }

  #fieldText(fields: readonly Field[], shape: 'named' | 'tuple' | 'unit', isSerde: boolean): string {
    return fields
      .map(({ name, type }) => {
        const isBig = isSerde && type.kind === 'array' && (type.length as number) > 32;
        const attribute = isBig ? '#[serde(with = "serde_big_array::BigArray")] ' : '';
        const text = typeName(type, this.#table);
        return shape === 'named' ? `${attribute}pub ${name}: ${text}` : `${attribute}pub ${text}`;
      })
      .join(', ');
  }

  #report(id: string, index: number): void {
    const definition = this.#table[id] as TypeDefinition;
    const traits = this.#traits.get(id) as Traits;
    const type: Type = { kind: 'named', id };
    const fields = definition.kind === 'struct' ? definition.fields.map(({ name }) => name) : [];
    const lines = [`layout!(${id}; ${fields.join(' ')});`];
    const macros = [
      ...(traits.serde ? ['serde!'] : traits.ssmarshal ? ['ssmarshal!'] : []),
      ...(this.#imageMacro(definition, traits) ?? []),
    ];
    for (let count = 0; count < VALUES_PER_TYPE; count++) {
      const { rust, value } = randomValue(type, this.#table, this.#random);
      const json = `r#"${valueText(value)}"#`;
      for (const macro of macros) lines.push(`${macro}(${id} = ${rust}, ${json});`);
    }
    this.#cases.push(`fn case_${index}() {\n    ${lines.join('\n    ')}\n}`);
  }

  #imageMacro(definition: TypeDefinition, { intoBytes }: Traits): string[] | undefined {
    if (intoBytes) return ['image!'];
    // Where nothing is padding, the bytes may be looked at even though the language promises no order.
    const obstacles = this.#obstacles(definition);
    const isWhole = obstacles.every(
      ({ kind, undefinedImage }) => kind !== 'padding' && kind !== 'union' && !undefinedImage,
    );
    return isWhole ? ['raw_image!'] : undefined;
  }

  #obstacles({ id }: TypeDefinition) {
    return imageObstacles({ kind: 'named', id }, new MemoryImages(this.#table, X86_64));
  }
}

function base(id: string) {
  return { id, name: id, crate: 'vectors', derives: [] };
}

function both(a: Traits, b: Traits): Traits {
  return {
    serde: a.serde && b.serde,
    ssmarshal: a.ssmarshal && b.ssmarshal,
    aligned: a.aligned || b.aligned,
    intoBytes: a.intoBytes && b.intoBytes,
  };
}

function unitVariant(position: number, value: bigint): Variant {
  return { name: `V${position}`, index: position, value: String(value), shape: 'unit', fields: [] };
}

function reprText({ layout, integer, packed, align }: Repr): string {
  const parts = [
    ...(layout === 'rust' ? [] : [layout]),
    ...(integer ? [integer] : []),
    ...(packed === undefined ? [] : [packed === 1 ? 'packed' : `packed(${packed})`]),
    ...(align === undefined ? [] : [`align(${align})`]),
  ];
  return parts.length === 0 ? '' : `#[repr(${parts.join(', ')})]\n`;
}
