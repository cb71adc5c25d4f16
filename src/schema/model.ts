import type { Encoding } from '../idol/index.ts';
import type { Condition, IntegerType, Type, TypeTable } from './types.ts';

/**
 * An interface with all its types resolved, and nothing that follows from that: what is hashed for a version, compared, locked, and
 * made stubs of. Layouts, sizes and return codes are views of it. Nobody changes a schema: `specialize` makes a new one.
 */
export interface InterfaceSchema {
  readonly name: string;
  readonly operations: readonly OperationSchema[];
  /** Every definition that the operations reach, and no other. */
  readonly types: TypeTable;
  /** Present in a message contract: its operations are then directions, messages without a reply. */
  readonly messages?: MessageContract;
}

/** What a message contract says beside the messages themselves. */
export interface MessageContract {
  /** In the order of the operations. */
  readonly directions: readonly MessageDirection[];
  /** Value of the constant that states the protocol version. */
  readonly version?: number;
  /** Value of the constant that states the oldest protocol version that is still served. */
  readonly minVersion?: number;
}

/**
 * One direction of a message contract. The arguments of its operation are what the receiver decodes, in order: the parts before the
 * body, and the body last.
 */
export interface MessageDirection {
  readonly sender: string;
  readonly receiver: string;
  /** Size in bytes of the buffer that holds a whole frame. */
  readonly limit?: number;
  /** What follows the body in a frame. */
  readonly after: readonly TrailingPart[];
}

/** A part behind the body: one number such as a checksum, or bytes of any length up to a limit, which is absent where it is not resolved. */
export type TrailingPart =
  | { readonly kind: 'number'; readonly name: string; readonly type: IntegerType }
  | { readonly kind: 'bytes'; readonly name: string; readonly maxLen?: number };

/** An operation with its types resolved. */
export interface OperationSchema {
  readonly name: string;
  /** Position in the interface counted from 1: what travels. */
  readonly number: number;
  readonly encoding: Encoding;
  readonly idempotent: boolean;
  readonly args: readonly ArgumentSchema[];
  readonly reply: ReplySchema;
  readonly leases: readonly LeaseSchema[];
}

/** An argument or ok value: what it is declared as, and how the receiving side makes it of what arrived. */
export interface ValueSchema {
  /** The type as written in the `.idol` file. */
  readonly text: string;
  readonly type: Type;
  readonly recv: Recv;
}

/** An argument. Its order among the arguments is the order of the message. */
export interface ArgumentSchema extends ValueSchema {
  readonly name: string;
}

/** How a server takes an argument: as bytes, or made of another type that is sent in its place. */
export type Recv =
  | { readonly kind: 'FromBytes' }
  | { readonly kind: 'FromPrimitive'; readonly raw: Type }
  | { readonly kind: 'From'; readonly raw: Type; readonly function?: string };

/** The reply of an operation: `Simple` has no error of its own, `Result` has one. */
export type ReplySchema =
  | { readonly kind: 'Simple'; readonly ok: ValueSchema }
  | { readonly kind: 'Result'; readonly ok: ValueSchema; readonly error: ErrorSchema };

/** The error of an operation, by the way that it is sent. */
export type ErrorSchema =
  /** Travels as the return code: `errorCodes` tells which. */
  | { readonly kind: 'CLike'; readonly text: string; readonly type: Type }
  /** Travels in Hubpack, whatever the operation's encoding. */
  | { readonly kind: 'Complex'; readonly text: string; readonly type: Type }
  | { readonly kind: 'ServerDeath' };

/** A lease: memory that the client lends to the server for the time of the call. */
export interface LeaseSchema {
  readonly name: string;
  /** Position counted from 0. */
  readonly index: number;
  readonly text: string;
  /** The sized type, or the element of a slice. */
  readonly type: Type;
  readonly slice: boolean;
  readonly read: boolean;
  readonly write: boolean;
  /** In elements. */
  readonly maxLen?: number;
}

/** What a return code of a `CLike` error stands for. */
export interface ErrorCode {
  readonly name: string;
  readonly code: number;
  readonly doc?: string;
  readonly serverDeath?: true;
  readonly condition?: Condition;
}
