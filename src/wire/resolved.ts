import type { Type, TypeTable } from './model.ts';

/** An interface with the types of its strings resolved, and no layouts yet. Parallel to `Interface.operations`. */
export interface ResolvedInterface {
  readonly operations: readonly ResolvedOperation[];
  /** Every definition that the operations reach, and no other. */
  readonly types: TypeTable;
}

/** Lists are parallel to those of the operation. */
export interface ResolvedOperation {
  readonly args: readonly ResolvedValue[];
  /** A lease of `[T]` has type `{ kind: 'slice' }`. */
  readonly leases: readonly Type[];
  readonly ok: ResolvedValue;
  /** Absent where the reply has no error type (`Simple`, `ServerDeath`). */
  readonly error?: Type;
}

export interface ResolvedValue {
  readonly type: Type;
  /** The raw type of `FromPrimitive` and `From`. */
  readonly raw?: Type;
}
