import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRules } from '../src/compare/index.ts';
import { allChecks } from '../src/registry/index.ts';
import { checkPageOf } from './check-page.ts';

const pages = readdirSync('content/checks').map((file) => file.replace(/\.md$/, ''));

const known = [...allChecks, ...allRules];

test('every check and rule has a page, every page one of them, and no two share an id', () => {
  const ids = known.map(({ id }) => id);
  expect(ids.filter((id) => !pages.includes(id)).map((id) => `write content/checks/${id}.md`)).toEqual([]);
  expect(pages.filter((page) => !ids.includes(page)).map((page) => `content/checks/${page}.md is of nothing`)).toEqual(
    [],
  );
  expect(new Set(ids).size, 'two checks or rules share an id').toBe(ids.length);
});

test.each(known.map((check) => [check.id, check] as const))('%s says what it is in one sentence', (id, check) => {
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(check.summary).toMatch(/^\S[^\n]*\.$/);
});

test.each(pages)('page of %s has a title, an explanation and examples', (id) => {
  expect(checkPageOf(id).problems).toEqual([]);
});
