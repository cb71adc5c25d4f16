import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  alignOperations,
  incomingSize,
  operationText,
  VERDICT_KINDS,
  type VerdictKind,
  worstVerdictOf,
} from '../compare/index.ts';
import type { Engine } from '../engine/index.ts';
import { type IndexDocument, type InterfaceDocument, type ObjectDocument, objectAddress } from '../registry/index.ts';
import { ARM } from '../wire/index.ts';
import { type CarriedVersion, carriedVersions, lineageOf } from './lineage.ts';

/** What clients of one version meet at servers of another. */
export interface Meeting {
  worst: VerdictKind;
  /** Names of the client's operations that do not work. */
  operations: string[];
}

/** By {@link meetingKey}; pairs of versions in which every call works are left out. */
export type Meetings = Readonly<Record<string, Meeting>>;

/** Two versions of one interface: the client's, then the server's. */
export function meetingKey(client: CarriedVersion, server: CarriedVersion): string {
  return `${versionId(client)} ${versionId(server)}`;
}

export function versionId({ history, version }: CarriedVersion): string {
  return `${history.path} ${version}`;
}

/**
 * Judges every pair of versions that releases of product lines carry, before pages show them. A pair is judged once: the engine keeps
 * what was found, and only pairs with a new version are new.
 * @param published folder of the registry's documents
 */
export function judgeMeetings(published: string, engine: Engine): Meetings {
  const read = <Document>(address: string) => JSON.parse(readFileSync(join(published, address), 'utf8')) as Document;
  const index = read<IndexDocument>('index.json');
  const histories = index.interfaces.map(({ address }) => read<InterfaceDocument>(address));
  const byPath = new Map(histories.map((history) => [history.path, history]));
  const historyAt = (path: string) => byPath.get(path);
  const lines = new Set(index.families.flatMap(({ releases }) => (releases.length > 1 ? releases : [])));
  const meetings: Record<string, Meeting> = {};
  for (const history of histories) {
    if (history.movedTo !== undefined && historyAt(history.movedTo)) continue;
    const carried = [...carriedVersions(lineageOf(history, historyAt))].filter(([release]) => lines.has(release));
    const versions = [...new Map(carried.map(([, one]) => [versionId(one), one])).values()];
    // Sides are made when a pair is new, and forgotten with their interface.
    const sides = new Map<string, Side>();
    const sideOf = (hash: string) => {
      const side = sides.get(hash) ?? makeSide(read<ObjectDocument>(objectAddress(hash)));
      sides.set(hash, side);
      return side;
    };
    const judged = new Map<string, VerdictKind>();
    for (const client of versions) {
      for (const server of versions) {
        if (client === server) continue;
        const [from, to] = [objectOf(client), objectOf(server)];
        const meeting = engine.remember({ name: 'meeting', module: 'src/site/meetings.ts' }, `${from} ${to}`, () =>
          judge(sideOf(from), sideOf(to), judged),
        );
        if (meeting.operations.length > 0) meetings[meetingKey(client, server)] = meeting;
      }
    }
  }
  return meetings;
}

function objectOf({ history, version }: CarriedVersion): string {
  return history.versions[version - 1]?.object ?? '';
}

interface Side {
  object: ObjectDocument;
  /** By the operation's name. */
  shapes: ReadonlyMap<string, string>;
}

function makeSide(object: ObjectDocument): Side {
  const { operations, types } = object.schema;
  return { object, shapes: new Map(operations.map((one) => [one.name, operationText(one, types)])) };
}

function judge(client: Side, server: Side, judged: Map<string, VerdictKind>): Meeting {
  const broken = [...verdictsOf(client, server, judged)].filter(([, kind]) => kind !== 'ok');
  const worst = VERDICT_KINDS.find((kind) => broken.some(([, one]) => one === kind)) ?? 'ok';
  return { worst, operations: broken.map(([name]) => name) };
}

function verdictsOf(client: Side, server: Side, judged: Map<string, VerdictKind>): Map<string, VerdictKind> {
  const [from, to] = [client.object.schema, server.object.schema];
  const meantBy = new Map(alignOperations(from, to).pairs.map((pair) => [pair.old.name, pair.new.name]));
  return new Map(
    from.operations.map((operation) => {
      // No number of a direction is sent: it is known by its name.
      const byName = to.operations.find(({ name }) => name === operation.name);
      const hit = from.messages ? byName : to.operations[operation.number - 1];
      if (from.messages && !hit) return [operation.name, 'ok'] as const;
      const meant = meantBy.get(operation.name);
      const shape = client.shapes.get(operation.name) ?? '';
      const hitShape = hit && server.shapes.get(hit.name);
      if (!from.messages && hit && hit.name === meant && hitShape === shape) return [operation.name, 'ok'] as const;
      // All that a verdict depends on: versions that differ elsewhere share it.
      const key = JSON.stringify([
        shape,
        operation.name,
        hit?.name,
        hitShape,
        meant,
        incomingSize(to, ARM),
        from.messages,
        to.messages,
      ]);
      const names = { client: 'client', server: 'server' };
      const kind =
        judged.get(key) ?? worstVerdictOf({ names, client: from, operation, server: to, meant }).verdict.kind;
      judged.set(key, kind);
      return [operation.name, kind] as const;
    }),
  );
}
