import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { ObjectStore } from './content.ts';

/**
 * What was worked out once, in a folder of files named by hashes. Whatever is missing, unreadable or written by another state of
 * this program is worked out again: removing the folder costs time and nothing else.
 */
export interface Cache extends ObjectStore {
  /** The text of an object, or undefined when it is not here. */
  get(hash: string): string | undefined;
  /** A result by what it was made from. The program itself is part of every key. */
  readResult(kind: string, key: string): unknown;
  writeResult(kind: string, key: string, value: unknown): void;
}

/** A cache that ends with the process. */
export function memoryCache(): Cache {
  const objects = new Map<string, string>();
  const results = new Map<string, unknown>();
  return {
    has: (hash) => objects.has(hash),
    put: (hash, text) => void objects.set(hash, text),
    get: (hash) => objects.get(hash),
    readResult: (kind, key) => results.get(`${kind} ${key}`),
    writeResult: (kind, key, value) => void results.set(`${kind} ${key}`, value),
  };
}

/** A cache in a folder, which is made when something is first written. A folder that cannot be written is a cache that is empty. */
export function folderCache(folder: string): Cache {
  const program = programHash();
  const objectPath = (hash: string) => join(folder, 'objects', `${hash}.json`);
  const resultPath = (kind: string, key: string) => {
    const name = createHash('sha256')
      .update(JSON.stringify([program, kind, key]))
      .digest('hex');
    return join(folder, kind, `${name}.json`);
  };
  const memory = memoryCache();
  return {
    has: (hash) => memory.has(hash) || readText(objectPath(hash)) !== undefined,
    put(hash, text) {
      memory.put(hash, text);
      writeText(objectPath(hash), text);
    },
    get(hash) {
      const text = memory.get(hash) ?? readText(objectPath(hash));
      if (text !== undefined) memory.put(hash, text);
      return text;
    },
    readResult(kind, key) {
      const text = readText(resultPath(kind, key));
      try {
        return text === undefined ? undefined : JSON.parse(text);
      } catch {
        return undefined;
      }
    },
    writeResult: (kind, key, value) => writeText(resultPath(kind, key), JSON.stringify(value)),
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a run that is killed, or two at once, leave no half file behind. */
function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, text);
    renameSync(partial, path);
  } catch {
    // The result is in memory; the next run works it out again.
  }
}

/** A hash of the stages whose results are cached, as they are installed: another program, other results. */
function programHash(): string {
  const hash = createHash('sha256');
  const root = join(import.meta.dirname, '..', '..');
  for (const stage of ['text', 'rust', 'idol', 'wire', 'compare', 'tree', 'registry']) {
    const files = readdirSync(join(root, stage), { recursive: true, withFileTypes: true });
    for (const path of files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .sort()) {
      hash.update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}
