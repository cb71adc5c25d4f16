import type { Encoding } from '../../idol/index.ts';
import {
  type ArrayType,
  type EnumParts,
  type Field,
  type FlagsDefinition,
  type IntegerType,
  type StructParts,
  type Type,
  type TypeOf,
  type TypeTable,
  type TypeVisitor,
  type UnionDefinition,
  type VariantParts,
  visit,
} from '../../schema/index.ts';
import { ARM, Layouts, mayBeNull, type Value } from '../../wire/index.ts';
import { type Fields, fieldOf, hasKey, partsOf, unwrapSome, wholeOf } from './value-parts.ts';
import { distinctBytes, limits, type ValueSource } from './value-source.ts';

/** A value that may travel, and how people would say which one it is: `` When `mode` is `Fast` ``. Any value will do where that is empty. */
export interface Sample {
  value: Value;
  when: string;
}

const none = (): Value => null;
const nothing = (): Sample[] => [];

/** Makes values of types, as they travel in one encoding. Ask only for types that are fully resolved. */
export class Sampler implements TypeVisitor<Value, undefined> {
  protected readonly types: TypeTable;
  readonly #encoding: Encoding;
  readonly #source: ValueSource;

  constructor(types: TypeTable, encoding: Encoding, source: ValueSource = distinctBytes()) {
    this.types = types;
    this.#encoding = encoding;
    this.#source = source;
  }

  value(type: Type): Value {
    return visit(type, this.types, this, undefined);
  }

  integer({ name }: IntegerType): Value {
    return this.#source.integer(name);
  }

  float(): Value {
    return 1.5;
  }

  bool(): Value {
    return this.#source.bool();
  }

  char(): Value {
    return 'A';
  }

  readonly unit = none;
  readonly never = none;
  readonly unresolved = none;

  array({ element, length }: ArrayType): Value {
    return Array.from({ length: Number(length) }, () => this.value(element));
  }

  slice(): Value {
    return [];
  }

  struct(struct: StructParts): Value {
    return struct.definition ? this.#fields(struct) : struct.fields.map(({ type }) => this.value(type));
  }

  enum(parts: EnumParts): Value {
    const variant = this.pick(parts);
    return variant ? this.variant(parts, variant) : null;
  }

  union({ fields: [first] }: UnionDefinition): Value {
    return first ? { [first.name]: this.value(first.type) } : null;
  }

  flags({ bits }: FlagsDefinition): Value {
    return this.value(bits);
  }

  alternatives({ cases: [first] }: TypeOf<'alternatives'>): Value {
    return first ? this.value(first.type) : null;
  }

  protected pick({ of, variants }: EnumParts): VariantParts | undefined {
    if (of === 'option') return variants[this.#source.isSome() ? 1 : 0];
    return variants[of === 'result' ? Number(this.#source.isErr()) : this.#source.variant(variants.length)];
  }

  /** A value that is this variant. */
  variant({ of }: EnumParts, variant: VariantParts): Value {
    if (of === 'option') {
      const [some] = variant.fields;
      return some ? inSome(some.type, this.types, this.value(some.type)) : null;
    }
    return variant.shape === 'unit' ? variant.name : { [variant.name]: this.#fields(variant) };
  }

  #fields(fields: Fields): Value {
    return wholeOf(
      fields,
      this.present(fields.fields).map((field) => ({ field, value: this.value(field.type) })),
    );
  }

  protected present(fields: readonly Field[]): readonly Field[] {
    return this.#encoding === 'Zerocopy' ? fields : fields.filter((field) => !field.serdeSkip);
  }
}

/** Makes values that take the most bytes in a serde encoding, or the fewest, where variants differ in length. */
export class ExtremeSampler extends Sampler {
  readonly #end: 'longest' | 'shortest';
  readonly #layouts: Layouts;

  constructor(types: TypeTable, encoding: Encoding, end: 'longest' | 'shortest') {
    super(types, encoding);
    this.#end = end;
    this.#layouts = new Layouts(types, ARM);
  }

  override char(): Value {
    return this.#end === 'longest' ? '\u{10ffff}' : 'A';
  }

  protected override pick({ variants }: EnumParts): VariantParts | undefined {
    const sizes = variants.map(({ fields }) => this.#size(this.present(fields)));
    return variants[sizes.indexOf((this.#end === 'longest' ? Math.max : Math.min)(...sizes))];
  }

  /** The most bytes, or the fewest, that values of fields take: what is longest at most may be shortest as well. */
  #size(fields: readonly Field[]): number {
    const end = this.#end === 'longest' ? 'max' : 'min';
    return fields.reduce((sum, { type }) => sum + (this.#layouts.of(type, 'Hubpack', '').size?.[end] ?? 0), 0);
  }
}

/** A value, and what sentences call it. */
interface Place {
  readonly base: Value;
  readonly path: string;
}

/** Makes values that differ from another one in one part each. */
export class Variations implements TypeVisitor<Sample[], Place> {
  readonly #types: TypeTable;
  readonly #sampler: Sampler;

  constructor(types: TypeTable, encoding: Encoding) {
    this.#types = types;
    this.#sampler = new Sampler(types, encoding);
  }

  of(type: Type, base: Value, path: string): Sample[] {
    return visit(type, this.#types, this, { base, path });
  }

  integer({ name }: IntegerType, { path }: Place): Sample[] {
    return limits(name).map((value) => ({ value, when: `When \`${path}\` is ${value}` }));
  }

  float(_: Type, { path }: Place): Sample[] {
    return [{ value: 0, when: `When \`${path}\` is 0` }];
  }

  bool(_: Type, { base, path }: Place): Sample[] {
    return [{ value: !base, when: `When \`${path}\` is ${!base}` }];
  }

  array({ element }: ArrayType, { base, path }: Place): Sample[] {
    return varied(base).flatMap((index) => this.#within(element, base, index, `${path}[${index}]`));
  }

  struct({ fields, shape, definition }: StructParts, { base, path }: Place): Sample[] {
    if (definition) return this.#inFields({ fields, shape }, base, path);
    return fields.flatMap(({ name, type }, index) => this.#within(type, base, index, `${path}.${name}`));
  }

  enum(parts: EnumParts, place: Place): Sample[] {
    return parts.of === 'option' ? this.#inOption(parts, place) : this.#inVariants(parts, place);
  }

  union({ fields }: UnionDefinition, { path }: Place): Sample[] {
    return fields.slice(1).map(({ name, type }) => ({
      value: { [name]: this.#sampler.value(type) },
      when: `When \`${path}\` is its \`${name}\``,
    }));
  }

  flags({ bits, flags }: FlagsDefinition, { base, path }: Place): Sample[] {
    const single = flags.flatMap(({ name, value }) =>
      value === null ? [] : [{ value: BigInt(value), when: `When \`${path}\` is \`${name}\`` }],
    );
    return [...single, ...this.of(bits, base, path)];
  }

  readonly char = nothing;
  readonly unit = nothing;
  readonly never = nothing;
  readonly slice = nothing;
  readonly alternatives = nothing;
  readonly unresolved = nothing;

  #inOption({ variants }: EnumParts, { base, path }: Place): Sample[] {
    const [, some] = variants as [VariantParts, VariantParts];
    const [{ type }] = some.fields as [Field];
    const value = base === null ? this.#sampler.value(type) : unwrapSome(type, this.#types, base);
    return [
      { value: null, when: `When \`${path}\` is \`None\`` },
      ...this.of(type, value, path).map((one) => ({ ...one, value: inSome(type, this.#types, one.value) })),
    ];
  }

  #inVariants(parts: EnumParts, { base, path }: Place): Sample[] {
    return parts.variants.flatMap((variant) => {
      const { name, fields } = variant;
      const isBase = base === name || hasKey(base, name);
      const value = isBase ? base : this.#sampler.variant(parts, variant);
      const own: Sample[] = isBase ? [] : [{ value, when: `When \`${path}\` is \`${name}\`` }];
      if (fields.length === 0) return own;
      const inner = this.#inFields(variant, fieldOf(value, name), `${path}.${name}`);
      return [...own, ...inner.map((one) => ({ ...one, value: { [name]: one.value } }))];
    });
  }

  #inFields(fields: Fields, base: Value, path: string): Sample[] {
    const parts = partsOf(fields, base);
    return parts.flatMap(({ field, value }, index) => {
      const name = fields.shape === 'tuple' && fields.fields.length === 1 ? path : `${path}.${field.name}`;
      return this.of(field.type, value, name).map((one) => ({
        ...one,
        value: wholeOf(fields, parts.with(index, { field, value: one.value })),
      }));
    });
  }

  #within(type: Type, list: Value, index: number, path: string): Sample[] {
    if (!Array.isArray(list)) return [];
    return this.of(type, list[index] as Value, path).map((one) => ({ ...one, value: list.with(index, one.value) }));
  }
}

/** A value in an `Option`, which says so where the value may be null itself. */
function inSome(type: Type, types: TypeTable, value: Value): Value {
  return mayBeNull(type, types) ? { Some: value } : value;
}

/** Elements of an array that are worth varying: the first, its neighbour and the last. */
function varied(list: Value): number[] {
  if (!Array.isArray(list)) return [];
  return [...new Set([0, 1, list.length - 1])].filter((index) => index >= 0 && index < list.length);
}
