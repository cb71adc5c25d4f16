import { type CarriedVersion, carriedVersions, type InterfaceEntry, lineageOf } from '../registry/index.ts';
import { fileOf, interfaceUrl, registry } from './context.ts';
import { namesOf, numbersOf, renamesIn } from './lineage.ts';
import {
  diffUrl,
  families,
  histories,
  historyAt,
  historyOf,
  releaseByName,
  versionKey,
  versionLabel,
  versionOfTree,
  versionUrl,
} from './published.ts';

/** What this tree has that a release does not: read when a reader chooses the release. Positions instead of names keep it small. */
export interface News {
  /** Product lines with their releases, the newest first. */
  readonly lines: readonly (readonly [name: string, releases: readonly string[]])[];
  readonly interfaces: readonly NewsInterface[];
  /** Interfaces that this tree lacks. */
  readonly gone: readonly { readonly name: string; readonly href: string; readonly releases: readonly number[] }[];
}

export interface NewsInterface {
  readonly name: string;
  readonly file?: string;
  readonly href: string;
  /** Versions that differ from that of the tree. */
  readonly versions: readonly NewsVersion[];
  /** Of each release in the order of `lines`: the position in `versions`, -1 for the version of the tree, -2 where it has none. */
  readonly releases: readonly number[];
}

export interface NewsVersion {
  /** "v3". */
  readonly label: string;
  /** The comparison with the version of the tree, where that was released. */
  readonly compare?: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly renumbered: readonly string[];
}

export function newsOf(): News {
  const lines = families.map(({ name, releases }) => [name, releases.toReversed()] as const);
  const order = lines.flatMap(([, names]) => names);
  const known = registry.interfaces.map((entry) => newsOfInterface(entry, order));
  const gone = histories
    .filter(({ path, movedTo }) => movedTo === undefined && !registry.interfaces.some((entry) => entry.path === path))
    .map((history) => {
      const carriers = new Set(history.versions.flatMap(({ releases }) => releases));
      return {
        name: history.name,
        href: versionUrl(history, history.versions.length),
        releases: order.flatMap((release, position) => (carriers.has(release) ? [position] : [])),
      };
    });
  return { lines, interfaces: known, gone };
}

function newsOfInterface(entry: InterfaceEntry, order: readonly string[]): NewsInterface {
  const history = historyOf(entry);
  const file = fileOf(entry);
  const base = { name: entry.name, ...(file !== undefined && { file }), href: interfaceUrl(entry) };
  if (!history) return { ...base, versions: [], releases: order.map(() => -2) };
  const lineage = lineageOf(history, historyAt);
  const carried = carriedVersions(lineage);
  const today = versionOfTree(entry);
  const positions = new Map<string, number>();
  const versions: NewsVersion[] = [];
  const releases = order.map((release) => {
    const version = releaseByName.has(release) ? carried.get(release) : undefined;
    if (!version) return -2;
    if (version.history === history && version.version === today) return -1;
    const key = versionKey(history, version);
    const position = positions.get(key) ?? versions.push(changesSince(entry, version)) - 1;
    positions.set(key, position);
    return position;
  });
  return { ...base, versions, releases };

  function changesSince({ operations }: InterfaceEntry, version: CarriedVersion): NewsVersion {
    const renames = renamesIn(lineage);
    const before = numbersOf(version);
    const added: string[] = [];
    const renumbered: string[] = [];
    const kept = new Set<string>();
    for (const { name, number } of operations) {
      const old = namesOf(name, renames).find((one) => before.has(one));
      if (old === undefined) added.push(name);
      else {
        kept.add(old);
        if (before.get(old) !== number) renumbered.push(name);
      }
    }
    const removed = [...before.keys()].filter((name) => !kept.has(name));
    const query = today !== undefined && history && `?from=${versionKey(history, version)}&to=${today}`;
    return {
      label: history ? versionLabel(history, version) : '',
      ...(query && history && { compare: `${diffUrl(history)}${query}` }),
      added,
      removed,
      renumbered,
    };
  }
}
