import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { programHash } from '../../program/index.ts';
import { makeFolder, writeWhole } from '../disk.ts';
import { sha256 } from '../schema-hash.ts';
import type { ObjectStore } from './content.ts';

/**
 * What was worked out once, in a folder of files named by hashes. Whatever is missing, unreadable or written by another state of
 * this program is worked out again: removing the folder costs time and nothing else.
 */
export interface Cache extends ObjectStore {
  /** A result by what it was made from. The program itself is part of every key. */
  readResult(kind: string, key: string): unknown;
  writeResult(kind: string, key: string, value: unknown): void;
}

/** A cache that ends with the process. */
export function memoryCache(): Cache {
  const objects = new Map<string, Uint8Array>();
  const results = new Map<string, unknown>();
  return {
    has: (hash) => objects.has(hash),
    put(content) {
      const hash = sha256(content);
      objects.set(hash, Buffer.from(content));
      return hash;
    },
    get: (hash) => objects.get(hash),
    readResult: (kind, key) => results.get(`${kind} ${key}`),
    writeResult: (kind, key, value) => void results.set(`${kind} ${key}`, value),
  };
}

/** A cache in a folder, which is made when something is first written. Where it cannot be written, what is new stays in memory. */
export function folderCache(folder: string): Cache {
  const program = programHash();
  const objectPath = (hash: string) => join(folder, 'objects', hash.slice(0, 2), hash.slice(2));
  const resultPath = (kind: string, key: string) =>
    join(folder, kind, `${sha256(JSON.stringify([program, kind, key]))}.json`);
  const unwritten = memoryCache();
  const has = (hash: string) => existsSync(objectPath(hash)) || unwritten.has(hash);
  return {
    has,
    put(content) {
      const hash = sha256(content);
      if (!has(hash) && !write(objectPath(hash), content)) unwritten.put(content);
      return hash;
    },
    get: (hash) => unwritten.get(hash) ?? read(objectPath(hash)),
    readResult(kind, key) {
      const text = read(resultPath(kind, key))?.toString();
      try {
        return text === undefined ? undefined : JSON.parse(text);
      } catch {
        return undefined;
      }
    },
    writeResult: (kind, key, value) => void write(resultPath(kind, key), JSON.stringify(value)),
  };
}

/** `$XDG_CACHE_HOME/idol-registry`, or `~/.cache/idol-registry`. */
export function defaultCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: given } = env;
  // A relative path there is to be ignored, says the specification of these folders.
  return join(given && isAbsolute(given) ? given : join(homedir(), '.cache'), 'idol-registry');
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Gives whether the file could be written. */
function write(path: string, content: string | Uint8Array): boolean {
  try {
    makeFolder(dirname(path));
    writeWhole(path, content);
    return true;
  } catch {
    return false;
  }
}
