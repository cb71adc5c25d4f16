import type { Condition, TypeId, UnresolvedReason } from '../../schema/index.ts';

/** A size in bytes: exact where min equals max. */
export interface Size {
  readonly min: number;
  readonly max: number;
}

/**
 * How a value of a type is encoded: a tree of nodes down to primitives.
 * An offset is in bytes from the start of the enclosing message, and null behind a part of variable length: then only
 * `after` (the name of that part) locates it.
 */
export interface Layout {
  /** Undefined when the type is not fully resolved: `unresolved` then lists why. */
  readonly size?: Size;
  /** In bytes; meaningful for memory images (Zerocopy, leases), 1 for serde encodings. */
  readonly align: number;
  readonly root: LayoutNode;
  readonly unresolved: readonly UnresolvedReason[];
}

/** A part of a message or type, with what it consists of. */
export interface LayoutNode {
  /** Field, variant or argument name; an array's element is `[]`. */
  readonly name: string;
  /** The Rust type for people, as short as is clear. */
  readonly type: string;
  readonly typeId?: TypeId;
  readonly role:
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
  readonly offset: number | null;
  /** Where the offset is null: the part of varying length that comes before. */
  readonly after?: string;
  readonly size?: Size;
  /** A struct or tuple whose field order the language leaves open: the offsets are those that today's compiler chooses. */
  readonly compilerOrder?: true;
  /** The children are left out, because the whole tree would be too large. */
  readonly collapsed?: true;
  /** Elements of an array; element layout is the only child. */
  readonly count?: number;
  /** Tag byte of a variant (serde index), or discriminant for a C-like enum in memory; decimal. */
  readonly value?: string;
  /** In place of `value`, where it depends on which of the variants before this one exist. */
  readonly values?: readonly { readonly value: string; readonly condition?: Condition }[];
  readonly condition?: Condition;
  readonly doc?: string;
  readonly children: readonly LayoutNode[];
}

/**
 * The layouts of an interface on a target, in the order of its operations. They are computed from a schema; whatever else knows offsets
 * (the debug information of a build) can give them in the same form.
 */
export interface InterfaceLayout {
  readonly operations: readonly OperationLayout[];
  /** `INCOMING_SIZE`: the largest of the messages' buffers, in bytes. Absent where one of them is. */
  readonly incoming?: Size;
}

/** The layouts of everything that an operation transfers, for one target. */
export interface OperationLayout {
  readonly message: Layout;
  /** Of the ok value. */
  readonly reply: Layout;
  /** Of a `Complex` error; the others have no bytes. */
  readonly error?: Layout;
  /** Of each lease: the sized type, or one element of a slice. */
  readonly leases: readonly Layout[];
  readonly buffers: OperationBuffers;
}

/**
 * In bytes: the constants that a server publishes, `<OP>_MSG_SIZE` and `<OP>_REPLY_SIZE` (of the ok type alone), and `replyCapacity`,
 * what a client keeps for the reply: it holds a complex error too. A range where images or `cfg` differ,
 * absent where a type is not resolved. With Ssmarshal they bound the wire length (`size_of` of the Rust type); they do not equal it.
 */
export interface OperationBuffers {
  readonly message?: Size;
  readonly reply?: Size;
  readonly replyCapacity?: Size;
}
