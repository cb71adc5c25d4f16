import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { baseOfOutput, OutputRefused, pagesOfUpToDate, replaceFolder } from '../../src/site/output-folder.ts';

let scratch: string;
let out: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'idol-registry-out-'));
  out = join(scratch, 'site');
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const write = (text: string) => async (folder: string) => {
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'a/index.html'), text);
  return 1;
};
const read = () => readFileSync(join(out, 'a/index.html'), 'utf8');

test('a complete folder replaces the one before, and nothing is left beside it', async () => {
  await replaceFolder(out, { base: '/x/', stamp: '1' }, write('one'));
  await replaceFolder(out, { base: '/y/', stamp: '2' }, write('two'));
  expect(read()).toBe('two');
  expect(baseOfOutput(out)).toBe('/y/');
  expect(readdirSync(scratch)).toEqual(['site']);
});

test('a build that fails leaves what was there', async () => {
  await replaceFolder(out, { base: '/', stamp: '1' }, write('one'));
  const failing = replaceFolder(out, { base: '/', stamp: '2' }, async (folder) => {
    await write('half')(folder);
    throw new Error('no more disk');
  });
  await expect(failing).rejects.toThrow('no more disk');
  expect(read()).toBe('one');
  expect(readdirSync(scratch)).toEqual(['site']);
});

test('what a killed build left is removed, and the folder that it had moved away comes back', async () => {
  await replaceFolder(out, { base: '/', stamp: '1' }, write('one'));
  const gone = 2 ** 22 + 1; // larger than any process id
  mkdirSync(join(scratch, `.site.building-${gone}`));
  mkdirSync(join(scratch, `.site.building-${process.pid}-mine`));
  await replaceFolder(out, { base: '/', stamp: '2' }, write('two'));
  expect(readdirSync(scratch).sort()).toEqual([`.site.building-${process.pid}-mine`, 'site']);
});

test.each(['a folder with files', 'a file'])('%s that is not ours is refused and untouched', async (kind) => {
  if (kind === 'a file') writeFileSync(out, 'mine');
  else {
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.txt'), 'mine');
  }
  await expect(replaceFolder(out, { base: '/', stamp: '1' }, write('one'))).rejects.toThrow(OutputRefused);
  expect(readFileSync(kind === 'a file' ? out : join(out, 'thesis.txt'), 'utf8')).toBe('mine');
});

test('an empty folder and one whose parents are missing are filled', async () => {
  mkdirSync(out);
  await replaceFolder(out, { base: '/', stamp: '1' }, write('one'));
  expect(read()).toBe('one');
  const deep = join(scratch, 'x/y/z');
  await replaceFolder(deep, { base: '/', stamp: '1' }, write('one'));
  expect(existsSync(join(deep, 'a/index.html'))).toBe(true);
});

test('an output is up to date with the same stamp and all its files', async () => {
  expect(pagesOfUpToDate(out, '1')).toBeUndefined();
  await replaceFolder(out, { base: '/', stamp: '1' }, write('one'));
  expect(pagesOfUpToDate(out, '1')).toBe(1);
  expect(pagesOfUpToDate(out, '2')).toBeUndefined();
  writeFileSync(join(out, 'a/index.html'), 'longer');
  expect(pagesOfUpToDate(out, '1')).toBeUndefined();
});
