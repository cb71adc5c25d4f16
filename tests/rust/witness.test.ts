import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { alignOperations, allRules, type Verdict, verdictOfCall } from '../../src/compare/index.ts';
import { REPLY_FAULTS } from '../../src/runtime/index.ts';
import type { OperationSchema } from '../../src/schema/index.ts';
import type { ExampleFile } from '../../src/text/index.ts';
import type { Value } from '../../src/wire/index.ts';
import { callsOf, type ExampleCause, exampleCauses } from '../compare/example-causes.ts';
import { imageType } from '../compare/lent.ts';
import { renamesBetween } from '../compare/random-pair.ts';
import { type Simulated, simulate } from '../compare/simulate.ts';
import { cargo, hasCargo } from './cargo.ts';
import { rustPairs } from './random-versions.ts';
import { RustText } from './rust-text.ts';
import { type RustCall, type RustVersion, witnessProgram } from './witness-program.ts';

/** Messages of contracts have no stubs that could make a call. */
const ofInterfaces = allRules.filter(({ appliesTo }) => appliesTo !== 'messages');

/** Always the same folder, so that cargo does not compile again what has not changed. */
const FOLDER = resolve('tests/rust/target/witness');

/** What could be seen of a call at both ends, values as `Debug` shows them. */
interface Happened {
  /** The operation whose implementation ran, empty if none did, with what reached it. */
  readonly operation: string;
  readonly args: readonly string[];
  readonly leases: readonly string[];
  readonly end: 'returned' | 'faulted' | 'panicked' | 'server crashed';
  /** What the client got back, or the reply fault. */
  readonly value: string;
  /** The client's leases that a server may write, after it returned. */
  readonly lent: readonly string[];
}

/** Examples that no compiler takes as they are, by rule, or rule and heading. */
const REFUSED: Readonly<Record<string, string>> = {
  'union-changed': 'zerocopy derives no `IntoBytes` for a union',
  'struct-repr-changed: Breaking': 'nor for a struct with padding',
  'condition-changed': 'a program is compiled with one set of features',
};

/** Rules that claim nothing of a call: the outcome is unknown in both directions, or the compiler refuses the examples. */
const WITHOUT_CALL = ['error-codes-computed', 'union-changed', 'serde-changed', 'condition-changed', 'unseen-type'];

interface Case {
  readonly rule: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly call: RustCall;
}

/**
 * A judgement is made of our codecs, and the simulation that proves it runs on them too. Here the same calls are made by stubs
 * that the Rust compiler has seen, with the crates that Hubris uses: what can be seen at both ends must be the same.
 */
describe.skipIf(!hasCargo())('calls between the versions in the examples of rules', async () => {
  const cases = await allCases();
  let happened: Happened[] = [];

  beforeAll(() => {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'calls.rs'), witnessProgram(cases.map(({ call }) => call)));
    const output = cargo(['run', '--quiet', '--package', 'witness'], { WITNESS: FOLDER });
    happened = output
      .trimEnd()
      .split('\n')
      // Cargo's own words stand between.
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Happened);
  });

  test.for(cases.map((one, index) => ({ ...one, index })))('$name', ({ verdict, call, index }) => {
    // What lent memory holds is no part of a witness: a verdict on that need not show at the first contents.
    if (verdict.kind !== 'silent' || call.operation.leases.length === 0) {
      expect(call.simulated.outcome).toEqual(verdict.kind === 'ok' ? { kind: 'ok' } : verdict);
    }
    expect(happened[index]).toEqual(expected(call));
  });

  test('come to every outcome and fault that a change can bring, in every encoding', () => {
    const faults = REPLY_FAULTS.filter((fault) => fault !== 'AccessViolation');
    expect(new Set(cases.map(({ verdict }) => wordOf(verdict)))).toEqual(new Set([...faults, 'ok', 'panic', 'silent']));
    expect(new Set(happened.map(({ end }) => end))).toEqual(
      new Set(['returned', 'faulted', 'panicked', 'server crashed']),
    );
    expect(new Set(cases.map(({ call }) => call.operation.encoding))).toEqual(
      new Set(['Zerocopy', 'Hubpack', 'Ssmarshal']),
    );
  });

  test('show every rule that claims something of a call', () => {
    const shown = new Set(cases.map(({ rule }) => rule));
    const missing = ofInterfaces.filter(({ id, levels }) => levels.includes('wire') && !shown.has(id));
    expect(missing.map(({ id }) => id).sort()).toEqual([...WITHOUT_CALL].sort());
  });
});

function wordOf(verdict: Verdict): string {
  return verdict.kind === 'fault' ? verdict.fault : verdict.kind;
}

async function allCases(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const { id } of ofInterfaces) {
    for (const example of exampleCauses(id)) {
      if (id in REFUSED || `${id}: ${example.heading}` in REFUSED) continue;
      const versions = { old: rustVersion(example, 'before'), new: rustVersion(example, 'after') };
      for (const side of ['old', 'new'] as const) {
        for (const call of callsOf(example, side)) {
          const { verdict, witness } = verdictOfCall(call);
          if (verdict.kind === 'unknown') continue;
          const simulated = await simulate({ ...call, ...witness });
          const [client, server] = side === 'old' ? [versions.old, versions.new] : [versions.new, versions.old];
          const { operation, meant } = call;
          cases.push({
            rule: id,
            name: `${id}: ${example.heading}: ${side} client of ${operation.name}: ${wordOf(verdict)}`,
            verdict,
            call: { ...witness, client, operation, server, meant, simulated },
          });
        }
      }
    }
  }
  cases.push(...(await pairCases()));
  return cases;
}

/** Pairs of several changes at once that are run in Rust. */
const PAIRS = 36;

async function pairCases(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const { name, old, new: now } of rustPairs(PAIRS)) {
    const { pairs } = alignOperations(old.schema, now.schema);
    for (const [client, server, side] of [
      [old, now, 'old'],
      [now, old, 'new'],
    ] as const) {
      for (const pair of pairs) {
        const [operation, meant] = side === 'old' ? [pair.old, pair.new.name] : [pair.new, pair.old.name];
        const call = {
          names: { client: side, server: 'other' },
          client: client.schema,
          operation,
          server: server.schema,
          meant,
        };
        const { verdict, witness } = verdictOfCall(call);
        if (verdict.kind === 'unknown') continue;
        const renamed = renamesBetween([pair.old, old.schema.types], [pair.new, now.schema.types]);
        const simulated = await simulate({ ...call, ...witness, renamed });
        cases.push({
          rule: 'several',
          name: `${name}: ${side} client of ${operation.name}: ${wordOf(verdict)}`,
          verdict,
          call: { ...witness, client, operation, server, meant, simulated },
        });
      }
    }
  }
  return cases;
}

function rustVersion(example: ExampleCause, side: 'before' | 'after'): RustVersion {
  const { path, schema } = example[side];
  const find = (what: string) =>
    example.files.find((file) => file.path === `${side}/${what}`) ?? example.files.find((file) => file.path === what);
  const types = find(`drv/${path.replace(/^idl\/|\.idol$/g, '')}-api/src/lib.rs`)?.text ?? '';
  return { schema, idol: find(path) as ExampleFile, types };
}

/** What the simulation saw, in Rust's words. */
function expected({ client, server, operation, lengths, simulated }: RustCall): Happened {
  const { served, returned, lent } = simulated;
  const [ofClient, ofServer] = [new RustText(client.schema.types), new RustText(server.schema.types)];
  const isBack = returned.kind === 'ok' || returned.kind === 'error';
  return {
    operation: served?.operation.name ?? '',
    args: served?.args.map((value, i) => ofServer.of(typeOf(served.operation, i), value)) ?? [],
    leases: served?.leases.flatMap(({ type, read }) => (read === undefined ? [] : ofServer.of(type, read))) ?? [],
    ...endOf(returned, operation, ofClient),
    lent: operation.leases.flatMap((lease, i) => {
      if (!lease.write || !isBack) return [];
      const value = lease.slice ? lent[i] : (lent[i] as { value: Value }).value;
      return ofClient.of(imageType(lease, lengths[i] ?? 1), value);
    }),
  };
}

function typeOf({ args }: OperationSchema, index: number) {
  return (args[index] as OperationSchema['args'][number]).type;
}

function endOf(
  returned: Simulated['returned'],
  { reply }: OperationSchema,
  text: RustText,
): Pick<Happened, 'end' | 'value'> {
  switch (returned.kind) {
    case 'ok': {
      const value = text.of(reply.ok.type, returned.value);
      return { end: 'returned', value: reply.kind === 'Simple' ? value : `Ok(${value})` };
    }
    case 'error': {
      if (reply.kind === 'Simple' || reply.error.kind === 'ServerDeath')
        throw new Error('only its death is such an error');
      return { end: 'returned', value: `Err(${text.of(reply.error.type, returned.error as Value)})` };
    }
    case 'fault':
      return { end: 'faulted', value: returned.reason };
    case 'panic':
      return { end: 'panicked', value: '' };
    case 'halted':
      return { end: 'server crashed', value: '' };
  }
}
