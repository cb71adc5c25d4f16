import {
  ARM,
  type ArgumentWire,
  type EnumDefinition,
  type Field,
  type FlagsDefinition,
  type IntegerName,
  Layouts,
  mayBeNull,
  type Type,
  type TypeTable,
  type Value,
  type Variant,
} from '../wire/index.ts';
import { fieldOf, hasKey, partOf, unwrapSome } from './value-parts.ts';

/** A value that may travel, and how people would say which one it is: `` When `mode` is `Fast` ``. Any value will do where that is empty. */
export interface Sample {
  value: Value;
  when: string;
}

/** More samples than this add time, not knowledge: each stands for one variant or limit of one part. */
const MOST = 512;

/** One ordinary value of a type. */
export function baseValue(type: Type, types: TypeTable): Value {
  return new Sampler(types).base(type);
}

/** One ordinary value for each argument, by name. */
export function baseArguments(args: readonly ArgumentWire[], types: TypeTable): Value {
  const sampler = new Sampler(types);
  return Object.fromEntries(args.map((arg) => [arg.name, sampler.base(arg.type)]));
}

/**
 * Values of a type that show what a reader of another version makes of it: first one whose bytes all differ (so that a shift
 * shows) or the one that is given, then, one part after the other, every variant and the limits of every number, then the
 * longest.
 */
export function sampleValues(type: Type, types: TypeTable, name: string, around?: Value): Sample[] {
  const sampler = new Sampler(types);
  const base = around ?? sampler.base(type);
  return [
    { value: base, when: '' },
    ...sampler.variations(type, base, name).slice(0, MOST),
    { value: sampler.longest(type), when: `When the ${name} is longest` },
    ...PLAIN.map((number) => ({ value: new Sampler(types, number).base(type), when: plainly(number) })),
  ];
}

/** As {@link sampleValues}, for an argument list: each value is a record of arguments by name. */
export function sampleArguments(args: readonly ArgumentWire[], types: TypeTable, around?: Value): Sample[] {
  const sampler = new Sampler(types);
  const base = args.map((arg) => (around === undefined ? sampler.base(arg.type) : fieldOf(around, arg.name)));
  const record = Object.fromEntries(args.map((arg, i) => [arg.name, base[i] ?? null]));
  const longest = Object.fromEntries(args.map((arg) => [arg.name, sampler.longest(arg.type)]));
  const samples: Sample[] = [{ value: record, when: '' }];
  for (const [i, arg] of args.entries()) {
    for (const { value, when } of sampler.variations(arg.type, base[i] ?? null, arg.name)) {
      samples.push({ value: { ...record, [arg.name]: value }, when });
    }
  }
  return [
    ...samples.slice(0, MOST),
    { value: longest, when: 'When the arguments are longest' },
    ...PLAIN.map((number) => ({ value: plainArguments(args, types, number), when: plainly(number) })),
  ];
}

/** Numbers that are valid as nearly anything else, and positions of variants: where a reader checks much, they alone get through. */
const PLAIN = [0, 1, 2, 3];

function plainly(number: number): string {
  return `When every number and position is ${number}`;
}

function plainArguments(args: readonly ArgumentWire[], types: TypeTable, number: number): Value {
  const sampler = new Sampler(types, number);
  return Object.fromEntries(args.map((arg) => [arg.name, sampler.base(arg.type)]));
}

class Sampler {
  readonly #types: TypeTable;
  readonly #layouts: Layouts;
  /** What every number is, and the position of every variant; absent where numbers are to differ. */
  readonly #number: number | undefined;
  /** Runs through 1 … 126, so that neighbouring bytes differ and stay valid as signed numbers. */
  #nextByte = 1;

  constructor(types: TypeTable, number?: number) {
    this.#types = types;
    this.#number = number;
    this.#layouts = new Layouts(types, ARM);
  }

  /** One ordinary value. Call only on types that are fully resolved. */
  base(type: Type): Value {
    switch (type.kind) {
      case 'integer':
        return this.#number ?? this.#distinctInteger(type.name);
      case 'float':
        return 1.5;
      case 'bool':
        return this.#number !== 0;
      case 'char':
        return 'A';
      case 'unit':
      case 'never':
      case 'unresolved':
        return null;
      case 'tuple':
        return type.elements.map((element) => this.base(element));
      case 'array':
        return Array.from({ length: Number(type.length) }, () => this.base(type.element));
      case 'slice':
        return [];
      case 'option':
        return this.#number === 0 ? null : this.#some(type.some, this.base(type.some));
      case 'result':
        return this.#number === 1 ? { Err: this.base(type.err) } : { Ok: this.base(type.ok) };
      case 'alternatives':
        return type.cases[0] ? this.base(type.cases[0].type) : null;
      case 'named': {
        const definition = this.#types[type.id];
        switch (definition?.kind) {
          case 'struct':
            return this.#structValue(definition.shape, definition.fields, (field) => this.base(field.type));
          case 'enum':
            return this.#someVariant(definition);
          case 'union':
            return definition.fields[0] ? { [definition.fields[0].name]: this.base(definition.fields[0].type) } : null;
          case 'flags':
            return this.base(definition.bits);
          case undefined:
            return null;
        }
      }
    }
  }

  /** A value that takes the most bytes in a serde encoding, where variants differ in length. */
  longest(type: Type): Value {
    switch (type.kind) {
      case 'char':
        return '\u{10ffff}';
      case 'tuple':
        return type.elements.map((element) => this.longest(element));
      case 'array':
        return Array.from({ length: Number(type.length) }, () => this.longest(type.element));
      case 'option':
        return this.#some(type.some, this.longest(type.some));
      case 'result':
        return this.#size([type.ok]) >= this.#size([type.err])
          ? { Ok: this.longest(type.ok) }
          : { Err: this.longest(type.err) };
      case 'named': {
        const definition = this.#types[type.id];
        if (definition?.kind === 'struct') {
          return this.#structValue(definition.shape, definition.fields, (field) => this.longest(field.type));
        }
        if (definition?.kind === 'enum') {
          const sizes = definition.variants.map((variant) => this.#size(variant.fields.map((field) => field.type)));
          const variant = definition.variants[sizes.indexOf(Math.max(...sizes))];
          return variant ? this.#variantValue(variant, (field) => this.longest(field.type)) : null;
        }
        return this.base(type);
      }
      case 'integer':
      case 'float':
      case 'bool':
      case 'unit':
      case 'never':
      case 'slice':
      case 'alternatives':
      case 'unresolved':
        return this.base(type);
    }
  }

  #size(types: readonly Type[]): number {
    return types.reduce((sum, type) => sum + (this.#layouts.buffer(type, 'Hubpack')?.max ?? 0), 0);
  }

  #inOption(some: Type, base: Value): Value {
    return base === null ? this.base(some) : unwrapSome(some, this.#types, base);
  }

  /** A value in an `Option`, which says so where the value may be null itself. */
  #some(type: Type, value: Value): Value {
    return mayBeNull(type, this.#types) ? { Some: value } : value;
  }

  /** Values that differ from `base` in one part each. */
  variations(type: Type, base: Value, path: string): Sample[] {
    switch (type.kind) {
      case 'integer':
        return limits(type.name).map((value) => ({ value, when: `When \`${path}\` is ${value}` }));
      case 'float':
        return [{ value: 0, when: `When \`${path}\` is 0` }];
      case 'bool':
        return [{ value: !base, when: `When \`${path}\` is ${!base}` }];
      case 'tuple':
        return type.elements.flatMap((element, i) => this.#within(element, base, i, `${path}.${i}`));
      case 'array':
        return varied(base).flatMap((index) => this.#within(type.element, base, index, `${path}[${index}]`));
      case 'option':
        return [
          { value: null, when: `When \`${path}\` is \`None\`` },
          ...this.variations(type.some, this.#inOption(type.some, base), path).map((one) => ({
            ...one,
            value: this.#some(type.some, one.value),
          })),
        ];
      case 'result': {
        const sides = { Ok: type.ok, Err: type.err };
        return (['Ok', 'Err'] as const).flatMap((side) => {
          const inner = hasKey(base, side) ? fieldOf(base, side) : this.base(sides[side]);
          const own = hasKey(base, side) ? [] : [{ value: { [side]: inner }, when: `When \`${path}\` is \`${side}\`` }];
          const others = this.variations(sides[side], inner, path);
          return [...own, ...others.map((one) => ({ ...one, value: { [side]: one.value } }))];
        });
      }
      case 'named': {
        const definition = this.#types[type.id];
        if (definition?.kind === 'struct')
          return this.#structVariations(definition.shape, definition.fields, base, path);
        if (definition?.kind === 'enum') return this.#enumVariations(definition, base, path);
        if (definition?.kind === 'flags') return this.#flagVariations(definition, base, path);
        if (definition?.kind === 'union') return this.#unionVariations(definition.fields, path);
        return [];
      }
      case 'char':
      case 'unit':
      case 'never':
      case 'slice':
      case 'alternatives':
      case 'unresolved':
        return [];
    }
  }

  #within(type: Type, list: Value, index: number, path: string): Sample[] {
    if (!Array.isArray(list)) return [];
    return this.variations(type, list[index] as Value, path).map((one) => ({
      ...one,
      value: list.map((item, i) => (i === index ? one.value : item)),
    }));
  }

  #structVariations(shape: 'named' | 'tuple' | 'unit', fields: readonly Field[], base: Value, path: string): Sample[] {
    return fields.flatMap((field, i) => {
      const inner = partOf(shape, fields, base, i);
      const name = shape === 'tuple' && fields.length === 1 ? path : `${path}.${field.name}`;
      return this.variations(field.type, inner, name).map((one) => ({
        ...one,
        value: this.#structValue(shape, fields, (_, j) => (i === j ? one.value : partOf(shape, fields, base, j))),
      }));
    });
  }

  #enumVariations(definition: EnumDefinition, base: Value, path: string): Sample[] {
    return definition.variants.flatMap((variant) => {
      const isBase = base === variant.name || hasKey(base, variant.name);
      const value = isBase ? base : this.#variantValue(variant);
      const own: Sample[] = isBase ? [] : [{ value, when: `When \`${path}\` is \`${variant.name}\`` }];
      if (variant.fields.length === 0) return own;
      const data = fieldOf(value, variant.name);
      const inner = this.#structVariations(variant.shape, variant.fields, data, `${path}.${variant.name}`);
      return [...own, ...inner.map((one) => ({ ...one, value: { [variant.name]: one.value } }))];
    });
  }

  #flagVariations({ bits, flags }: FlagsDefinition, base: Value, path: string): Sample[] {
    const single = flags.flatMap(({ name, value }) =>
      value === null ? [] : [{ value: BigInt(value), when: `When \`${path}\` is \`${name}\`` }],
    );
    return [...single, ...this.variations(bits, base, path)];
  }

  #someVariant({ variants }: EnumDefinition): Value {
    const variant = variants[Math.min(this.#number ?? 0, variants.length - 1)];
    return variant ? this.#variantValue(variant) : null;
  }

  #unionVariations(fields: readonly Field[], path: string): Sample[] {
    return fields.slice(1).map((field) => ({
      value: { [field.name]: this.base(field.type) },
      when: `When \`${path}\` is its \`${field.name}\``,
    }));
  }

  #variantValue(variant: Variant, of = (field: Field) => this.base(field.type)): Value {
    if (variant.shape === 'unit') return variant.name;
    return { [variant.name]: this.#structValue(variant.shape, variant.fields, of) };
  }

  #structValue(
    shape: 'named' | 'tuple' | 'unit',
    fields: readonly Field[],
    of: (field: Field, index: number) => Value,
  ): Value {
    if (shape === 'unit') return null;
    if (shape === 'named') return Object.fromEntries(fields.map((field, i) => [field.name, of(field, i)]));
    return fields.length === 1 ? of(fields[0] as Field, 0) : fields.map(of);
  }

  #distinctInteger(name: IntegerName): Value {
    let value = 0n;
    for (let byte = 0; byte < bitsOf(name) / 8; byte++) {
      value |= BigInt(this.#nextByte) << BigInt(8 * byte);
      this.#nextByte = (this.#nextByte % 126) + 1;
    }
    return bitsOf(name) > 32 ? value : Number(value);
  }
}

/** Elements of an array that are worth varying: the first, its neighbour and the last. */
function varied(list: Value): number[] {
  if (!Array.isArray(list)) return [];
  return [...new Set([0, 1, list.length - 1])].filter((index) => index >= 0 && index < list.length);
}

function bitsOf(name: IntegerName): number {
  const digits = /\d+/.exec(name);
  return digits ? Number(digits[0]) : 32;
}

function limits(name: IntegerName): (number | bigint)[] {
  const bits = bitsOf(name);
  const isSigned = name.startsWith('i');
  const most = (1n << BigInt(isSigned ? bits - 1 : bits)) - 1n;
  const values = isSigned ? [0n, 1n, 2n, -1n, most, -most - 1n] : [0n, 1n, 2n, most];
  return bits > 32 ? values : values.map(Number);
}
