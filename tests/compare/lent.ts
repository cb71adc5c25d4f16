import type { LeaseSchema, Type, TypeTable } from '../../src/schema/index.ts';
import type { Value } from '../../src/wire/index.ts';
import { Random } from '../rust/random.ts';
import { randomValue } from '../rust/random-values.ts';

/** What a lease's memory holds: one value, or an array of as many elements as it has. */
export function imageType({ slice, type }: LeaseSchema, length: number): Type {
  return slice ? { kind: 'array', element: type, length } : type;
}

/** A value of what a lease holds, drawn by the test: another for each seed. */
export function fillLease(image: Type, types: TypeTable, contents: number): Value {
  return randomValue(image, types, new Random(contents)).value;
}

/** A lease as `src/runtime` takes it from a client. */
export function lendLease(lease: LeaseSchema, length: number, types: TypeTable, contents: number): unknown {
  const value = fillLease(imageType(lease, length), types, contents);
  if (lease.slice) {
    const elements = [...(value as Iterable<Value>)];
    return isBytes(lease.type) ? Uint8Array.from(elements as number[]) : elements;
  }
  return lease.write ? { value } : value;
}

interface View {
  readonly length?: number;
  read?(): unknown;
  write?(value: unknown): void;
  readRange?(): unknown[];
  writeRange?(start: number, values: readonly Value[]): void;
}

/** Reads a lease as its server may, then fills it as it may. What is `read` is undefined where the bytes are none of its type. */
export function useLease(
  lease: LeaseSchema,
  given: unknown,
  types: TypeTable,
  contents: number,
): { type: Type; read?: unknown; written?: Value } {
  const view = given as View;
  const type = imageType(lease, view.length ?? 1);
  const read = lease.read ? { read: tryRead(lease, view) } : {};
  if (!lease.write) return { type, ...read };
  const written = fillLease(type, types, contents);
  if (!lease.slice) view.write?.(written);
  else if (isBytes(lease.type)) view.write?.(Uint8Array.from(written as number[]));
  else view.writeRange?.(0, written as Value[]);
  return { type, ...read, written };
}

function tryRead(lease: LeaseSchema, view: View): unknown {
  try {
    return lease.slice && !isBytes(lease.type) ? view.readRange?.() : view.read?.();
  } catch {
    return undefined;
  }
}

function isBytes(type: Type): boolean {
  return type.kind === 'integer' && type.name === 'u8';
}
