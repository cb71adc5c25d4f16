import { setTimeout as wait } from 'node:timers/promises';
import { type Opened, opened, refused } from '../../tree/index.ts';
import {
  INDEX_ADDRESS,
  type IndexDocument,
  IndexSchema,
  interfaceAddress,
  logAddress,
  type ReleaseDocument,
  ReleaseSchema,
  releaseAddress,
  SCHEMA_ADDRESS,
} from '../documents/index.ts';
import { slugsOfTree } from '../interface-slugs.ts';
import {
  comparisonsOf,
  familiesOf,
  pairComparison,
  predecessorsByVersion,
  type ReadRelease,
  type ReleaseStore,
  readFamilies,
  releaseEntry,
} from '../releases/index.ts';
import { Advance } from './advance.ts';
import { type Documents, damaged, type GrowingRegistry } from './growing-registry.ts';
import { parseDocument } from './open.ts';
import { RegistryFolder } from './registry-folder.ts';
import { registrySchema, releaseFiles, textOf } from './write.ts';

export interface PublishOptions {
  /** Holds the contents of the release, and what was worked out earlier. */
  readonly store: ReleaseStore;
  /** Name and version of this program. */
  readonly generator: string;
  /** Patterns of release families, as the configuration has them. */
  readonly families?: Readonly<Record<string, string>>;
}

export type Publishing =
  | { readonly kind: 'published'; readonly release: ReleaseDocument }
  /** It was published before, with the same interfaces. */
  | { readonly kind: 'same'; readonly release: ReleaseDocument }
  /** It was published before, with others: nothing is written. A sentence for each difference. */
  | { readonly kind: 'different'; readonly differences: readonly string[] };

/** Each time that a write comes too late, another run came through. More than this many at once publish nowhere. */
export const MOST_TRIES = 100;

/**
 * Adds a release to the registry in a folder, which is made if it is not there. Its predecessor is the release of its family with the
 * next lower version. Runs at once do not harm each other; one that is killed leaves a registry that can be read, and the next one
 * completes what it began: the release is published if its log entry is there, whatever the index says.
 */
export async function publish(folder: string, next: ReadRelease, options: PublishOptions): Promise<Opened<Publishing>> {
  const opening = RegistryFolder.open(folder);
  return opening.ok ? publishInto(opening.value, next, options) : opening;
}

/**
 * The same, wherever the registry is kept. It reads and writes what the release touches, not what else the registry holds: contents
 * come first, then the entry of the log, then what readers use, the index last.
 */
export async function publishInto(
  registry: GrowingRegistry,
  next: ReadRelease,
  options: PublishOptions,
): Promise<Opened<Publishing>> {
  if (!/^[^\p{Cc}]{1,200}$/u.test(next.name)) {
    return refused(
      'unknown-release',
      'the name of a release has 1 to 200 characters, none of them a control character',
    );
  }
  let composed: Composed | undefined;
  let anew = false;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const completed = await complete(registry, options, anew);
    if (!completed.ok) return completed;
    const advance = completed.value;
    if (advance?.index.releases.some(({ name }) => name === next.name)) {
      const published = await advance.releases([next.name]);
      if (!published.ok) return published;
      const release = published.value.get(next.name) as ReleaseDocument;
      // Its own entry, also where the answer to writing it was lost.
      const isOwn = composed !== undefined && textOf(release) === textOf(composed.release);
      return isOwn ? opened({ kind: 'published', release }) : compareWithPublished(advance, release, next, options);
    }
    if (advance) {
      const composing = await compose(advance, next, options);
      if (!composing.ok) return composing;
      composed = composing.value;
      anew = composed === undefined;
      const entered = composed
        ? await enter(registry, composed, advance.index.releases.length + 1, options)
        : opened(false);
      if (!entered.ok) return entered;
      if (entered.value) continue;
    }
    await wait(Math.random() * 100 * Math.min(tries, 10));
  }
  return refused('not-a-registry', `others wrote to \`${registry.place}\` all the time`, 'publish again');
}

/**
 * Writes what readers use, until it tells of every release of the log: another run may enter one meanwhile. Undefined: another run
 * wrote the same, so that this one has to look again.
 * @param anew whether everything is made from the log
 */
async function complete(
  registry: GrowingRegistry,
  options: PublishOptions,
  anew: boolean,
): Promise<Opened<Advance | undefined>> {
  const remember = comparisonsOf(options.store);
  for (let told = -1; ; ) {
    // The index first: whatever it lists is in the log.
    const read = await readIndex(registry);
    if (!read.ok) return read;
    const numbers = await registry.numbers();
    if (!numbers.ok) return numbers;
    const count = numbers.value.length;
    const gap = numbers.value.toSorted((a, b) => a - b).findIndex((number, at) => number !== at + 1);
    if (gap >= 0) {
      return damaged(
        registry.place,
        logAddress(gap + 1),
        'is missing: a release was removed, or the copy is not complete',
      );
    }
    const index = read.value ?? emptyIndex(options);
    if (index.releases.length > count) {
      return damaged(registry.place, logAddress(count + 1), 'is missing, and the index lists its release');
    }
    const isUsable = !anew && index.interfaces.every((one) => one.sha256 !== undefined) && registry.isWhole(index);
    const isCurrent = read.value !== undefined && index.releases.length === count;
    if ((isUsable && isCurrent) || count === told || count === 0) {
      return opened(new Advance(registry, index, options.store, remember));
    }
    told = count;
    const documents =
      (isUsable ? await documentsSince(registry, index, count, options) : undefined) ??
      (await documentsSince(registry, emptyIndex(options), count, options));
    if (!documents?.ok) return documents ?? damaged(registry.place, INDEX_ADDRESS, 'cannot be made from the log');
    for (const step of documents.value) {
      const written = await registry.replace(step);
      if (!written.ok) return written;
      if (!written.value) return opened(undefined);
    }
  }
}

async function readIndex(registry: GrowingRegistry): Promise<Opened<IndexDocument | undefined>> {
  const read = await registry.read([INDEX_ADDRESS]);
  if (!read.ok) return read;
  const content = read.value.get(INDEX_ADDRESS);
  const index = content && parseDocument(IndexSchema, content, INDEX_ADDRESS);
  // One that is no index is made again, as if there were none.
  return opened(index?.ok ? index.value : undefined);
}

function emptyIndex({ generator }: PublishOptions): IndexDocument {
  return { kind: 'index', format: 1, generator, families: [], releases: [], interfaces: [] };
}

/**
 * What readers use, made of what an index tells and of the releases of the log after it: in two steps, the index last. Undefined when a
 * document is not what the index says.
 */
async function documentsSince(
  registry: GrowingRegistry,
  index: IndexDocument,
  count: number,
  { store, generator }: PublishOptions,
): Promise<Opened<readonly [Documents, Documents]> | undefined> {
  const advance = new Advance(registry, { ...index, generator }, store, comparisonsOf(store));
  const addresses = Array.from({ length: count - index.releases.length }, (_, at) =>
    logAddress(index.releases.length + at + 1),
  );
  const read = await registry.read(addresses);
  if (!read.ok) return read;
  const names = new Set(index.releases.map(({ name }) => name));
  const releases: ReleaseDocument[] = [];
  for (const address of addresses) {
    const release = parseDocument(ReleaseSchema, read.value.get(address) ?? new Uint8Array(), address);
    if (!release.ok) return damaged(registry.place, address, release.problem.message);
    const { name } = release.value;
    if (names.has(name)) return damaged(registry.place, address, `publishes ${name} again`);
    names.add(name);
    releases.push(release.value);
    const added = await advance.add(release.value);
    if (!added.ok) return added;
    if (!added.value) return undefined;
  }
  const finished = await advance.finish();
  if (!finished.ok) return finished;
  const documents: Documents = [
    [SCHEMA_ADDRESS, textOf(registrySchema())],
    ...releases.map((release) => [releaseAddress(release.name), textOf(release)] as const),
    ...advance.changed.map((one) => [interfaceAddress(one.slug), textOf(one)] as const),
  ];
  return opened([documents, [[INDEX_ADDRESS, textOf(advance.index)]]]);
}

/** Writes the contents of a release, then its entry in the log. False: another release got that number. */
async function enter(
  registry: GrowingRegistry,
  { release, predecessor }: Composed,
  number: number,
  { store }: PublishOptions,
): Promise<Opened<boolean>> {
  const kept = await registry.keep(newContents(release, predecessor, store));
  return kept.ok ? registry.append(number, textOf(release)) : kept;
}

/** A release, and the one that it is compared with. */
interface Composed {
  readonly release: ReleaseDocument;
  readonly predecessor?: ReleaseDocument;
}

/** The release as it will be told for ever, behind those that are there. Undefined when a document is not what the index says. */
async function compose(
  advance: Advance,
  next: ReadRelease,
  { store, families: patterns }: PublishOptions,
): Promise<Opened<Composed | undefined>> {
  const { index } = advance;
  const [family] = readFamilies([next.name], patterns);
  const name = family?.releases[0] ?? { name: next.name, family: next.name };
  const before = predecessorsByVersion(familiesOf([...index.releases, name])).get(next.name) ?? '';
  const releases = await advance.releases([before]);
  if (!releases.ok) return releases;
  const predecessor = releases.value.get(before);
  const loaded = await advance.load(next.content.interfaces.map(({ path }) => path));
  if (!loaded.ok) return loaded;
  if (!loaded.value) return opened(undefined);
  const objects = await advance.loadObjects(predecessor?.interfaces.map(({ object }) => object) ?? []);
  if (!objects.ok) return objects;
  const compare = pairComparison(advance.object, comparisonsOf(store));
  const paths = (kind: 'messages' | undefined) =>
    next.content.interfaces.filter((one) => one.kind === kind).map(({ path }) => path);
  const known = new Map(index.interfaces.map(({ path, slug }) => [path, slug]));
  const slugs = slugsOfTree(paths(undefined), paths('messages'), known);
  const versionOf = (path: string, schema: string) => {
    const versions = advance.document(path)?.versions ?? [];
    return versions.find((version) => version.schema === schema)?.number ?? versions.length + 1;
  };
  const comparisons = predecessor ? compare(predecessor, next.content) : [];
  const release = releaseEntry(next, name, predecessor?.name, slugs, versionOf, comparisons);
  return opened({ release, ...(predecessor && { predecessor }) });
}

/** The contents of a release that its predecessor does not have. */
function newContents(release: ReleaseDocument, predecessor: ReleaseDocument | undefined, store: ReleaseStore) {
  const known = new Set(predecessor?.interfaces.flatMap(({ object, stubs }) => [object, stubs]));
  const interfaces = release.interfaces.filter(({ object, stubs }) => !known.has(object) || !known.has(stubs));
  return releaseFiles({ interfaces }, store);
}

/** What a release has otherwise than the one that was published under its name. Stubs do not count: another program makes others. */
async function compareWithPublished(
  advance: Advance,
  published: ReleaseDocument,
  { content: { interfaces } }: ReadRelease,
  { store }: PublishOptions,
): Promise<Opened<Publishing>> {
  const before = new Map(published.interfaces.map((one) => [one.path, one]));
  const changed = interfaces.filter((one) => before.get(one.path)?.object !== one.object);
  const gone = published.interfaces.filter(({ path }) => !interfaces.some((one) => one.path === path));
  if (changed.length + gone.length === 0) return opened({ kind: 'same', release: published });
  const objects = await advance.loadObjects(published.interfaces.map(({ object }) => object));
  if (!objects.ok) return objects;
  const compare = pairComparison(advance.object, comparisonsOf(store));
  const compared = compare(published, { ...published, interfaces });
  const told = new Set(compared.flatMap(({ interface: { oldPath, newPath } }) => [oldPath, newPath]));
  const differences = [
    ...compared.flatMap(({ interface: { oldPath, newPath }, causes }) =>
      causes.map(({ message }) => `${newPath ?? oldPath}: ${message}`),
    ),
    ...[...changed, ...gone]
      .filter(({ path }) => !told.has(path))
      .map(({ path }) => `${path}: its text, or a layout that this program works out otherwise`),
  ];
  return opened({ kind: 'different', differences });
}
