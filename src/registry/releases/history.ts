import type { Finding, InterfaceVersion } from '../../compare/index.ts';
import { compareTrees } from '../../compare/index.ts';
import type { ReleaseContent, ReleasedInterface } from './content.ts';
import type { Family } from './families.ts';

/** All releases of a tree and all versions of its interfaces. Plain JSON but for the objects, which are read on demand. */
export interface History {
  readonly families: readonly { readonly name: string; readonly releases: readonly string[] }[];
  /** Oldest ancestors first. */
  readonly releases: readonly ReleaseEntry[];
  readonly interfaces: readonly InterfaceHistory[];
}

export interface ReleaseEntry {
  readonly name: string;
  readonly family: string;
  readonly version?: string;
  readonly commit?: string;
  /** When the commit was made: ISO 8601, in UTC. */
  readonly date?: string;
  /** Name of the release of the family that it is compared with. */
  readonly predecessor?: string;
  readonly interfaces: readonly (ReleasedInterface & { readonly version: number })[];
  /** What changed since the predecessor; empty without one. */
  readonly findings: readonly Finding[];
}

/** All versions of the interface file at one path. */
export interface InterfaceHistory {
  readonly path: string;
  /** Name inside the newest version. */
  readonly name: string;
  /** In ancestor order, numbered from 1: a contract that comes back is the version that it was. */
  readonly versions: readonly VersionEntry[];
  /** The path of the file that this one was before, as far as its content says so. */
  readonly movedFrom?: string;
  readonly movedTo?: string;
}

export interface VersionEntry {
  readonly number: number;
  readonly contract: string;
  /** Object of the newest release that carries it. */
  readonly object: string;
  /** Names of the releases that carry it. */
  readonly releases: readonly string[];
}

/** A release as it was read, before it is set against the others. */
export interface ReadRelease {
  readonly name: string;
  readonly commit?: string;
  readonly date?: string;
  readonly content: ReleaseContent;
}

/** Gives the findings for a key, from an earlier run or by comparing now. */
export type Remember = (key: string, compare: () => Finding[]) => Finding[];

/**
 * Numbers the versions of every interface and compares each release with its predecessor. `releases` come ancestors first.
 * Comparing costs what the distinct pairs of objects cost, however many releases share them.
 */
export function makeHistory(
  families: readonly Family[],
  releases: readonly ReadRelease[],
  predecessorOf: ReadonlyMap<string, string>,
  object: (hash: string) => InterfaceVersion,
  remember: Remember = (_, compare) => compare(),
): History {
  const named = new Map(families.flatMap((family) => family.releases.map((release) => [release.name, release])));
  const byName = new Map(releases.map((release) => [release.name, release]));
  const versions = numberVersions(releases);
  const compare = pairComparison(object, remember);
  const moves = new Map<string, string>();
  const entries = releases.map((release): ReleaseEntry => {
    const before = byName.get(predecessorOf.get(release.name) ?? '');
    const findings = before ? compare(before.content, release.content) : [];
    for (const { rule, interface: moved } of findings) {
      if (rule === 'interface-moved' && moved.oldPath && moved.newPath) moves.set(moved.newPath, moved.oldPath);
    }
    const { family = release.name, version } = named.get(release.name) ?? {};
    return {
      name: release.name,
      family,
      ...(version !== undefined && { version }),
      ...(release.commit && { commit: release.commit }),
      ...(release.date && { date: release.date }),
      ...(before && { predecessor: before.name }),
      interfaces: release.content.interfaces.map((one) => ({
        ...one,
        version: versions.get(one.path)?.find(({ contract }) => contract === one.contract)?.number ?? 0,
      })),
      findings,
    };
  });
  const movedTo = new Map([...moves].map(([now, before]) => [before, now]));
  return {
    families: families.map(({ name, releases: members }) => ({
      name,
      releases: members.map((release) => release.name),
    })),
    releases: entries,
    interfaces: [...versions.keys()].sort().map((path) => ({
      path,
      name: nameOf(path, releases),
      versions: versions.get(path) ?? [],
      ...(moves.has(path) && { movedFrom: moves.get(path) }),
      ...(movedTo.has(path) && { movedTo: movedTo.get(path) }),
    })),
  };
}

function numberVersions(releases: readonly ReadRelease[]): Map<string, VersionEntry[]> {
  const versions = new Map<string, VersionEntry[]>();
  for (const { name, content } of releases) {
    for (const { path, contract, object } of content.interfaces) {
      const known = versions.get(path) ?? [];
      const at = known.findIndex((version) => version.contract === contract);
      const number = at < 0 ? known.length + 1 : at + 1;
      const carriers = [...(known[at]?.releases ?? []), name];
      known[number - 1] = { number, contract, object, releases: carriers };
      versions.set(path, known);
    }
  }
  return versions;
}

function nameOf(path: string, releases: readonly ReadRelease[]): string {
  const carried = releases.flatMap(({ content }) => content.interfaces.filter((one) => one.path === path));
  return carried.at(-1)?.name ?? path;
}

/** Compares two releases by their objects: an interface whose object is the same has not changed, and is not looked at. */
export function pairComparison(object: (hash: string) => InterfaceVersion, remember: Remember) {
  const known = new Map<string, Finding[]>();
  return (before: ReleaseContent, after: ReleaseContent): Finding[] => {
    const same = new Set(before.interfaces.map(({ path, object: hash }) => `${path} ${hash}`));
    const kept = new Set(
      after.interfaces.filter((one) => same.has(`${one.path} ${one.object}`)).map(({ path }) => path),
    );
    const [old, now] = [before, after].map(({ interfaces }) => interfaces.filter(({ path }) => !kept.has(path)));
    const key = JSON.stringify([old, now].map((list) => list?.map((one) => one.object)));
    const findings =
      known.get(key) ??
      remember(
        key,
        () =>
          compareTrees(
            (old ?? []).map((one) => object(one.object)),
            (now ?? []).map((one) => object(one.object)),
          ).findings,
      );
    known.set(key, findings);
    return findings;
  };
}
