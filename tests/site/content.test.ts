import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readContentPages } from '../../src/site/content.ts';

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-content-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('a page has its title from the front matter or its first heading, and the rest is its text', () => {
  const folder = folderOf({
    'b.md': '---\ntitle: Second\norder: 2\n---\n\nText.\n',
    'a.md': '# `Plain` page\n\n![Why](a.svg)\n',
    'c.md': '---\r\ntitle: First\r\norder: 1\r\n---\r\nText.\r\n',
    'notes.txt': 'no page',
    'a.svg': '<svg/>',
  });
  expect(readContentPages(folder)).toEqual([
    { slug: 'c', title: 'First', markdown: 'Text.\n', pictures: {} },
    { slug: 'b', title: 'Second', markdown: '\nText.\n', pictures: {} },
    { slug: 'a', title: '`Plain` page', markdown: '\n![Why](a.svg)\n', pictures: { 'a.svg': '<svg/>' } },
  ]);
});

test('front matter that nobody reads is an error of ours', () => {
  expect(() => readContentPages(folderOf({ 'a.md': '---\ntitel: x\n---\n' }))).toThrow('titel');
});

test('a folder that is not there has no page', () => {
  expect(readContentPages('/nowhere/at/all')).toEqual([]);
});
