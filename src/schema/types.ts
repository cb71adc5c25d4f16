import type { Condition } from '../rust/index.ts';

export type { Condition };

/**
 * Types with every name resolved, as plain JSON values that nobody changes: `Type` is a use of a type, `TypeDefinition` what a name
 * stands for. Definitions live in a {@link TypeTable} under an id, so that a recursive or shared type is written once.
 * No size and no offset is here: these depend on a target, and `wire` computes them.
 */
export type Type =
  | IntegerType
  | FloatType
  | { readonly kind: 'bool' }
  | { readonly kind: 'char' }
  | { readonly kind: 'unit' }
  /** Never constructed: `!`, `Infallible`. */
  | { readonly kind: 'never' }
  | TupleType
  | ArrayType
  /** Only a lease has one. */
  | { readonly kind: 'slice'; readonly element: Type }
  | { readonly kind: 'option'; readonly some: Type }
  | { readonly kind: 'result'; readonly ok: Type; readonly err: Type }
  | { readonly kind: 'named'; readonly id: TypeId }
  | { readonly kind: 'alternatives'; readonly cases: readonly Alternative[] }
  | { readonly kind: 'unresolved'; readonly text: string; readonly reason: UnresolvedReason };

export interface IntegerType {
  readonly kind: 'integer';
  readonly name: IntegerName;
  readonly endian?: 'big';
  /** `zerocopy`'s byte-order integers are unaligned. */
  readonly unaligned?: true;
}

export interface FloatType {
  readonly kind: 'float';
  readonly name: 'f32' | 'f64';
  readonly endian?: 'big';
  readonly unaligned?: true;
}

export interface TupleType {
  readonly kind: 'tuple';
  readonly elements: readonly Type[];
}

export interface ArrayType {
  readonly kind: 'array';
  readonly element: Type;
  readonly length: Length;
}

export type IntegerName =
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64'
  | 'u128'
  | 'usize'
  | 'i8'
  | 'i16'
  | 'i32'
  | 'i64'
  | 'i128'
  | 'isize';

/** An array length: a number of elements, or different ones per image, or unknown with a reason. */
export type Length =
  | number
  | {
      readonly kind: 'alternatives';
      readonly cases: readonly { readonly condition: Condition; readonly value: number }[];
    }
  | { readonly kind: 'unresolved'; readonly text: string; readonly reason: UnresolvedReason };

/** `crate::module::Name`, with generic arguments where it has some: `crate::Name<u8, 4>`. Unique in a {@link TypeTable}. */
export type TypeId = string;

export interface Alternative {
  readonly condition: Condition;
  readonly type: Type;
}

/** Why a name has no definition, in a sentence, and what would change that. */
export interface UnresolvedReason {
  readonly kind: 'not-found' | 'outside-tree' | 'generated' | 'constant' | 'unsupported' | 'invalid';
  /** Full sentence for people. */
  readonly message: string;
  /** What the reader can do: "pass --crate humpty=<path>". */
  readonly help?: string;
  /** Revision of the crate that has it, as `Cargo.lock` pins it. Absent where nothing pins one. */
  readonly revision?: string;
  /** Where the name is mentioned, when that is not the `.idol` file itself. */
  readonly mention?: SourcePlace;
}

/** A place in the tree, for links. Lines and columns count from 1. */
export interface SourcePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The types that a schema reaches, by id. Each type of the schema names its definition here. */
export type TypeTable = Readonly<Record<TypeId, TypeDefinition>>;

/** A Rust type that the sources declare. `flags` are those of the macro `bitflags!`. */
export type TypeDefinition = StructDefinition | EnumDefinition | UnionDefinition | FlagsDefinition;

interface DefinitionBase {
  readonly id: TypeId;
  /** Last part of the path, with generic arguments. */
  readonly name: string;
  /** Crate name as Rust code writes it. */
  readonly crate: string;
  readonly doc?: string;
  readonly place?: SourcePlace;
  /** Names of derived traits, last path segment, in source order. */
  readonly derives: readonly string[];
  readonly repr: Repr;
  /** How the definition is serialized when that is not what the derive would do (`serialize_with` by hand …): its wire form is then unknown. */
  readonly customSerde?: string;
  /**
   * Set when the source does not hold serde attributes, as that of a firmware: `customSerde` is then only what may be. `revision` is what
   * it was built from, where it says so: two of one revision have the same attributes.
   */
  readonly serdeUnseen?: { readonly revision?: string };
}

/** `repr` attributes. `rust` is the default, whose field order the compiler may change. */
export interface Repr {
  readonly layout: 'rust' | 'C' | 'transparent';
  /** `repr(u8)` and the like, on an enum. */
  readonly integer?: IntegerName;
  /** `packed` = 1, `packed(N)` = N bytes. */
  readonly packed?: number;
  /** `align(N)`, in bytes. */
  readonly align?: number;
}

export interface StructDefinition extends DefinitionBase {
  readonly kind: 'struct';
  readonly shape: 'named' | 'tuple' | 'unit';
  readonly fields: readonly Field[];
}

export interface UnionDefinition extends DefinitionBase {
  readonly kind: 'union';
  readonly fields: readonly Field[];
}

export interface EnumDefinition extends DefinitionBase {
  readonly kind: 'enum';
  readonly variants: readonly Variant[];
  /** Set when the numeric codes come from hand-written code (`impl From<E> for u16`) that cannot be read: the sentence says so. */
  readonly codesComputed?: string;
}

/** A `bitflags!` type: travels as its integer. */
export interface FlagsDefinition extends DefinitionBase {
  readonly kind: 'flags';
  readonly bits: Type;
  readonly flags: readonly { readonly name: string; readonly value: string | null; readonly doc?: string }[];
}

export interface Field {
  /** Rust name, or the position in a tuple struct. */
  readonly name: string;
  readonly type: Type;
  readonly doc?: string;
  readonly condition?: Condition;
  /** `#[serde(skip)]`: in memory, but not in a serde encoding. */
  readonly serdeSkip?: true;
}

export interface Variant {
  readonly name: string;
  /** Position in declaration order: what Hubpack and Ssmarshal send. */
  readonly index: number;
  /**
   * Discriminant in decimal (JSON has no bigint), or null when it could not be evaluated. Where a variant before this one has a
   * condition, value and index are given as if that one existed, unless it cannot exist together with this one.
   */
  readonly value: string | null;
  /** The source states the value (`F = 2`). Otherwise it is one more than that of the variant before it that exists. */
  readonly written?: true;
  readonly shape: 'named' | 'tuple' | 'unit';
  readonly fields: readonly Field[];
  readonly doc?: string;
  readonly condition?: Condition;
  /** The return code in decimal, where hand-written code (`impl From<E> for u16`) gives it; null when that code computes it. */
  readonly code?: string | null;
  /** Marked `#[idol(server_death)]`. */
  readonly serverDeath?: true;
  readonly place?: SourcePlace;
}
