import { describe, expect, test } from 'vitest';
import { type Call, judgeCall, shapeText } from '../../src/compare/index.ts';
import { argumentSamples } from '../../src/compare/samples.ts';
import type { Encoding } from '../../src/idol/index.ts';
import type { Type, TypeTable } from '../../src/schema/index.ts';
import type { InterfaceWire, LeaseWire, OperationWire, Value } from '../../src/wire/index.ts';
import { Random } from '../rust/random.ts';
import { randomValue } from '../rust/random-values.ts';
import { type RandomChange, randomChange } from './random-change.ts';
import { InterfaceMaker, measured } from './random-interface.ts';
import { type SimulatedCall, simulate } from './simulate.ts';

/** More by `MUTATIONS=20000`, others by `SEED=7`. */
const COUNT = Number(process.env.MUTATIONS ?? 2000);
const SEED = Number(process.env.SEED ?? 1);
/** Of an operation that did not change itself, one is tried. */
const VALUES_PER_CALL = 6;
const PARTS = 10;

const WEIGHT = { ok: 0, unknown: 1, fault: 2, panic: 3, silent: 4 } as const;

describe('what is judged of a random change is what happens', () => {
  test.each(Array.from({ length: PARTS }, (_, part) => part))('part %i', async (part) => {
    let tried = 0;
    for (let i = part; tried < COUNT / PARTS; i += PARTS) {
      const maker = new InterfaceMaker(new Random(SEED * 1_000_003 + i));
      const before = maker.interface();
      const change = randomChange(before, maker);
      if (!change || change.after.operations.length === 0) continue;
      tried++;
      const [old, now] = [measured(before), measured(change.after)];
      const names = new Map([...change.renamed].map(([from, to]) => [to, from]));
      const oldName = (name: string) => names.get(name) ?? name;
      const newName = (name: string) => change.renamed.get(name) ?? name;
      await compareCalls(i, change, old, now, newName, maker.random);
      await compareCalls(i, change, now, old, oldName, maker.random);
    }
  });
});

async function compareCalls(
  number: number,
  change: RandomChange,
  client: InterfaceWire,
  server: InterfaceWire,
  otherName: (name: string) => string,
  random: Random,
): Promise<void> {
  for (const operation of client.operations) {
    const other = server.operations.find(({ name }) => name === otherName(operation.name));
    const call: Call = { names: { client: 'one', server: 'other' }, client, operation, server, meant: other?.name };
    const judgement = judgeCall(call);
    const claim = `change ${number}, ${change.kind}, ${operation.name}: ${JSON.stringify(judgement.outcome)}: ${judgement.sentence}`;
    expect(judgement.outcome.kind, claim).not.toBe('unknown');
    expect(await outcomeOfWitness(call, judgement, change), claim).toEqual(judgement.outcome);
    const samples = argumentSamples(operation, client.types)
      .around()
      .map(({ value }) => value);
    const hit = server.operations[operation.number - 1];
    const isSame = hit === other && hit && shapeText(operation, client.types) === shapeText(hit, server.types);
    for (let i = 0; i < (isSame ? 1 : VALUES_PER_CALL); i++) {
      const values = randomCall(call, samples, random);
      const { outcome } = await simulate({ ...call, ...values, renamed: change.renamed });
      const detail = `${claim} But ${show(values)} gives ${JSON.stringify(outcome)}.`;
      expect(WEIGHT[outcome.kind], detail).toBeLessThanOrEqual(WEIGHT[judgement.outcome.kind]);
    }
  }
}

/** What lent memory holds is no part of a witness: where a claim is about that, some value shows it. */
async function outcomeOfWitness(
  call: Call,
  { outcome, witness }: ReturnType<typeof judgeCall>,
  { renamed }: RandomChange,
) {
  const { outcome: first } = await simulate({ ...call, ...witness, renamed });
  const isOfLease = outcome.kind === 'silent' && call.operation.leases.length > 0;
  let last = first;
  for (let contents = 1; contents < 200 && isOfLease && last.kind !== outcome.kind; contents++) {
    ({ outcome: last } = await simulate({ ...call, ...witness, renamed, contents }));
  }
  return last;
}

type Values = Pick<SimulatedCall, 'args' | 'lengths' | 'answer' | 'contents'>;

function randomCall({ client, operation, server }: Call, samples: readonly Value[], random: Random): Values {
  const hit = server.operations[operation.number - 1];
  return {
    args: random.chance(30)
      ? random.pick(samples)
      : Object.fromEntries(
          operation.args.map(({ name, type }) => [name, someValue(type, client, operation.encoding, random)]),
        ),
    lengths: operation.leases.map((lease) => randomLength(lease, random)),
    answer: hit ? randomAnswer(hit, server, random) : null,
    contents: random.below(12),
  };
}

function randomLength({ slice, maxLen }: LeaseWire, random: Random): number {
  return slice ? 1 + random.below(Math.min(maxLen ?? 8, 8)) : 1;
}

function randomAnswer({ reply, encoding }: OperationWire, server: InterfaceWire, random: Random): Value {
  const ok = someValue(reply.ok.type, server, encoding, random);
  if (reply.kind === 'Simple') return ok;
  if (reply.error.kind === 'ServerDeath' || random.chance(50)) return { Ok: ok };
  return { Err: someValue(reply.error.type, server, encoding, random) };
}

function someValue(type: Type, { types }: InterfaceWire, encoding: Encoding, random: Random): Value {
  return randomValue(type, encoding === 'Zerocopy' ? types : withoutSkipped(types), random).value;
}

/** Types as serde sees them. */
function withoutSkipped(types: TypeTable): TypeTable {
  return Object.fromEntries(
    Object.entries(types).map(([id, definition]) => [
      id,
      definition.kind === 'struct'
        ? { ...definition, fields: definition.fields.filter(({ serdeSkip }) => !serdeSkip) }
        : definition,
    ]),
  );
}

function show(values: Values): string {
  return JSON.stringify(values, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
