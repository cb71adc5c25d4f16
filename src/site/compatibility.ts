import type { VerdictKind } from '../compare/index.ts';
import {
  type BuiltVersion,
  builtId,
  builtIn,
  carriedVersions,
  type InterfaceDocument,
  lineageOf,
  type Meeting,
  matchesInterface,
  meetingKey,
} from '../registry/index.ts';
import { registry, site } from './context.ts';
import { families, histories, historyAt } from './published.ts';
import { keyed, list, value } from './tracked.ts';

/** An interface through all releases, under every path that its file had. */
export interface InterfaceLine {
  /** Of its newest path. */
  readonly history: InterfaceDocument;
  /** By release. */
  readonly carried: ReadonlyMap<string, BuiltVersion>;
  /** Each version that a release carries, once for each way to build it that makes a difference; its place is its number in {@link ReleaseGroup}. */
  readonly versions: readonly BuiltVersion[];
  /** Its two sides may come from different builds: a message contract, or an interface of which the configuration says so. */
  readonly isExternal: boolean;
}

/** By the path that the file has in the newest release. */
export const interfaceLines: readonly InterfaceLine[] = list('interface lines', () =>
  histories
    .filter(({ movedTo }) => movedTo === undefined || !historyAt(movedTo))
    .map((history) => {
      const carried = new Map(
        [...carriedVersions(lineageOf(history, historyAt))].map(([release, one]) => [
          release,
          builtIn(release, one, site.meetings),
        ]),
      );
      const versions = new Map([...carried.values()].map((one) => [builtId(one), one]));
      return { history, carried, versions: [...versions.values()], isExternal: isExternal(history) };
    }),
);

/** The configuration names what crosses builds: message contracts, or external interfaces. Where it names none, any may be such. */
export const namesExternal = value('names external interfaces', () =>
  interfaceLines.some(({ isExternal: crosses }) => crosses),
);

/** The sides of a message contract are always built apart. */
function isExternal(history: InterfaceDocument): boolean {
  return history.kind === 'messages' || audienceOf(history) === 'external';
}

/** As the configuration says by name; of several globs that match, later ones win. */
function audienceOf({ name, path }: InterfaceDocument): string | undefined {
  return registry.audiences?.findLast(({ glob }) => matchesInterface(glob, { name, paths: [path] }))?.audience;
}

/** Releases of one family that follow each other and carry the same versions, built in the same way: to others they are one. */
export interface ReleaseGroup {
  first: string;
  last: string;
  /** For each of {@link interfaceLines} the position of its version; undefined where the releases do not have it. */
  versions: readonly (number | undefined)[];
}

/** The newest first. */
export const groupsOf = keyed('groups of releases', (family): readonly ReleaseGroup[] => {
  const groups: ReleaseGroup[] = [];
  const lines = interfaceLines.map(({ carried, versions }) => {
    return { carried, positions: new Map(versions.map((one, position) => [builtId(one), position])) };
  });
  for (const name of families.find((one) => one.name === family)?.releases ?? []) {
    const versions = lines.map(({ carried, positions }) => {
      const one = carried.get(name);
      return one && positions.get(builtId(one));
    });
    const last = groups.at(-1);
    if (last?.versions.every((one, index) => one === versions[index])) last.last = name;
    else groups.push({ first: name, last: name, versions });
  }
  return groups.toReversed();
});

/** What clients of one version meet at servers of another: judged before the pages are rendered. */
export function meetingOf(line: InterfaceLine, client: number, server: number): Meeting {
  const [from, to] = [line.versions[client], line.versions[server]];
  const meeting = from && to ? site.meetings?.pairs[meetingKey(from, to)] : undefined;
  return meeting ?? { worst: 'ok', operations: [] };
}

/** The verdicts of all interfaces that count between the clients of some releases and the servers of others, but the fine ones. */
export function troublesBetween(clients: ReleaseGroup, servers: ReleaseGroup): VerdictKind[] {
  const counted = namesExternal();
  return interfaceLines.flatMap((line, index): VerdictKind[] => {
    const [client, server] = [clients.versions[index], servers.versions[index]];
    if (client === undefined || server === undefined || (counted && !line.isExternal)) return [];
    const { worst } = meetingOf(line, client, server);
    return worst === 'ok' ? [] : [worst];
  });
}

/** The release that has a version first as it is built here, where the version is built in several ways that make a difference. */
export function builtFirstIn({ carried, versions }: InterfaceLine, one: BuiltVersion): string | undefined {
  const isOnly = versions.every(
    (other) => other === one || other.history !== one.history || other.version !== one.version,
  );
  return isOnly ? undefined : [...carried].find(([, other]) => builtId(other) === builtId(one))?.[0];
}

/** Both lines of a pair in words; a tree without product lines has one of its own name. */
export function pairTitle(a: string, b: string): string {
  return a !== b ? `${a} and ${b}` : a === 'releases' ? 'all releases' : `${a} releases`;
}

/** Product lines with something to compare. */
export const comparedFamilies = list('compared product lines', () =>
  families.filter(({ releases }) => releases.length > 1).map(({ name }) => name),
);

/** Each pair of them once, each also with itself. */
export function familyPairs(): { a: string; b: string }[] {
  const names = comparedFamilies;
  return names.flatMap((a, index) => names.slice(index).map((b) => ({ a, b })));
}
