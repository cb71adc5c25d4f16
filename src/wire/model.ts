import type {
  ArgumentSchema,
  Condition,
  ErrorCode,
  InterfaceSchema,
  LeaseSchema,
  OperationSchema,
  Type,
  TypeId,
  UnresolvedReason,
  ValueSchema,
} from '../schema/index.ts';

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

/** Everything that travels for one operation, with the layouts for one target. */
export interface OperationWire extends OperationSchema {
  readonly message: Layout;
  readonly reply: ReplyWire;
  readonly leases: readonly LeaseWire[];
  readonly buffers: OperationBuffers;
}

/**
 * In bytes: the constants that a server publishes, `<OP>_MSG_SIZE` and `<OP>_REPLY_SIZE`, of which the latter covers the ok type
 * only, and `replyCapacity`, what a client keeps for the reply: it holds a complex error too. A range where images or `cfg` differ,
 * absent where a type is not resolved. With Ssmarshal they bound the wire length (`size_of` of the Rust type); they do not equal it.
 */
export interface OperationBuffers {
  readonly message?: Size;
  readonly reply?: Size;
  readonly replyCapacity?: Size;
}

export type ArgumentWire = ArgumentSchema;

export type ReplyWire =
  | { readonly kind: 'Simple'; readonly ok: OkWire }
  | { readonly kind: 'Result'; readonly ok: OkWire; readonly error: ErrorWire };

export interface OkWire extends ValueSchema {
  readonly layout: Layout;
}

export type ErrorWire =
  /** `codes`: what the return code can be; null when computed by code that cannot be read or the type is unresolved. */
  | { readonly kind: 'CLike'; readonly text: string; readonly type: Type; readonly codes: readonly ErrorCode[] | null }
  | { readonly kind: 'Complex'; readonly text: string; readonly type: Type; readonly layout: Layout }
  | { readonly kind: 'ServerDeath' };

export interface LeaseWire extends LeaseSchema {
  /** Layout of the sized type or of one element. */
  readonly layout: Layout;
}

/** An interface with the layouts of its operations for one target. */
export interface InterfaceWire extends InterfaceSchema {
  readonly operations: readonly OperationWire[];
  /** `INCOMING_SIZE`: the largest of the messages' buffers, in bytes. Absent where one of them is. */
  readonly incoming?: Size;
}
