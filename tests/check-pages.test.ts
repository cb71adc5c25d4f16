import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { interfaceChecks, readingChecks } from '../src/idol/index.ts';
import type { CheckInfo } from '../src/text/index.ts';

/** Every check and compatibility rule of every stage. */
const ALL: readonly CheckInfo[] = [...readingChecks, ...interfaceChecks];

test('every check has a page, every page a check, and no two share an id', () => {
  const pages = readdirSync('content/checks').map((file) => file.replace(/\.md$/, ''));
  expect(ALL.map(({ id }) => id).sort()).toEqual(pages.sort());
});

test.each(ALL.map((check) => [check.id, check] as const))('%s says what it is in one sentence', (id, { summary }) => {
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(summary).toMatch(/^\S[^\n]*\.$/);
});
