import { expect, test } from 'vitest';
import { allChecks } from '../../src/registry/index.ts';
import { capture } from './capture.ts';

test('explain prints the page of a check', async () => {
  const { code, stdout } = await capture(['explain', 'unknown-field']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# Unknown field\n\nunknown-field \(warning, unless configured\)\n/);
  expect(stdout).toContain('## Rejected');
});

test('explain without an id lists every check', async () => {
  const { code, stdout } = await capture(['explain']);
  expect(code).toBe(0);
  for (const { id, summary } of allChecks)
    expect(stdout).toMatch(new RegExp(`^  ${id} +.*${summary.slice(0, 10).replace(/[`.\\[\]()]/g, '.')}`, 'm'));
});

test('a misspelt id is corrected', async () => {
  const { code, stderr } = await capture(['explain', 'unknwon-field']);
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean `unknown-field`?');
});

test('explain behaviors tells what components do, from the table that comparing uses', async () => {
  const { code, stdout } = await capture(['explain', 'behaviors']);
  expect(code).toBe(0);
  expect(stdout).toContain('since c3849dc: Servers count the leases of a message again (September 2025).');
  expect(stdout).toContain('since c5222fe to before 0e1f1e9: Fault: clients do not compile (Hubpack, reply `bool`)');
  for (const component of ['idol-runtime', 'idol', 'derive-idol-err', 'kernel']) {
    expect(stdout).toMatch(new RegExp(`^${component}$`, 'm'));
  }
});
