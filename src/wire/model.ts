import type { Encoding } from '../idol/index.ts';
import type { Condition } from '../rust/index.ts';

export type { Condition };

/**
 * Types with every name resolved, as plain JSON values: `Type` is a use of a type, `TypeDefinition` what a name stands for.
 * Definitions live in a {@link TypeTable} under an id, so that a recursive or shared type is written once.
 */
export type Type =
  | {
      kind: 'integer';
      name: IntegerName;
      endian?: 'big' /** `zerocopy`'s byte-order integers are unaligned. */;
      unaligned?: true;
    }
  | { kind: 'float'; name: 'f32' | 'f64'; endian?: 'big'; unaligned?: true }
  | { kind: 'bool' }
  | { kind: 'char' }
  | { kind: 'unit' }
  /** Never constructed: `!`, `Infallible`. */
  | { kind: 'never' }
  | { kind: 'tuple'; elements: Type[] }
  | { kind: 'array'; element: Type; length: Length }
  /** Only a lease has one. */
  | { kind: 'slice'; element: Type }
  | { kind: 'option'; some: Type }
  | { kind: 'result'; ok: Type; err: Type }
  | { kind: 'named'; id: TypeId }
  | { kind: 'alternatives'; cases: Alternative[] }
  | { kind: 'unresolved'; text: string; reason: UnresolvedReason };

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
  | { kind: 'alternatives'; cases: { condition: Condition; value: number }[] }
  | { kind: 'unresolved'; text: string; reason: UnresolvedReason };

/** `crate::module::Name`, with generic arguments where it has some: `crate::Name<u8, 4>`. Unique in a {@link TypeTable}. */
export type TypeId = string;

export interface Alternative {
  condition: Condition;
  type: Type;
}

/** Why a name has no definition, in a sentence, and what would change that. */
export interface UnresolvedReason {
  kind: 'not-found' | 'outside-tree' | 'generated' | 'constant' | 'unsupported' | 'invalid';
  /** Full sentence for people. */
  message: string;
  /** What the reader can do: "pass --crate humpty=<path>". */
  help?: string;
  /** Where the name is mentioned, when that is not the `.idol` file itself. */
  mention?: SourcePlace;
}

/** A place in the tree, for links. Lines and columns count from 1. */
export interface SourcePlace {
  path: string;
  line: number;
  column: number;
}

export type TypeTable = Record<TypeId, TypeDefinition>;

export type TypeDefinition = StructDefinition | EnumDefinition | UnionDefinition | FlagsDefinition;

interface DefinitionBase {
  id: TypeId;
  /** Last part of the path, with generic arguments. */
  name: string;
  /** Crate name as Rust code writes it. */
  crate: string;
  doc?: string;
  place?: SourcePlace;
  /** Names of derived traits, last path segment, in source order. */
  derives: string[];
  repr: Repr;
  /** How the definition is serialised when that is not what the derive would do (`serialize_with` by hand …): its wire form is then unknown. */
  customSerde?: string;
}

/** `repr` attributes. `rust` is the default, whose field order the compiler may change. */
export interface Repr {
  layout: 'rust' | 'C' | 'transparent';
  /** `repr(u8)` and the like, on an enum. */
  integer?: IntegerName;
  /** `packed` = 1, `packed(N)` = N bytes. */
  packed?: number;
  /** `align(N)`, in bytes. */
  align?: number;
}

export interface StructDefinition extends DefinitionBase {
  kind: 'struct';
  shape: 'named' | 'tuple' | 'unit';
  fields: Field[];
}

export interface UnionDefinition extends DefinitionBase {
  kind: 'union';
  fields: Field[];
}

export interface EnumDefinition extends DefinitionBase {
  kind: 'enum';
  variants: Variant[];
  /** Set when the numeric codes come from hand-written code (`impl From<E> for u16`) that cannot be read: the sentence says so. */
  codesComputed?: string;
}

/** A `bitflags!` type: travels as its integer. */
export interface FlagsDefinition extends DefinitionBase {
  kind: 'flags';
  bits: Type;
  flags: { name: string; value: string | null; doc?: string }[];
}

export interface Field {
  /** Rust name, or the position in a tuple struct. */
  name: string;
  type: Type;
  doc?: string;
  condition?: Condition;
  /** `#[serde(skip)]`: in memory, but not in a serde encoding. */
  serdeSkip?: true;
}

export interface Variant {
  name: string;
  /** Position in declaration order: what Hubpack and Ssmarshal send. */
  index: number;
  /**
   * Discriminant in decimal (JSON has no bigint), or null when it could not be evaluated. Where a variant before this one has a
   * condition, value and index are given as if that one existed, unless it cannot exist together with this one.
   */
  value: string | null;
  /** The source states the value (`F = 2`). Otherwise it is one more than that of the variant before it that exists. */
  written?: true;
  shape: 'named' | 'tuple' | 'unit';
  fields: Field[];
  doc?: string;
  condition?: Condition;
  /** The return code in decimal, where hand-written code (`impl From<E> for u16`) gives it; null when that code computes it. */
  code?: string | null;
  /** Marked `#[idol(server_death)]`. */
  serverDeath?: true;
  place?: SourcePlace;
}

/** A size in bytes: exact where min equals max. */
export interface Size {
  min: number;
  max: number;
}

/** Facts about the machine that the code runs on. */
export interface Target {
  /** In bytes: 4 on every Hubris target. */
  pointerWidth: 4 | 8;
  /** Alignment of u64/i64/f64 and of u128/i128, in bytes. */
  align64: 4 | 8;
  align128: 4 | 8 | 16;
  /** Smallest size of a `repr(C)` enum, in bytes. The bare-metal Arm ABI has short enums: `rustc` makes them 1 there, not 4. */
  cEnum: 1 | 4;
}

/** `thumbv6m` to `thumbv8m`, `-none-eabi` and `-none-eabihf`. */
export const ARM: Target = { pointerWidth: 4, align64: 8, align128: 8, cEnum: 1 };
/** x86-64 since rustc 1.77: what vectors made on a development machine see. */
export const X86_64: Target = { pointerWidth: 8, align64: 8, align128: 16, cEnum: 4 };

/**
 * How a value of a type travels in one encoding: a tree of nodes down to primitives.
 * An offset is in bytes from the start of the enclosing message, and null behind a part of variable length: then only
 * `after` (the name of that part) locates it.
 */
export interface Layout {
  /** Undefined when the type is not fully resolved: `unresolved` then lists why. */
  size?: Size;
  /** In bytes; meaningful for memory images (Zerocopy, leases), 1 for serde encodings. */
  align: number;
  root: LayoutNode;
  unresolved: UnresolvedReason[];
}

export interface LayoutNode {
  /** Field, variant or argument name; an array's element is `[]`. */
  name: string;
  /** The Rust type for people, as short as is clear. */
  type: string;
  typeId?: TypeId;
  role:
    | 'primitive'
    | 'struct'
    | 'tuple'
    | 'array'
    | 'enum'
    | 'variant'
    | 'flags'
    | 'flag'
    | 'tag'
    | 'padding'
    | 'union'
    | 'unit'
    | 'alternatives'
    | 'unknown';
  offset: number | null;
  /** Where the offset is null: the part of varying length that comes before. */
  after?: string;
  size?: Size;
  /** A struct or tuple whose field order the language leaves open: the offsets are those that today's compiler chooses. */
  compilerOrder?: true;
  /** The children are left out, because the whole tree would be too large. */
  collapsed?: true;
  /** Elements of an array; element layout is the only child. */
  count?: number;
  /** Tag byte of a variant (serde index), or discriminant for a C-like enum in memory; decimal. */
  value?: string;
  /** In place of `value`, where it depends on which of the variants before this one exist. */
  values?: { value: string; condition?: Condition }[];
  condition?: Condition;
  doc?: string;
  children: LayoutNode[];
}

/** Everything that travels for one operation. */
export interface OperationWire {
  name: string;
  number: number;
  encoding: Encoding;
  idempotent: boolean;
  args: ArgumentWire[];
  message: Layout;
  reply: ReplyWire;
  leases: LeaseWire[];
  /**
   * In bytes: the constants that a server publishes, `<OP>_MSG_SIZE` and `<OP>_REPLY_SIZE`, of which the latter covers the ok type
   * only, and `replyCapacity`, what a client keeps for the reply: it holds a complex error too. A range where images or `cfg` differ,
   * absent where a type is not resolved. With Ssmarshal they bound the wire length (`size_of` of the Rust type); they do not equal it.
   */
  buffers: OperationBuffers;
}

export interface OperationBuffers {
  message?: Size;
  reply?: Size;
  replyCapacity?: Size;
}

export interface ArgumentWire {
  name: string;
  /** As written in the `.idol` file. */
  text: string;
  type: Type;
  recv: RecvWire;
}

export type RecvWire =
  | { kind: 'FromBytes' }
  | { kind: 'FromPrimitive'; raw: Type }
  | { kind: 'From'; raw: Type; function?: string };

export type ReplyWire = { kind: 'Simple'; ok: OkWire } | { kind: 'Result'; ok: OkWire; error: ErrorWire };

export interface OkWire {
  text: string;
  type: Type;
  recv: RecvWire;
  layout: Layout;
}

export type ErrorWire =
  /** `codes`: what the return code can be; null when computed by code that cannot be read or the type is unresolved. */
  | { kind: 'CLike'; text: string; type: Type; codes: ErrorCode[] | null }
  | { kind: 'Complex'; text: string; type: Type; layout: Layout }
  | { kind: 'ServerDeath' };

export interface ErrorCode {
  name: string;
  code: number;
  doc?: string;
  serverDeath?: true;
  condition?: Condition;
}

export interface LeaseWire {
  name: string;
  index: number;
  text: string;
  /** The sized type, or the element of a slice. */
  type: Type;
  slice: boolean;
  read: boolean;
  write: boolean;
  /** In elements. */
  maxLen?: number;
  /** Layout of the sized type or of one element. */
  layout: Layout;
}

/** An interface with all its types resolved: what is hashed for a version, compared, and shown. */
export interface InterfaceWire {
  name: string;
  operations: OperationWire[];
  /** `INCOMING_SIZE`: the largest of the messages' buffers, in bytes. Absent where one of them is. */
  incoming?: Size;
  /** Every definition that the operations reach, and no other. */
  types: TypeTable;
}
