import {
  type ArrayType,
  type EnumParts,
  type Field,
  type FlagsDefinition,
  type FloatType,
  type IntegerType,
  type StructParts,
  type Type,
  type TypeDefinition,
  type TypeId,
  type TypeOf,
  type TypeTable,
  type TypeVisitor,
  type UnresolvedReason,
  visit,
  visitDefinition,
} from '../../schema/index.ts';
import type { Target } from '../target.ts';
import { countOf, distinctReasons, isUnknown, MAX_NESTING, numberSize, spanOf, type Unknown } from './memory.ts';
import type { Size } from './model.ts';
import { sizeOf } from './placement.ts';

/** The encodings that go through serde. */
export type SerdeEncoding = 'Hubpack' | 'Ssmarshal';

/** Lengths of values in a serde encoding, in bytes: a minimum and a maximum. Each definition is measured once. */
export class SerdeSizes implements TypeVisitor<Size | Unknown, undefined> {
  readonly encoding: SerdeEncoding;
  readonly #table: TypeTable;
  readonly #target: Target;
  readonly #isReserved: boolean;
  readonly #definitions = new Map<TypeId, Size | Unknown>();
  readonly #open = new Set<TypeId>();
  #depth = 0;

  /** @param counted what `travels`, or what `MAX_SIZE` of hubpack's `SerializedSize` has `reserved`: fields that serde skips, too */
  constructor(encoding: SerdeEncoding, table: TypeTable, target: Target, counted: 'travels' | 'reserved' = 'travels') {
    this.encoding = encoding;
    this.#table = table;
    this.#target = target;
    this.#isReserved = counted === 'reserved';
  }

  /** The length of a value of the type on the wire, or why that is not known. */
  of(type: Type): Size | Unknown {
    if (this.#depth >= MAX_NESTING) return invalid('The type is nested too deeply.');
    this.#depth++;
    const definition = type.kind === 'named' ? this.#table[type.id] : undefined;
    const size = definition ? this.#definition(definition) : visit(type, this.#table, this, undefined);
    this.#depth--;
    if (!isUnknown(size) && size.max > Number.MAX_SAFE_INTEGER)
      return invalid('The type is too large for any message.');
    return size;
  }

  /** The length of a field's value: nothing where serde skips it, or where its condition does not hold. */
  field(field: Field): Size | Unknown {
    if (field.serdeSkip && !this.#isReserved) return sizeOf(0);
    const size = this.of(field.type);
    return isUnknown(size) || !field.condition ? size : { min: 0, max: size.max };
  }

  /** The length of values one after the other. */
  sequence(fields: readonly Field[]): Size | Unknown {
    return sum(fields.map((field) => this.field(field)));
  }

  integer({ name }: IntegerType): Size {
    // serde knows no usize: it is a u64.
    return sizeOf(name.endsWith('size') ? 8 : numberSize(name, this.#target));
  }

  float({ name }: FloatType): Size {
    return sizeOf(numberSize(name, this.#target));
  }

  bool(): Size {
    return sizeOf(1);
  }

  char(): Size {
    // Hubpack reserves 4 bytes but refuses to write them; ssmarshal writes UTF-8.
    return this.encoding === 'Hubpack' ? sizeOf(4) : { min: 1, max: 4 };
  }

  unit(): Size {
    return sizeOf(0);
  }

  never(): Size {
    return sizeOf(0);
  }

  array(type: ArrayType): Size | Unknown {
    const element = this.of(type.element);
    const count = countOf(type.length);
    const unresolved = [element, count].flatMap((part) => (isUnknown(part) ? part.unresolved : []));
    if (isUnknown(element) || isUnknown(count)) return { unresolved: distinctReasons(unresolved) };
    return { min: element.min * count.min, max: element.max * count.max };
  }

  slice(): Unknown {
    return invalid('A slice has no size of its own.');
  }

  struct({ fields }: StructParts): Size | Unknown {
    return this.sequence(fields);
  }

  enum({ variants }: EnumParts): Size | Unknown {
    const payloads = known(variants.map(({ fields }) => this.sequence(fields)));
    if (isUnknown(payloads)) return payloads;
    const { min, max } = spanOf(payloads.sizes);
    return { min: 1 + min, max: 1 + max };
  }

  union(): Size {
    return sizeOf(0);
  }

  flags({ bits }: FlagsDefinition): Size | Unknown {
    return this.of(bits);
  }

  alternatives(type: TypeOf<'alternatives'>): Size | Unknown {
    const cases = known(type.cases.map((alternative) => this.of(alternative.type)));
    return isUnknown(cases) ? cases : spanOf(cases.sizes);
  }

  unresolved({ reason }: TypeOf<'unresolved'>): Unknown {
    return { unresolved: [reason] };
  }

  #definition(definition: TypeDefinition): Size | Unknown {
    const { id, name } = definition;
    const measured = this.#definitions.get(id);
    if (measured) return measured;
    if (this.#open.has(id)) return invalid(`\`${name}\` contains itself without end.`);
    this.#open.add(id);
    const obstacle = serdeObstacle(definition);
    const size = obstacle ? { unresolved: [obstacle] } : visitDefinition(definition, this, undefined);
    this.#open.delete(id);
    this.#definitions.set(id, size);
    return size;
  }
}

/** Why a definition's serde form is not what its fields say, if so. */
export function serdeObstacle(definition: TypeDefinition): UnresolvedReason | undefined {
  if (definition.kind === 'union') {
    return { kind: 'unsupported', message: `\`${definition.name}\` is a union, which serde cannot serialize.` };
  }
  if (definition.customSerde === undefined) return undefined;
  return {
    kind: 'unsupported',
    message: `\`${definition.name}\` is serialized by code of its own: ${definition.customSerde}`,
    mention: definition.place,
  };
}

function sum(sizes: readonly (Size | Unknown)[]): Size | Unknown {
  const parts = known(sizes);
  if (isUnknown(parts)) return parts;
  return parts.sizes.reduce((total, { min, max }) => ({ min: total.min + min, max: total.max + max }), sizeOf(0));
}

function known(sizes: readonly (Size | Unknown)[]): { sizes: Size[] } | Unknown {
  const unresolved = sizes.flatMap((size) => (isUnknown(size) ? size.unresolved : []));
  if (unresolved.length > 0) return { unresolved: distinctReasons(unresolved) };
  return { sizes: sizes as Size[] };
}

function invalid(message: string): Unknown {
  return { unresolved: [{ kind: 'invalid', message }] };
}
