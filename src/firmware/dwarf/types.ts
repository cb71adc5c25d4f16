import type { Elf } from '../elf.ts';
import { type Entries, type Entry, readEntries } from './entries.ts';

/** Offset of a type's entry in `.debug_info`. */
export type TypeRef = number;

/** A type as the compiler laid it out: sizes, alignments and offsets in bytes. */
export type CompiledType =
  | { readonly kind: 'base'; readonly name: string; readonly size: number; readonly isSigned: boolean }
  | CompiledStruct
  | CompiledEnum
  | CompiledTaggedEnum
  | { readonly kind: 'array'; readonly element: TypeRef; readonly count: number }
  | { readonly kind: 'pointer'; readonly name: string }
  /** What a type can be that no message carries, or that is not described fully. */
  | { readonly kind: 'other'; readonly name: string };

export interface Named {
  readonly ref: TypeRef;
  /** `crate::module::Name<…>`, as Rust's own paths. */
  readonly path: string;
  readonly size: number;
  readonly align?: number;
}

export interface CompiledStruct extends Named {
  readonly kind: 'struct' | 'union';
  /** In declaration order. */
  readonly members: readonly CompiledMember[];
}

export interface CompiledMember {
  readonly name: string;
  readonly offset: number;
  readonly type: TypeRef;
}

/** An enum without data. */
export interface CompiledEnum extends Named {
  readonly kind: 'enum';
  readonly isSigned: boolean;
  readonly variants: readonly { readonly name: string; readonly value: bigint }[];
}

/** An enum with data. */
export interface CompiledTaggedEnum extends Named {
  readonly kind: 'tagged';
  /** What tells the variants apart; absent where there is one variant only. */
  readonly tag?: { readonly offset: number; readonly size: number };
  readonly variants: readonly CompiledVariant[];
}

export interface CompiledVariant {
  readonly name: string;
  /** Value of the tag. Absent for the variant that any other value means: the tag then lies in a niche of its data. */
  readonly value?: bigint;
  readonly members: readonly CompiledMember[];
}

/** The types that an ELF file's debug information describes. */
export interface CompiledTypes {
  at(ref: TypeRef): CompiledType | undefined;
  /** Size in bytes of a type; undefined where it is not described fully. */
  sizeOf(ref: TypeRef): number | undefined;
  /** Types whose last name, without generic arguments, is this one. */
  named(name: string): readonly (CompiledStruct | CompiledEnum | CompiledTaggedEnum)[];
  /** Types of a full path. Several are of several units, or of items of one name in functions. */
  withPath(path: string): readonly (CompiledStruct | CompiledEnum | CompiledTaggedEnum)[];
  /** Constants and statics by last name, with the number that a constant has. */
  variables(name: string): readonly { readonly type: TypeRef | undefined; readonly value?: bigint }[];
  /** Full names of the types that functions of this name return. */
  returnedBy(name: string): readonly string[];
  /** Parts of the debug information that could not be read, a sentence each without a full stop. */
  readonly problems: readonly string[];
}

const NOTHING = new Uint8Array();

/** @throws Malformed when a section is damaged as a whole */
export function readTypes({ sections }: Elf): CompiledTypes {
  const bytes = (name: string) => sections.get(name)?.bytes() ?? NOTHING;
  return new EntryTypes(
    readEntries({
      info: bytes('.debug_info'),
      abbrev: bytes('.debug_abbrev'),
      str: bytes('.debug_str'),
      lineStr: bytes('.debug_line_str'),
      strOffsets: bytes('.debug_str_offsets'),
    }),
  );
}

class EntryTypes implements CompiledTypes {
  readonly problems: readonly string[];
  readonly #entries: ReadonlyMap<number, Entry>;
  readonly #types = new Map<TypeRef, CompiledType>();
  readonly #named = new Map<string, Entry[]>();
  readonly #variables = new Map<string, Entry[]>();
  readonly #functions = new Map<string, Entry[]>();

  constructor({ byOffset, problems }: Entries) {
    this.#entries = byOffset;
    this.problems = problems;
    for (const entry of byOffset.values()) {
      if (entry.name === undefined || entry.isDeclaration) continue;
      if (entry.tag === 'variable') push(this.#variables, lastName(entry.name), entry);
      if (entry.tag === 'function' && entry.type !== undefined) push(this.#functions, entry.name, entry);
      if (isNamedKind(entry)) push(this.#named, lastName(entry.name), entry);
    }
  }

  at(ref: TypeRef): CompiledType | undefined {
    const known = this.#types.get(ref);
    if (known) return known;
    const entry = this.#entries.get(ref);
    const type = entry && this.#compiled(entry);
    if (type) this.#types.set(ref, type);
    return type;
  }

  sizeOf(ref: TypeRef): number | undefined {
    let factor = 1;
    // Arrays of arrays are few; a chain that leads back to itself is a hostile file's.
    for (let type = this.at(ref), steps = 0; type && steps < 64; steps++) {
      if (type.kind === 'pointer' || type.kind === 'other') return undefined;
      if (type.kind !== 'array') return factor * type.size;
      factor *= type.count;
      type = this.at(type.element);
    }
    return undefined;
  }

  named(name: string) {
    return (this.#named.get(name) ?? []).flatMap((entry) => {
      const type = this.at(entry.offset);
      return type && 'path' in type ? [type] : [];
    });
  }

  withPath(path: string) {
    return this.named(lastName(path)).filter((type) => type.path === path);
  }

  variables(name: string) {
    return (this.#variables.get(name) ?? []).map(({ type, value }) => ({
      type,
      ...(value !== undefined && { value }),
    }));
  }

  returnedBy(name: string): string[] {
    const paths = (this.#functions.get(name) ?? []).flatMap(({ type }) => {
      const entry = type === undefined ? undefined : this.#entries.get(type);
      return entry ? [pathOf(entry)] : [];
    });
    return [...new Set(paths)];
  }

  #compiled(entry: Entry): CompiledType {
    const name = entry.name ?? '';
    switch (entry.tag) {
      case 'base':
        return { kind: 'base', name, size: entry.size ?? 0, isSigned: entry.encoding === 5 || entry.encoding === 6 };
      case 'enumeration':
        return this.#enum(entry);
      case 'structure':
      case 'union':
        return this.#structure(entry);
      case 'array': {
        const ranges = entry.children.filter(({ tag }) => tag === 'subrange');
        const count = ranges.reduce((product, range) => product * (range.count ?? 0), 1);
        return entry.type === undefined ? { kind: 'other', name } : { kind: 'array', element: entry.type, count };
      }
      case 'pointer':
        return { kind: 'pointer', name };
      case 'alias':
        return this.#aliased(entry);
      default:
        return { kind: 'other', name };
    }
  }

  #aliased(entry: Entry): CompiledType {
    let target: Entry | undefined = entry;
    for (let steps = 0; target?.tag === 'alias' && steps < 64; steps++) {
      target = target.type === undefined ? undefined : this.#entries.get(target.type);
    }
    return target && target.tag !== 'alias' ? this.#compiled(target) : { kind: 'other', name: entry.name ?? '' };
  }

  #enum(entry: Entry): CompiledType {
    const base = entry.type === undefined ? undefined : this.at(entry.type);
    const size = entry.size ?? 0;
    const isSigned = base?.kind === 'base' && base.isSigned;
    const variants = entry.children.flatMap((child) =>
      child.tag === 'enumerator' && child.value !== undefined
        ? [{ name: child.name ?? '', value: inBytes(child.value, size, isSigned) }]
        : [],
    );
    return { kind: 'enum', ...this.#nameOf(entry), isSigned, variants };
  }

  #structure(entry: Entry): CompiledType {
    if (entry.size === undefined || entry.isDeclaration) return { kind: 'other', name: entry.name ?? '' };
    const variantPart = entry.children.find(({ tag }) => tag === 'variant part');
    if (variantPart) return this.#tagged(entry, variantPart);
    const kind = entry.tag === 'union' ? 'union' : 'struct';
    return { kind, ...this.#nameOf(entry), members: this.#members(entry, 0) };
  }

  #tagged(entry: Entry, part: Entry): CompiledType {
    const tag = part.discriminant === undefined ? undefined : this.#entries.get(part.discriminant);
    const tagType = tag?.type === undefined ? undefined : this.at(tag.type);
    const tagSize = tagType?.kind === 'base' ? tagType.size : undefined;
    const variants = part.children.flatMap((variant) => {
      const member = variant.children.find(({ tag }) => tag === 'member');
      const struct = member?.type === undefined ? undefined : this.#entries.get(member.type);
      if (variant.tag !== 'variant' || !member || !struct) return [];
      const value = variant.discriminantValue;
      return [
        {
          name: member.name ?? struct.name ?? '',
          ...(value !== undefined && { value: inBytes(value, tagSize ?? 16, false) }),
          members: this.#members(struct, member.location ?? 0),
        },
      ];
    });
    return {
      kind: 'tagged',
      ...this.#nameOf(entry),
      ...(tag?.location !== undefined && tagSize !== undefined && { tag: { offset: tag.location, size: tagSize } }),
      variants,
    };
  }

  #members(struct: Entry, base: number): CompiledMember[] {
    return struct.children.flatMap(({ tag, name, type, location }) =>
      tag === 'member' && type !== undefined ? [{ name: memberName(name), offset: base + (location ?? 0), type }] : [],
    );
  }

  #nameOf(entry: Entry): Named {
    return {
      ref: entry.offset,
      path: pathOf(entry),
      size: entry.size ?? 0,
      ...(entry.align !== undefined && { align: entry.align }),
    };
  }
}

function isNamedKind({ tag, parent }: Entry): boolean {
  // The variants of an enum with data are structures inside of it.
  return (tag === 'structure' || tag === 'union' || tag === 'enumeration') && parent?.tag !== 'variant part';
}

/** The fields of a tuple are `__0`, `__1`. */
function memberName(name: string | undefined): string {
  return name?.replace(/^__(?=\d+$)/, '') ?? '';
}

/** A number as wide as the type that it is of, whichever way the compiler wrote it. */
function inBytes(value: bigint, size: number, isSigned: boolean): bigint {
  const bits = 8 * size;
  return isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

function pathOf(entry: Entry): string {
  const parts: string[] = [];
  for (let part: Entry | undefined = entry; part; part = part.parent) {
    if (part.name !== undefined) parts.unshift(part.name);
  }
  return parts.join('::');
}

/** `a::b::Name<c::D>` -> `Name`. */
export function lastName(path: string): string {
  const bare = path.startsWith('<') ? path : (path.split('<', 1)[0] as string);
  return bare.slice(bare.lastIndexOf(':') + 1);
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
