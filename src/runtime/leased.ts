import type { RuntimeLease } from '../wire/index.ts';
import { RequestError } from './fault.ts';
import type { Borrowed } from './machine.ts';
import type { Syscalls } from './syscalls.ts';
import type { TaskId } from './task-id.ts';
import { isBytes } from './types.ts';
import type { Values } from './values.ts';

/** What a server may do with a lease. */
export type Access = 'read' | 'write' | 'readWrite';

/** A server's view of a client's variable. Each use throws `RequestError('WentAway')` when the client is gone. */
export type Leased<T, A extends Access> = (A extends 'write' ? unknown : { read(): T }) &
  (A extends 'read' ? unknown : { write(value: T): void });

/** A server's view of a client's array. Indices are in elements; one outside the lease throws a `RangeError`. */
export type LeasedSlice<T, A extends Access> = { readonly length: number } & (A extends 'write'
  ? unknown
  : {
      readAt(index: number): T;
      /** The elements from `start` up to `end` (default: all). */
      readRange(start?: number, end?: number): T[];
    }) &
  (A extends 'read'
    ? unknown
    : {
        writeAt(index: number, value: T): void;
        /** Writes all the values, beginning at `start`. */
        writeRange(start: number, values: readonly T[]): void;
      });

/** A server's view of a client's bytes. A range outside the lease throws a `RangeError`. */
export type LeasedBytes<A extends Access> = { readonly length: number } & (A extends 'write'
  ? unknown
  : {
      /** A copy of the bytes from `start` up to `end` (default: all). */
      read(start?: number, end?: number): Uint8Array;
    }) &
  (A extends 'read'
    ? unknown
    : {
        /** Writes all the bytes, beginning at `start` (default: 0). */
        write(bytes: Uint8Array, start?: number): void;
      });

/**
 * Checks the lease of a message against what its operation declares, and gives the view of it for the implementation.
 * @throws RequestError `BadLease` when access, size or length do not fit
 */
export function leased(syscalls: Syscalls, client: TaskId, index: number, lease: RuntimeLease, values: Values): object {
  const info = syscalls.borrowInfo(client, index);
  if (info.kind !== 'ok') throw new RequestError('WentAway');
  if ((lease.read && !info.read) || (lease.write && !info.write)) throw new RequestError('BadLease');
  const memory = new ClientMemory(syscalls, client, index);
  if (!lease.slice) {
    if (info.length !== lease.size) throw new RequestError('BadLease');
    return new LeasedVariable(memory, lease, values);
  }
  const length = lease.size === 0 ? 0 : info.length / lease.size;
  if (!Number.isInteger(length) || length > (lease.maxLen ?? length)) throw new RequestError('BadLease');
  return isBytes(lease.type) ? new LeasedOctets(memory, length) : new LeasedElements(memory, length, lease, values);
}

/** One lease of one message, by bytes. */
class ClientMemory {
  readonly #syscalls: Syscalls;
  readonly #client: TaskId;
  readonly #index: number;

  constructor(syscalls: Syscalls, client: TaskId, index: number) {
    this.#syscalls = syscalls;
    this.#client = client;
    this.#index = index;
  }

  read(offset: number, length: number): Uint8Array {
    const into = new Uint8Array(length);
    complete(this.#syscalls.borrowRead(this.#client, this.#index, offset, into), length);
    return into;
  }

  write(offset: number, bytes: Uint8Array): void {
    complete(this.#syscalls.borrowWrite(this.#client, this.#index, offset, bytes), bytes.length);
  }
}

function complete(borrowed: Borrowed, length: number): void {
  if (borrowed.kind !== 'ok' || borrowed.length !== length) throw new RequestError('WentAway');
}

class LeasedVariable implements Leased<unknown, 'readWrite'> {
  readonly #memory: ClientMemory;
  readonly #lease: RuntimeLease;
  readonly #values: Values;

  constructor(memory: ClientMemory, lease: RuntimeLease, values: Values) {
    this.#memory = memory;
    this.#lease = lease;
    this.#values = values;
  }

  read(): unknown {
    return this.#values.decodeAt(this.#lease.type, this.#memory.read(0, this.#lease.size), 0).value;
  }

  write(value: unknown): void {
    this.#memory.write(0, this.#values.encode(this.#lease.type, value));
  }
}

class LeasedOctets implements LeasedBytes<'readWrite'> {
  readonly length: number;
  readonly #memory: ClientMemory;

  constructor(memory: ClientMemory, length: number) {
    this.#memory = memory;
    this.length = length;
  }

  read(start = 0, end = this.length): Uint8Array {
    checkRange(start, end, this.length);
    return this.#memory.read(start, end - start);
  }

  write(bytes: Uint8Array, start = 0): void {
    checkRange(start, start + bytes.length, this.length);
    this.#memory.write(start, bytes);
  }
}

class LeasedElements implements LeasedSlice<unknown, 'readWrite'> {
  readonly length: number;
  readonly #memory: ClientMemory;
  readonly #lease: RuntimeLease;
  readonly #values: Values;

  constructor(memory: ClientMemory, length: number, lease: RuntimeLease, values: Values) {
    this.#memory = memory;
    this.length = length;
    this.#lease = lease;
    this.#values = values;
  }

  readAt(index: number): unknown {
    return this.readRange(index, index + 1)[0];
  }

  readRange(start = 0, end = this.length): unknown[] {
    checkRange(start, end, this.length);
    const { type, size } = this.#lease;
    const bytes = this.#memory.read(start * size, (end - start) * size);
    return Array.from({ length: end - start }, (_, i) => this.#values.decodeAt(type, bytes, i * size).value);
  }

  writeAt(index: number, value: unknown): void {
    this.writeRange(index, [value]);
  }

  writeRange(start: number, values: readonly unknown[]): void {
    checkRange(start, start + values.length, this.length);
    const { type, size } = this.#lease;
    for (const [i, value] of values.entries()) this.#memory.write((start + i) * size, this.#values.encode(type, value));
  }
}

function checkRange(start: number, end: number, length: number): void {
  const valid = Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= length;
  if (!valid) throw new RangeError(`elements ${start} to ${end} of a lease with ${length}`);
}
