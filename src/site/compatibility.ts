import {
  alignOperations,
  incomingSize,
  operationText,
  VERDICT_KINDS,
  type VerdictKind,
  worstVerdictOf,
} from '../compare/index.ts';
import { type InterfaceDocument, matchesInterface, type VersionObject } from '../registry/index.ts';
import { ARM } from '../wire/index.ts';
import { registry } from './context.ts';
import { type CarriedVersion, carriedVersions, lineageOf } from './lineage.ts';
import { families, histories, historyAt, objectOf, versionOf } from './published.ts';

/** An interface through all releases, under every path that its file had. */
export interface InterfaceLine {
  /** Of its newest path. */
  readonly history: InterfaceDocument;
  /** By release. */
  readonly carried: ReadonlyMap<string, CarriedVersion>;
  /** Each version that a release carries, once; the order gives it its number in {@link ReleaseGroup}. */
  readonly versions: readonly CarriedVersion[];
  /** The configuration says that builds that differ meet in it. */
  readonly isExternal: boolean;
}

/** By the path that the file has in the newest release. */
export const interfaceLines: readonly InterfaceLine[] = histories
  .filter(({ movedTo }) => movedTo === undefined || !historyAt(movedTo))
  .map((history) => {
    const carried = carriedVersions(lineageOf(history, historyAt));
    const versions = new Map([...carried.values()].map((one) => [keyOf(one), one]));
    return { history, carried, versions: [...versions.values()], isExternal: audienceOf(history) === 'external' };
  });

/** The configuration names interfaces that builds that differ meet in; where it names none, all may be such. */
export const namesExternal = interfaceLines.some(({ isExternal }) => isExternal);

function keyOf({ history, version }: CarriedVersion): string {
  return `${history.path} ${version}`;
}

/** As the configuration says by name; of several globs that match, later ones win. */
function audienceOf({ name, path }: InterfaceDocument): string | undefined {
  return registry.audiences?.findLast(({ glob }) => matchesInterface(glob, { name, paths: [path] }))?.audience;
}

/** Releases of one family that follow each other and carry the same versions: to others they are one. */
export interface ReleaseGroup {
  first: string;
  last: string;
  /** For each of {@link interfaceLines} the position of its version; undefined where the releases do not have it. */
  versions: readonly (number | undefined)[];
}

/** What clients of one version meet at servers of another. */
export interface Meeting {
  worst: VerdictKind;
  /** Names of the client's operations that do not work. */
  operations: string[];
}

/** The newest first. */
export function groupsOf(family: string): ReleaseGroup[] {
  const groups: ReleaseGroup[] = [];
  for (const name of families.find((one) => one.name === family)?.releases ?? []) {
    const versions = interfaceLines.map((line) => {
      const carried = line.carried.get(name);
      const position = carried ? line.versions.findIndex((one) => keyOf(one) === keyOf(carried)) : -1;
      return position < 0 ? undefined : position;
    });
    const last = groups.at(-1);
    if (last?.versions.every((one, index) => one === versions[index])) last.last = name;
    else groups.push({ first: name, last: name, versions });
  }
  return groups.toReversed();
}

const known = new Map<string, Meeting>();

/** Each pair of versions is looked at once, however many releases carry them. */
export function meetingOf(line: InterfaceLine, client: number, server: number): Meeting {
  const [from, to] = [line.versions[client], line.versions[server]];
  if (!from || !to || client === server) return { worst: 'ok', operations: [] };
  const key = `${keyOf(from)} ${keyOf(to)}`;
  const found = known.get(key);
  if (found) return found;
  const verdicts = verdictsOf(sideOf(line, from), sideOf(line, to));
  const broken = [...verdicts].filter(([, kind]) => kind !== 'ok');
  const worst = VERDICT_KINDS.find((kind) => broken.some(([, one]) => one === kind)) ?? 'ok';
  const meeting = { worst, operations: broken.map(([name]) => name) };
  known.set(key, meeting);
  return meeting;
}

interface Side {
  object: VersionObject;
  /** By the operation's name. */
  shapes: ReadonlyMap<string, string>;
}

let sides: { line: InterfaceLine; versions: Map<string, Side> } | undefined;

/** Versions of one interface are kept while it is its turn. */
function sideOf(line: InterfaceLine, carried: CarriedVersion): Side {
  if (sides?.line !== line) sides = { line, versions: new Map() };
  const found = sides.versions.get(keyOf(carried));
  if (found) return found;
  const object = objectOf(versionOf(carried.history, carried.version).object);
  const { operations, types } = object.schema;
  const side = { object, shapes: new Map(operations.map((one) => [one.name, operationText(one, types)])) };
  sides.versions.set(keyOf(carried), side);
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
  const groups = families.filter(({ releases }) => releases.length > 1).flatMap(({ name }) => groupsOf(name));
  for (const [index, line] of interfaceLines.entries()) {
    const versions = new Set(groups.flatMap((group) => group.versions[index] ?? []));
    for (const client of versions) for (const server of versions) meetingOf(line, client, server);
  }
}

/** Families with something to compare, each pair once, each also with itself. */
export function familyPairs(): { a: string; b: string }[] {
  const names = families.filter(({ releases }) => releases.length > 1).map(({ name }) => name);
  return names.flatMap((a, index) => names.slice(index).map((b) => ({ a, b })));
}
