import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  alignOperations,
  hasUnresolved,
  type InterfaceBuild,
  isUnchanged,
  VERDICT_KINDS,
  type VerdictKind,
  worstKindOf,
} from '../compare/index.ts';
import type { Engine } from '../engine/index.ts';
import {
  type IndexDocument,
  type InterfaceDocument,
  type ObjectDocument,
  objectAddress,
  type ReleaseDocument,
} from '../registry/index.ts';
import { behaviorsOf } from '../runtime/index.ts';
import { type CarriedVersion, carriedVersions, lineageOf } from './lineage.ts';

/** What clients of one version meet at servers of another. */
export interface Meeting {
  worst: VerdictKind;
  /** Names of the client's operations that do not work. */
  operations: string[];
}

/** A version as some releases build it: two builds of one version count as two where a call at one of them may end otherwise. */
export interface BuiltVersion extends CarriedVersion {
  /** Number among the builds of its version. */
  readonly build: number;
}

/** What is known of all pairs of versions, as product lines build them. */
export interface Meetings {
  /** By {@link meetingKey}; pairs in which every call works are left out. */
  readonly pairs: Readonly<Record<string, Meeting>>;
  /** By version and release: the number of the build, where that is not 0. */
  readonly builds: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Two built versions of one interface: the client's, then the server's. */
export function meetingKey(client: BuiltVersion, server: BuiltVersion): string {
  return `${builtId(client)} ${builtId(server)}`;
}

export function builtId(one: BuiltVersion): string {
  return `${versionId(one)} ${one.build}`;
}

function versionId({ history, version }: CarriedVersion): string {
  return `${history.path} ${version}`;
}

/** The version that a release carries, as it builds it. */
export function builtIn(release: string, carried: CarriedVersion, meetings: Meetings | undefined): BuiltVersion {
  return { ...carried, build: meetings?.builds[versionId(carried)]?.[release] ?? 0 };
}

/**
 * Judges every pair of versions that releases of product lines carry, before pages show them, with the targets, configurations and
 * components of each. A pair is judged once: the engine keeps what was found, and only pairs with a new version or build are new.
 * @param published folder of the registry's documents
 */
export function judgeMeetings(published: string, engine: Engine): Meetings {
  const read = <Document>(address: string) => JSON.parse(readFileSync(join(published, address), 'utf8')) as Document;
  const index = read<IndexDocument>('index.json');
  const histories = index.interfaces.map(({ address }) => read<InterfaceDocument>(address));
  const byPath = new Map(histories.map((history) => [history.path, history]));
  const historyAt = (path: string) => byPath.get(path);
  const lines = new Set(index.families.flatMap(({ releases }) => (releases.length > 1 ? releases : [])));
  const releases = new Map(
    index.releases.flatMap(({ name, address }) =>
      lines.has(name) ? [[name, read<ReleaseDocument>(address)] as const] : [],
    ),
  );
  const pairs: Record<string, Meeting> = {};
  const builds: Record<string, Record<string, number>> = {};
  for (const history of histories) {
    if (history.movedTo !== undefined && historyAt(history.movedTo)) continue;
    const carried = [...carriedVersions(lineageOf(history, historyAt))].filter(([release]) => lines.has(release));
    // Objects are read when a pair is new, and forgotten with their interface.
    const objects = new Map<string, ObjectDocument>();
    const objectAt = (hash: string) => {
      const object = objects.get(hash) ?? read<ObjectDocument>(objectAddress(hash));
      objects.set(hash, object);
      return object;
    };
    const built = builtVersions(carried, releases, objectAt);
    const judged = new Map<string, VerdictKind>();
    const meet = (client: Built, server: Built): Meeting =>
      client === server && (client.releases.length === 1 || !client.isOpen)
        ? WORKS
        : engine.remember({ name: 'meeting', module: 'src/site/meetings.ts' }, `${client.key} ${server.key}`, () =>
            judge(client, server, objectAt, judged),
          );
    const table = built.map((client) => built.map((server) => meet(client, server)));
    const kept = distinctBuilds(built, table);
    for (const { from, as } of kept) {
      for (const release of from.releases) {
        const key = versionId(from.of);
        if (as.build > 0) builds[key] = { ...builds[key], [release]: as.build };
      }
    }
    for (const client of kept) {
      for (const server of kept) {
        const meeting = table[client.row]?.[server.row];
        if (meeting && meeting.operations.length > 0) pairs[meetingKey(client.as, server.as)] = meeting;
      }
    }
  }
  return { pairs, builds };
}

const WORKS: Meeting = { worst: 'ok', operations: [] };

/** A version as some releases build it, before it is known whether that makes a difference. */
interface Built {
  readonly of: CarriedVersion;
  /** Hash of the document that has its schema. */
  readonly object: string;
  readonly build: InterfaceBuild;
  /** Some type of it is not resolved: two builds may differ. */
  readonly isOpen: boolean;
  /** Equal where all is that a verdict depends on. */
  readonly key: string;
  readonly releases: string[];
}

function builtVersions(
  carried: readonly (readonly [release: string, of: CarriedVersion])[],
  releases: ReadonlyMap<string, ReleaseDocument>,
  objectAt: (hash: string) => ObjectDocument,
): Built[] {
  const found = new Map<string, Built>();
  const open = new Map<string, boolean>();
  for (const [name, of] of carried) {
    const release = releases.get(name);
    const released = release?.interfaces.find(({ path }) => path === of.history.path);
    const newest = of.history.versions[of.version - 1]?.object ?? '';
    if (!release || !released) continue;
    const isOpen = open.get(newest) ?? hasUnresolved(objectAt(newest).schema);
    open.set(newest, isOpen);
    // Of a version in which all is resolved, any document will do: they differ in places and documentation.
    const object = isOpen ? released.object : newest;
    const build: InterfaceBuild = { components: release.components, ...released.build };
    const key = JSON.stringify([object, buildFacts(build)]);
    const known = found.get(key) ?? { of, object, build, isOpen, key, releases: [] };
    known.releases.push(name);
    found.set(key, known);
  }
  return [...found.values()];
}

/** All of a build that a verdict depends on; revisions that behave alike are alike. */
function buildFacts({ components, dispatch, targets, configurations }: InterfaceBuild): unknown {
  const behaviors = (dispatch ?? ['dispatch' as const]).map((one) => behaviorsOf(components, one));
  return [
    behaviors.map(({ server, client, kernel }) => [server, client, kernel].map(({ candidates }) => candidates)),
    targets,
    configurations,
  ];
}

/** Of the builds of one version those that meet others differently: `row` is the place of the first of them in the table. */
function distinctBuilds(
  built: readonly Built[],
  table: readonly (readonly Meeting[])[],
): { from: Built; as: BuiltVersion; row: number }[] {
  const known = new Map<string, Map<string, { build: number; row: number }>>();
  return built.map((from, index) => {
    const version = versionId(from.of);
    const alike = known.get(version) ?? new Map<string, { build: number; row: number }>();
    known.set(version, alike);
    const text = JSON.stringify([table[index], table.map((row) => row[index])]);
    const found = alike.get(text) ?? { build: alike.size, row: index };
    alike.set(text, found);
    return { from, as: { ...from.of, build: found.build }, row: found.row };
  });
}

function judge(
  client: Built,
  server: Built,
  objectAt: (hash: string) => ObjectDocument,
  judged: Map<string, VerdictKind>,
): Meeting {
  const [from, to] = [objectAt(client.object).schema, objectAt(server.object).schema];
  const builds = { client: client.build, server: server.build };
  const meantBy = new Map(alignOperations(from, to).pairs.map((pair) => [pair.old.name, pair.new.name]));
  const broken = from.operations.flatMap((operation): { name: string; kind: VerdictKind }[] => {
    // No number of a direction is sent: it is known by its name.
    const byName = to.operations.find(({ name }) => name === operation.name);
    const hit = from.messages ? byName : to.operations[operation.number - 1];
    if (from.messages && !hit) return [];
    const meant = meantBy.get(operation.name);
    if (hit && hit.name === meant && isUnchanged(operation, from, hit, to)) return [];
    const names = { client: 'client', server: 'server' };
    const call = { names, client: from, operation, server: to, meant };
    const kind = worstKindOf(call, builds, judged);
    return kind === 'ok' ? [] : [{ name: operation.name, kind }];
  });
  const worst = VERDICT_KINDS.find((kind) => broken.some((one) => one.kind === kind)) ?? 'ok';
  return { worst, operations: broken.map(({ name }) => name) };
}
