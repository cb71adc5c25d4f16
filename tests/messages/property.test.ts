import { expect, test } from 'vitest';
import { compareInterfaces, type OperationVerdict, verdictOfCall } from '../../src/compare/index.ts';
import type { EnumDefinition, InterfaceSchema, Type, TypeTable } from '../../src/schema/index.ts';
import { Codec, type Value } from '../../src/wire/index.ts';
import { carries } from '../compare/carries.ts';
import { withoutPointers, withoutSkipped } from '../compare/drawn-types.ts';
import { randomPair, renamesBetween } from '../compare/random-pair.ts';
import type { Random } from '../rust/random.ts';
import { randomValue } from '../rust/random-values.ts';

/** More by `PAIRS=5000`, others by `SEED=7`. */
const COUNT = Number(process.env.PAIRS ?? 120);
const SEED = Number(process.env.SEED ?? 1);
const VALUES_PER_VARIANT = 4;

const WEIGHT = { ok: 0, unknown: 1, fault: 2, panic: 3, silent: 4 } as const;

/**
 * Random pairs of interfaces, made over into message contracts: the body is an enum with a variant for each operation. The verdict on a
 * direction, and on each of its variants, is held against what the codecs of both sides make of values that are drawn here.
 */
test('the verdict on a message, and on each variant, is what happens', () => {
  const seen = { directions: 0, unknown: 0, silent: 0, rejected: 0, partly: 0 };
  for (let number = 0, tried = 0; tried < COUNT; number++) {
    const pair = randomPair(SEED * 1_000_003 + number);
    const encoding = number % 4 === 3 ? 'Ssmarshal' : 'Hubpack';
    const hasBlob = number % 2 === 0;
    const [before, after] = [pair?.before, pair?.after].map(
      (schema) => schema && contractOf(schema, encoding, hasBlob),
    );
    if (!pair || !before || !after) continue;
    tried++;
    const [old, now] = [before, after].map((schema) => ({ path: 'messages/random', schema, items: {} }));
    const { verdicts } = compareInterfaces(old as Version, now as Version);
    const named = renamesBetween(
      [before.operations[0] as Operation, before.types],
      [after.operations[0] as Operation, after.types],
    );
    const renamed = withFields(named, before, after);
    for (const [direction, sender, receiver] of [
      ['old-client', before, after],
      ['new-client', after, before],
    ] as const) {
      const own = verdicts.find((one) => one.direction === direction);
      const what = `pair ${number}, ${pair.kinds.join(' + ')}, ${encoding}, ${direction}`;
      checkDirection({ sender, receiver, own, what, renamed, random: pair.random }, seen);
    }
  }
  expect(seen.unknown / seen.directions).toBeLessThan(0.05);
  expect(Math.min(seen.silent, seen.rejected, seen.partly)).toBeGreaterThan(COUNT / 20);
});

/** The fields of a variant that stands in the place of one with another name: they have other names by their places, too. */
function withFields(
  named: ReadonlyMap<string, string>,
  before: InterfaceSchema,
  after: InterfaceSchema,
): Map<string, string> {
  const renamed = new Map(named);
  const [old, now] = [before, after].map(({ types }) => (types.Body as EnumDefinition).variants);
  for (const [place, variant] of (old ?? []).entries()) {
    const other = now?.[place];
    if (!other || named.get(variant.name) !== other.name) continue;
    for (const [at, field] of variant.fields.entries()) renamed.set(field.name, other.fields[at]?.name ?? field.name);
  }
  return renamed;
}

type Version = Parameters<typeof compareInterfaces>[0];
type Operation = InterfaceSchema['operations'][number];

interface Checked {
  readonly sender: InterfaceSchema;
  readonly receiver: InterfaceSchema;
  readonly own: OperationVerdict | undefined;
  readonly what: string;
  readonly renamed: ReadonlyMap<string, string>;
  readonly random: Random;
}

function checkDirection({ sender, receiver, own, what, renamed, random }: Checked, seen: Record<string, number>): void {
  const operation = sender.operations[0] as Operation;
  const call = {
    names: { client: 'one', server: 'other' },
    client: sender,
    operation,
    server: receiver,
    meant: 'send',
  };
  const { verdict, sentence, witness, variants } = verdictOfCall(call);
  const claim = `${what}: ${JSON.stringify(verdict)}: ${sentence}`;
  seen.directions = (seen.directions ?? 0) + 1;
  expect(own?.verdict.kind ?? 'ok', claim).toBe(verdict.kind);
  if (verdict.kind === 'unknown') {
    seen.unknown = (seen.unknown ?? 0) + 1;
    return;
  }
  if (verdict.kind === 'silent') seen.silent = (seen.silent ?? 0) + 1;
  if (verdict.kind === 'fault') seen.rejected = (seen.rejected ?? 0) + 1;
  if (variants) seen.partly = (seen.partly ?? 0) + 1;
  const run = (args: Value) => outcomeOf(sender, receiver, args, renamed);
  if (verdict.kind !== 'ok') expect(run(witness.args), `${claim} with ${show(witness.args)}`).toBe(verdict.kind);
  const table = withoutPointers(withoutSkipped(sender.types));
  for (const variant of (table.Body as EnumDefinition).variants) {
    // A variant that is listed by one of its own data stands for some of its values.
    const listed = variants?.filter(({ name }) => name.startsWith(`Body::${variant.name}`));
    const worst = variants ? (listed ?? []).map((one) => WEIGHT[one.verdict.kind]) : [WEIGHT[verdict.kind]];
    const body: Type = { kind: 'named', id: 'Alone' };
    const types: TypeTable = {
      ...table,
      Alone: { ...(table.Body as EnumDefinition), id: 'Alone', variants: [variant] },
    };
    for (let i = 0; i < VALUES_PER_VARIANT; i++) {
      const args = { body: randomValue(body, types, random).value };
      const outcome = run(args);
      expect(WEIGHT[outcome], `${claim} But ${show(args)} is ${outcome}.`).toBeLessThanOrEqual(Math.max(0, ...worst));
    }
  }
}

/** What really happens to one value. */
function outcomeOf(
  sender: InterfaceSchema,
  receiver: InterfaceSchema,
  args: Value,
  renamed: ReadonlyMap<string, string>,
): keyof typeof WEIGHT {
  const [sent, taken] = [sender.operations[0] as Operation, receiver.operations[0] as Operation];
  const encoded = new Codec(sender.types).encodeMessage(sent, args);
  if ('error' in encoded) throw new Error(`${show(args)}: ${encoded.error.message}`);
  const decoded = new Codec(receiver.types).decodeMessage(taken, encoded.bytes);
  if ('error' in decoded) return 'fault';
  if (decoded.length < encoded.bytes.length && (receiver.messages?.directions[0]?.after.length ?? 0) > 0)
    return 'silent';
  const body = { kind: 'named', id: 'Body' } as const;
  const values = [args, decoded.value].map((value) => (value as { readonly body: Value }).body);
  const isCarried = carries(
    { type: body, types: sender.types, value: values[0] as Value },
    { type: body, types: receiver.types, value: values[1] as Value },
    renamed,
  );
  return isCarried ? 'ok' : 'silent';
}

/** A contract of one direction, with a variant for each operation that is made for a serde encoding; undefined where there is none. */
function contractOf(
  source: InterfaceSchema,
  encoding: 'Hubpack' | 'Ssmarshal',
  hasBlob: boolean,
): InterfaceSchema | undefined {
  const kept = source.operations.filter((operation) => operation.encoding === encoding);
  if (kept.length === 0) return undefined;
  const body: EnumDefinition = {
    kind: 'enum',
    id: 'Body',
    name: 'Body',
    crate: 'random',
    derives: [],
    repr: { layout: 'rust' },
    variants: kept.map(({ name, args }, index) => ({
      name,
      index,
      value: String(index),
      shape: args.length === 0 ? ('unit' as const) : ('named' as const),
      fields: args.map(({ name: field, type }) => ({ name: field, type })),
    })),
  };
  const type: Type = { kind: 'named', id: 'Body' };
  const recv = { kind: 'FromBytes' } as const;
  const after = hasBlob ? [{ kind: 'bytes' as const, name: 'blob' }] : [];
  return {
    name: 'random',
    operations: [
      {
        name: 'send',
        number: 1,
        encoding,
        idempotent: false,
        args: [{ name: 'body', text: 'Body', type, recv }],
        reply: { kind: 'Simple', ok: { text: '()', type: { kind: 'unit' }, recv } },
        leases: [],
      },
    ],
    types: { ...source.types, Body: body },
    messages: { directions: [{ sender: 'one', receiver: 'other', after }] },
  };
}

function show(value: Value): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner));
}
