import { cpSync, realpathSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commit, scratchFolder } from '../tree/scratch.ts';
import { measureSession } from './editor-session.ts';
import { measure } from './measure.ts';
import { measureGrowth, measureTree } from './measure-stubs.ts';
import { measurePublish } from './publish.ts';

test('the benchmark of growing trees runs', () => {
  const measurements = measure([5, 10], 1);
  expect(measurements.map(({ interfaces, unresolved }) => [interfaces, unresolved])).toEqual([
    [5, 0],
    [10, 0],
  ]);
  for (const { milliseconds } of measurements) expect(milliseconds).toBeGreaterThan(0);
});

test('the benchmark of stubs runs', () => {
  const measurements = [measureTree('idl/2.0.0', 1), ...measureGrowth(4, 4, 1)];
  expect(measurements.map(({ what }) => what)).toEqual([
    'idl/2.0.0',
    '2 operations',
    '4 operations',
    '2 arguments',
    '4 arguments',
  ]);
  expect(measurements.slice(1).map(({ files }) => files)).toEqual([3, 3, 3, 3]);
  for (const { milliseconds } of measurements) expect(milliseconds).toBeGreaterThan(0);
});

test('the benchmark of publishing runs', async () => {
  const measurements = await measurePublish('idl/2.0.0', [1, 3]);
  expect(measurements.map(({ releases }) => releases)).toEqual([2, 4]);
  for (const { milliseconds } of measurements) expect(milliseconds).toBeGreaterThan(0);
});

test('the benchmark of a session in an editor runs', async () => {
  const folder = realpathSync(scratchFolder());
  cpSync('idl/2.0.0', folder, { recursive: true });
  commit(folder);
  const files = { idol: 'idl/clock.idol', before: '"now": (', rust: 'drv/clock-api/src/lib.rs' };
  const change = { text: 'BetterSource = 3', other: 'BetterSource = 30' };
  const times = await measureSession({ folder, ...files, ...change }, 4);
  expect([times.checked.length, times.compared.length, times.rustCompared.length]).toEqual([2, 2, 2]);
  for (const milliseconds of [times.first, times.whole, ...times.compared, ...times.rustCompared]) {
    expect(milliseconds).toBeGreaterThan(0);
  }
});
