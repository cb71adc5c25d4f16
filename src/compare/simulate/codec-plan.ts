import type { Encoding } from '../../idol/index.ts';
import type { EnumDefinition, Field, IntegerName, Type, TypeDefinition, TypeTable } from '../../schema/index.ts';
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
  /**
   * Nothing is known of the bytes, or nothing that would hold for all values: `why` says it. Two of one `pinned` are the same type of
   * one revision of a crate.
   */
  | { kind: 'open'; why: string; pinned?: string };

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
  /** Of the struct; undefined for arguments, tuples and the data of variants. */
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

class Planner {
  readonly #encoding: Encoding;
  readonly #images: MemoryImages;
  readonly #types: TypeTable;

  constructor(encoding: Encoding, images: MemoryImages) {
    this.#encoding = encoding;
    this.#images = images;
    this.#types = images.table;
  }

  plan(type: Type, depth: number): CodecPlan {
    if (depth > DEEPEST) return { kind: 'open', why: 'the type is nested too deeply' };
    const inner = (one: Type) => this.plan(one, depth + 1);
    switch (type.kind) {
      case 'integer':
        return this.#integer(type.name, type.endian === 'big');
      case 'float':
        return { kind: 'scalar', size: type.name === 'f32' ? 4 : 8, form: 'float', bigEndian: type.endian === 'big' };
      case 'bool':
        return { kind: 'scalar', size: 1, form: 'bool', bigEndian: false };
      case 'char':
        return this.#inMemory
          ? { kind: 'scalar', size: 4, form: 'char', bigEndian: false }
          : { kind: 'scalar', size: 1, form: 'utf8', bigEndian: false };
      case 'unit':
        return { kind: 'record', isTuple: true, parts: [] };
      case 'tuple': {
        const offsets = this.#offsets(type);
        const fields = type.elements.map((element, index) => ({ name: `${index}`, type: element }));
        return offsets === null ? NO_PLACES : this.#record(fields, offsets, true, depth);
      }
      case 'array': {
        if (typeof type.length !== 'number') return { kind: 'open', why: 'the length of an array is not known' };
        const memory = this.#images.of(type.element);
        const stride = this.#inMemory && !isUnknown(memory) ? { stride: memory.size.max } : {};
        return { kind: 'array', element: inner(type.element), count: type.length, ...stride };
      }
      case 'option':
        if (this.#inMemory) return NO_IMAGE;
        return this.#serdeVariants(
          'option',
          'Option',
          [
            { name: 'None', value: null, fields: [] },
            { name: 'Some', value: null, fields: [{ name: '0', type: type.some }] },
          ],
          depth,
        );
      case 'result':
        if (this.#inMemory) return NO_IMAGE;
        return this.#serdeVariants(
          'result',
          'Result',
          [
            { name: 'Ok', value: null, fields: [{ name: '0', type: type.ok }] },
            { name: 'Err', value: null, fields: [{ name: '0', type: type.err }] },
          ],
          depth,
        );
      case 'named': {
        const definition = this.#types[type.id];
        return definition
          ? this.#definition(type, definition, depth)
          : { kind: 'open', why: 'a definition is missing' };
      }
      case 'unresolved': {
        const { revision } = type.reason;
        const pinned = revision === undefined ? {} : { pinned: `${type.text} ${commitOf(revision)}` };
        return { kind: 'open', why: 'a type is unresolved', ...pinned };
      }
      case 'never':
      case 'slice':
      case 'alternatives':
        return { kind: 'open', why: `a type is ${type.kind}` };
    }
  }

  get #inMemory(): boolean {
    return this.#encoding === 'Zerocopy';
  }

  #integer(name: IntegerName, bigEndian: boolean): ScalarPlan {
    const form = name.startsWith('i') ? 'signed' : 'unsigned';
    const isPointer = name.endsWith('size');
    const memory = isPointer ? this.#images.target.pointerWidth : Number(name.slice(1)) / 8;
    const size = isPointer && !this.#inMemory ? 8 : memory;
    return { kind: 'scalar', size, form, bigEndian, ...(size !== memory && { bits: 8 * memory }) };
  }

  #definition(type: Type, definition: TypeDefinition, depth: number): CodecPlan {
    if (!this.#inMemory && definition.customSerde !== undefined) return { kind: 'open', why: definition.customSerde };
    switch (definition.kind) {
      case 'struct': {
        if (definition.fields.some(({ condition }) => condition)) return CONDITIONAL;
        const offsets = this.#offsets(type);
        if (offsets === null) return NO_PLACES;
        const isTuple = definition.shape === 'tuple';
        return { ...this.#record(definition.fields, offsets, isTuple, depth), name: definition.name };
      }
      case 'flags': {
        const bits = this.plan(definition.bits, depth + 1);
        if (bits.kind !== 'scalar' || definition.flags.some(({ value }) => value === null)) {
          return { kind: 'open', why: 'the bits of flags are not known' };
        }
        const flags = new Map(definition.flags.map(({ name, value }) => [name, BigInt(value ?? 0)]));
        return { kind: 'flags', bits, flags };
      }
      case 'enum':
        if (definition.variants.some(({ condition }) => condition)) return CONDITIONAL;
        return this.#inMemory ? this.#memoryEnum(definition, depth) : this.#serdeEnum(definition, depth);
      case 'union':
        if (!this.#inMemory) return { kind: 'open', why: 'serde cannot serialize a union' };
        return {
          kind: 'union',
          parts: definition.fields.map(({ name, type: field }) => ({ name, plan: this.plan(field, depth + 1) })),
        };
    }
  }

  #serdeEnum(definition: EnumDefinition, depth: number): CodecPlan {
    const plan = this.#serdeVariants('enum', definition.name, definition.variants, depth);
    return { ...plan, ...unsentOf(definition) };
  }

  #serdeVariants(
    of: EnumPlan['of'],
    name: string,
    variants: readonly { name: string; index?: number; value: string | null; fields: readonly Field[] }[],
    depth: number,
  ): EnumPlan {
    return {
      kind: 'enum',
      of,
      name,
      tag: 1,
      variants: variants.map(({ name: variant, index, value, fields }, position) => ({
        name: variant,
        index: index ?? position,
        tag: BigInt(index ?? position),
        value: value === null ? null : BigInt(value),
        data: this.#record(fields, undefined, isPositional(fields), depth),
      })),
    };
  }

  #memoryEnum(definition: EnumDefinition, depth: number): CodecPlan {
    const memory = this.#images.definition(definition.id);
    const isDefined = definition.repr.layout === 'C' || definition.repr.integer !== undefined;
    const isPlain = definition.variants.every(({ fields }) => fields.length === 0);
    if (isUnknown(memory) || memory.kind !== 'enum' || !(isDefined || isPlain)) return NO_IMAGE;
    const size = memory.tag?.size ?? 0;
    const variants: PlannedVariant[] = [];
    for (const [position, { name, index, value, fields }] of definition.variants.entries()) {
      if (value === null) return { kind: 'open', why: 'the value of a variant is not known' };
      const data = this.#record(fields, memory.variants[position], isPositional(fields), depth);
      variants.push({ name, index, tag: BigInt.asUintN(8 * size, BigInt(value)), value: BigInt(value), data });
    }
    return { kind: 'enum', of: 'enum', name: definition.name, tag: size, variants, ...unsentOf(definition) };
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
        const plan = offset === null ? NO_PLACES : this.plan(field.type, depth + 1);
        return { name: field.name, ...(typeof offset === 'number' && { offset }), plan };
      }),
    };
  }
}

function unsentOf(definition: EnumDefinition): Pick<EnumPlan, 'unsent'> {
  const unsent = unsentVariants(definition);
  return unsent.length > 0 ? { unsent } : {};
}

const NO_IMAGE: CodecPlan = { kind: 'open', why: 'an enum with data and no `repr` has no memory image' };
const NO_PLACES: CodecPlan = { kind: 'open', why: 'where fields lie in memory is not known' };
const CONDITIONAL: CodecPlan = { kind: 'open', why: 'a part depends on the configuration' };

function isPositional(fields: readonly Field[]): boolean {
  return fields.length > 0 && fields.every(({ name }) => /^\d/.test(name));
}
