import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { Engine } from '../../engine/index.ts';
import { DiskStore } from '../results/disk-store.ts';
import { sha256 } from '../schema-hash.ts';
import type { ObjectStore } from './content.ts';

/** Contents by their hash, kept where the engine keeps its results; what is not kept there stays in memory. */
export class ReleaseStore implements ObjectStore {
  readonly engine: Engine;
  readonly #memory = new Map<string, Uint8Array>();
  /** Contents that {@link takeNew} gave away. */
  readonly #taken = new Set<string>();

  /** @param engine with a store that keeps results between runs, or without: then this ends with the process */
  constructor(engine: Engine = new Engine({ hash: sha256 })) {
    this.engine = engine;
  }

  /** Where the engine keeps its results between runs; undefined where it keeps none. */
  get folder(): string | undefined {
    const { store } = this.engine;
    return store instanceof DiskStore ? store.folder : undefined;
  }

  /** Writes what was added, and sees what others wrote. */
  refresh(): void {
    const { store } = this.engine;
    if (store instanceof DiskStore) store.flush();
  }

  has(hash: string): boolean {
    return this.#memory.has(hash) || this.#taken.has(hash) || this.engine.store.has(keyOf(hash));
  }

  put(content: string | Uint8Array): string {
    const hash = sha256(content);
    if (this.has(hash)) return hash;
    const value = Buffer.from(content);
    this.engine.store.add(keyOf(hash), { trace: [], fingerprint: hash, value });
    if (!this.engine.store.has(keyOf(hash))) this.#memory.set(hash, value);
    return hash;
  }

  /** Gives away what is only in memory: from here on somebody else keeps it. */
  takeNew(): ReadonlyMap<string, Uint8Array> {
    const taken = new Map(this.#memory);
    for (const hash of taken.keys()) this.#taken.add(hash);
    this.#memory.clear();
    return taken;
  }

  get(hash: string): Uint8Array | undefined {
    const known = this.#memory.get(hash);
    if (known) return known;
    for (const { value } of this.engine.store.read(keyOf(hash))) {
      if (value instanceof Uint8Array && sha256(value) === hash) return value;
    }
    return undefined;
  }
}

/** A content is what its hash says, whichever program wrote it. */
function keyOf(hash: string): string {
  return `content ${hash}`;
}

/** `$XDG_CACHE_HOME/idol-registry`, or `~/.cache/idol-registry`. */
export function defaultCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: given } = env;
  // A relative path there is to be ignored, says the specification of these folders.
  return join(given && isAbsolute(given) ? given : join(homedir(), '.cache'), 'idol-registry');
}
