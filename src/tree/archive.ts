import { readFileSync, statSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { unpackTar } from 'modern-tar';
import { isFirmware } from '../firmware/index.ts';
import { storedFiles } from '../text/index.ts';
import { firmwareTree } from './firmware-tree.ts';
import { gitBlobId, isIgnored } from './folder.ts';
import type { Tree } from './model.ts';
import { withoutOwnOutput } from './own-output.ts';
import { type Opened, opened, refused } from './problem.ts';

/** A tree unpacks to some ten megabytes. What claims much more is no tree, and is refused before it fills the memory. */
const MAX_BYTES = 512 * 1024 * 1024;

/** What an archive holds under one name, as it stands there. */
interface Entry {
  readonly name: string;
  readonly content: Uint8Array;
  /** Set for a link, which has no content of its own: what it points to, relative to its folder. */
  readonly link?: string;
}

/**
 * The tree in a .tar, .tar.gz, .tgz or .zip file, unpacked in memory. One folder around everything, as code hosts make it, is no
 * part of the paths. An archive whose names lead out of it is refused whole.
 */
export async function openArchive(path: string): Promise<Opened<Tree>> {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return refused('not-an-archive', `there is no archive \`${path}\``);
  if (size > MAX_BYTES) return tooLarge(path);
  let entries: readonly Entry[] | 'too large';
  try {
    const bytes = new Uint8Array(readFileSync(path));
    if (isFirmware(bytes)) return firmwareTree(bytes, basename(path));
    entries = /\.zip$/i.test(path) ? readZip(bytes) : await readTar(bytes, /\.t?gz$/i.test(path));
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(path);
    const reason = error instanceof Error ? error.message : String(error);
    return refused('not-an-archive', `\`${path}\` cannot be unpacked: ${reason}`);
  }
  if (entries === 'too large') return tooLarge(path);
  const outside = entries.find(({ name }) => leadsOut(name));
  if (outside) return refused('not-an-archive', `\`${path}\` holds \`${outside.name}\`, which leads out of it`);
  if (entries.length === 0) return refused('not-an-archive', `\`${path}\` holds no file`);
  return opened({ files: filesIn(entries), label: basename(path), prefix: '' });
}

function tooLarge(path: string): Opened<Tree> {
  return refused('not-an-archive', `\`${path}\` unpacks to more than ${MAX_BYTES / 1024 / 1024} MB`);
}

function leadsOut(name: string): boolean {
  return name.startsWith('/') || /^[A-Za-z]:|\\/.test(name) || name.split('/').includes('..');
}

async function readTar(bytes: Uint8Array, isCompressed: boolean): Promise<Entry[]> {
  const archive = isCompressed ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
  const entries = await unpackTar(archive, { strict: true });
  return entries.flatMap(({ header, data }): Entry[] => {
    const name = posix.normalize(header.name);
    if (header.type === 'symlink') return [{ name, content: new Uint8Array(), link: header.linkname ?? '' }];
    return header.type === 'file' || header.type === undefined ? [{ name, content: data ?? new Uint8Array() }] : [];
  });
}

/** The sizes that a zip states are those that it is unpacked to, and no more: they are added up before anything is. */
function readZip(bytes: Uint8Array): Entry[] | 'too large' {
  let total = 0;
  const files = unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (name.endsWith('/')) return false;
      total += originalSize;
      return total <= MAX_BYTES;
    },
  });
  if (total > MAX_BYTES) return 'too large';
  return Object.entries(files).map(([name, content]) => ({ name, content }));
}

function filesIn(entries: readonly Entry[]) {
  const top = foldedInto(entries.map(({ name }) => name));
  const inside = (name: string) => name.slice(top.length);
  const contents = new Map<string, Uint8Array>();
  for (const { name, content, link } of entries) {
    if (link === undefined && !isIgnored(inside(name))) contents.set(inside(name), content);
  }
  for (const { name, link } of entries) {
    const target = link === undefined ? undefined : contents.get(inside(posix.join(posix.dirname(name), link)));
    if (target) contents.set(inside(name), target);
  }
  return storedFiles({
    paths: withoutOwnOutput([...contents.keys()]),
    bytes: (path) => contents.get(path),
    contentKey: (path) => gitBlobId(contents.get(path) as Uint8Array),
  });
}

/** The folder around everything, with its slash; '' when there is none, or when it is where the tree keeps its interfaces. */
function foldedInto(names: readonly string[]): string {
  const top = /^[^/]+\//.exec(names[0] ?? '')?.[0] ?? '';
  const isAround = names.every((name) => name.startsWith(top));
  const isPartOfTree = names.some((name) => /^[^/]+\.idol$/.test(name.slice(top.length)));
  return isAround && !isPartOfTree ? top : '';
}
