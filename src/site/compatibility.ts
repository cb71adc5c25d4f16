import {
  alignOperations,
  incomingSize,
  operationText,
  VERDICT_KINDS,
  type VerdictKind,
  worstVerdictOf,
} from '../compare/index.ts';
import type { InterfaceDocument, VersionObject } from '../registry/index.ts';
import { ARM } from '../wire/index.ts';
import { families, histories, objectOf, releaseByName, versionOf } from './published.ts';

/** Releases of one family that follow each other and carry the same versions: to others they are one. */
export interface ReleaseGroup {
  first: string;
  last: string;
  /** Version by the interface's path. */
  versions: ReadonlyMap<string, number>;
}

/** What clients of one version meet at servers of another. */
export interface Meeting {
  history: InterfaceDocument;
  client: number;
  server: number;
  worst: VerdictKind;
  /** Names of the client's operations that do not work. */
  operations: string[];
}

export function groupsOf(family: string): ReleaseGroup[] {
  const groups: ReleaseGroup[] = [];
  for (const name of families.find((one) => one.name === family)?.releases ?? []) {
    const released = releaseByName.get(name)?.interfaces ?? [];
    const versions = new Map(released.map(({ path, version }) => [path, version]));
    const last = groups.at(-1);
    if (last && isSame(last.versions, versions)) last.last = name;
    else groups.push({ first: name, last: name, versions });
  }
  return groups;
}

function isSame(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([path, version]) => b.get(path) === version);
}

/** What clients of one release meet at servers of another, in each interface of both where a call does not work. */
export function meetings(client: ReleaseGroup, server: ReleaseGroup): Meeting[] {
  return histories.flatMap((history) => {
    const [from, to] = [client.versions.get(history.path), server.versions.get(history.path)];
    if (from === undefined || to === undefined || from === to) return [];
    const meeting = meetingOf(history, from, to);
    return meeting.operations.length > 0 ? [meeting] : [];
  });
}

const known = new Map<string, Meeting>();

/** Each pair of versions is looked at once, however many releases carry them. */
function meetingOf(history: InterfaceDocument, client: number, server: number): Meeting {
  const key = `${history.path} ${client} ${server}`;
  const found = known.get(key);
  if (found) return found;
  const verdicts = verdictsOf(sideOf(history, client), sideOf(history, server));
  const broken = [...verdicts].filter(([, kind]) => kind !== 'ok');
  const worst = VERDICT_KINDS.find((kind) => broken.some(([, one]) => one === kind)) ?? 'ok';
  const meeting = { history, client, server, worst, operations: broken.map(([name]) => name) };
  known.set(key, meeting);
  return meeting;
}

interface Side {
  object: VersionObject;
  /** By the operation's name. */
  shapes: ReadonlyMap<string, string>;
}

let sides: { path: string; versions: Map<number, Side> } | undefined;

/** Versions of one interface are kept while it is its turn. */
function sideOf(history: InterfaceDocument, version: number): Side {
  if (sides?.path !== history.path) sides = { path: history.path, versions: new Map() };
  const found = sides.versions.get(version);
  if (found) return found;
  const object = objectOf(versionOf(history, version).object);
  const { operations, types } = object.schema;
  const side = { object, shapes: new Map(operations.map((one) => [one.name, operationText(one, types)])) };
  sides.versions.set(version, side);
  return side;
}

const judged = new Map<string, VerdictKind>();

function verdictsOf(client: Side, server: Side): Map<string, VerdictKind> {
  const [from, to] = [client.object.schema, server.object.schema];
  const meantBy = new Map(alignOperations(from, to).pairs.map((pair) => [pair.old.name, pair.new.name]));
  return new Map(
    from.operations.map((operation) => {
      const hit = to.operations[operation.number - 1];
      const meant = meantBy.get(operation.name);
      const shape = client.shapes.get(operation.name) ?? '';
      const hitShape = hit && server.shapes.get(hit.name);
      if (hit && hit.name === meant && hitShape === shape) return [operation.name, 'ok'] as const;
      // All that a verdict depends on: versions that differ elsewhere share it.
      const key = JSON.stringify([shape, operation.name, hit?.name, hitShape, meant, incomingSize(to, ARM)]);
      const names = { client: 'client', server: 'server' };
      const kind =
        judged.get(key) ?? worstVerdictOf({ names, client: from, operation, server: to, meant }).verdict.kind;
      judged.set(key, kind);
      return [operation.name, kind] as const;
    }),
  );
}

/** Judges all pairs of an interface before the next, so that only one interface's versions are in memory. */
export function prepareMeetings(): void {
  const carried = families.filter(({ releases }) => releases.length > 1).flatMap(({ name }) => groupsOf(name));
  for (const history of histories) {
    const versions = new Set(carried.flatMap((group) => group.versions.get(history.path) ?? []));
    for (const client of versions) {
      for (const server of versions) if (client !== server) meetingOf(history, client, server);
    }
  }
}

/** Families with something to compare, each pair once, each also with itself. */
export function familyPairs(): { a: string; b: string }[] {
  const names = families.filter(({ releases }) => releases.length > 1).map(({ name }) => name);
  return names.flatMap((a, index) => names.slice(index).map((b) => ({ a, b })));
}
