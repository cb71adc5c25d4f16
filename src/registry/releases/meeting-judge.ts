import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  alignOperations,
  type InterfaceBuild,
  isUnchanged,
  VERDICT_KINDS,
  type VerdictKind,
  worstKindOf,
} from '../../compare/index.ts';
import type { InterfaceSchema } from '../../schema/index.ts';
import { type ObjectDocument, objectAddress } from '../documents/index.ts';

/** What clients of one version meet at servers of another. */
export interface Meeting {
  worst: VerdictKind;
  /** Names of the client's operations that do not work. */
  operations: string[];
}

/** A version as it is built: plain data. */
export interface Side {
  /** Hash of the document that has its schema. */
  readonly object: string;
  readonly build: InterfaceBuild;
}

/** A client's version and a server's. The key is equal where all is that a verdict depends on. */
export interface Pair {
  readonly key: string;
  readonly client: Side;
  readonly server: Side;
}

/** Judges pairs. What those of one interface share is worked out once, and forgotten with the interface. */
export class MeetingJudge {
  readonly #folder: string;
  #path = '';
  #objects = new Map<string, ObjectDocument>();
  #known = new Map<string, VerdictKind>();

  /** @param folder of the registry's documents */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param path of the interface */
  meeting(path: string, { client, server }: Pair): Meeting {
    if (path !== this.#path) {
      this.#path = path;
      this.#objects = new Map();
      this.#known = new Map();
    }
    const [from, to] = [this.#schemaOf(client), this.#schemaOf(server)];
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
      const kind = worstKindOf(call, { client: client.build, server: server.build }, this.#known);
      return kind === 'ok' ? [] : [{ name: operation.name, kind }];
    });
    const worst = VERDICT_KINDS.find((kind) => broken.some((one) => one.kind === kind)) ?? 'ok';
    return { worst, operations: broken.map(({ name }) => name) };
  }

  #schemaOf({ object: hash }: Side): InterfaceSchema {
    const object = this.#objects.get(hash) ?? readDocument<ObjectDocument>(this.#folder, objectAddress(hash));
    this.#objects.set(hash, object);
    return object.schema;
  }
}

/** A document of a registry's folder. It was checked against its schema when it was written or taken in; here it only comes back. */
export function readDocument<Document>(folder: string, address: string): Document {
  return JSON.parse(readFileSync(join(folder, address), 'utf8')) as Document;
}
