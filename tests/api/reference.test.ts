import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { referencePages } from '../../packages/reference.ts';

const pages = await referencePages();

test('the committed reference fits the docstrings: if not, run `npm run reference`', () => {
  expect(readdirSync('content/reference').sort()).toEqual(
    [...pages.keys()].map((path) => path.split('/').at(-1)).sort(),
  );
  for (const [path, text] of pages) expect(readFileSync(path, 'utf8') === text, path).toBe(true);
});

test('everything that is exported says what it is', () => {
  const silent = [...pages].flatMap(([path, text]) =>
    text
      .split(/^### /m)
      .slice(1)
      .filter((section) => /^\w+\n\n```ts/.test(section))
      .map((section) => `${path}: ${section.split('\n', 1)[0]}`),
  );
  expect(silent).toEqual([]);
});

test('links within the reference lead to a heading', () => {
  for (const [path, text] of pages) {
    for (const [, file, anchor] of text.matchAll(/\]\(([\w-]*)(?:\.md)?#([\w-]+)\)/g)) {
      const target = file === '' ? text : pages.get(`content/reference/${file}.md`);
      const names = [...(target ?? '').matchAll(/^### (\w+)$/gm)].map(([, name]) => name?.toLowerCase());
      expect(names, path).toContain(anchor);
    }
  }
});
