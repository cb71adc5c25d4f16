import type { FileSet } from '../text/index.ts';

/** A key of a query: plain JSON without `undefined`. */
export type Key = string | number | boolean | null | readonly Key[] | { readonly [name: string]: Key };

/** What results are made of: inputs, and other results. What is asked of it is noted as a dependency of the work that goes on now. */
export interface Asked {
  /** The files of a set ('' is the tree), as they are now and after every change. */
  files(set?: string): FileSet;
  /** Another input: plain JSON. */
  value(name: string): unknown;
  /** The result of a query. */
  get<K extends Key, V>(query: Query<K, V>, key: K): V;
}

/** A kind of result: how it is made of inputs and other results, and how it is kept. */
export interface Query<K extends Key, V> {
  /** Unique in this program. */
  readonly name: string;
  /** The module that makes it, as a path of this package (`src/wire/index.ts`): its code and that of its imports are part of every result. */
  readonly module: string;
  /** Reads nothing but what it can ask for, and the file sets among that. Answers for every key, also for what does not exist. */
  readonly make: (asked: Asked, key: K) => V;
  /**
   * What those who use the value can see of it: plain JSON. Results made of it are reused while this is the same.
   * Default: what is kept of the value; for one of which nothing is kept, all that it was made of.
   */
  readonly seen?: (value: V) => unknown;
  /** How the value is kept between runs. Without this it stays in memory, and another run only knows whether it is the same. */
  readonly kept?: Kept<V>;
  /** True of values that have nothing of the database in them, such as a file set: all trees with the same inputs share one. */
  readonly shared?: true;
  /** True of what a command asks for as a whole: it is valid without a look at its parts while all inputs are the same. */
  readonly whole?: true;
}

/** A value in a form that a store can keep: plain data. */
export interface Kept<V> {
  write(value: V, asked: Asked): unknown;
  /** Undefined for what was not written by this program: then the value is made again. */
  read(stored: unknown, asked: Asked): V | undefined;
}

/** Keeps a value that is plain data already. */
export function plain<V>(): Kept<V> {
  return { write: (value) => value, read: (stored) => stored as V };
}

/** Something that a result was made of. `below` is the fingerprint of the file that it is a part of: while that is the same, it is. */
export type TraceEntry = readonly [id: string, fingerprint: string, below?: string];

/** A result as a store has it. */
export interface StoredResult {
  /** What it was made of, in the order in which it was asked. */
  readonly trace: readonly TraceEntry[];
  /** All inputs that it was made of over any number of steps, of a whole result. */
  readonly inputs?: readonly (readonly [id: string, fingerprint: string])[];
  readonly fingerprint: string;
  /** The kept form of the value; absent where nothing is kept. */
  readonly value?: unknown;
}

/** A result as a process has it. */
export interface KnownResult extends StoredResult {
  /** The value itself, where trees share it. */
  readonly live?: { readonly it: unknown };
}

/**
 * Results of earlier runs and of other databases. It may forget anything at any time. What it cannot read, it does not have:
 * it throws nothing.
 */
export interface ResultStore {
  /** Results with this key, made of different things; the newest first. */
  read(key: string): readonly StoredResult[];
  /** Whether {@link read} has something, without a look at it. */
  has(key: string): boolean;
  add(key: string, result: StoredResult): void;
}

/** Keeps nothing. */
export const NO_STORE: ResultStore = { read: () => [], has: () => false, add: () => undefined };

/** Counts of one query or derivation. */
export interface Count {
  /** Worked out. */
  made: number;
  /** Known in this process, and still valid. */
  reused: number;
  /** Taken from the store. */
  restored: number;
  /** Time of the work itself, without that of other queries that it asked for. */
  milliseconds: number;
}
