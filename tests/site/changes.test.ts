import { expect, test } from 'vitest';
import { compareTrees } from '../../src/compare/index.ts';
import { resultsOf } from '../../src/registry/index.ts';
import { changesHtml } from '../../src/site/changes/change-html.ts';
import { changesOf } from '../../src/site/changes/changes.ts';
import { openTree } from '../../src/tree/index.ts';

function versionsIn(folder: string) {
  const opened = openTree(`tests/cases/${folder}`);
  if (!opened.ok) throw new Error(folder);
  return resultsOf(opened.value).versions();
}

const LINKS = { rule: () => undefined };

test('an example of a verdict stands once, under the first of its causes', () => {
  const [before, after] = [versionsIn('cfg-discriminant/counted'), versionsIn('cfg-discriminant/written')];
  const { interfaces } = compareTrees(before, after);
  const changes = changesOf(interfaces);
  expect(changes.length).toBeGreaterThan(1);
  const examples = changesHtml(changes, LINKS).text.match(/For example: [^<]*/g) ?? [];
  expect(examples.length).toBeGreaterThan(0);
  expect(new Set(examples).size).toBe(examples.length);
});

test('a server that crashes answers nothing in the example', () => {
  const [before, after] = [
    versionsIn('lease-added-old-runtime/old-rt/a'),
    versionsIn('lease-added-old-runtime/old-rt/b'),
  ];
  const { interfaces } = compareTrees(before, after);
  const crash = interfaces[0]?.verdicts.find(({ verdict }) => verdict.kind === 'panic');
  expect(crash?.witness?.received).toEqual([{ name: 'off', value: '0x4030201' }]);
  expect(crash?.witness?.reply).toBeUndefined();
});
