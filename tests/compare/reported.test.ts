import process from 'node:process';
import { expect, test } from 'vitest';
import { compareInterfaces, type Finding, type Judgements, judgeCall } from '../../src/compare/index.ts';
import type { InterfaceWire } from '../../src/wire/index.ts';
import { Random } from '../rust/random.ts';
import { randomChange } from './random-change.ts';
import { InterfaceMaker, measured } from './random-interface.ts';

/** More by `MUTATIONS=20000`, others by `SEED=7`. */
const COUNT = Number(process.env.MUTATIONS ?? 500);
const SEED = Number(process.env.SEED ?? 1);

const WEIGHT = { ok: 0, unknown: 1, fault: 2, panic: 3, silent: 4 } as const;

/** One end's version, and which part of a finding is about its client. */
interface End {
  readonly client: InterfaceWire;
  readonly server: InterfaceWire;
  readonly judgement: keyof Judgements;
  readonly side: 'old' | 'new';
  readonly otherName: (name: string) => string;
}

/**
 * Findings are judged one change at a time, calls as a whole: what a call meets has to stand in a finding of its operation. Where several
 * changes meet in one operation, each for itself may be milder than all together.
 */
test('a call that goes wrong after a random change is told by a finding, as badly', () => {
  let told = 0;
  for (let i = 0, tried = 0; tried < COUNT; i++) {
    const maker = new InterfaceMaker(new Random(SEED * 77_003 + i));
    const before = maker.interface();
    const change = randomChange(before, maker);
    if (!change || change.after.operations.length === 0) continue;
    tried++;
    const [old, now] = [measured(before), measured(change.after)];
    const findings = compareInterfaces(...([old, now].map(versionOf) as [Version, Version]));
    const oldNames = new Map([...change.renamed].map(([from, to]) => [to, from]));
    const ends: End[] = [
      {
        client: old,
        server: now,
        judgement: 'oldClient',
        side: 'old',
        otherName: (name) => change.renamed.get(name) ?? name,
      },
      {
        client: now,
        server: old,
        judgement: 'newClient',
        side: 'new',
        otherName: (name) => oldNames.get(name) ?? name,
      },
    ];
    for (const end of ends) told += checkCalls(end, findings, `change ${i}, ${change.kind}`);
  }
  expect(told).toBeGreaterThan(COUNT / 10);
});

type Version = ReturnType<typeof versionOf>;

function versionOf(wire: InterfaceWire) {
  return { path: 'idl/random.idol', wire, items: {} };
}

/** How many calls of one end go wrong; each has to be told. */
function checkCalls({ client, server, judgement, side, otherName }: End, findings: readonly Finding[], change: string) {
  let wrong = 0;
  for (const operation of client.operations) {
    const meant = server.operations.find(({ name }) => name === otherName(operation.name))?.name;
    const { outcome, sentence } = judgeCall({
      names: { client: side, server: 'other' },
      client,
      operation,
      server,
      meant,
    });
    if (outcome.kind === 'ok') continue;
    wrong++;
    const own = findings.filter(({ operations }) => operations.some((one) => one[side]?.name === operation.name));
    const weights = own.map((finding) => WEIGHT[finding.judgements?.[judgement].outcome.kind ?? 'ok']);
    const detail = `${change}, ${side} ${operation.name}: ${sentence} Found: ${own.map(({ rule }) => rule).join()}`;
    const expected = own.length > 1 ? WEIGHT.fault : WEIGHT[outcome.kind];
    expect(Math.max(0, ...weights), detail).toBeGreaterThanOrEqual(Math.min(expected, WEIGHT[outcome.kind]));
  }
  return wrong;
}
