import { describe, expect, test } from 'vitest';
import { allRules, type Call, type Finding, type Judgement, judgeCall, worse } from '../../src/compare/index.ts';
import { callsOf, exampleFindings } from './example-findings.ts';
import { simulate } from './simulate.ts';

/** What each rule says of its page's examples is what happens when the call that shows it is made. */
describe.each(allRules)('$id', ({ id, levels }) => {
  const cases = exampleFindings(id);

  test('has a witness if it says anything of what travels', () => {
    expect(cases.length > 0).toBe(levels.includes('wire'));
  });

  test.for(cases)('$kind: $heading: $message', async (example) => {
    const { oldClient, newClient } = example.finding.judgements as NonNullable<Finding['judgements']>;
    await expectOutcome(oldClient, callsOf(example, 'old'));
    await expectOutcome(newClient, callsOf(example, 'new'));
  });
});

/** The examples hold one change each, so what is said of the change alone has to be true of the whole call. */
async function expectOutcome(claimed: Judgement, calls: readonly Call[]): Promise<void> {
  if (calls.length === 0) {
    // Nobody of that version knows the operation.
    expect(claimed.outcome).toEqual({ kind: 'ok' });
    return;
  }
  const judged = calls.map((call) => ({ call, judgement: judgeCall(call) }));
  expect(judged.map(({ judgement }) => judgement).reduce(worse).outcome).toEqual(claimed.outcome);
  for (const { call, judgement } of judged) {
    if (judgement.outcome.kind === 'unknown') continue;
    expect((await simulate({ ...call, ...judgement.witness })).outcome).toEqual(judgement.outcome);
  }
}
