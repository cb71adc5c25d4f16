import { hasUnresolved, type InterfaceBuild } from '../../compare/index.ts';
import type { Engine } from '../../engine/index.ts';
import { behaviorsOf } from '../../runtime/index.ts';
import {
  type IndexDocument,
  type InterfaceDocument,
  type ObjectDocument,
  objectAddress,
  type ReleaseDocument,
} from '../documents/index.ts';
import { type CarriedVersion, carriedVersions, lineageOf } from './lineage.ts';
import { type Meeting, MeetingJudge, type Pair, readDocument, type Side } from './meeting-judge.ts';
import { portions } from './portions.ts';
import type { ReleaseWorkers, WorkerTask } from './workers.ts';

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

/** Fewer pairs take less time than starting workers, or sending tasks to those that are started. */
const [MIN_PAIRS, MIN_PAIRS_WHEN_STARTED] = [256, 16];
/** Pairs of one interface that a worker judges in one go: small enough that none waits for another at the end. */
const PAIRS_AT_ONCE = 64;

const MEETING = { name: 'meeting', module: 'src/registry/releases/meetings.ts' };

/**
 * Judges every pair of versions that releases of product lines carry, before pages show them, with the targets, configurations and
 * components of each. A pair is judged once: the engine keeps what was found, and only pairs with a new version or build are new.
 * @param folder of the registry's documents
 * @param workers judge pairs, where there are many new ones; those that they have no memory for are judged here
 */
export async function judgeMeetings(folder: string, engine: Engine, workers?: ReleaseWorkers): Promise<Meetings> {
  const lineages = lineagesIn(folder);
  const isMissing = ({ key }: Pair) => engine.remembered<Meeting>(MEETING, key) === undefined;
  const missing = lineages.map(({ path, pairs }) => ({ path, pairs: pairs.filter(isMissing) }));
  const count = missing.reduce((sum, { pairs }) => sum + pairs.length, 0);
  if (workers && count >= (workers.areStarted ? MIN_PAIRS_WHEN_STARTED : MIN_PAIRS)) {
    await judgeInWorkers(folder, missing, engine, workers);
  }
  const meetings: Found = { pairs: {}, builds: {} };
  const judge = new MeetingJudge(folder);
  for (const { path, built, pairs } of lineages) {
    const found = new Map(
      pairs.map((pair) => [pair.key, engine.remember(MEETING, pair.key, () => judge.meeting(path, pair))] as const),
    );
    addMeetings(meetings, built, (client, server) => found.get(pairKey(client, server)) ?? WORKS);
  }
  return meetings;
}

interface Found {
  readonly pairs: Record<string, Meeting>;
  readonly builds: Record<string, Record<string, number>>;
}

async function judgeInWorkers(
  folder: string,
  missing: readonly Pick<Lineage, 'path' | 'pairs'>[],
  engine: Engine,
  workers: ReleaseWorkers,
): Promise<void> {
  const tasks = missing.flatMap(({ path, pairs }) =>
    portions(pairs, PAIRS_AT_ONCE).map((some): WorkerTask => ({ kind: 'judge', folder, path, pairs: some })),
  );
  await workers.run(tasks, (answer) => {
    if (answer.kind !== 'judge') return;
    for (const { key, meeting } of answer.meetings) engine.remember(MEETING, key, () => meeting);
  });
  await workers.settle(engine);
}

function addMeetings(meetings: Found, built: readonly Built[], meet: (client: Built, server: Built) => Meeting): void {
  const table = built.map((client) => built.map((server) => meet(client, server)));
  const kept = distinctBuilds(built, table);
  for (const { from, as } of kept) {
    for (const release of from.releases) {
      const key = versionId(from.of);
      if (as.build > 0) meetings.builds[key] = { ...meetings.builds[key], [release]: as.build };
    }
  }
  for (const client of kept) {
    for (const server of kept) {
      const meeting = table[client.row]?.[server.row];
      if (meeting && meeting.operations.length > 0) meetings.pairs[meetingKey(client.as, server.as)] = meeting;
    }
  }
}

/** An interface through the releases of product lines, under every path that its file had. */
interface Lineage {
  readonly path: string;
  readonly built: readonly Built[];
  /** Those that have to be judged: clients, each with every server. */
  readonly pairs: readonly Pair[];
}

function lineagesIn(folder: string): Lineage[] {
  const index = readDocument<IndexDocument>(folder, 'index.json');
  const histories = index.interfaces.map(({ address }) => readDocument<InterfaceDocument>(folder, address));
  const byPath = new Map(histories.map((history) => [history.path, history]));
  const historyAt = (path: string) => byPath.get(path);
  const lines = new Set(index.families.flatMap(({ releases }) => (releases.length > 1 ? releases : [])));
  const releases = new Map(
    index.releases.flatMap(({ name, address }) =>
      lines.has(name) ? [[name, readDocument<ReleaseDocument>(folder, address)] as const] : [],
    ),
  );
  return histories.flatMap((history) => {
    if (history.movedTo !== undefined && historyAt(history.movedTo)) return [];
    const carried = [...carriedVersions(lineageOf(history, historyAt))].filter(([release]) => lines.has(release));
    const built = builtVersions(carried, releases, (hash) => readDocument(folder, objectAddress(hash)));
    const pairs = built.flatMap((client) =>
      built
        .filter((server) => client !== server || (client.releases.length > 1 && client.isOpen))
        .map((server): Pair => ({ key: pairKey(client, server), client: sideOf(client), server: sideOf(server) })),
    );
    return [{ path: history.path, built, pairs }];
  });
}

const WORKS: Meeting = { worst: 'ok', operations: [] };

/** A version as some releases build it, before it is known whether that makes a difference. */
interface Built extends Side {
  readonly of: CarriedVersion;
  /** Some type of it is not resolved: two builds may differ. */
  readonly isOpen: boolean;
  /** Equal where all is that a verdict depends on. */
  readonly key: string;
  readonly releases: string[];
}

function sideOf({ object, build }: Built): Side {
  return { object, build };
}

function pairKey(client: Built, server: Built): string {
  return `${client.key} ${server.key}`;
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
