import type { RuntimeLease } from '../wire/index.ts';
import type { Lease } from './lease.ts';
import { isBytes } from './types.ts';
import type { Values } from './values.ts';

/** A variable that a client lends: the server may read it, write it or both. */
export interface Cell<T> {
  value: T;
}

/** A lease made of a client's argument, and what brings the server's changes back into that argument. */
export interface Lent {
  readonly lease: Lease;
  takeBack(): void;
}

/** Elements of an argument for a slice lease; 1 for a sized one. */
export function lentLength(lease: RuntimeLease, argument: unknown): number {
  if (!lease.slice) return 1;
  return argument instanceof Uint8Array || Array.isArray(argument) ? argument.length : 0;
}

/**
 * Lends a client's argument: a `Uint8Array` for bytes is lent as it is, an array or a {@link Cell} as a copy of its memory image.
 * @throws TypeError when the argument is not what such a lease takes
 */
export function lend(lease: RuntimeLease, argument: unknown, values: Values): Lent {
  const { read, write } = lease;
  if (lease.slice && isBytes(lease.type)) {
    if (!(argument instanceof Uint8Array)) throw unfit(lease, 'a Uint8Array');
    return { lease: { memory: argument, read, write }, takeBack: () => {} };
  }
  if (lease.slice) {
    if (!Array.isArray(argument)) throw unfit(lease, 'an array');
    const elements: unknown[] = argument;
    const memory = imageOf(lease, elements, values);
    const takeBack = () => {
      for (let i = 0; i < elements.length; i++) elements[i] = values.decodeAt(lease.type, memory, i * lease.size).value;
    };
    return { lease: { memory, read, write }, takeBack: write ? takeBack : () => {} };
  }
  if (!write) return { lease: { memory: imageOf(lease, [argument], values), read, write }, takeBack: () => {} };
  if (typeof argument !== 'object' || argument === null || !('value' in argument)) throw unfit(lease, '{ value: … }');
  const cell: { value: unknown } = argument;
  const memory = imageOf(lease, [cell.value], values);
  const takeBack = () => {
    cell.value = values.decodeAt(lease.type, memory, 0).value;
  };
  return { lease: { memory, read, write }, takeBack };
}

function imageOf({ type, size }: RuntimeLease, elements: readonly unknown[], values: Values): Uint8Array {
  const memory = new Uint8Array(elements.length * size);
  for (const [index, element] of elements.entries()) memory.set(values.encode(type, element), index * size);
  return memory;
}

function unfit(lease: RuntimeLease, expected: string): TypeError {
  return new TypeError(`lease ${lease.name} takes ${expected}`);
}
