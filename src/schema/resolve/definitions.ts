import {
  allOf,
  type Condition,
  type ConstItem,
  conditionsOf,
  type Declared,
  type EnumItem,
  type FieldItem,
  type FlagsItem,
  type StructItem,
  type UnionItem,
  type VariantItem,
} from '../../rust/index.ts';
import { typeName } from '../type-name.ts';
import type { Field, FlagsDefinition, Length, Type, TypeDefinition, TypeId, TypeTable, Variant } from '../types.ts';
import { numbered } from '../variant-numbers.ts';
import {
  applicable,
  containerObstacle,
  derivesOf,
  fieldObstacle,
  isSerdeSkipped,
  isServerDeath,
  reprOf,
  variantObstacle,
} from './definition-attributes.ts';
import { readCodes } from './handwritten-codes.ts';
import type { Resolver } from './resolver.ts';
import { type Argument, contextOf, place, type TypeContext } from './type-context.ts';

export type TypeItem = StructItem | EnumItem | UnionItem | FlagsItem;

/** A tree that is made to have no end of types is cut off here: a real one has some hundreds, with short names. */
const MAX_DEFINITIONS = 4_000;
const MAX_ID_LENGTH = 600;

/** Makes definitions of items, one for each set of generic arguments. */
export class Definitions {
  readonly #table: Record<TypeId, TypeDefinition> = {};
  readonly #types: Resolver;
  readonly #ids = new Map<Declared<TypeItem>, Map<string, TypeId>>();
  readonly #declared = new Map<TypeId, Declared<TypeItem>>();

  constructor(types: Resolver) {
    this.#types = types;
  }

  get table(): TypeTable {
    return this.#table;
  }

  /** The item that a definition was made of. */
  declared(id: TypeId): Declared<TypeItem> | undefined {
    return this.#declared.get(id);
  }

  /**
   * The id of an item's definition, which is made if need be; undefined when there are too many. `conditions` tell it
   * from other items of its name.
   */
  define(
    declared: Declared<TypeItem>,
    parameters: ReadonlyMap<string, Argument>,
    conditions: readonly Condition[],
    depth: number,
  ): TypeId | undefined {
    const { item } = declared;
    const generics = this.genericsText(parameters);
    let ids = this.#ids.get(declared);
    if (!ids) {
      ids = new Map();
      this.#ids.set(declared, ids);
    }
    const known = ids.get(generics);
    if (known !== undefined) return known;
    const name = generics === '' ? item.name : `${item.name}<${generics}>`;
    const id = this.#freeId(declared, name, conditions);
    if (this.#declared.size >= MAX_DEFINITIONS || id.length > MAX_ID_LENGTH) return undefined;
    ids.set(generics, id);
    this.#declared.set(id, declared);
    const type: Type = { kind: 'named', id };
    const context = { ...contextOf(declared, depth), parameters, self: { type, declared } };
    this.#table[id] = this.#types.apart(() => this.#read(id, name, declared, context));
    return id;
  }

  /** Generic arguments in a text that is equal only for equal ones. */
  genericsText(parameters: ReadonlyMap<string, Argument>): string {
    return [...parameters.values()].map((argument) => this.#argumentText(argument)).join(', ');
  }

  #argumentText(argument: Argument): string {
    if (argument.kind === 'type') return this.#idText(argument.type);
    const { length } = argument;
    return typeof length === 'number' ? String(length) : lengthText(length);
  }

  /** Types of other crates may share a name, so that ids have the whole path. */
  #idText(type: Type): string {
    return type.kind === 'named' ? type.id : typeName(type, this.#table);
  }

  #freeId(declared: Declared<TypeItem>, name: string, conditions: readonly Condition[]): TypeId {
    const { module } = declared;
    const path = [module.crate.externName, ...module.path, name].join('::');
    const condition = allOf(conditions);
    const label = condition?.kind === 'images' ? condition.images[0] : condition?.predicate;
    const wanted = label === undefined ? path : `${path}[${label}]`;
    let id = wanted;
    for (let count = 2; this.#declared.has(id) && this.#declared.get(id) !== declared; count++)
      id = `${wanted}#${count}`;
    return id;
  }

  #read(id: TypeId, name: string, declared: Declared<TypeItem>, context: TypeContext): TypeDefinition {
    const { item, module } = declared;
    const written = place({ span: item.nameSpan }, declared);
    const attributes = applicable(item.attributes);
    const derives = derivesOf(attributes);
    const obstacle = this.#serdeObstacle(declared, derives);
    const base = {
      id,
      name,
      crate: module.crate.externName,
      ...(item.doc !== undefined && { doc: item.doc }),
      ...(written && { place: written }),
      derives,
      repr: reprOf(attributes),
      ...(obstacle !== undefined && { customSerde: obstacle }),
    };
    // The shell is in the table before its fields are read, for they may lead back to it.
    switch (item.kind) {
      case 'struct': {
        const flags = this.#flagsOf(declared);
        const [bits] = item.fields;
        if (flags && bits && item.fields.length === 1) {
          return this.#flagsDefinition(base, this.#types.resolve(bits.type, context), flags, context);
        }
        const shell = { kind: item.kind, ...base, shape: item.shape, fields: [] };
        this.#table[id] = shell;
        return { ...shell, fields: this.#fields(item.fields, context) };
      }
      case 'union': {
        const shell = { kind: item.kind, ...base, fields: [] };
        this.#table[id] = shell;
        return { ...shell, fields: this.#fields(item.fields, context) };
      }
      case 'enum': {
        const shell = { kind: item.kind, ...base, variants: [] };
        this.#table[id] = shell;
        const variants = this.#variants(item, context, base.repr.integer ?? 'isize');
        const codes = readCodes(declared as Declared<EnumItem>, this.#types);
        if (!codes) return { ...shell, variants };
        const coded = variants.map((variant) => ({ ...variant, code: codes.get(variant.name) ?? null }));
        const open = coded.filter(({ code }) => code === null).map(({ name: variant }) => `\`${variant}\``);
        return {
          ...shell,
          variants: coded,
          ...(open.length > 0 && {
            codesComputed: `Hand-written code computes the return code of ${open.join(', ')}.`,
          }),
        };
      }
      case 'flags': {
        return this.#flagsDefinition(base, this.#types.resolve(item.bits, context), item.flags, context);
      }
    }
  }

  /** The flags that a `bitflags!` elsewhere gives a struct. */
  #flagsOf(declared: Declared<TypeItem>): readonly ConstItem[] | undefined {
    return this.#types.impls(declared).find(({ item }) => item.flags)?.item.consts;
  }

  #flagsDefinition(
    base: Omit<FlagsDefinition, 'kind' | 'bits' | 'flags'>,
    bits: Type,
    items: readonly ConstItem[],
    context: TypeContext,
  ): FlagsDefinition {
    const expected = bits.kind === 'integer' ? bits.name : 'u32';
    const flags = items.map(({ name, value, doc }) => {
      const number = value && this.#types.constants.integer(value, context, expected);
      return { name, value: number === undefined ? null : String(number), ...(doc !== undefined && { doc }) };
    });
    return { kind: 'flags', ...base, bits, flags };
  }

  #fields(items: readonly FieldItem[], context: TypeContext): Field[] {
    return items.flatMap((item) => {
      const conditions = conditionsOf(item.cfg, this.#types.program.architectures);
      if (!conditions) return [];
      const condition = allOf(conditions);
      return {
        name: item.name,
        type: this.#types.resolve(item.type, context),
        ...(item.doc !== undefined && { doc: item.doc }),
        ...(condition && { condition }),
        ...(isSerdeSkipped(applicable(item.attributes)) && { serdeSkip: true as const }),
      };
    });
  }

  #variants(item: EnumItem, context: TypeContext, expected: string): Variant[] {
    const variants = item.variants.flatMap((variant) => {
      const conditions = conditionsOf(variant.cfg, this.#types.program.architectures);
      return conditions ? [this.#variant(variant, allOf(conditions), context, expected)] : [];
    });
    return numbered(variants);
  }

  /** A variant whose index, and value if the source does not state it, are yet to be counted. */
  #variant(variant: VariantItem, condition: Condition | undefined, context: TypeContext, expected: string): Variant {
    const written = place({ span: variant.nameSpan }, context);
    const value = variant.discriminant && this.#types.constants.integer(variant.discriminant, context, expected);
    return {
      name: variant.name,
      index: 0,
      value: value === undefined ? null : String(value),
      ...(variant.discriminant && { written: true as const }),
      shape: variant.shape,
      fields: this.#fields(variant.fields, context),
      ...(variant.doc !== undefined && { doc: variant.doc }),
      ...(condition && { condition }),
      ...(isServerDeath(applicable(variant.attributes)) && { serverDeath: true as const }),
      ...(written && { place: written }),
    };
  }

  /** What makes the serde form of a definition differ from what its derive would write. */
  #serdeObstacle(declared: Declared<TypeItem>, derives: readonly string[]): string | undefined {
    const { item } = declared;
    const own = containerObstacle(applicable(item.attributes));
    if (own !== undefined || item.kind === 'flags') return own;
    const fields = item.kind === 'enum' ? item.variants.flatMap((variant) => variant.fields) : item.fields;
    const members = [
      ...(item.kind === 'enum' ? item.variants : []).map((one) =>
        variantObstacle(one.name, applicable(one.attributes)),
      ),
      ...fields.map((one) => fieldObstacle(one.name, applicable(one.attributes))),
    ];
    const obstacle = members.find((one) => one !== undefined);
    if (obstacle !== undefined) return obstacle;
    if (derives.includes('Serialize')) return undefined;
    const written = this.#types
      .impls(declared)
      .some(({ item: { trait } }) => trait?.segments.at(-1)?.name === 'Serialize');
    return written ? `\`${item.name}\` is serialized by hand-written code.` : undefined;
  }
}

function lengthText(length: Exclude<Length, number>): string {
  return length.kind === 'unresolved' ? length.text : length.cases.map(({ value }) => value).join('|');
}
