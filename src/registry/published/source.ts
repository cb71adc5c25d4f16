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

/** Where a server may send on to: addresses of its own host, or any. */
export type Redirects = 'same-host' | 'any-host';

const MAX_REDIRECTS = 5;

export function sourceOf(place: string, redirects?: Redirects): RegistrySource {
  return /^https?:\/\//i.test(place) ? webSource(place, TIMEOUT, redirects) : folderSource(place);
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
export function webSource(url: string, timeout = TIMEOUT, redirects: Redirects = 'same-host'): RegistrySource {
  const place = url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  return {
    place,
    async read(address, limit) {
      const at = `${place}/${address}`;
      try {
        const response = await follow(at, timeout, redirects);
        if (typeof response === 'string') return redirected(at, response);
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

/** The answer at the end of all redirects; the address of one that leads where it may not. */
async function follow(address: string, timeout: number, redirects: Redirects): Promise<Response | string> {
  const signal = AbortSignal.timeout(timeout);
  let at = new URL(address);
  for (let count = 0; ; count++) {
    const response = await fetch(at, { signal, credentials: 'omit', redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    const next = new URL(location, at);
    const isDowngrade = at.protocol === 'https:' && next.protocol !== 'https:';
    if (count >= MAX_REDIRECTS) throw new Error(`more than ${MAX_REDIRECTS} redirects`);
    if (!/^https?:$/.test(next.protocol) || isDowngrade) return next.href;
    if (redirects === 'same-host' && next.hostname !== at.hostname) return next.href;
    at = next;
  }
}

function redirected(at: string, to: string): Opened<never> {
  const help = 'name that place if you trust it, or add `--follow-redirects`';
  return refused('not-a-registry', `\`${at}\` leads to another host: \`${to}\``, help);
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

/** Why a request failed, for people: `fetch` says "fetch failed" and keeps the reason inside. `timeout` is in milliseconds. */
export function reasonOf(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause ? NETWORK_REASONS[String(cause.code)] : undefined;
  return code ?? (cause.message === '' ? error.message : cause.message);
}

/** What the codes of the system mean to somebody who did not write the program. */
const NETWORK_REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no host has this name',
  EAI_AGAIN: 'the host cannot be looked up now',
  ECONNREFUSED: 'nothing answers at this port',
  ECONNRESET: 'the server closed the connection',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

function tooLarge(at: string, limit: number): Opened<never> {
  return refused('not-a-registry', `\`${at}\` is larger than ${Math.round(limit / 1e6)} MB`);
}

function unreadable(at: string, reason: string): Opened<never> {
  return refused('not-a-registry', `\`${at}\` cannot be read: ${reason}`);
}
