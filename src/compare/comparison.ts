import { type Recv, type SourcePlace, type Type, type TypeDefinition, type TypeTable, walk } from '../schema/index.ts';
import type { InterfaceWire, OperationWire } from '../wire/index.ts';
import { type Alignment, alignOperations, type Pair } from './align.ts';
import { type Call, judgeCall } from './judge.ts';
import { type InterfaceVersion, type ItemKey, type Judgement, type Judgements, worse } from './model.ts';
import { isSameUse } from './shape.ts';
import { type DefinitionPair, type DistinctionPair, pairTypes } from './type-pairs.ts';

const OLD_CLIENT = { client: 'old', server: 'new' } as const;
const NEW_CLIENT = { client: 'new', server: 'old' } as const;

/** Two versions of one interface, matched part by part, and the means to judge a single change between them. */
export class Comparison {
  readonly old: InterfaceVersion;
  readonly new: InterfaceVersion;
  readonly operations: Alignment<OperationWire>;
  readonly definitions: readonly DefinitionPair[];
  readonly distinctions: readonly DistinctionPair[];
  /** Types of both versions: those of the new one under ids of their own, so that an operation can mix them. */
  readonly types: TypeTable;

  constructor(before: InterfaceVersion, after: InterfaceVersion) {
    this.old = before;
    this.new = after;
    this.operations = alignOperations(before.wire, after.wire);
    const ofNew = Object.entries(after.wire.types).map(
      ([id, definition]) => [newId(id), this.asNew(definition)] as const,
    );
    this.types = { ...before.wire.types, ...Object.fromEntries(ofNew) };
    const { definitions, distinctions } = pairTypes(before.wire, after.wire, this.operations.pairs);
    this.definitions = definitions;
    this.distinctions = distinctions;
  }

  /** A value of the new version, with its types as {@link types} names them. */
  asNew<T>(value: T): T {
    return renameTypes(value) as T;
  }

  oldPlace(key: ItemKey): SourcePlace | undefined {
    return this.old.items[key]?.place;
  }

  newPlace(key: ItemKey): SourcePlace | undefined {
    return this.new.items[key]?.place;
  }

  /** Whether an old use of a type and one that went through {@link asNew} mean the same. */
  isSameUse(old: Type, now: Type): boolean {
    return isSameUse(old, this.types, now, this.types);
  }

  /**
   * What a call of `client` meets when it reaches `number` of the other version: the new one for an old client.
   * The operations are taken as they are, with every change that they had.
   */
  judgeOldClient(client: OperationWire): Judgement {
    const meant = this.operations.pairs.find((pair) => pair.old === client)?.new.name;
    return judgementOf({ names: OLD_CLIENT, client: this.old.wire, operation: client, server: this.new.wire, meant });
  }

  judgeNewClient(client: OperationWire): Judgement {
    const meant = this.operations.pairs.find((pair) => pair.new === client)?.old.name;
    return judgementOf({ names: NEW_CLIENT, client: this.new.wire, operation: client, server: this.old.wire, meant });
  }

  /**
   * Judges one change of one operation: the old version against itself with `isolated` in the place of `operation`. A change of the
   * encoding is taken to have come before any other: what came with it may not travel in the old one.
   */
  judgeIsolated(operation: OperationWire, isolated: OperationWire): Judgements {
    const now = this.operations.pairs.find((pair) => pair.old === operation)?.new ?? operation;
    const isEncodingElse = isolated.encoding === operation.encoding && now.encoding !== operation.encoding;
    const [base, changed] = isEncodingElse
      ? [this.reencoded(operation, now), this.reencoded(isolated, now)]
      : [operation, isolated];
    const wireWith = (replacement: OperationWire): InterfaceWire => ({
      ...this.old.wire,
      types: this.types,
      operations: this.old.wire.operations.map((one) =>
        one === operation ? { ...replacement, name: one.name, number: one.number } : one,
      ),
    });
    return judgeBoth(wireWith(base), wireWith(changed), operation.number);
  }

  /** An operation in the encoding of its new version, and with the `recv` strategies, which come and go with Zerocopy. */
  reencoded(operation: OperationWire, now: OperationWire): OperationWire {
    const { args, reply } = operation;
    const received = <T extends { recv: Recv }>(old: T, other: { recv: Recv } | undefined): T => ({
      ...old,
      recv: other ? this.asNew(other.recv) : { kind: 'FromBytes' },
    });
    return {
      ...operation,
      encoding: now.encoding,
      args: args.map((arg) =>
        received(
          arg,
          now.args.find(({ name }) => name === arg.name),
        ),
      ),
      reply: { ...reply, ok: received(reply.ok, now.reply.ok) },
    };
  }

  /** Judges one change of one definition in each of the operations that use it, and gives the worst. */
  judgeDefinition(users: readonly Pair<OperationWire>[], isolated: TypeDefinition): Judgements {
    const before: InterfaceWire = { ...this.old.wire, types: this.types };
    const types = { ...this.types, [isolated.id]: isolated };
    const all = distinct(users, (user) => carriedText(user.old, isolated.id, this.types)).map((user) => {
      const changed = this.#withNewRaw(user, isolated);
      const operations = before.operations.map((one) => (one === user.old ? changed : one));
      return judgeBoth(before, { ...before, operations, types }, user.old.number);
    });
    return all.reduce((a, b) => ({
      oldClient: worse(a.oldClient, b.oldClient),
      newClient: worse(a.newClient, b.newClient),
    }));
  }

  /** The old operation, but with the new raw types where the definition is received: a raw type has to have its size. */
  #withNewRaw(user: Pair<OperationWire>, { id }: TypeDefinition): OperationWire {
    const received = <T extends { type: Type; recv: Recv }>(old: T, now: T | undefined): T =>
      old.type.kind === 'named' && old.type.id === id && now ? { ...old, recv: this.asNew(now.recv) } : old;
    const { args, reply } = user.old;
    return {
      ...user.old,
      args: args.map((arg) =>
        received(
          arg,
          user.new.args.find(({ name }) => name === arg.name),
        ),
      ),
      reply: { ...reply, ok: received(reply.ok, user.new.reply.ok) },
    };
  }
}

function judgeBoth(before: InterfaceWire, after: InterfaceWire, number: number): Judgements {
  const old = before.operations[number - 1] as OperationWire;
  const now = after.operations[number - 1] as OperationWire;
  return {
    oldClient: judgementOf({ names: OLD_CLIENT, client: before, operation: old, server: after, meant: now.name }),
    newClient: judgementOf({ names: NEW_CLIENT, client: after, operation: now, server: before, meant: old.name }),
  };
}

/** Equal for operations that carry a definition in the same way: what happens to one of them happens to all. */
function carriedText({ args, leases, reply, encoding, buffers }: OperationWire, id: string, types: TypeTable): string {
  const carries = ({ type }: { type: Type }) => {
    let isCarried = false;
    walk([type], types, (part) => {
      if (part.kind === 'named' && part.id === id) isCarried = true;
    });
    return isCarried;
  };
  const shape = ({ type, recv }: { type: Type; recv: Recv }) => ({ type, recv });
  const error = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? reply.error : undefined;
  return JSON.stringify([
    args.some(carries) && [encoding, args.map(shape)],
    leases.map((lease) => carries(lease) && { ...lease, layout: undefined, text: undefined }),
    carries(reply.ok) && [encoding, shape(reply.ok), buffers.reply],
    error && carries(error) && [error.kind, error.type, buffers.reply],
  ]);
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item] as const).reverse()).values()].reverse();
}

function judgementOf(call: Call): Judgement {
  const { outcome, sentence } = judgeCall(call);
  return { outcome, sentence };
}

function newId(id: string): string {
  return `new ${id}`;
}

/** Renames every type id inside a plain JSON value; nothing but a `named` type or a definition has an `id`. */
function renameTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renameTypes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'id' && typeof inner === 'string' ? newId(inner) : renameTypes(inner),
    ]),
  );
}
