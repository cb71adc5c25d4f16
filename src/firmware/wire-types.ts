import type {
  EnumDefinition,
  Field,
  IntegerName,
  Repr,
  StructDefinition,
  Type,
  TypeDefinition,
  UnresolvedReason,
  Variant,
} from '../schema/index.ts';
import { ARM, MemoryImages, RISCV32, type Target } from '../wire/index.ts';
import {
  type CompiledEnum,
  type CompiledMember,
  type CompiledStruct,
  type CompiledTaggedEnum,
  type CompiledType,
  type CompiledTypes,
  lastName,
  type TypeRef,
} from './dwarf/types.ts';
import type { Firmware } from './model.ts';

/** The facts about the machine that a firmware's ELF files are for. */
export function targetOfFirmware({ tasks }: Firmware): Target {
  return tasks.find(({ machine }) => machine !== undefined)?.machine === 'riscv' ? RISCV32 : ARM;
}

/** More definitions than the interfaces of an image reach; a hostile file's types could go on without end. */
const MAX_DEFINITIONS = 20_000;
const MAX_NESTING = 64;

/**
 * Types of a compiled task as the wire stage has types of sources. Definitions go into one table, under the paths that Rust has for them.
 *
 * Debug information has no attributes. The `repr` of a definition is therefore the one under which our own layout agrees with that of the
 * compiler in size, alignment and every offset; where none does, the type is unresolved.
 */
export class WireTypes {
  readonly table: Record<string, TypeDefinition> = {};
  /** Definitions whose fields are known, but which the compiler placed as no `repr` that is known here would: fit for serde alone. */
  readonly placedOtherwise = new Set<string>();
  readonly #types: CompiledTypes;
  readonly #target: Target;
  readonly #failed = new Map<string, UnresolvedReason>();
  readonly #open = new Set<string>();
  #depth = 0;

  constructor(types: CompiledTypes, target: Target) {
    this.#types = types;
    this.#target = target;
  }

  of(ref: TypeRef): Type {
    if (this.#depth >= MAX_NESTING) return unresolved('', 'invalid', 'The type is nested too deeply.');
    this.#depth++;
    const type = this.#types.at(ref);
    const converted = type
      ? this.#convert(type)
      : unresolved('', 'not-found', 'The debug information has a type that it does not describe.');
    this.#depth--;
    return converted;
  }

  #convert(type: CompiledType): Type {
    switch (type.kind) {
      case 'base':
        return (
          baseType(type.name) ?? unresolved(type.name, 'unsupported', `\`${type.name}\` is no type that a message has.`)
        );
      case 'array':
        return { kind: 'array', element: this.of(type.element), length: type.count };
      case 'pointer':
        return unresolved(
          type.name,
          'unsupported',
          `\`${type.name}\` is a pointer, which means nothing in another task.`,
        );
      case 'other':
        return (
          baseType(type.name) ??
          unresolved(type.name, 'unsupported', `\`${type.name}\` is not described by the debug information.`)
        );
      case 'struct':
      case 'union':
      case 'enum':
      case 'tagged':
        return this.#known(type) ?? this.#named(type);
    }
  }

  /** Types of the language and of `core`, and the byte-order integers of zerocopy. */
  #known(type: CompiledStruct | CompiledEnum | CompiledTaggedEnum): Type | undefined {
    const { path } = type;
    if (type.kind === 'struct' && path.startsWith('(')) return this.#tuple(type);
    const bare = path.split('<', 1)[0] as string;
    switch (bare) {
      case 'core::option::Option':
        return this.#variantTypes(type, ['Some'], ([some]) => some && { kind: 'option', some });
      case 'core::result::Result':
        return this.#variantTypes(type, ['Ok', 'Err'], ([ok, err]) => ok && err && { kind: 'result', ok, err });
      case 'core::convert::Infallible':
        return { kind: 'never' };
      case 'core::marker::PhantomData':
        return { kind: 'unit' };
    }
    const [, name] = /^zerocopy::(?:byteorder::)?(?:num::)?([UIF]\d+|[UI]size)$/.exec(bare) ?? [];
    return name === undefined ? undefined : byteOrderType(name.toLowerCase(), path);
  }

  #tuple({ members, size, path }: CompiledStruct): Type {
    const elements = members.map(({ type }) => this.of(type));
    if (elements.length === 0) return { kind: 'unit' };
    const memory = new MemoryImages(this.table, this.#target).tuple(elements);
    if ('unresolved' in memory) return { kind: 'tuple', elements };
    const isSame = memory.size.max === size && members.every(({ offset }, index) => memory.offsets[index] === offset);
    return isSame ? { kind: 'tuple', elements } : disagreeing(path);
  }

  #variantTypes(
    type: CompiledType,
    names: readonly string[],
    make: (types: readonly (Type | undefined)[]) => Type | undefined,
  ): Type | undefined {
    if (type.kind !== 'tagged') return undefined;
    const types = names.map((name) => {
      const member = type.variants.find((variant) => variant.name === name)?.members[0];
      return member && this.of(member.type);
    });
    return make(types);
  }

  #named(type: CompiledStruct | CompiledEnum | CompiledTaggedEnum): Type {
    const id = type.path;
    if (this.#open.has(id)) return unresolved(id, 'invalid', `\`${id}\` contains itself without end.`);
    const failed = this.#failed.get(id);
    if (failed) return { kind: 'unresolved', text: id, reason: failed };
    if (this.table[id]) return { kind: 'named', id };
    if (Object.keys(this.table).length >= MAX_DEFINITIONS) {
      return unresolved(id, 'invalid', 'The interfaces reach more types than those of a build.');
    }
    this.#open.add(id);
    const definition = this.#fitting(type);
    this.#open.delete(id);
    if (definition) {
      this.table[id] = definition;
      return { kind: 'named', id };
    }
    if (type.kind === 'struct' || type.kind === 'tagged') {
      // Another release of the compiler orders the fields of a default `repr` otherwise. In a serde encoding they are as declared.
      this.placedOtherwise.add(id);
      const [last] = [...this.#candidates(type)].slice(-1);
      if (last) this.table[id] = { ...last, repr: { layout: 'rust' } };
      return { kind: 'named', id };
    }
    delete this.table[id];
    const { reason } = disagreeing(id);
    this.#failed.set(id, reason);
    return { kind: 'unresolved', text: id, reason };
  }

  /** The definition under the first `repr` that gives the compiler's layout. */
  #fitting(type: CompiledStruct | CompiledEnum | CompiledTaggedEnum): TypeDefinition | undefined {
    const definitions = this.#candidates(type);
    return definitions.find((definition) => {
      this.table[type.path] = definition;
      return this.#agrees(type, definition);
    });
  }

  *#candidates(type: CompiledStruct | CompiledEnum | CompiledTaggedEnum): IteratorObject<TypeDefinition> {
    const base = {
      id: type.path,
      name: shortName(type.path),
      crate: type.path.split('::', 1)[0] as string,
      derives: [],
    };
    switch (type.kind) {
      case 'struct': {
        const flags = this.#flags(type);
        if (flags) yield { ...base, kind: 'flags', repr: { layout: 'rust' }, bits: flags, flags: [] };
        const fields = this.#fields(type.members);
        const shape = shapeOf(type.members);
        for (const repr of STRUCT_REPRS(type.align))
          yield { ...base, kind: 'struct', repr, shape, fields } satisfies StructDefinition;
        return;
      }
      case 'union': {
        const fields = this.#fields(type.members);
        for (const repr of STRUCT_REPRS(type.align)) yield { ...base, kind: 'union', repr, fields };
        return;
      }
      case 'enum': {
        const variants = type.variants.map(
          ({ name, value }, index): Variant => ({
            name,
            index,
            value: String(value),
            written: true,
            shape: 'unit',
            fields: [],
          }),
        );
        for (const repr of enumReprs(type.size, type.isSigned))
          yield { ...base, kind: 'enum', repr, variants } satisfies EnumDefinition;
        return;
      }
      case 'tagged': {
        const direct = type.variants.every(({ value }) => value !== undefined);
        // The value of the only variant of an enum is nowhere in the firmware.
        const hasNoTag = type.tag === undefined && type.variants.every(({ members }) => members.length === 0);
        const variants = type.variants.map(
          ({ name, value, members }, index): Variant => ({
            name,
            index,
            value: direct ? String(value) : hasNoTag ? null : String(index),
            ...(direct && { written: true as const }),
            shape: shapeOf(members),
            fields: this.#fields(members),
          }),
        );
        for (const repr of enumReprs(type.tag?.size ?? 0, false)) yield { ...base, kind: 'enum', repr, variants };
        return;
      }
    }
  }

  /** The integer of a `bitflags!` type: version 2 wraps a type of its own name for it, version 1 has one field `bits`. */
  #flags({ members }: CompiledStruct): Type | undefined {
    const [only, ...others] = members;
    if (!only || others.length > 0) return undefined;
    const inner = this.#types.at(only.type);
    if (inner?.kind === 'base') return only.name === 'bits' ? baseType(inner.name) : undefined;
    if (inner?.kind !== 'struct' || lastName(inner.path) !== 'InternalBitFlags') return undefined;
    const [bits] = inner.members;
    return bits && this.of(bits.type);
  }

  #fields(members: readonly CompiledMember[]): Field[] {
    return members.map(({ name, type }) => ({ name, type: this.of(type) }));
  }

  #agrees(type: CompiledStruct | CompiledEnum | CompiledTaggedEnum, definition: TypeDefinition): boolean {
    const memory = new MemoryImages(this.table, this.#target).definition(definition.id);
    // A field that is not known leaves the layout open; the fields around it are known all the same.
    if ('unresolved' in memory) return definition.repr.layout === 'C' || definition.repr.integer !== undefined;
    if (memory.size.max !== type.size) return false;
    if (type.align !== undefined && memory.align.max !== type.align) return false;
    switch (memory.kind) {
      case 'plain':
        return true;
      case 'fields':
        return type.kind === 'struct' && hasOffsets(type.members, memory.offsets);
      case 'enum':
        return (
          type.kind === 'enum' ||
          (type.kind === 'tagged' &&
            type.variants.every(({ members }, index) => hasOffsets(members, memory.variants[index] ?? [])))
        );
    }
  }
}

function hasOffsets(members: readonly CompiledMember[], offsets: readonly (number | null)[]): boolean {
  return members.every(({ offset }, index) => offsets[index] === offset);
}

/** C first: where the compiler's own order is the same, nothing tells the two apart. */
function STRUCT_REPRS(align: number | undefined): Repr[] {
  return [
    { layout: 'C' },
    { layout: 'C', packed: 1 },
    { layout: 'rust' },
    ...(align === undefined
      ? []
      : [
          { layout: 'C' as const, align },
          { layout: 'rust' as const, align },
        ]),
    ...(align === undefined || align === 1 ? [] : [{ layout: 'C' as const, packed: align }]),
  ];
}

function enumReprs(tagSize: number, isSigned: boolean): Repr[] {
  const integer = [1, 2, 4, 8, 16].includes(tagSize)
    ? (`${isSigned ? 'i' : 'u'}${8 * tagSize}` as IntegerName)
    : undefined;
  return [
    ...(integer ? [{ layout: 'rust' as const, integer }] : []),
    { layout: 'rust' },
    ...(integer ? [{ layout: 'C' as const, integer }] : []),
    { layout: 'C' },
  ];
}

function shapeOf(members: readonly CompiledMember[]): 'named' | 'tuple' | 'unit' {
  if (members.length === 0) return 'unit';
  return members.every(({ name }) => /^\d+$/.test(name)) ? 'tuple' : 'named';
}

function baseType(name: string): Type | undefined {
  switch (name) {
    case 'u8':
    case 'u16':
    case 'u32':
    case 'u64':
    case 'u128':
    case 'usize':
    case 'i8':
    case 'i16':
    case 'i32':
    case 'i64':
    case 'i128':
    case 'isize':
      return { kind: 'integer', name };
    case 'f32':
    case 'f64':
      return { kind: 'float', name };
    case 'bool':
      return { kind: 'bool' };
    case 'char':
      return { kind: 'char' };
    case '()':
      return { kind: 'unit' };
    case '!':
      return { kind: 'never' };
    default:
      return undefined;
  }
}

function byteOrderType(name: string, path: string): Type | undefined {
  const endian = /BigEndian|network_endian/i.test(path) ? { endian: 'big' as const } : {};
  const type = baseType(name);
  return type?.kind === 'integer' || type?.kind === 'float' ? { ...type, ...endian, unaligned: true } : undefined;
}

/** `a::b::Name<c::D>` -> `Name<D>`. */
function shortName(path: string): string {
  return path.replace(/[A-Za-z_]\w*::(?=[A-Za-z_{])|\{[^}]*\}::/g, '');
}

export function disagreeing(path: string): Extract<Type, { kind: 'unresolved' }> {
  return unresolved(
    path,
    'unsupported',
    `The layout of \`${path}\` in the debug information fits no \`repr\` that this program knows.`,
  );
}

export function unresolved(
  text: string,
  kind: UnresolvedReason['kind'],
  message: string,
  help?: string,
): Extract<Type, { kind: 'unresolved' }> {
  return { kind: 'unresolved', text, reason: { kind, message, ...(help !== undefined && { help }) } };
}
