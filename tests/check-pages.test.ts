import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRules } from '../src/compare/index.ts';
import { allChecks } from '../src/registry/index.ts';
import { parseCheckPage } from '../src/text/index.ts';

const pages = readdirSync('content/checks').map((file) => file.replace(/\.md$/, ''));

const known = [...allChecks, ...allRules];

test('every check and rule has a page, every page one of them, and no two share an id', () => {
  expect(known.map(({ id }) => id).sort()).toEqual(pages.sort());
});

test.each(known.map((check) => [check.id, check] as const))('%s says what it is in one sentence', (id, check) => {
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(check.summary).toMatch(/^\S[^\n]*\.$/);
});

test.each(pages)('page of %s has a title, an explanation and examples', (id) => {
  expect(parseCheckPage(readFileSync(`content/checks/${id}.md`, 'utf8')).problems).toEqual([]);
});
