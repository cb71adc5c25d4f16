import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { ResultStore, StoredResult } from '../../engine/index.ts';
import { makeFolder, writeWhole } from '../disk.ts';

/** Bytes of all packs together: about four histories of a tree with 200 releases. Above this, the ones that were not used longest go. */
const MAX_BYTES = 512 * 1024 * 1024;
/** With more packs than this, small ones become one: each costs every run a look. */
const MAX_PACKS = 12;
const SMALL_BYTES = 8 * 1024 * 1024;

/** A run writes a pack whenever it has so much, in bytes: the releases of a large history need not be in memory. */
const MAX_ADDED_BYTES = 32 * 1024 * 1024;

/** First line of a pack. What another Node wrote is passed over: the form of plain data is that of its engine. */
const MAGIC = Buffer.from(`idol-registry results 1 ${process.versions.v8}\n`);

/** Place and checksum of each result: key, offset, length, CRC-32. */
type Entry = readonly [key: string, offset: number, length: number, crc: number];

/** Where the results of each key are. */
type Index = Map<string, { readonly pack: Pack; readonly entry: Entry }[]>;

/** A file with the results of one run. */
interface Pack {
  readonly path: string;
  readonly file: number;
  readonly bytes: number;
  readonly modified: number;
  readonly entries: readonly Entry[];
  isUsed: boolean;
}

/**
 * Results in a folder of packs: a run reads those of earlier runs and writes one of its own, in one step, when it is closed. Several
 * processes share a folder; none of them changes a pack. What is damaged, half-written or foreign is as if it were not there. A folder
 * that cannot be written keeps nothing. Removing it costs time and nothing else.
 */
export class DiskStore implements ResultStore {
  readonly folder: string;
  readonly #maxBytes: number;
  /** Serialized, the newest first. */
  readonly #added = new Map<string, Buffer[]>();
  /** Bytes that were added since the last pack. */
  #addedBytes = 0;
  #problem: unknown;
  #packs: readonly Pack[] | undefined;
  #index: Index | undefined;

  constructor(folder: string, maxBytes = MAX_BYTES) {
    this.folder = folder;
    this.#maxBytes = maxBytes;
  }

  read(key: string): readonly StoredResult[] {
    const stored = (this.#indexed().get(key) ?? []).flatMap(({ pack, entry }) => {
      const bytes = contentOf(pack, entry);
      if (bytes) pack.isUsed = true;
      return bytes ? (decoded(bytes) ?? []) : [];
    });
    return [...(this.#added.get(key) ?? []).flatMap((bytes) => decoded(bytes) ?? []), ...stored];
  }

  /** True when a result with that key is there, without a look at it. */
  has(key: string): boolean {
    return this.#added.has(key) || this.#indexed().has(key);
  }

  add(key: string, result: StoredResult): void {
    const bytes = serialize(result);
    this.#added.set(key, [bytes, ...(this.#added.get(key) ?? [])]);
    this.#addedBytes += bytes.length;
    if (this.#addedBytes > MAX_ADDED_BYTES) this.flush();
  }

  /** Writes what was added, and removes what is too much. What cannot be written stays in memory. The store can be used further. */
  flush(): void {
    this.#problem = undefined;
    try {
      const packs = [...this.#read()];
      const small = packs.filter(({ bytes }) => bytes < SMALL_BYTES);
      const merged = small.length >= MAX_PACKS ? small : [];
      if (this.#added.size > 0) {
        makeFolder(this.folder);
        this.#write(merged);
        this.#added.clear();
        this.#addedBytes = 0;
        for (const { path } of merged) rmSync(path, { force: true });
      }
      const now = new Date();
      for (const pack of packs)
        if (pack.isUsed && now.getTime() - pack.modified > 3_600_000) utimesSync(pack.path, now, now);
      this.#removeOldest();
    } catch (error) {
      this.#problem = error;
    }
    for (const { file } of this.#packs ?? []) closeQuietly(file);
    this.#packs = undefined;
    this.#index = undefined;
  }

  /** Why the last {@link flush} could not write; undefined when it could. */
  get problem(): unknown {
    return this.#problem;
  }

  #write(merged: readonly Pack[]): void {
    const parts: Buffer[] = [];
    const entries: Entry[] = [];
    let offset = 0;
    const append = (key: string, bytes: Buffer) => {
      entries.push([key, offset, bytes.length, crc32(bytes)]);
      parts.push(bytes);
      offset += bytes.length;
    };
    for (const [key, results] of this.#added) for (const bytes of results) append(key, bytes);
    for (const pack of merged) {
      for (const entry of pack.entries) {
        const bytes = contentOf(pack, entry);
        if (bytes) append(entry[0], bytes);
      }
    }
    const index = Buffer.from(JSON.stringify(entries));
    const length = Buffer.alloc(8);
    length.writeUInt32LE(index.length);
    length.writeUInt32LE(crc32(index), 4);
    const whole = Buffer.concat([MAGIC, length, index, ...parts]);
    const name = createHash('sha256').update(whole).digest('hex').slice(0, 32);
    writeWhole(join(this.folder, `${name}.pack`), whole);
  }

  #removeOldest(): void {
    const files = packPaths(this.folder)
      .map((path) => ({ path, stats: statSync(path, { throwIfNoEntry: false }) }))
      .flatMap(({ path, stats }) => (stats ? [{ path, size: stats.size, modified: stats.mtimeMs }] : []))
      .sort((a, b) => b.modified - a.modified || (a.path < b.path ? -1 : 1));
    let bytes = 0;
    for (const { path, size } of files) {
      bytes += size;
      if (bytes > this.#maxBytes) rmSync(path, { force: true });
    }
  }

  #read(): readonly Pack[] {
    this.#packs ??= packPaths(this.folder)
      .flatMap((path) => openPack(path) ?? [])
      .sort((a, b) => b.modified - a.modified);
    return this.#packs;
  }

  #indexed(): Index {
    if (this.#index) return this.#index;
    const index: Index = new Map();
    for (const pack of this.#read()) {
      for (const entry of pack.entries) {
        const known = index.get(entry[0]);
        if (known) known.push({ pack, entry });
        else index.set(entry[0], [{ pack, entry }]);
      }
    }
    this.#index = index;
    return index;
  }
}

function packPaths(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.pack'))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Undefined for what is no whole pack. */
function openPack(path: string): Pack | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size, mtimeMs } = statSync(path);
    const head = bytesAt(file, 0, MAGIC.length + 8);
    const length = head?.readUInt32LE(MAGIC.length);
    const start = MAGIC.length + 8;
    const isOurs = head?.subarray(0, MAGIC.length).equals(MAGIC) === true;
    const index = isOurs && length !== undefined && start + length <= size ? bytesAt(file, start, length) : undefined;
    if (!head || !index || crc32(index) !== head.readUInt32LE(MAGIC.length + 4)) throw new Error('no pack');
    const entries = (JSON.parse(index.toString()) as Entry[]).map(
      ([key, offset, bytes, crc]): Entry => [key, start + index.length + offset, bytes, crc],
    );
    return { path, file, bytes: size, modified: mtimeMs, entries, isUsed: false };
  } catch {
    if (file !== undefined) closeQuietly(file);
    return undefined;
  }
}

function contentOf({ file }: Pack, [, offset, length, crc]: Entry): Buffer | undefined {
  const bytes = bytesAt(file, offset, length);
  return bytes && crc32(bytes) === crc ? bytes : undefined;
}

function bytesAt(file: number, offset: number, length: number): Buffer | undefined {
  try {
    const bytes = Buffer.alloc(length);
    return readSync(file, bytes, 0, length, offset) === length ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function decoded(bytes: Buffer): StoredResult | undefined {
  try {
    return deserialize(bytes) as StoredResult;
  } catch {
    return undefined;
  }
}

function closeQuietly(file: number): void {
  try {
    closeSync(file);
  } catch {
    // It is closed already.
  }
}
