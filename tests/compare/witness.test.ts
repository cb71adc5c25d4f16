import { describe, expect, test } from 'vitest';
import { allRules, verdictOfCall } from '../../src/compare/index.ts';
import { callsOf, exampleCauses } from './example-causes.ts';
import { simulateWitness } from './simulate.ts';

/** What is said of the calls in the examples on a rule's page is what happens when they are made. */
// Messages of contracts have no kernel; a property test in tests/messages runs their codecs.
describe.each(allRules.filter(({ appliesTo }) => appliesTo !== 'messages'))('$id', ({ id, levels }) => {
  const cases = exampleCauses(id);

  test('has a call to make if it says anything of what travels', () => {
    expect(cases.length > 0).toBe(levels.includes('wire') || levels.includes('image'));
  });

  test.for(cases)('$kind: $heading: $message', async (example) => {
    for (const call of [...callsOf(example, 'old'), ...callsOf(example, 'new')]) {
      const { verdict, witness } = verdictOfCall(call);
      if (verdict.kind === 'unknown') continue;
      const expected = verdict.kind === 'ok' ? { kind: 'ok' } : verdict;
      expect(await simulateWitness({ ...call, ...witness }, verdict)).toEqual(expected);
    }
  });
});
