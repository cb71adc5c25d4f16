import type { Derivation, FileSet, Source } from '../text/index.ts';
import {
  type Count,
  type Key,
  type KnownResult,
  NO_STORE,
  type Query,
  type ResultStore,
  type StoredResult,
} from './model.ts';
import { traced } from './trace.ts';

export interface EngineOptions {
  /** A text that is equal only for equal texts, such as SHA-256 in hexadecimal. */
  readonly hash: (text: string) => string;
  /** What is kept between runs (default: nothing). */
  readonly store?: ResultStore;
  /** A text that differs when a module, or something that it imports, differs (default: always the same). */
  readonly versionOf?: (module: string) => string;
}

/** Results of one key that are kept in memory, made of different things: enough for the branches that somebody switches between. */
const MAX_RESULTS = 8;
/** Values made of one file alone that are kept in memory, of all databases. */
const MAX_DERIVED = 20_000;

/** What databases share: results of other trees and of earlier runs, and the counts of work. */
export class Engine {
  readonly hash: (text: string) => string;
  readonly counts = new Map<string, Count>();
  readonly store: ResultStore;
  readonly #versionOf: (module: string) => string;
  readonly #results = new Map<string, readonly KnownResult[]>();
  readonly #derived = new Map<string, unknown>();
  #inner = 0;

  constructor({ hash, store = NO_STORE, versionOf = () => '' }: EngineOptions) {
    this.hash = hash;
    this.store = store;
    this.#versionOf = versionOf;
  }

  /** The results of a key that are known, of any inputs. */
  resultsOf<K extends Key, V>(query: Query<K, V>, id: string): readonly KnownResult[] {
    const known = this.#results.get(id);
    if (known) return known;
    const stored = this.store.read(this.#keyOf(query, id));
    this.#results.set(id, stored);
    return stored;
  }

  /** @param live the value itself, of a query whose values are shared */
  addResult<K extends Key, V>(query: Query<K, V>, id: string, result: StoredResult, live?: { readonly it: V }): void {
    const others = this.#results.get(id) ?? [];
    this.#results.set(id, [live ? { ...result, live } : result, ...others].slice(0, MAX_RESULTS));
    this.store.add(this.#keyOf(query, id), result);
  }

  #keyOf(query: { readonly module: string }, id: string): string {
    return this.hash(`${this.#versionOf(query.module)}\0${id}`);
  }

  /**
   * Plain data that is made of nothing but what its key says, such as the comparison of two contents.
   * @param isUsable whether a kept value still holds what it needs, such as contents that it names
   */
  remember<T>(
    { name, module }: { readonly name: string; readonly module: string },
    key: string,
    make: () => T,
    isUsable: (value: T) => boolean = () => true,
  ): T {
    const known = this.remembered({ name, module }, key, isUsable);
    if (known !== undefined) return known;
    const id = `${name}\0${key}`;
    const count = this.count(name);
    count.made++;
    // What is read while it is made is part of the key: it is no dependency of the work around it.
    const value = this.timed(count, () => traced(make).value);
    this.store.add(this.#keyOf({ module }, id), { trace: [], fingerprint: '', value });
    this.#keep(id, value);
    return value;
  }

  /**
   * The same of work that waits for something, and that notes itself what it reads. The value is used again while `fingerprintOf` gives
   * the same for that note. It is asked for once in a run: it does not stay in memory.
   */
  async rememberNoted<T>(
    { name, module }: { readonly name: string; readonly module: string },
    key: string,
    fingerprintOf: (reads: string) => string,
    make: () => Promise<{ readonly value: T; readonly reads: string }>,
  ): Promise<T> {
    const count = this.count(name);
    const place = this.#keyOf({ module }, `${name}\0${key}`);
    for (const { trace, value } of this.store.read(place)) {
      if (!trace.every(([reads, fingerprint]) => fingerprintOf(reads) === fingerprint)) continue;
      count.restored++;
      return value as T;
    }
    count.made++;
    const started = performance.now();
    const { value, reads } = await make();
    count.milliseconds += performance.now() - started;
    this.store.add(place, { trace: [[reads, fingerprintOf(reads)]], fingerprint: '', value });
    return value;
  }

  /** What {@link remember} would give without making it. */
  remembered<T>(
    { name, module }: { readonly name: string; readonly module: string },
    key: string,
    isUsable: (value: T) => boolean = () => true,
  ): T | undefined {
    const id = `${name}\0${key}`;
    const count = this.count(name);
    const known = this.#derived.get(id) as T | undefined;
    if (known !== undefined && isUsable(known)) {
      count.reused++;
      return known;
    }
    const stored = this.store.read(this.#keyOf({ module }, id)).find(({ value }) => isUsable(value as T));
    if (!stored) return undefined;
    count.restored++;
    this.#keep(id, stored.value);
    return stored.value as T;
  }

  /** A value that is made of one file alone: made once for each content, whoever asks. */
  derived<T>(derivation: Derivation<T>, files: FileSet, path: string, source: () => Source): T {
    const { name, keeps, isOfPath, make } = derivation;
    const content = files.contentKey(path) ?? '';
    const id = isOfPath ? `${name}\0${content}\0${path}` : `${name}\0${content}`;
    const count = this.count(name);
    const known = this.#derived.get(id);
    if (known !== undefined) {
      count.reused++;
      return known as T;
    }
    const key = keeps && this.#keyOf(derivation, id);
    const [stored] = key ? this.store.read(key) : [];
    const value = stored ? (stored.value as T) : this.timed(count, () => make(source()));
    if (stored) count.restored++;
    else count.made++;
    if (key && !stored) this.store.add(key, { trace: [], fingerprint: '', value });
    this.#keep(id, value);
    return value;
  }

  /** Lets go of all that is in memory. What the store has is known as before. */
  forget(): void {
    this.#results.clear();
    this.#derived.clear();
  }

  #keep(id: string, value: unknown): void {
    this.#derived.set(id, value);
    if (this.#derived.size <= MAX_DERIVED) return;
    // A map keeps the order of insertion: the first one is the oldest.
    const [oldest] = this.#derived.keys();
    if (oldest !== undefined) this.#derived.delete(oldest);
  }

  count(name: string): Count {
    const known = this.counts.get(name) ?? { made: 0, reused: 0, restored: 0, milliseconds: 0 };
    this.counts.set(name, known);
    return known;
  }

  /** Does work and counts its time, without that of the work inside it that is counted too. */
  timed<T>(count: Count, work: () => T): T {
    const before = this.#inner;
    this.#inner = 0;
    const started = performance.now();
    try {
      return work();
    } finally {
      const took = performance.now() - started;
      count.milliseconds += took - this.#inner;
      this.#inner = before + took;
    }
  }
}
