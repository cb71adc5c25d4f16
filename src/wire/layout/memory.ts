import {
  DEFAULT_REPR,
  type EnumDefinition,
  type Field,
  type IntegerName,
  type Length,
  type Repr,
  type Type,
  type TypeDefinition,
  type TypeId,
  type TypeTable,
  type UnionDefinition,
  type UnresolvedReason,
} from '../../schema/index.ts';
import type { Target } from '../target.ts';
import { type PlacedEnum, placeEnum } from './memory-enum.ts';
import type { Size } from './model.ts';
import { exact, type Memory, type Placement, type PlacementRules, place, sizeOf } from './placement.ts';

/** A type whose size cannot be told, and why. */
export interface Unknown {
  readonly unresolved: readonly UnresolvedReason[];
}

/** What a definition looks like in memory, as far as its own kind goes. */
export type DefinitionMemory =
  | (Placement & { readonly kind: 'fields' })
  | (PlacedEnum & { readonly kind: 'enum' })
  | (Memory & { readonly kind: 'plain' });

/** Nesting beyond this is refused: no real type comes near, and hostile ones must not exhaust the stack. */
export const MAX_NESTING = 128;

export function isUnknown<T extends object>(memory: T | Unknown): memory is Unknown {
  return 'unresolved' in memory;
}

/** One reason of each text. */
export function distinctReasons(reasons: readonly UnresolvedReason[]): UnresolvedReason[] {
  return [...new Map(reasons.map((reason) => [`${reason.kind} ${reason.message}`, reason])).values()];
}

/** Measures types as they lie in memory on a target. Each definition is measured once. */
export class MemoryImages {
  readonly table: TypeTable;
  readonly target: Target;
  readonly #definitions = new Map<TypeId, DefinitionMemory | Unknown>();
  readonly #open = new Set<TypeId>();
  #depth = 0;

  constructor(table: TypeTable, target: Target) {
    this.table = table;
    this.target = target;
  }

  /** The memory that a value of the type takes, or why that is not known. */
  of(type: Type): Memory | Unknown {
    if (this.#depth >= MAX_NESTING) return invalid('The type is nested too deeply.');
    this.#depth++;
    const memory = this.#measure(type);
    this.#depth--;
    // What rustc refuses as too big for the address space has no size that could be used for anything.
    if (!isUnknown(memory) && memory.size.max > 2 ** Math.min(53, 8 * this.target.pointerWidth - 1)) {
      return invalid("The type is larger than the target's address space.");
    }
    return memory;
  }

  #measure(type: Type): Memory | Unknown {
    switch (type.kind) {
      case 'integer':
      case 'float': {
        const size = numberSize(type.name, this.target);
        return plain(size, type.unaligned ? 1 : numberAlign(size, this.target));
      }
      case 'bool':
        return { ...plain(1, 1), niche: { offset: 0, size: 1, available: 254n } };
      case 'char':
        return { ...plain(4, 4), niche: { offset: 0, size: 4, available: 0x1_0000_0000n - 0x11_0000n } };
      case 'unit':
        return plain(0, 1);
      case 'never':
        return { ...plain(0, 1), uninhabited: true };
      case 'tuple':
        return this.tuple(type.elements);
      case 'array':
        return this.#array(type.element, type.length);
      case 'slice':
        return invalid('A slice has no size of its own.');
      case 'option':
        return this.enumOf(DEFAULT_REPR, unnamedVariants([[], [type.some]]));
      case 'result':
        return this.enumOf(DEFAULT_REPR, unnamedVariants([[type.ok], [type.err]]));
      case 'named':
        return this.definition(type.id);
      case 'alternatives':
        return this.#alternatives(type.cases.map((alternative) => this.of(alternative.type)));
      case 'unresolved':
        return { unresolved: [type.reason] };
    }
  }

  /** A definition of the table with the offsets of its fields. */
  definition(id: TypeId): DefinitionMemory | Unknown {
    const known = this.#definitions.get(id);
    if (known) return known;
    const definition = this.table[id];
    if (!definition) return { unresolved: [{ kind: 'not-found', message: `There is no definition of \`${id}\`.` }] };
    if (this.#open.has(id)) return invalid(`\`${definition.name}\` contains itself without end.`);
    this.#open.add(id);
    const memory = this.#define(definition);
    this.#open.delete(id);
    this.#definitions.set(id, memory);
    return memory;
  }

  #define(definition: TypeDefinition): DefinitionMemory | Unknown {
    switch (definition.kind) {
      case 'struct':
        return kinded('fields', this.fields(definition.fields, placementRules(definition.repr)));
      case 'union':
        return this.#union(definition);
      case 'enum':
        return kinded('enum', this.#enum(definition));
      case 'flags': {
        const bits = this.of(definition.bits);
        return isUnknown(bits) ? bits : { kind: 'plain', size: bits.size, align: bits.align };
      }
    }
  }

  fields(fields: readonly Field[], rules: PlacementRules): Placement | Unknown {
    const memories = this.#all(fields.map((field) => this.field(field)));
    return isUnknown(memories) ? memories : place(memories.known, rules);
  }

  /** The memory of a field, which takes none where its condition does not hold. */
  field(field: Field): Memory | Unknown {
    const memory = this.of(field.type);
    if (isUnknown(memory) || !field.condition) return memory;
    return { size: { min: 0, max: memory.size.max }, align: { min: 1, max: memory.align.max } };
  }

  tuple(elements: readonly Type[]): Placement | Unknown {
    const memories = this.#all(elements.map((element) => this.of(element)));
    return isUnknown(memories) ? memories : place(memories.known, { order: 'rust', lastStays: true });
  }

  /** The memory of an enum given by the fields of its variants. */
  enumOf(repr: Repr, variants: readonly EnumShape[]): PlacedEnum | Unknown {
    const shapes: { fields: readonly Memory[]; value: bigint }[] = [];
    const unresolved: UnresolvedReason[] = [];
    for (const variant of variants) {
      const fields = this.#all(variant.fields.map((field) => this.field(field)));
      if (isUnknown(fields)) unresolved.push(...fields.unresolved);
      else shapes.push({ fields: fields.known, value: variant.value });
    }
    if (unresolved.length > 0) return { unresolved: distinctReasons(unresolved) };
    const explicit = variants.some((variant, index) => variant.value !== BigInt(index));
    return placeEnum(shapes, repr, explicit, (name) => this.integer(name), this.target);
  }

  /** Size and alignment of an integer or float type, in bytes. */
  integer(name: IntegerName): { size: number; align: number } {
    const size = numberSize(name, this.target);
    return { size, align: numberAlign(size, this.target) };
  }

  #enum({ repr, variants, name }: EnumDefinition): PlacedEnum | Unknown {
    const open = variants.find((variant) => variant.value === null);
    // A tag whose type is given has its size whatever the values are.
    if (open && !repr.integer) {
      return {
        unresolved: [
          {
            kind: 'constant',
            message: `The value of \`${name}::${open.name}\` could not be worked out.`,
            mention: open.place,
          },
        ],
      };
    }
    return this.enumOf(
      repr,
      variants.map((variant) => ({ fields: variant.fields, value: BigInt(variant.value ?? 0) })),
    );
  }

  #union({ fields, repr }: UnionDefinition): DefinitionMemory | Unknown {
    const memories = this.#all(fields.map((field) => this.field(field)));
    if (isUnknown(memories)) return memories;
    // The language leaves a default-repr union open as well, but there is nothing to choose: all fields start at 0.
    const widest = (sizes: readonly Size[]) => ({
      min: most(sizes.map(({ min }) => min)),
      max: most(sizes.map(({ max }) => max)),
    });
    const content = {
      size: widest(memories.known.map((memory) => memory.size)),
      align: widest([sizeOf(1), ...memories.known.map((memory) => memory.align)]),
    };
    const { size, align } = place([content], { ...placementRules(repr), order: 'declared' });
    return { kind: 'plain', size, align };
  }

  #array(element: Type, length: Length): Memory | Unknown {
    const memory = this.of(element);
    const count = countOf(length);
    if (isUnknown(memory) || isUnknown(count)) {
      return {
        unresolved: distinctReasons([
          ...(isUnknown(memory) ? memory.unresolved : []),
          ...(isUnknown(count) ? count.unresolved : []),
        ]),
      };
    }
    return {
      size: { min: memory.size.min * count.min, max: memory.size.max * count.max },
      align: memory.align,
      ...(memory.niche && count.min > 0 && exact(count) && { niche: memory.niche }),
      ...(memory.uninhabited && count.min > 0 && { uninhabited: true }),
    };
  }

  #alternatives(cases: readonly (Memory | Unknown)[]): Memory | Unknown {
    const memories = this.#all(cases);
    if (isUnknown(memories)) return memories;
    const [first, ...rest] = memories.known;
    if (!first) return invalid('None of the alternatives exists.');
    const size = spanOf(memories.known.map((memory) => memory.size));
    const align = spanOf(memories.known.map((memory) => memory.align));
    const sameNiche = rest.every((memory) => JSON.stringify(memory, bigintText) === JSON.stringify(first, bigintText));
    return sameNiche ? first : { size, align };
  }

  #all(memories: readonly (Memory | Unknown)[]): { known: Memory[] } | Unknown {
    const unresolved = memories.flatMap((memory) => (isUnknown(memory) ? memory.unresolved : []));
    if (unresolved.length > 0) return { unresolved: distinctReasons(unresolved) };
    return { known: memories as Memory[] };
  }
}

/** An enum as far as its memory is concerned. */
export interface EnumShape {
  readonly fields: readonly Field[];
  readonly value: bigint;
}

function unnamedVariants(variants: readonly (readonly Type[])[]): EnumShape[] {
  return variants.map((fields, index) => ({
    fields: fields.map((type, position) => ({ name: String(position), type })),
    value: BigInt(index),
  }));
}

/** How the fields of a struct with this `repr` are placed. */
export function placementRules(repr: Repr): PlacementRules {
  return {
    order: repr.layout === 'C' ? 'declared' : 'rust',
    ...(repr.packed !== undefined && { packed: repr.packed }),
    ...(repr.align !== undefined && { align: repr.align }),
  };
}

/** Size of a number in memory, in bytes. */
export function numberSize(name: IntegerName | 'f32' | 'f64', target: Target): number {
  return name.endsWith('size') ? target.pointerWidth : Number(name.slice(1)) / 8;
}

function numberAlign(size: number, target: Target): number {
  return size === 16 ? target.align128 : size === 8 ? target.align64 : size;
}

/** The number of elements that a length allows. */
export function countOf(length: Length): Size | Unknown {
  if (typeof length === 'number') return sizeOf(length);
  if (length.kind === 'unresolved') return { unresolved: [length.reason] };
  if (length.cases.length === 0) return invalid('None of the alternatives exists.');
  return spanOf(length.cases.map(({ value }) => sizeOf(value)));
}

/** The smallest and the largest of several sizes. */
export function spanOf(sizes: readonly Size[]): Size {
  return sizes.reduce((span, size) => ({ min: Math.min(span.min, size.min), max: Math.max(span.max, size.max) }), {
    min: sizes[0]?.min ?? 0,
    max: sizes[0]?.max ?? 0,
  });
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((largest, number) => Math.max(largest, number), 0);
}

function plain(size: number, align: number): Memory {
  return { size: sizeOf(size), align: sizeOf(align) };
}

function invalid(message: string): Unknown {
  return { unresolved: [{ kind: 'invalid', message }] };
}

function kinded<K extends string, T extends object>(kind: K, memory: T | Unknown): (T & { kind: K }) | Unknown {
  return isUnknown(memory) ? memory : { ...memory, kind };
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
