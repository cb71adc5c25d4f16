import type { Type, TypeTable } from '../types.ts';

/**
 * What constant expressions ask of the machine that the code runs on. A schema knows no sizes: the stage that lays types out for a
 * target answers.
 */
export interface Measure {
  /** Of `usize`, in bytes. */
  readonly pointerWidth: 4 | 8;
  /** What `target_arch` may be. */
  readonly architectures: readonly string[];
  /** `size_of::<T>()`, in bytes, or a sentence on why it is not one number. */
  sizeOf(type: Type, table: TypeTable): number | string;
  /** `T::MAX_SIZE` of hubpack's `SerializedSize`, in bytes, or a sentence on why it is not known. */
  maxSizeOf(type: Type, table: TypeTable): number | string;
}
