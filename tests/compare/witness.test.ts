import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  allRules,
  type Call,
  type Finding,
  type InterfaceVersion,
  type Judgement,
  judgeCall,
  type OperationName,
  worse,
} from '../../src/compare/index.ts';
import { parseCheckPage } from '../../src/text/index.ts';
import type { InterfaceWire, OperationWire } from '../../src/wire/index.ts';
import { compareExample, type ExampleComparison } from './example-trees.ts';
import { simulate } from './simulate.ts';

/** What each rule says of its page's examples is what happens when the call that shows it is made. */
describe.each(allRules)('$id', ({ id, levels }) => {
  const page = parseCheckPage(readFileSync(`content/checks/${id}.md`, 'utf8'));
  const examples = page.sections.flatMap(({ kind, examples }) => examples.map((example) => ({ kind, ...example })));
  const cases = examples.flatMap(({ kind, heading, files }) => {
    const comparison = compareExample(files);
    return comparison.findings
      .filter((finding) => finding.rule === id && finding.judgements)
      .map((finding) => ({ kind, heading, message: finding.message, finding, comparison }));
  });

  test('has a witness if it says anything of what travels', () => {
    expect(cases.length > 0).toBe(levels.includes('wire'));
  });

  test.for(cases)('$kind: $heading: $message', async ({ finding, comparison }) => {
    const [before, after] = versionsOf(finding, comparison);
    const { oldClient, newClient } = finding.judgements as NonNullable<Finding['judgements']>;
    await expectOutcome(oldClient, finding.operations.map(callOf('old', before.wire, after.wire)));
    await expectOutcome(newClient, finding.operations.map(callOf('new', after.wire, before.wire)));
  });
});

function versionsOf({ interface: { oldPath, newPath } }: Finding, comparison: ExampleComparison) {
  const before = comparison.before.find(({ path }) => path === oldPath) as InterfaceVersion;
  const after = comparison.after.find(({ path }) => path === newPath) as InterfaceVersion;
  return [before, after] as const;
}

/** The call that a finding is about in one direction, if its client has the operation. */
function callOf(side: 'old' | 'new', client: InterfaceWire, server: InterfaceWire) {
  const other = side === 'old' ? 'new' : 'old';
  return (names: { old?: OperationName; new?: OperationName }): Call | undefined => {
    const name = names[side]?.name;
    if (name === undefined) return undefined;
    const operation = client.operations.find((one) => one.name === name) as OperationWire;
    return { names: { client: side, server: other }, client, operation, server, meant: names[other]?.name };
  };
}

/** The examples hold one change each, so what is said of the change alone has to be true of the whole call. */
async function expectOutcome(claimed: Judgement, calls: readonly (Call | undefined)[]): Promise<void> {
  const judged = calls.flatMap((call) => (call ? [{ call, judgement: judgeCall(call) }] : []));
  if (judged.length === 0) {
    // Nobody of that version knows the operation.
    expect(claimed.outcome).toEqual({ kind: 'ok' });
    return;
  }
  expect(judged.map(({ judgement }) => judgement).reduce(worse).outcome).toEqual(claimed.outcome);
  for (const { call, judgement } of judged) {
    if (judgement.outcome.kind === 'unknown') continue;
    expect(await simulate({ ...call, ...judgement.witness })).toEqual(judgement.outcome);
  }
}
