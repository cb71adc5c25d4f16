import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Opened, opened, refused } from '../../tree/index.ts';

/** Where the files of a registry come from. */
export interface RegistrySource {
  /** What people call it: a path or URL, without a slash at the end. */
  readonly place: string;
  /** The bytes at an address; refused when they are more than `limit` or cannot be had. Undefined: there is no such file. */
  read(address: string, limit: number): Promise<Opened<Uint8Array | undefined>>;
}

/** How long a server may take for one file, in milliseconds. */
const TIMEOUT = 30_000;

export function sourceOf(place: string): RegistrySource {
  return /^https?:\/\//i.test(place) ? webSource(place) : folderSource(place);
}

export function folderSource(folder: string): RegistrySource {
  return {
    place: folder,
    async read(address, limit) {
      const path = join(folder, address);
      try {
        const stats = statSync(path, { throwIfNoEntry: false });
        if (!stats?.isFile()) return opened(undefined);
        return stats.size > limit ? tooLarge(path, limit) : opened(await readFile(path));
      } catch (error) {
        return unreadable(path, error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** `timeout` is how long a server may take for one file, in milliseconds. */
export function webSource(url: string, timeout = TIMEOUT): RegistrySource {
  const place = url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  return {
    place,
    async read(address, limit) {
      const at = `${place}/${address}`;
      try {
        const response = await fetch(at, { signal: AbortSignal.timeout(timeout), credentials: 'omit' });
        if (response.status === 404 || response.status === 410) return opened(undefined);
        if (!response.ok) return unreadable(at, `the server answers ${response.status}`);
        const content = await bounded(response, limit);
        return content ? opened(content) : tooLarge(at, limit);
      } catch (error) {
        return unreadable(at, reasonOf(error, timeout));
      }
    },
  };
}

/** The body of a response; undefined as soon as it turns out to be longer than `limit` bytes. */
async function bounded({ body }: Response, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` says "fetch failed" and keeps the reason inside. */
function reasonOf(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

function tooLarge(at: string, limit: number): Opened<never> {
  return refused('not-a-registry', `\`${at}\` is larger than ${Math.round(limit / 1e6)} MB`);
}

function unreadable(at: string, reason: string): Opened<never> {
  return refused('not-a-registry', `\`${at}\` cannot be read: ${reason}`);
}
