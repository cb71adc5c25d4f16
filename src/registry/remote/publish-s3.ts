import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Opened, opened, refused } from '../../tree/index.ts';
import { makeFolder } from '../disk.ts';
import { INDEX_ADDRESS, objectAddress, ReleaseSchema } from '../documents/index.ts';
import { parseDocument } from '../published/open.ts';
import { type Publishing, type PublishOptions, publish } from '../published/publish.ts';
import { LOG } from '../published/verify.ts';
import type { ReadRelease, ReleaseStore } from '../releases/index.ts';
import { forEachAtOnce, S3Store } from './s3-store.ts';

/** Each time that a write comes too late, another run came through. */
const MOST_TRIES = 100;

/**
 * Adds a release to a registry in object storage. Contents come first, then the entry of the log, then what readers use, the index
 * last. Every write has a condition, so that a run that comes too late begins again with what the other one wrote.
 */
export async function publishToS3(
  place: string,
  next: ReadRelease,
  options: PublishOptions,
): Promise<Opened<Publishing>> {
  const opening = S3Store.open(place);
  if (!opening.ok) return opening;
  const store = opening.value;
  const honored = await store.requireConditions();
  if (!honored.ok) return honored;
  let first: Publishing | undefined;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const folder = mkdtempSync(join(tmpdir(), 'idol-registry-s3-'));
    try {
      const tags = await pull(store, folder, options.store);
      if (!tags.ok) return tags;
      const isHeld = (address: string) => !isRead(address) && tags.value.has(address);
      const publishing = publish(folder, next, { ...options, isHeld });
      if (!publishing.ok || publishing.value.kind === 'different') return publishing;
      const pushed = await push(store, folder, tags.value);
      if (!pushed.ok) return pushed;
      if (pushed.value !== 'late') return opened(first ?? publishing.value);
      // A run that entered its release and then came too late for the index finds it published.
      if (publishing.value.kind === 'published') first = publishing.value;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    await wait(Math.random() * 100 * Math.min(tries, 10));
  }
  return refused('not-a-registry', `others wrote to \`${place}\` all the time`, 'publish again');
}

/**
 * Makes a folder what the registry holds, as far as publishing reads it: the log and the objects, not the stubs. Gives the tag of every
 * object of the store.
 */
async function pull(store: S3Store, folder: string, cache: ReleaseStore): Promise<Opened<ReadonlyMap<string, string>>> {
  const tags = await store.list();
  if (!tags.ok) return tags;
  const objects = new Set<string>();
  const write = (address: string, bytes: Uint8Array) => {
    makeFolder(dirname(join(folder, address)));
    writeFileSync(join(folder, address), bytes);
  };
  const log = [...tags.value.keys()].filter((address) => address.startsWith(`${LOG}/`)).sort();
  const entries = await forEachAtOnce(log, async (address) => {
    const bytes = await store.read(address);
    if (!bytes.ok || !bytes.value) return bytes;
    write(address, bytes.value);
    const release = parseDocument(ReleaseSchema, bytes.value, `${store.place}/${address}`);
    if (release.ok) for (const { object } of release.value.interfaces) objects.add(object);
    return release;
  });
  if (!entries.ok) return entries;
  const fetched = await forEachAtOnce([...objects], async (hash) => {
    const kept = cache.get(hash);
    const bytes = kept ? opened(kept) : await store.read(objectAddress(hash));
    if (!bytes.ok || !bytes.value) return bytes;
    if (!kept) cache.put(bytes.value);
    write(objectAddress(hash), bytes.value);
    return bytes;
  });
  return fetched.ok ? tags : fetched;
}

/** True of what {@link pull} brings. */
function isRead(address: string): boolean {
  return address.startsWith(`${LOG}/`) || address.startsWith('objects/');
}

async function push(
  store: S3Store,
  folder: string,
  tags: ReadonlyMap<string, string>,
): Promise<Opened<'done' | 'late'>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => relative(folder, join(file.parentPath, file.name)).split(sep).join('/'))
    .filter((address) => !address.startsWith('.partial/'));
  const content = (address: string) => readFileSync(join(folder, address));
  const isNew = (address: string) => !tags.has(address);
  const kindOf = (address: string) =>
    /^(?:objects|stubs|files)\//.test(address) ? 'content' : address.startsWith(`${LOG}/`) ? 'log' : 'derived';
  const contents = files.filter((address) => kindOf(address) === 'content' && isNew(address));
  // That somebody else wrote the same content first is as good.
  const kept = await forEachAtOnce(contents, (address) => store.write(address, content(address), { kind: 'absent' }));
  if (!kept.ok) return kept;
  const writeAll = async (addresses: readonly string[]): Promise<Opened<'done' | 'late'>> => {
    let late = false;
    const written = await forEachAtOnce(addresses, async (address) => {
      const tag = tags.get(address);
      const bytes = content(address);
      if (tag !== undefined && tag.replaceAll('"', '') === createHash('md5').update(bytes).digest('hex'))
        return opened(true);
      const answer = await store.write(
        address,
        bytes,
        tag === undefined ? { kind: 'absent' } : { kind: 'unchanged', tag },
      );
      if (answer.ok && !answer.value) late = true;
      return answer;
    });
    return written.ok ? opened(late ? 'late' : 'done') : written;
  };
  const steps = [
    files.filter((address) => kindOf(address) === 'log' && isNew(address)),
    files.filter((address) => kindOf(address) === 'derived' && address !== INDEX_ADDRESS),
    [INDEX_ADDRESS],
  ];
  for (const step of steps) {
    const answer = await writeAll(step);
    if (!answer.ok || answer.value === 'late') return answer;
  }
  return opened('done');
}
