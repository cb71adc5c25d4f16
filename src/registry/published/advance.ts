import { type Opened, opened } from '../../tree/index.ts';
import {
  type IndexDocument,
  type InterfaceDocument,
  InterfaceSchema,
  logAddress,
  objectAddress,
  type ReleaseDocument,
  ReleaseSchema,
} from '../documents/index.ts';
import {
  compareVersions,
  familiesOf,
  objectsOf,
  operationNumbers,
  type ReleaseStore,
  type Remember,
  type VersionEntry,
  variantHistory,
} from '../releases/index.ts';
import { sha256 } from '../schema-hash.ts';
import { damaged, type GrowingRegistry, readContents } from './growing-registry.ts';
import { parseDocument } from './open.ts';
import { indexedInterface, indexedRelease } from './write.ts';

/**
 * What readers use, told of one release after the other: only the documents that a release touches are read and made again. They are
 * the same bytes as those that are made of the whole log.
 */
export class Advance {
  readonly object: ReturnType<typeof objectsOf>;
  readonly #registry: GrowingRegistry;
  readonly #store: ReleaseStore;
  readonly #remember: Remember;
  readonly #documents = new Map<string, InterfaceDocument>();
  readonly #releases = new Map<string, ReleaseDocument>();
  readonly #added: ReleaseDocument[] = [];
  readonly #changed = new Set<string>();
  /** Paths of interfaces with a new version. */
  readonly #longer = new Set<string>();
  /** Numbers of versions, by path, whose comparison with the one before has to be made again. */
  readonly #stale = new Map<string, Set<number>>();
  #index: IndexDocument;

  /** @param index of the first releases of the log */
  constructor(registry: GrowingRegistry, index: IndexDocument, store: ReleaseStore, remember: Remember) {
    this.#registry = registry;
    this.#index = index;
    this.#store = store;
    this.#remember = remember;
    this.object = objectsOf(store);
  }

  get index(): IndexDocument {
    return this.#index;
  }

  /** The histories of interfaces that {@link add} changed. */
  get changed(): readonly InterfaceDocument[] {
    return [...this.#changed].flatMap((path) => this.#documents.get(path) ?? []);
  }

  /** The history of an interface that {@link load} read; undefined where there is none yet. */
  document(path: string): InterfaceDocument | undefined {
    return this.#documents.get(path);
  }

  /** Reads histories of interfaces. False: one is not what the index says, which a killed run leaves behind. */
  async load(paths: Iterable<string>): Promise<Opened<boolean>> {
    const wanted = new Set(paths);
    const entries = this.#index.interfaces.filter(({ path }) => wanted.has(path) && !this.#documents.has(path));
    const read = await this.#registry.read(entries.map(({ address }) => address));
    if (!read.ok) return read;
    for (const { address, path, sha256: hash } of entries) {
      const content = read.value.get(address);
      if (!content || sha256(content) !== hash) return opened(false);
      const document = parseDocument(InterfaceSchema, content, address);
      if (!document.ok) return opened(false);
      this.#documents.set(path, document.value);
    }
    return opened(true);
  }

  /** Releases as they were published, by name. */
  async releases(names: Iterable<string>): Promise<Opened<ReadonlyMap<string, ReleaseDocument>>> {
    const wanted = new Set(names);
    const addresses = this.#index.releases.flatMap(({ name }, at) =>
      wanted.has(name) && !this.#releases.has(name) ? [[name, logAddress(at + 1)] as const] : [],
    );
    const read = await this.#registry.read(addresses.map(([, address]) => address));
    if (!read.ok) return read;
    for (const [name, address] of addresses) {
      const { place } = this.#registry;
      const content = read.value.get(address);
      if (!content) return damaged(place, address, 'is missing: a release was removed, or the copy is not complete');
      const release = parseDocument(ReleaseSchema, content, address);
      if (!release.ok) return damaged(place, address, release.problem.message);
      if (release.value.name !== name) return damaged(place, address, `is not ${name}, as the index has it`);
      this.#releases.set(name, release.value);
    }
    return opened(this.#releases);
  }

  /** Brings those objects into the store that it lacks. */
  async loadObjects(hashes: Iterable<string>): Promise<Opened<undefined>> {
    const missing = [...new Set(hashes)].filter((hash) => this.#store.get(hash) === undefined);
    const read = await readContents(this.#registry, new Map(missing.map((hash) => [objectAddress(hash), hash])));
    if (!read.ok) return read;
    for (const content of read.value.values()) this.#store.put(content);
    return opened(undefined);
  }

  /** Tells of one more release, the next one of the log. False: a history is not what the index says. */
  async add(release: ReleaseDocument): Promise<Opened<boolean>> {
    const loaded = await this.#loadTouched(release);
    if (!loaded.ok || !loaded.value) return loaded;
    for (const { path, version } of release.interfaces)
      if (!this.#documents.get(path)?.versions[version - 1]) this.#longer.add(path);
    this.#carry(release);
    this.#move(release);
    this.#releases.set(release.name, release);
    this.#added.push(release);
    return opened(true);
  }

  /** Works out what follows from the releases that were added. */
  async finish(): Promise<Opened<undefined>> {
    const versions = [...this.#longer].flatMap((path) => this.#documents.get(path)?.versions ?? []);
    const loaded = await this.loadObjects(versions.map(({ object }) => object));
    if (!loaded.ok) return loaded;
    for (const path of this.#longer) this.#describe(path);
    const compared = await this.#compare();
    if (!compared.ok) return compared;
    this.#index = indexWith(this.#index, this.#added, [...this.#documents.values()]);
    return opened(undefined);
  }

  /** Reads all that a release touches: its histories, what they follow, what follows them, and the newest releases of its versions. */
  async #loadTouched(release: ReleaseDocument): Promise<Opened<boolean>> {
    const paths = new Set(release.interfaces.map(({ path }) => path));
    for (const { from, to } of movesOf(release)) paths.add(from).add(to);
    for (const { path, movedFrom } of this.#index.interfaces) if (movedFrom && paths.has(movedFrom)) paths.add(path);
    for (const { path, movedFrom } of this.#index.interfaces) if (movedFrom && paths.has(path)) paths.add(movedFrom);
    const loaded = await this.load(paths);
    if (!loaded.ok || !loaded.value) return loaded;
    const carriers = release.interfaces.flatMap(
      ({ path, version }) => this.#documents.get(path)?.versions[version - 1]?.releases.at(-1) ?? [],
    );
    const releases = await this.releases([...carriers, release.predecessor ?? '']);
    return releases.ok ? opened(true) : releases;
  }

  #set(document: InterfaceDocument): void {
    this.#documents.set(document.path, inOrder(document));
    this.#changed.add(document.path);
  }

  /** Enters a release at the versions that it carries. */
  #carry(release: ReleaseDocument): void {
    for (const { path, slug, name, kind = 'interface', version: number, schema, object } of release.interfaces) {
      const known = this.#documents.get(path);
      const before = known?.versions[number - 1];
      const carrier = this.#releases.get(before?.releases.at(-1) ?? '');
      const versions = [...(known?.versions ?? [])];
      versions[number - 1] = {
        ...before,
        ...{ number, schema, object, releases: [...(before?.releases ?? []), release.name] },
      };
      const whole = { format: 1 as const, path, slug, name, versions, operations: [] };
      this.#set(
        known ? { ...known, versions } : kind === 'messages' ? { kind, ...whole, variants: [] } : { kind, ...whole },
      );
      if (before && carrier && builtAs(carrier, before.object) === builtAs(release, object)) continue;
      this.#compareAgain(path, number);
      this.#compareAgain(path, number + 1);
      for (const { path: follower, movedFrom, movedFromVersion } of this.#documents.values())
        if (movedFrom === path && movedFromVersion === number) this.#compareAgain(follower, 1);
    }
  }

  /** Notes that a version is compared with the one before it when all releases are there. */
  #compareAgain(path: string, number: number): void {
    this.#stale.set(path, (this.#stale.get(path) ?? new Set()).add(number));
  }

  /** Enters the files that were moved since the release before. The first move to a path counts. */
  #move(release: ReleaseDocument): void {
    const before = this.#releases.get(release.predecessor ?? '');
    for (const { from, to } of movesOf(release)) {
      const [old, now] = [this.#documents.get(from), this.#documents.get(to)];
      const version = before?.interfaces.find(({ path }) => path === from)?.version;
      if (!old || !now || now.movedFrom !== undefined || version === undefined) continue;
      this.#set({ ...now, movedFrom: from, movedFromVersion: version });
      this.#set({ ...old, movedTo: to });
      this.#compareAgain(to, 1);
    }
  }

  /** What follows from the schemas of the versions, after one was added. */
  #describe(path: string): void {
    const document = this.#documents.get(path);
    if (!document) return;
    const versions = document.versions.map(({ number, releases: [release = ''], object }) => {
      const { schema } = this.object(object);
      return { number, release, schema };
    });
    const name = versions.at(-1)?.schema.name ?? document.name;
    const told = { name, operations: operationNumbers(versions) };
    this.#set(
      document.kind === 'messages'
        ? { ...document, ...told, variants: variantHistory(versions) }
        : { ...document, ...told },
    );
  }

  /** Compares versions, each as its newest release builds it, with the one before. */
  async #compare(): Promise<Opened<undefined>> {
    const stale = [...this.#stale].flatMap(([path, numbers]) => [...numbers].map((number) => ({ path, number })));
    const pairs = stale.flatMap(({ path, number }) => {
      const now = this.#documents.get(path)?.versions[number - 1];
      const old = this.#before(path, number);
      return now && old ? [{ path, old, now }] : [];
    });
    const both = pairs.flatMap(({ old, now }) => [old, now]);
    const releases = await this.releases(both.flatMap(({ releases: names }) => names.at(-1) ?? []));
    if (!releases.ok) return releases;
    const objects = await this.loadObjects(both.map(({ object }) => object));
    if (!objects.ok) return objects;
    const contents = new Map([...releases.value].map(([name, content]) => [name, { content }]));
    for (const { path, old, now } of pairs) {
      const document = this.#documents.get(path) as InterfaceDocument;
      const { comparison: _, ...version } = now;
      const comparison = compareVersions(old, now, contents, this.object, this.#remember);
      const versions = document.versions.with(now.number - 1, { ...version, ...(comparison && { comparison }) });
      this.#set({ ...document, versions });
    }
    return opened(undefined);
  }

  #before(path: string, number: number): VersionEntry | undefined {
    const document = this.#documents.get(path);
    if (number > 1) return document?.versions[number - 2];
    const { movedFrom = '', movedFromVersion = 0 } = document ?? {};
    return this.#documents.get(movedFrom)?.versions[movedFromVersion - 1];
  }
}

/** With its fields as the schema orders them: the same value is the same bytes, however it came about. */
function inOrder(document: InterfaceDocument): InterfaceDocument {
  const { kind, format, path, slug, name, movedFrom, movedFromVersion, movedTo, ...rest } = document;
  const moves = {
    ...(movedFrom !== undefined && { movedFrom }),
    ...(movedFromVersion !== undefined && { movedFromVersion }),
    ...(movedTo !== undefined && { movedTo }),
  };
  return { kind, format, path, slug, name, ...moves, ...rest } as InterfaceDocument;
}

/** Paths that a release has in place of others. */
function movesOf({ comparisons }: ReleaseDocument): { readonly from: string; readonly to: string }[] {
  return comparisons.flatMap(({ interface: { oldPath: from, newPath: to } }) =>
    from !== undefined && to !== undefined && from !== to ? [{ from, to }] : [],
  );
}

/** What the comparison of a version depends on, beside its schema. */
function builtAs({ interfaces, components }: ReleaseDocument, object: string): string {
  return JSON.stringify([object, interfaces.find((one) => one.object === object)?.build, components]);
}

function indexWith(
  index: IndexDocument,
  added: readonly ReleaseDocument[],
  documents: readonly InterfaceDocument[],
): IndexDocument {
  const releases = [...index.releases, ...added.map(indexedRelease)];
  const newest = new Map(index.interfaces.map(({ path, newestRelease }) => [path, newestRelease]));
  for (const { name, interfaces } of added) for (const { path } of interfaces) newest.set(path, name);
  const interfaces = new Map(index.interfaces.map((one) => [one.path, one]));
  for (const one of documents) interfaces.set(one.path, indexedInterface(one, newest.get(one.path) ?? ''));
  return {
    ...index,
    families: familiesOf(releases).map(({ name, releases: members }) => ({
      name,
      releases: members.map((member) => member.name),
    })),
    releases,
    interfaces: [...interfaces.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
