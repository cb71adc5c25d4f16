import type { Encoding } from '../idol/index.ts';
import type { Condition, Type, TypeTable } from './types.ts';

/**
 * An interface with all its types resolved, and nothing that follows from that: what is hashed for a version, compared, locked, and
 * made stubs of. Layouts, sizes and return codes are views of it. Nobody changes a schema: what specialises it makes another.
 */
export interface InterfaceSchema {
  readonly name: string;
  readonly operations: readonly OperationSchema[];
  /** Every definition that the operations reach, and no other. */
  readonly types: TypeTable;
}

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

export interface ArgumentSchema extends ValueSchema {
  readonly name: string;
}

export type Recv =
  | { readonly kind: 'FromBytes' }
  | { readonly kind: 'FromPrimitive'; readonly raw: Type }
  | { readonly kind: 'From'; readonly raw: Type; readonly function?: string };

export type ReplySchema =
  | { readonly kind: 'Simple'; readonly ok: ValueSchema }
  | { readonly kind: 'Result'; readonly ok: ValueSchema; readonly error: ErrorSchema };

export type ErrorSchema =
  /** Travels as the return code: `errorCodes` tells which. */
  | { readonly kind: 'CLike'; readonly text: string; readonly type: Type }
  /** Travels in Hubpack, whatever the operation's encoding. */
  | { readonly kind: 'Complex'; readonly text: string; readonly type: Type }
  | { readonly kind: 'ServerDeath' };

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
