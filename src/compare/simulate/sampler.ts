import type { Encoding } from '../../idol/index.ts';
import type { EnumDefinition, Field, FlagsDefinition, Type, TypeTable, Variant } from '../../schema/index.ts';
import { ARM, Layouts, mayBeNull, type Value } from '../../wire/index.ts';
import { type Fields, fieldOf, hasKey, partsOf, unwrapSome, wholeOf } from './value-parts.ts';
import { distinctBytes, limits, type ValueSource } from './value-source.ts';

/** A value that may travel, and how people would say which one it is: `` When `mode` is `Fast` ``. Any value will do where that is empty. */
export interface Sample {
  value: Value;
  when: string;
}

/** Makes values of types, and others from these, as they travel in one encoding. */
export class Sampler {
  readonly #types: TypeTable;
  readonly #encoding: Encoding;
  readonly #layouts: Layouts;
  readonly #source: ValueSource;

  constructor(types: TypeTable, encoding: Encoding, source: ValueSource = distinctBytes()) {
    this.#types = types;
    this.#encoding = encoding;
    this.#source = source;
    this.#layouts = new Layouts(types, ARM);
  }

  /** One ordinary value. Call only on types that are fully resolved. */
  base(type: Type): Value {
    switch (type.kind) {
      case 'integer':
        return this.#source.integer(type.name);
      case 'float':
        return 1.5;
      case 'bool':
        return this.#source.bool();
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
        return this.#source.isSome() ? this.#some(type.some, this.base(type.some)) : null;
      case 'result':
        return this.#source.isErr() ? { Err: this.base(type.err) } : { Ok: this.base(type.ok) };
      case 'alternatives':
        return type.cases[0] ? this.base(type.cases[0].type) : null;
      case 'named': {
        const definition = this.#types[type.id];
        switch (definition?.kind) {
          case 'struct':
            return this.#structValue(definition, (field) => this.base(field.type));
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

  /** A value that takes the most bytes in a serde encoding, or the fewest, where variants differ in length. */
  extreme(type: Type, end: 'longest' | 'shortest'): Value {
    const isLongest = end === 'longest';
    switch (type.kind) {
      case 'char':
        return isLongest ? '\u{10ffff}' : 'A';
      case 'tuple':
        return type.elements.map((element) => this.extreme(element, end));
      case 'array':
        return Array.from({ length: Number(type.length) }, () => this.extreme(type.element, end));
      case 'option':
        return isLongest ? this.#some(type.some, this.extreme(type.some, end)) : null;
      case 'result':
        return this.#size([type.ok], end) >= this.#size([type.err], end) === isLongest
          ? { Ok: this.extreme(type.ok, end) }
          : { Err: this.extreme(type.err, end) };
      case 'named': {
        const definition = this.#types[type.id];
        if (definition?.kind === 'struct') {
          return this.#structValue(definition, (field) => this.extreme(field.type, end));
        }
        if (definition?.kind === 'enum') {
          const sizes = definition.variants.map(({ fields }) =>
            this.#size(
              this.#present(fields).map(({ type: part }) => part),
              end,
            ),
          );
          const variant = definition.variants[sizes.indexOf((isLongest ? Math.max : Math.min)(...sizes))];
          return variant ? this.#variantValue(variant, (field) => this.extreme(field.type, end)) : null;
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

  /** The most bytes, or the fewest, that values of these types take: what is longest at most may be shortest as well. */
  #size(types: readonly Type[], end: 'longest' | 'shortest'): number {
    const of = (type: Type) => this.#layouts.of(type, 'Hubpack', '').size?.[end === 'longest' ? 'max' : 'min'] ?? 0;
    return types.reduce((sum, type) => sum + of(type), 0);
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
        const types = { Ok: type.ok, Err: type.err };
        return (['Ok', 'Err'] as const).flatMap((variant) => {
          const inner = hasKey(base, variant) ? fieldOf(base, variant) : this.base(types[variant]);
          const own = hasKey(base, variant)
            ? []
            : [{ value: { [variant]: inner }, when: `When \`${path}\` is \`${variant}\`` }];
          const others = this.variations(types[variant], inner, path);
          return [...own, ...others.map((one) => ({ ...one, value: { [variant]: one.value } }))];
        });
      }
      case 'named': {
        const definition = this.#types[type.id];
        if (definition?.kind === 'struct') return this.#structVariations(definition, base, path);
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

  #structVariations(fields: Fields, base: Value, path: string): Sample[] {
    const parts = partsOf(fields, base);
    return parts.flatMap(({ field, value }, i) => {
      const name = fields.shape === 'tuple' && fields.fields.length === 1 ? path : `${path}.${field.name}`;
      return this.variations(field.type, value, name).map((one) => ({
        ...one,
        value: wholeOf(fields, parts.with(i, { field, value: one.value })),
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
      const inner = this.#structVariations(variant, data, `${path}.${variant.name}`);
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
    const variant = variants[this.#source.variant(variants.length)];
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
    return { [variant.name]: this.#structValue(variant, of) };
  }

  #structValue(fields: Fields, of: (field: Field) => Value): Value {
    return wholeOf(
      fields,
      this.#present(fields.fields).map((field) => ({ field, value: of(field) })),
    );
  }

  #present(fields: readonly Field[]): readonly Field[] {
    return this.#encoding === 'Zerocopy' ? fields : fields.filter((field) => !field.serdeSkip);
  }
}

/** Elements of an array that are worth varying: the first, its neighbour and the last. */
function varied(list: Value): number[] {
  if (!Array.isArray(list)) return [];
  return [...new Set([0, 1, list.length - 1])].filter((index) => index >= 0 && index < list.length);
}
