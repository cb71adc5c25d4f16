import { createHash } from 'node:crypto';

/** Where the documents of a registry are, relative to the folder that holds this one. */
export const INDEX_ADDRESS = 'index.json';

export const SCHEMA_ADDRESS = 'schema.json';

/** A name that no file system or host could take for something else stands as it is; another gets digits of its hash. */
export function releaseAddress(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,99}$/.test(name)) return `releases/${name}.json`;
  const words = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  return `releases/${words.slice(0, 80)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}.json`;
}

export function interfaceAddress(slug: string): string {
  return `interfaces/${slug}.json`;
}

export function objectAddress(hash: string): string {
  return `objects/${hash}.json`;
}

export function stubsAddress(hash: string): string {
  return `stubs/${hash}.json`;
}

/** A file to download: the last part of its address is the name to save it as. */
export function fileAddress({ sha256: hash, name }: { readonly sha256: string; readonly name: string }): string {
  return `files/${hash}/${name.replace(/[^A-Za-z0-9._-]+/g, '-')}`;
}

/** The folder of the log of a registry that `publish` writes. */
export const LOG = 'log';

/** An entry of the log: entries are numbered from 1. */
export function logAddress(number: number): string {
  return `${LOG}/${String(number).padStart(6, '0')}.json`;
}

/** The number of the log entry at an address; undefined where it is none. */
export function numberOfEntry(address: string): number | undefined {
  const [, digits] = /^log\/(\d{6,15})\.json$/.exec(address) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
