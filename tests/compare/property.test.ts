import { describe, expect, test } from 'vitest';
import {
  alignOperations,
  type CallBehavior,
  CURRENT,
  compareInterfaces,
  type Direction,
  type OperationVerdict,
  type Verdict,
  verdictOfCall,
  worstVerdict,
} from '../../src/compare/index.ts';
import { inEachConfiguration } from '../../src/compare/simulate/configurations.ts';
import type { Encoding } from '../../src/idol/index.ts';
import { BUFFER_ERAS, CLIENT_ERAS, NOTHING_PINNED, RUNTIME_ERAS } from '../../src/runtime/index.ts';
import {
  type InterfaceSchema,
  type LeaseSchema,
  type OperationSchema,
  specialize,
  type Type,
  type TypeTable,
} from '../../src/schema/index.ts';
import { Codec, type Value } from '../../src/wire/index.ts';
import type { Random } from '../rust/random.ts';
import { randomValue } from '../rust/random-values.ts';
import { narrow, withoutPointers, withoutSkipped } from './drawn-types.ts';
import { conditionalPair, type RandomPair, randomPair, renamesBetween } from './random-pair.ts';
import { type SimulatedCall, simulate, simulateWitness } from './simulate.ts';

/** More by `PAIRS=20000`, others by `SEED=7`. */
const COUNT = Number(process.env.PAIRS ?? 2000);
const SEED = Number(process.env.SEED ?? 1);
const VALUES_PER_CALL = 8;
const PARTS = 10;
/** At most so many of a hundred calls may be left without a verdict. */
const MOST_UNKNOWN = 2;

const WEIGHT = { ok: 0, unknown: 1, fault: 2, panic: 3, silent: 4 } as const;

/** Every behavior that a call can have: of runtimes, compilers and kernels that were in use. */
const BEHAVIORS: readonly CallBehavior[] = RUNTIME_ERAS.flatMap(({ behavior: { dispatch, dispatch_n } }) =>
  BUFFER_ERAS.flatMap(({ behavior }) => [
    { ...dispatch, ...behavior },
    { ...dispatch_n, ...behavior },
  ]),
).flatMap((server) =>
  CLIENT_ERAS.flatMap(({ behavior: client }) =>
    (['truncate', 'fault'] as const).map((oversizedReply) => ({ server, client, kernel: { oversizedReply } })),
  ),
);

/**
 * Random pairs of versions with several changes at once. The verdict on each operation is held against calls that a client and a
 * server of `src/runtime` make on a simulated kernel, with values that are drawn here: none of those that the comparison tries.
 */
describe('the verdict on an operation is what happens', () => {
  test.each(Array.from({ length: PARTS }, (_, part) => part))('part %i', async (part) => {
    const seen = { calls: 0, unknown: 0 };
    for (let i = part, tried = 0; tried < COUNT / PARTS; i += PARTS) {
      const pair = randomPair(SEED * 1_000_003 + i);
      if (!pair) continue;
      tried++;
      await checkPair(i, pair, seen);
    }
    // Of a few calls, one says nothing of how many there are.
    if (seen.calls > 500) expect((100 * seen.unknown) / seen.calls).toBeLessThan(MOST_UNKNOWN);
  });
});

/** What images of both trees turn on. */
const CONFIGURATIONS = [[], ['feature = "a"'], ['feature = "b"'], ['feature = "a"', 'feature = "b"']].map(
  (holds, index) => ({ images: [`image-${index}`], holds }),
);

test('the verdict in a configuration is that on the types as they are there', () => {
  const components = NOTHING_PINNED;
  for (let i = 0, tried = 0; tried < COUNT / PARTS; i++) {
    const pair = conditionalPair(SEED * 1_000_003 + i);
    if (!pair) continue;
    tried++;
    const { before, after } = pair;
    const meantBy = new Map(alignOperations(before, after).pairs.map((one) => [one.old.name, one.new.name]));
    const build = { components, configurations: CONFIGURATIONS };
    for (const [position, operation] of before.operations.entries()) {
      const call = { names: { client: 'one', server: 'other' }, meant: meantBy.get(operation.name) };
      const { verdicts } = inEachConfiguration(
        { ...call, client: before, operation, server: after },
        { client: build, server: build },
      );
      expect(verdicts.map(({ configuration }) => configuration)).toEqual(
        CONFIGURATIONS.map(({ images }) => `in image \`${images}\``),
      );
      for (const [index, { holds }] of CONFIGURATIONS.entries()) {
        const [client, server] = [specialize(before, holds), specialize(after, holds)];
        const alone = inEachConfiguration(
          { ...call, client, operation: client.operations[position] as OperationSchema, server },
          { client: { components }, server: { components } },
        );
        const { holds: _, ...witness } = verdicts[index]?.result.witness ?? {};
        const what = `pair ${i}, ${pair.kinds.join(' + ')}, ${operation.name} with ${holds}`;
        expect({ ...verdicts[index]?.result, witness }, what).toEqual(alone.verdicts[0]?.result);
      }
    }
  }
});

interface Seen {
  calls: number;
  unknown: number;
}

async function checkPair(number: number, pair: RandomPair, seen: Seen): Promise<void> {
  const { before, after, kinds } = pair;
  const [old, now] = [before, after].map((schema) => ({ path: 'idl/random.idol', schema, items: {} })) as [
    Version,
    Version,
  ];
  const { verdicts, causes } = compareInterfaces(old, now);
  const { pairs, added, removed } = alignOperations(before, after);
  const behavior = number % 2 === 0 ? CURRENT : (BEHAVIORS[(number >> 1) % BEHAVIORS.length] as CallBehavior);
  const check = async (called: CheckedCall) => {
    const own = verdicts.filter(
      ({ direction, operation }) =>
        direction === called.direction && operation[called.side]?.name === called.operation.name,
    );
    const what = `pair ${number}, ${kinds.join(' + ')}, ${called.direction} ${called.operation.name}`;
    for (const { verdict, causes: explaining } of own) {
      if (verdict.kind !== 'ok')
        expect(explaining.length, `${what}: no cause of ${causes.map(({ rule }) => rule)}`).toBeGreaterThan(0);
    }
    await checkCall(called, own, behavior, what, pair.random, seen);
  };
  for (const { old: from, new: to } of pairs) {
    const renamed = renamesBetween([from, before.types], [to, after.types]);
    await check({
      direction: 'old-client',
      side: 'old',
      client: before,
      operation: from,
      server: after,
      meant: to.name,
      renamed,
    });
    await check({
      direction: 'new-client',
      side: 'new',
      client: after,
      operation: to,
      server: before,
      meant: from.name,
      renamed,
    });
  }
  const renamed = new Map<string, string>();
  for (const operation of removed) {
    await check({
      direction: 'old-client',
      side: 'old',
      client: before,
      operation,
      server: after,
      meant: undefined,
      renamed,
    });
  }
  for (const operation of added) {
    await check({
      direction: 'new-client',
      side: 'new',
      client: after,
      operation,
      server: before,
      meant: undefined,
      renamed,
    });
  }
}

type Version = Parameters<typeof compareInterfaces>[0];

interface CheckedCall {
  direction: Direction;
  side: 'old' | 'new';
  client: InterfaceSchema;
  operation: OperationSchema;
  server: InterfaceSchema;
  meant: string | undefined;
  renamed: ReadonlyMap<string, string>;
}

async function checkCall(
  { client, operation, server, meant, renamed }: CheckedCall,
  own: readonly OperationVerdict[],
  behavior: CallBehavior,
  what: string,
  random: Random,
  seen: Seen,
): Promise<void> {
  const call = { names: { client: 'one', server: 'other' }, client, operation, server, meant, behavior };
  const { verdict, sentence, witness } = verdictOfCall(call);
  seen.calls++;
  const claim = `${what}: ${JSON.stringify(verdict)}: ${sentence}`;
  // An operation that the comparison leaves out is the same on both sides.
  if (behavior === CURRENT) expect(kindOf(worstVerdict(own)?.verdict), claim).toBe(verdict.kind);
  const simulated = { client, operation, server, meant, behavior, renamed };
  if (verdict.kind === 'unknown') seen.unknown++;
  else expect(await simulateWitness({ ...simulated, ...witness }, verdict), claim).toEqual(withoutArgument(verdict));
  for (let i = 0; i < VALUES_PER_CALL; i++) {
    const values = drawn(client, operation, server, random);
    const { outcome } = await simulate({ ...simulated, ...values });
    const detail = `${claim} But ${show(values)} gives ${JSON.stringify(outcome)}.`;
    // What is not known may be anything.
    if (verdict.kind !== 'unknown') expect(WEIGHT[outcome.kind], detail).toBeLessThanOrEqual(WEIGHT[verdict.kind]);
  }
}

function kindOf(verdict: Verdict | undefined): Verdict['kind'] {
  return verdict?.kind ?? 'ok';
}

function withoutArgument(verdict: Verdict): unknown {
  return verdict.kind === 'ok' ? { kind: 'ok' } : verdict;
}

type Values = Pick<SimulatedCall, 'args' | 'lengths' | 'answer' | 'contents'>;

function drawn(client: InterfaceSchema, operation: OperationSchema, server: InterfaceSchema, random: Random): Values {
  const hit = server.operations[operation.number - 1];
  return {
    args:
      (hit && random.chance(40) && acceptedBy(server, hit, client, operation, random)) ||
      drawnArguments(client, operation, random),
    lengths: operation.leases.map((lease) => drawnLength(lease, random)),
    answer: hit
      ? (random.chance(40) && answerFor(client, operation, server, hit, random)) || drawnAnswer(hit, server, random)
      : null,
    contents: random.below(1000),
  };
}

function drawnArguments({ types }: InterfaceSchema, { args, encoding }: OperationSchema, random: Random): Value {
  return Object.fromEntries(args.map(({ name, type }) => [name, drawnValue(type, types, encoding, random)]));
}

/**
 * Arguments whose bytes the server accepts, or all but one of them: what it would send itself, as its client reads that. Undefined where it
 * is none of the client's.
 */
function acceptedBy(
  server: InterfaceSchema,
  hit: OperationSchema,
  client: InterfaceSchema,
  operation: OperationSchema,
  random: Random,
): Value | undefined {
  const sent = new Codec(server.types).encodeMessage(hit, drawnArguments(server, hit, random));
  if ('bytes' in sent) changeByte(sent.bytes, random);
  const read = 'error' in sent ? sent : new Codec(client.types).decodeMessage(operation, sent.bytes);
  return 'error' in read || read.length !== ('bytes' in sent ? sent.bytes.length : 0) ? undefined : read.value;
}

/** A successful answer whose bytes the client accepts, or all but one of them, as the server has it. */
function answerFor(
  client: InterfaceSchema,
  operation: OperationSchema,
  server: InterfaceSchema,
  hit: OperationSchema,
  random: Random,
): Value | undefined {
  const read = drawnValue(operation.reply.ok.type, client.types, operation.encoding, random);
  const bytes = new Codec(client.types).encode(operation.reply.ok.type, read, operation.encoding);
  if ('error' in bytes) return undefined;
  changeByte(bytes.bytes, random);
  const sent = new Codec(server.types).decode(hit.reply.ok.type, bytes.bytes, hit.encoding);
  if ('error' in sent || sent.length !== bytes.bytes.length) return undefined;
  return hit.reply.kind === 'Simple' ? sent.value : { Ok: sent.value };
}

/** Now and then, one byte becomes its neighbor, or any: what lies just beside an accepted value. */
function changeByte(bytes: Uint8Array, random: Random): void {
  if (bytes.length === 0 || !random.chance(50)) return;
  const at = random.below(bytes.length);
  bytes[at] = random.chance(70) ? (bytes[at] ?? 0) + random.pick([1, -1]) : random.below(256);
}

function drawnLength({ slice, maxLen }: LeaseSchema, random: Random): number {
  return slice ? 1 + random.below(Math.min(maxLen ?? 8, 8)) : 1;
}

function drawnAnswer({ reply, encoding }: OperationSchema, { types }: InterfaceSchema, random: Random): Value {
  const ok = drawnValue(reply.ok.type, types, encoding, random);
  if (reply.kind === 'Simple') return ok;
  if (reply.error.kind === 'ServerDeath' || random.chance(50)) return { Ok: ok };
  return { Err: drawnValue(reply.error.type, types, reply.error.kind === 'Complex' ? 'Hubpack' : 'Zerocopy', random) };
}

function drawnValue(type: Type, types: TypeTable, encoding: Encoding, random: Random): Value {
  const drawn = withoutPointers(encoding === 'Zerocopy' ? types : withoutSkipped(types));
  return randomValue(narrow(type), drawn, random).value;
}

function show(values: Values): string {
  return JSON.stringify(values, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
