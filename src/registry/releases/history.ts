import {
  compareTrees,
  type InterfaceComparison,
  type InterfaceVersion,
  mayDifferFromItself,
  sharedNames,
} from '../../compare/index.ts';
import type { InterfaceDocument, ReleaseDocument, ReleasedFirmware } from '../documents/index.ts';
import { slugsOfTree } from '../interface-slugs.ts';
import type { ReleaseContent, ReleasedInterface, VersionObject } from './content.ts';
import type { Family, ReleaseName } from './families.ts';
import { variantHistory } from './variant-history.ts';

/** All releases of a tree and all versions of its interfaces. Plain JSON but for the objects, which are read on demand. */
export interface History {
  readonly families: readonly { readonly name: string; readonly releases: readonly string[] }[];
  /** Oldest ancestors first. */
  readonly releases: readonly ReleaseEntry[];
  /** By path. */
  readonly interfaces: readonly InterfaceHistory[];
}

export type ReleaseEntry = ReleaseDocument;
export type InterfaceHistory = InterfaceDocument;
export type VersionEntry = InterfaceDocument['versions'][number];

/** A release as it was read, before it is set against the others. */
export interface ReadRelease {
  readonly name: string;
  readonly commit?: string;
  readonly date?: string;
  readonly content: ReleaseContent;
  /** Builds of the release. */
  readonly firmware?: readonly ReleasedFirmware[];
}

/** Two lists of versions, and the names that several interfaces of one have. */
export interface ComparedLists {
  readonly before: readonly InterfaceVersion[];
  readonly after: readonly InterfaceVersion[];
  readonly shared?: ReadonlySet<string>;
}

/** Gives the comparisons for a key, from an earlier run or by comparing now. */
export type Remember = (key: string, lists: () => ComparedLists) => InterfaceComparison[];

/** Compares without remembering. */
export function compareLists({ before, after, shared }: ComparedLists): InterfaceComparison[] {
  return compareTrees(before, after, shared).interfaces;
}

/**
 * Numbers the versions of every interface and compares each release with its predecessor. `releases` come ancestors first.
 * Comparing costs what the distinct pairs of objects cost, however many releases share them.
 */
export function makeHistory(
  families: readonly Family[],
  releases: readonly ReadRelease[],
  predecessorOf: ReadonlyMap<string, string>,
  object: (hash: string) => VersionObject,
  remember: Remember = (_, lists) => compareLists(lists()),
): History {
  const named = new Map(families.flatMap((family) => family.releases.map((release) => [release.name, release])));
  const byName = new Map(releases.map((release) => [release.name, release]));
  const slugs = slugsOf(releases);
  const versions = numberVersions(releases);
  const compare = pairComparison(object, remember);
  const moves = new Map<string, { from: string; version: number }>();
  const entries = releases.map((release): ReleaseEntry => {
    const { name, content } = release;
    const before = byName.get(predecessorOf.get(name) ?? '');
    const comparisons = before ? compare(before.content, content) : [];
    for (const { interface: compared } of comparisons) {
      const { oldPath: from, newPath } = compared;
      if (from === undefined || newPath === undefined || from === newPath || moves.has(newPath)) continue;
      const schema = before?.content.interfaces.find(({ path }) => path === from)?.schema;
      const version = versions.get(from)?.find((one) => one.schema === schema)?.number;
      if (version !== undefined) moves.set(newPath, { from, version });
    }
    const versionOf = (path: string, schema: string) =>
      versions.get(path)?.find((one) => one.schema === schema)?.number ?? 1;
    return releaseEntry(
      release,
      named.get(name) ?? { name, family: name },
      before?.name,
      slugs,
      versionOf,
      comparisons,
    );
  });
  const movedTo = new Map([...moves].map(([now, { from }]) => [from, now]));
  const interfaces = [...versions].map(([path, numbered]): InterfaceHistory => {
    const moved = moves.get(path);
    const compared = numbered.map((version, index) => {
      const before = index > 0 ? numbered[index - 1] : moved && versions.get(moved.from)?.[moved.version - 1];
      const comparison = before && compareVersions(before, version, byName, object, remember);
      return { ...version, ...(comparison && { comparison }) };
    });
    const objects = numbered.map((version) => ({ ...version, schema: object(version.object).schema }));
    const isContract = objects.some(({ schema }) => schema.messages);
    const whole = {
      format: 1 as const,
      path,
      slug: slugs.get(path) ?? path,
      name: object(numbered.at(-1)?.object ?? '').schema.name,
      ...(moved && { movedFrom: moved.from, movedFromVersion: moved.version }),
      ...(movedTo.has(path) && { movedTo: movedTo.get(path) }),
      versions: compared,
      operations: operationNumbers(objects),
    };
    if (!isContract) return { kind: 'interface', ...whole };
    const ofContract = objects.map(({ number, releases: [release = ''], schema }) => ({ number, release, schema }));
    return { kind: 'messages', ...whole, variants: variantHistory(ofContract) };
  });
  return {
    families: families.map(({ name, releases: members }) => ({
      name,
      releases: members.map((release) => release.name),
    })),
    releases: entries,
    interfaces: interfaces.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/**
 * A release as it is told for ever.
 * @param slugs addresses of interfaces by path
 * @param versionOf number of the version of a path with a schema, by its hash
 */
export function releaseEntry(
  { name, commit, date, content, firmware }: ReadRelease,
  { family, version }: ReleaseName,
  predecessor: string | undefined,
  slugs: ReadonlyMap<string, string>,
  versionOf: (path: string, schema: string) => number,
  comparisons: InterfaceComparison[],
): ReleaseEntry {
  return {
    kind: 'release',
    format: 1,
    name,
    family,
    ...(version !== undefined && { version }),
    ...(commit && { commit }),
    ...(date && { date }),
    ...(predecessor !== undefined && { predecessor }),
    // In the order of the schema: a published release is the same bytes as one that was read from git.
    runtime: content.runtime,
    components: content.components,
    interfaces: content.interfaces.map(({ path, kind, name: title, ...one }) => ({
      path,
      ...(kind && { kind }),
      name: title,
      slug: slugs.get(path) ?? path,
      version: versionOf(path, one.schema),
      ...one,
    })),
    images: content.images,
    broken: content.broken,
    ...(firmware && firmware.length > 0 && { firmware: [...firmware] }),
    comparisons,
  };
}

/** In order of appearance, so that an address never changes its meaning when there are more releases. */
function slugsOf(releases: readonly ReadRelease[]): Map<string, string> {
  const slugs = new Map<string, string>();
  for (const { content } of releases) {
    const paths = (kind: 'messages' | undefined) =>
      content.interfaces.filter((one) => one.kind === kind).map(({ path }) => path);
    for (const [path, slug] of slugsOfTree(paths(undefined), paths('messages'), slugs)) slugs.set(path, slug);
  }
  return slugs;
}

function numberVersions(releases: readonly ReadRelease[]): Map<string, Omit<VersionEntry, 'comparison'>[]> {
  const versions = new Map<string, Omit<VersionEntry, 'comparison'>[]>();
  for (const { name, content } of releases) {
    for (const { path, schema, object } of content.interfaces) {
      const known = versions.get(path) ?? [];
      const at = known.findIndex((version) => version.schema === schema);
      const number = at < 0 ? known.length + 1 : at + 1;
      const carriers = [...(known[at]?.releases ?? []), name];
      known[number - 1] = { number, schema, object, releases: carriers };
      versions.set(path, known);
    }
  }
  return versions;
}

/** Which number each operation had, told where it changes. */
export function operationNumbers(versions: readonly Pick<VersionObject, 'schema'>[]): InterfaceHistory['operations'] {
  const numbers = new Map<string, { version: number; number: number | null }[]>();
  for (const [index, { schema }] of versions.entries()) {
    const now = new Map(schema.operations.map(({ name, number }) => [name, number]));
    for (const name of new Set([...numbers.keys(), ...now.keys()])) {
      const known = numbers.get(name) ?? [];
      const number = now.get(name) ?? null;
      if (known.at(-1)?.number !== number) numbers.set(name, [...known, { version: index + 1, number }]);
    }
  }
  return [...numbers].map(([name, moves]) => ({ name, numbers: moves }));
}

/** A version as its newest release builds it, and what that is made of. */
function newestOf(
  { object: hash, releases: names }: Omit<VersionEntry, 'comparison'>,
  byName: ReadonlyMap<string, Pick<ReadRelease, 'content'>>,
  object: (hash: string) => VersionObject,
): { key: unknown; version: InterfaceVersion } {
  const content = byName.get(names.at(-1) ?? '')?.content;
  const released = content?.interfaces.find((one) => one.object === hash);
  if (!content || !released) return { key: hash, version: object(hash) };
  return { key: [hash, released.build, content.components], version: versionOf(released, content, object) };
}

/** Compares two versions, each as the newest release of `byName` that carries it builds it; undefined where they are the same. */
export function compareVersions(
  before: Omit<VersionEntry, 'comparison'>,
  after: Omit<VersionEntry, 'comparison'>,
  byName: ReadonlyMap<string, Pick<ReadRelease, 'content'>>,
  object: (hash: string) => VersionObject,
  remember: Remember,
): InterfaceComparison | undefined {
  const [old, now] = [newestOf(before, byName, object), newestOf(after, byName, object)];
  const key = JSON.stringify([[old.key], [now.key]]);
  return remember(key, () => ({ before: [old.version], after: [now.version] }))[0];
}

/** An interface as a release builds it. */
function versionOf(
  { object: hash, build }: ReleaseContent['interfaces'][number],
  { components }: ReleaseContent,
  object: (hash: string) => VersionObject,
): InterfaceVersion {
  return { ...object(hash), build: { components, ...build } };
}

const open = new WeakMap<VersionObject, boolean>();

/** {@link mayDifferFromItself}, looked up once for each object, which most releases share. */
function isOpen(object: VersionObject): boolean {
  const known = open.get(object) ?? mayDifferFromItself(object.schema);
  open.set(object, known);
  return known;
}

/**
 * Compares two releases by their objects: an interface with the same object that is built in the same way has not changed, and is not
 * looked at, if all its types are resolved. Nor is one whose file cannot be read in one of them: it was neither added nor removed.
 */
export function pairComparison(object: (hash: string) => VersionObject, remember: Remember) {
  const known = new Map<string, InterfaceComparison[]>();
  return (before: ReleaseContent, after: ReleaseContent): InterfaceComparison[] => {
    const textOf = ({ path, object: hash, build }: ReleasedInterface) => JSON.stringify([path, hash, build]);
    const same = new Set(before.interfaces.map(textOf));
    const left = new Set([
      ...after.interfaces.filter((one) => same.has(textOf(one)) && !isOpen(object(one.object))).map(({ path }) => path),
      ...before.broken.map(({ path }) => path),
      ...after.broken.map(({ path }) => path),
    ]);
    const [old, now] = [before, after].map(({ interfaces }) => interfaces.filter(({ path }) => !left.has(path)));
    const shared = sharedNames(...[before, after].map(({ interfaces }) => interfaces.map(({ name }) => name)));
    const builds = [before, after].map(({ components }) => components);
    const key = JSON.stringify([
      ...[old, now].map((list) => list?.map((one) => [one.object, one.build])),
      builds,
      [...shared],
    ]);
    const comparisons =
      known.get(key) ??
      remember(key, () => ({
        before: (old ?? []).map((one) => versionOf(one, before, object)),
        after: (now ?? []).map((one) => versionOf(one, after, object)),
        shared,
      }));
    known.set(key, comparisons);
    return comparisons;
  };
}
