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
 * shows), then the longest, then, one part after the other, every variant and the limits of every number.
 */
export function sampleValues(type: Type, types: TypeTable, name: string): Sample[] {
  const sampler = new Sampler(types);
  const base = sampler.base(type);
  return [
    { value: base, when: '' },
    ...sampler.variations(type, base, name).slice(0, MOST),
    { value: sampler.longest(type), when: `When the ${name} is longest` },
  ];
}

/** As {@link sampleValues}, for an argument list: each value is a record of arguments by name. */
export function sampleArguments(args: readonly ArgumentWire[], types: TypeTable): Sample[] {
  const sampler = new Sampler(types);
  const base = Object.fromEntries(args.map((arg) => [arg.name, sampler.base(arg.type)]));
  const longest = Object.fromEntries(args.map((arg) => [arg.name, sampler.longest(arg.type)]));
  const samples: Sample[] = [{ value: base, when: '' }];
  for (const arg of args) {
    for (const { value, when } of sampler.variations(arg.type, base[arg.name] ?? null, arg.name)) {
      samples.push({ value: { ...base, [arg.name]: value }, when });
    }
  }
  return [...samples.slice(0, MOST), { value: longest, when: 'When the arguments are longest' }];
}

class Sampler {
  readonly #types: TypeTable;
  readonly #layouts: Layouts;
  /** Runs through 1 … 126, so that neighbouring bytes differ and stay valid as signed numbers. */
  #nextByte = 1;

  constructor(types: TypeTable) {
    this.#types = types;
    this.#layouts = new Layouts(types, ARM);
  }

  /** One ordinary value. Call only on types that are fully resolved. */
  base(type: Type): Value {
    switch (type.kind) {
      case 'integer':
        return this.#distinctInteger(type.name);
      case 'float':
        return 1.5;
      case 'bool':
        return true;
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
        return this.#some(type.some, this.base(type.some));
      case 'result':
        return { Ok: this.base(type.ok) };
      case 'alternatives':
        return type.cases[0] ? this.base(type.cases[0].type) : null;
      case 'named': {
        const definition = this.#types[type.id];
        switch (definition?.kind) {
          case 'struct':
            return this.#structValue(definition.shape, definition.fields, (field) => this.base(field.type));
          case 'enum':
            return definition.variants[0] ? this.#variantValue(definition.variants[0]) : null;
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
        return [{ value: false, when: `When \`${path}\` is false` }];
      case 'tuple':
        return type.elements.flatMap((element, i) => this.#within(element, base, i, `${path}.${i}`));
      case 'array':
        return Array.isArray(base) && base.length > 0 ? this.#within(type.element, base, 0, `${path}[0]`) : [];
      case 'option':
        return [
          { value: null, when: `When \`${path}\` is \`None\`` },
          ...this.variations(type.some, unwrapSome(type.some, this.#types, base), path).map((one) => ({
            ...one,
            value: this.#some(type.some, one.value),
          })),
        ];
      case 'result': {
        const err = this.base(type.err);
        return [
          { value: { Err: err }, when: `When \`${path}\` is \`Err\`` },
          ...this.variations(type.ok, fieldOf(base, 'Ok'), path).map((one) => ({ ...one, value: { Ok: one.value } })),
          ...this.variations(type.err, err, path).map((one) => ({ ...one, value: { Err: one.value } })),
        ];
      }
      case 'named': {
        const definition = this.#types[type.id];
        if (definition?.kind === 'struct')
          return this.#structVariations(definition.shape, definition.fields, base, path);
        if (definition?.kind === 'enum') return this.#enumVariations(definition, path);
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

  #enumVariations(definition: EnumDefinition, path: string): Sample[] {
    return definition.variants.flatMap((variant, i) => {
      const base = this.#variantValue(variant);
      const own: Sample[] = i === 0 ? [] : [{ value: base, when: `When \`${path}\` is \`${variant.name}\`` }];
      if (variant.fields.length === 0) return own;
      const inner = this.#structVariations(
        variant.shape,
        variant.fields,
        fieldOf(base, variant.name),
        `${path}.${variant.name}`,
      );
      return [...own, ...inner.map((one) => ({ ...one, value: { [variant.name]: one.value } }))];
    });
  }

  #flagVariations({ bits, flags }: FlagsDefinition, base: Value, path: string): Sample[] {
    const single = flags.flatMap(({ name, value }) =>
      value === null ? [] : [{ value: BigInt(value), when: `When \`${path}\` is \`${name}\`` }],
    );
    return [...single, ...this.variations(bits, base, path)];
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

/** The value of field `index` inside a struct's value. */
export function partOf(
  shape: 'named' | 'tuple' | 'unit',
  fields: readonly Field[],
  value: Value,
  index: number,
): Value {
  if (shape === 'named') return fieldOf(value, (fields[index] as Field).name);
  if (fields.length === 1) return value;
  return Array.isArray(value) ? ((value[index] as Value | undefined) ?? null) : null;
}

/** What is in an `Option` that is not `None`. */
export function unwrapSome(some: Type, types: TypeTable, value: Value): Value {
  return mayBeNull(some, types) ? fieldOf(value, 'Some') : value;
}

export function fieldOf(value: Value, name: string): Value {
  return typeof value === 'object' && value !== null && name in value
    ? ((value as Record<string, Value>)[name] ?? null)
    : null;
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
