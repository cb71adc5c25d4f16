import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BreakingReportSchema } from '../../src/registry/index.ts';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

async function findingsAgainst(tree: string, against: string) {
  const { stdout, stderr } = await capture(['breaking', tree, '--against', against, '--format', 'json']);
  expect(stderr).toBe('');
  return BreakingReportSchema.parse(JSON.parse(stdout)).entries;
}

test.each([
  ['1.0.0', '1.1.0'],
  ['1.1.0', '2.0.0'],
  ['2.0.0', '1.0.0'],
])('the lock file of %s shows of %s what the tree itself shows', async (before, after) => {
  const lock = join(scratchFolder(), 'before.lock.json');
  expect((await capture(['lock', `idl/${before}`, '--out', lock])).code).toBe(0);
  const ofTree = await findingsAgainst(`idl/${after}`, `idl/${before}`);
  // The lock keeps neither documentation nor places.
  const expected = ofTree
    .filter(({ levels }) => !levels.includes('docs'))
    .map(({ oldPlace: _, against: __, ...finding }) => finding);
  expect(expected.length).toBeGreaterThan(5);
  expect((await findingsAgainst(`idl/${after}`, lock)).map(({ against: _, ...finding }) => finding)).toEqual(expected);
});

test('a tree that equals its lock file breaks nothing, and the lock file says when it does not', async () => {
  const folder = scratchFolder();
  cpSync('tests/cases/breaking/oven/before', folder, { recursive: true });
  const check = async () => (await capture(['lock', folder, '--check'])).code;
  expect(await check()).toBe(1);
  expect((await capture(['lock', folder])).stderr).toContain('wrote');
  expect(await check()).toBe(0);
  const path = join(folder, 'idl/oven.idol');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('Heats up', 'Warms up'));
  expect(await check()).toBe(0);
  writeFileSync(path, text.replace('"u16"', '"u32"'));
  expect(await check()).toBe(1);
});

test('a lock file that is none, and a tree with errors, are refused', async () => {
  const folder = scratchFolder();
  cpSync('tests/cases/breaking/oven/after', join(folder, 'tree'), { recursive: true });
  const locked = await capture(['lock', join(folder, 'tree')]);
  expect(locked).toMatchObject({ code: 2, stdout: '' });
  expect(locked.stderr).toContain('`idl/clock.idol` has errors');
  for (const text of [
    '',
    '{}',
    '{"version": 1, "interfaces": {}}',
    '{"kind": "lock", "format": 2, "interfaces": {}}',
    '{"kind": "lock", "format": 1, "interfaces": {"a": {}}}',
  ]) {
    write(folder, { 'a.lock.json': text });
    const { code, stderr } = await capture(['breaking', 'idl/1.0.0', '--against', join(folder, 'a.lock.json')]);
    expect(code, text).toBe(2);
    expect(stderr).toContain('idol-registry lock');
  }
});

describe('a lock file that somebody edited is refused, and crashes nothing:', () => {
  const named = (id: string) => ({ kind: 'named', id });
  const chain = (length: number, last: string) =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `t${index}`,
        { kind: 'struct', fields: [{ type: named(index + 1 < length ? `t${index + 1}` : last) }] },
      ]),
    );
  const nested = (depth: number) => `${'{"element":'.repeat(depth)}{}${'}'.repeat(depth)}`;
  const document = (types: object) =>
    JSON.stringify({ kind: 'lock', format: 1, interfaces: { a: { name: 'A', operations: [], types } } });
  const harms: Readonly<Record<string, readonly [text: string, said: string]>> = {
    'a word as a number': [document({ a: { variants: [{ value: 'Copy' }] } }), '`value` is a whole number'],
    'a type that holds itself': [document(chain(1, 't0')), 'the type `t0` holds itself'],
    'types that hold each other': [document(chain(3, 't0')), 'holds itself'],
    '20,000 nested types': [document(chain(20_000, 'none')), 'types are nested more than'],
    'a type expression of 20,000 levels': [
      `{"kind":"lock","format":1,"interfaces":${nested(20_000)}}`,
      'it is nested more than',
    ],
  };
  test.each(Object.entries(harms))('%s', async (_, [text, said]) => {
    const folder = scratchFolder();
    write(folder, { 'a.lock.json': text });
    const { code, stderr } = await capture(['breaking', 'idl/2.0.0', '--against', join(folder, 'a.lock.json')]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
