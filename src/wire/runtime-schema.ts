import type { Encoding } from '../idol/index.ts';
import type { ErrorCode, Recv, Type, TypeTable } from '../schema/index.ts';

/**
 * What the two ends of an interface have to know at run time: its operations without documentation and layouts.
 * Generated stubs hold one as a constant; {@link runtimeSchemaOf} makes one of an interface that was just read.
 */
export interface RuntimeSchema {
  readonly name: string;
  readonly operations: readonly RuntimeOperation[];
  /** What travels for the `CLike` error types, by the name that the operations have for them. */
  readonly errorCodes: Readonly<Record<string, readonly Pick<ErrorCode, 'name' | 'code' | 'serverDeath'>[]>>;
  readonly types: TypeTable;
}

export interface RuntimeOperation {
  readonly name: string;
  readonly number: number;
  readonly encoding: Encoding;
  readonly idempotent: boolean;
  readonly args: readonly (RuntimeValue & { readonly name: string })[];
  readonly leases: readonly RuntimeLease[];
  readonly ok: RuntimeValue;
  readonly error: RuntimeError;
  /** Size of the longest message in bytes: what a server's buffer has to hold. */
  readonly messageSize: number;
  /** Size of the longest ok reply in bytes: a server refuses a client with less room than this. */
  readonly replySize: number;
  /** Size of a client's reply buffer in bytes: as `replySize`, or more where an error value is longer. */
  readonly replyCapacity: number;
}

/** An argument or ok value: what it is declared as, and how the receiving side makes it of what arrived, where it does. */
export interface RuntimeValue {
  readonly type: Type;
  readonly recv?: Exclude<Recv, { kind: 'FromBytes' }>;
}

export interface RuntimeLease {
  readonly name: string;
  /** The sized type, or the element of a slice. */
  readonly type: Type;
  readonly slice: boolean;
  readonly read: boolean;
  readonly write: boolean;
  /** In elements. */
  readonly maxLen?: number;
  /** Size of the sized type or of one element, in bytes. */
  readonly size: number;
}

export type RuntimeError =
  /** A `Simple` reply. */
  | { readonly kind: 'none' }
  /** `codes` names a list of the schema; it is null where they are computed by code that cannot be read: errors are then the codes themselves. */
  | { readonly kind: 'CLike'; readonly codes: string | null }
  | { readonly kind: 'Complex'; readonly type: Type }
  | { readonly kind: 'ServerDeath' };

/**
 * `INCOMING_SIZE`, in bytes.
 * @param of what of the sizes of all messages it is: their sum for compilers of 2021
 */
export function incomingSize({ operations }: RuntimeSchema, of: 'largest' | 'sum' = 'largest'): number {
  const sizes = operations.map(({ messageSize }) => messageSize);
  return of === 'sum' ? sizes.reduce((a, b) => a + b, 0) : Math.max(0, ...sizes);
}

/** What means something else in a class or an interface; `await` takes what has a method `then` for a promise. */
const NO_METHODS = ['constructor', 'new', 'then'];

/** The name of an operation's method in TypeScript: its own where that can be a method's. */
export function methodName(operation: string): string {
  return NO_METHODS.includes(operation) ? `${operation}_` : operation;
}
