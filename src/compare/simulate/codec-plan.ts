import type { Encoding } from '../../idol/index.ts';
import {
  type ArrayType,
  type EnumDefinition,
  type EnumParts,
  type Field,
  type FlagsDefinition,
  type FloatType,
  type IntegerType,
  type StructParts,
  type Type,
  type TypeDefinition,
  type TypeOf,
  type TypeVisitor,
  type UnionDefinition,
  visit,
} from '../../schema/index.ts';
import { isUnknown, type MemoryImages } from '../../wire/index.ts';
import { commitOf } from './unseen.ts';
import { unsentVariants } from './unsent-variants.ts';

/**
 * What a codec does with the values of a type, from the first byte on: sizes and offsets in bytes. Offsets are absent in a serde
 * encoding, where each part begins behind the one before it.
 */
export type CodecPlan =
  | ScalarPlan
  | { kind: 'flags'; bits: ScalarPlan; flags: ReadonlyMap<string, bigint> }
  | RecordPlan
  | { kind: 'array'; element: CodecPlan; count: number; stride?: number }
  | EnumPlan
  /** Every part at the start: which one is meant does not travel. */
  | { kind: 'union'; parts: readonly PlannedPart[] }
  /** Nothing is known that would hold for all values. Two of one `pinned` are the same type of one revision of a crate. */
  | { kind: 'open'; pinned?: string };

export interface ScalarPlan {
  kind: 'scalar';
  size: number;
  form: 'unsigned' | 'signed' | 'float' | 'bool' | 'char' | 'utf8';
  /** Meaningful for more than one byte. */
  bigEndian: boolean;
  /** In bits, where not every number of that size is one of the type: a `usize` that travels as 8 bytes. */
  bits?: number;
}

export interface RecordPlan {
  kind: 'record';
  /** Of the struct, without generic arguments; undefined for arguments, tuples and the data of variants. */
  name?: string;
  /** Whether parts are known by their place alone. */
  isTuple: boolean;
  parts: readonly PlannedPart[];
  /** Names of all fields in order, where serde skips some: a renamed field stands in the place of another in the source. */
  declared?: readonly string[];
}

export interface PlannedPart {
  name: string;
  offset?: number;
  plan: CodecPlan;
}

export interface EnumPlan {
  kind: 'enum';
  of: 'enum' | 'option' | 'result';
  /** Of the enum. */
  name: string;
  /** Bytes of the tag; 0 where there is but one variant in memory. */
  tag: number;
  variants: readonly PlannedVariant[];
  /** Names of variants that the enum has and that are never sent. */
  unsent?: readonly string[];
}

export interface PlannedVariant {
  name: string;
  /** Position among the declared variants. */
  index: number;
  /** What travels. */
  tag: bigint;
  value: bigint | null;
  data: RecordPlan;
}

/** Types nest less deeply than that, and recursive ones have no size. */
const DEEPEST = 64;

export function codecPlan(type: Type, encoding: Encoding, images: MemoryImages): CodecPlan {
  return new Planner(encoding, images).plan(type, 0);
}

class Planner implements TypeVisitor<CodecPlan, number> {
  readonly #encoding: Encoding;
  readonly #images: MemoryImages;

  constructor(encoding: Encoding, images: MemoryImages) {
    this.#encoding = encoding;
    this.#images = images;
  }

  /** @param depth how deep the type is nested */
  plan(type: Type, depth: number): CodecPlan {
    return depth > DEEPEST || this.#isSerializedByHand(type) ? OPEN : visit(type, this.#images.table, this, depth);
  }

  integer({ name, endian }: IntegerType): ScalarPlan {
    const form = name.startsWith('i') ? 'signed' : 'unsigned';
    const isPointer = name.endsWith('size');
    const memory = isPointer ? this.#images.target.pointerWidth : Number(name.slice(1)) / 8;
    const size = isPointer && !this.#inMemory ? 8 : memory;
    return { kind: 'scalar', size, form, bigEndian: endian === 'big', ...(size !== memory && { bits: 8 * memory }) };
  }

  float({ name, endian }: FloatType): ScalarPlan {
    return { kind: 'scalar', size: name === 'f32' ? 4 : 8, form: 'float', bigEndian: endian === 'big' };
  }

  bool(): ScalarPlan {
    return { kind: 'scalar', size: 1, form: 'bool', bigEndian: false };
  }

  char(): ScalarPlan {
    return this.#inMemory
      ? { kind: 'scalar', size: 4, form: 'char', bigEndian: false }
      : { kind: 'scalar', size: 1, form: 'utf8', bigEndian: false };
  }

  unit(): RecordPlan {
    return { kind: 'record', isTuple: true, parts: [] };
  }

  array({ element, length }: ArrayType, depth: number): CodecPlan {
    if (typeof length !== 'number') return OPEN;
    const memory = this.#images.of(element);
    const stride = this.#inMemory && !isUnknown(memory) ? { stride: memory.size.max } : {};
    return { kind: 'array', element: this.plan(element, depth + 1), count: length, ...stride };
  }

  struct({ fields, shape, type, definition }: StructParts, depth: number): CodecPlan {
    if (fields.some(({ condition }) => condition)) return OPEN;
    const offsets = this.#offsets(type);
    if (offsets === null) return OPEN;
    const record = this.#record(fields, offsets, shape === 'tuple', depth);
    return definition ? { ...record, name: baseName(definition) } : record;
  }

  enum(parts: EnumParts, depth: number): CodecPlan {
    const { of, variants, definition } = parts;
    if (this.#inMemory && !definition) return OPEN;
    if (variants.some(({ condition }) => condition)) return OPEN;
    if (this.#inMemory && definition) return this.#memoryEnum(definition, depth);
    return {
      kind: 'enum',
      of,
      name: definition ? baseName(definition) : of === 'option' ? 'Option' : 'Result',
      tag: 1,
      variants: variants.map(({ name, index, value, fields }) => ({
        name,
        index,
        tag: BigInt(index),
        // Nobody writes the values of the two that the language declares.
        value: value === null || !definition ? null : BigInt(value),
        data: this.#record(fields, undefined, isPositional(fields), depth),
      })),
      ...(definition && unsentOf(definition)),
    };
  }

  union({ fields }: UnionDefinition, depth: number): CodecPlan {
    if (!this.#inMemory) return OPEN;
    return { kind: 'union', parts: fields.map(({ name, type }) => ({ name, plan: this.plan(type, depth + 1) })) };
  }

  flags({ bits, flags }: FlagsDefinition, depth: number): CodecPlan {
    const plan = this.plan(bits, depth + 1);
    if (plan.kind !== 'scalar' || flags.some(({ value }) => value === null)) return OPEN;
    return { kind: 'flags', bits: plan, flags: new Map(flags.map(({ name, value }) => [name, BigInt(value ?? 0)])) };
  }

  never(): CodecPlan {
    return OPEN;
  }

  slice(): CodecPlan {
    return OPEN;
  }

  alternatives(): CodecPlan {
    return OPEN;
  }

  unresolved({ text, reason: { revision } }: TypeOf<'unresolved'>): CodecPlan {
    return revision === undefined ? OPEN : { kind: 'open', pinned: `${text} ${commitOf(revision)}` };
  }

  #isSerializedByHand(type: Type): boolean {
    const definition = type.kind === 'named' ? this.#images.table[type.id] : undefined;
    return !this.#inMemory && definition?.customSerde !== undefined;
  }

  get #inMemory(): boolean {
    return this.#encoding === 'Zerocopy';
  }

  #memoryEnum(definition: EnumDefinition, depth: number): CodecPlan {
    const memory = this.#images.definition(definition.id);
    const isDefined = definition.repr.layout === 'C' || definition.repr.integer !== undefined;
    const isPlain = definition.variants.every(({ fields }) => fields.length === 0);
    if (isUnknown(memory) || memory.kind !== 'enum' || !(isDefined || isPlain)) return OPEN;
    const size = memory.tag?.size ?? 0;
    const variants: PlannedVariant[] = [];
    for (const [position, { name, index, value, fields }] of definition.variants.entries()) {
      if (value === null) return OPEN;
      const data = this.#record(fields, memory.variants[position], isPositional(fields), depth);
      variants.push({ name, index, tag: BigInt.asUintN(8 * size, BigInt(value)), value: BigInt(value), data });
    }
    return { kind: 'enum', of: 'enum', name: baseName(definition), tag: size, variants, ...unsentOf(definition) };
  }

  /** Where the fields of a struct or tuple are in memory; undefined in a serde encoding, null where it is not known. */
  #offsets(type: Type): readonly (number | null)[] | undefined | null {
    if (!this.#inMemory) return undefined;
    const memory =
      type.kind === 'tuple'
        ? this.#images.tuple(type.elements)
        : type.kind === 'named'
          ? this.#images.definition(type.id)
          : undefined;
    return memory && !isUnknown(memory) && 'offsets' in memory ? memory.offsets : null;
  }

  #record(
    fields: readonly Field[],
    offsets: readonly (number | null)[] | undefined,
    isTuple: boolean,
    depth: number,
  ): RecordPlan {
    const present = fields.flatMap((field, index) => (this.#inMemory || !field.serdeSkip ? [{ field, index }] : []));
    const isWhole = present.length === fields.length;
    return {
      kind: 'record',
      isTuple,
      ...(!isWhole && !isTuple && { declared: fields.map(({ name }) => name) }),
      parts: present.map(({ field, index }): PlannedPart => {
        const offset = offsets?.[index];
        const plan = offset === null ? OPEN : this.plan(field.type, depth + 1);
        return { name: field.name, ...(typeof offset === 'number' && { offset }), plan };
      }),
    };
  }
}

function unsentOf(definition: EnumDefinition): Pick<EnumPlan, 'unsent'> {
  const unsent = unsentVariants(definition);
  return unsent.length > 0 ? { unsent } : {};
}

const OPEN: CodecPlan = { kind: 'open' };

/** What the source calls a definition: `Pair` of `Pair<u8>`, whose fields may have other names in another version of it. */
export function baseName({ name }: TypeDefinition): string {
  return name.split('<', 1)[0] as string;
}

function isPositional(fields: readonly Field[]): boolean {
  return fields.length > 0 && fields.every(({ name }) => /^\d/.test(name));
}
