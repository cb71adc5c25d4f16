import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { DiskStore } from '../../src/registry/results/disk-store.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-store-'));
  folders.push(folder);
  return folder;
}

const result = (value: unknown) => ({ trace: [['file', 'x'] as const], fingerprint: 'f', value });
const packs = (folder: string) => readdirSync(folder).map((name) => join(folder, name));
const valuesOf = (store: DiskStore, key: string) => store.read(key).map(({ value }) => value);

function written(folder: string, ...values: readonly (readonly [string, unknown])[]): void {
  const store = new DiskStore(folder);
  for (const [key, value] of values) store.add(key, result(value));
  store.flush();
}

test('a later run reads what an earlier one wrote, the newest first', () => {
  const folder = scratch();
  written(folder, ['a', 1n], ['b', { text: 'two' }]);
  for (const path of packs(folder)) utimesSync(path, 1, 1);
  written(folder, ['a', 'other']);
  const store = new DiskStore(folder);
  expect(store.read('b')).toEqual([result({ text: 'two' })]);
  expect(valuesOf(store, 'a')).toEqual(['other', 1n]);
  expect([store.has('a'), store.has('c')]).toEqual([true, false]);
});

test('two processes share a folder', () => {
  const folder = scratch();
  const [one, other] = [new DiskStore(folder), new DiskStore(folder)];
  one.read('a');
  one.add('a', result('one'));
  other.add('a', result('other'));
  one.flush();
  other.flush();
  expect(valuesOf(new DiskStore(folder), 'a').sort()).toEqual(['one', 'other']);
  expect(valuesOf(one, 'a').sort()).toEqual(['one', 'other']);
});

test('what is damaged, half-written or foreign is as if it were not there', () => {
  const folder = scratch();
  written(folder, ['a', 'text '.repeat(100)], ['b', 'more']);
  const [path = ''] = packs(folder);
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at += 7) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] as number) ^ 0x55;
    writeFileSync(path, damaged);
    const values = valuesOf(new DiskStore(folder), 'a');
    expect([[], ['text '.repeat(100)]]).toContainEqual(values);
  }
  for (const length of [0, 10, 60, whole.length - 1]) {
    writeFileSync(path, whole);
    truncateSync(path, length);
    const store = new DiskStore(folder);
    expect(valuesOf(store, 'b')).toEqual([]);
    store.add('c', result(length));
    store.flush();
    expect(valuesOf(new DiskStore(folder), 'c')).toContain(length);
  }
  writeFileSync(join(folder, 'foreign.pack'), 'nothing of ours');
  writeFileSync(join(folder, 'x.pack.123.tmp'), whole.subarray(0, 50));
  expect(valuesOf(new DiskStore(folder), 'none')).toEqual([]);
});

test('the packs that were not used longest are removed, and small ones become one', () => {
  const folder = scratch();
  const text = 'x'.repeat(10_000);
  for (let run = 0; run < 5; run++) {
    const store = new DiskStore(folder, 35_000);
    store.add(`key ${run}`, result(text + run));
    store.flush();
    for (const path of packs(folder)) utimesSync(path, run, run);
  }
  const store = new DiskStore(folder);
  expect(packs(folder).length).toBeLessThanOrEqual(3);
  expect(valuesOf(store, 'key 4')).toEqual([`${text}4`]);
  const many = scratch();
  for (let run = 0; run < 30; run++) written(many, [`key ${run}`, run]);
  expect(packs(many).length).toBeLessThan(14);
  const all = new DiskStore(many);
  for (let run = 0; run < 30; run++) expect(valuesOf(all, `key ${run}`)).toEqual([run]);
});

test('a folder that cannot be made keeps nothing, and ends nothing', () => {
  const folder = scratch();
  writeFileSync(join(folder, 'file'), '');
  const store = new DiskStore(join(folder, 'file', 'below'));
  store.add('a', result(1));
  expect(valuesOf(store, 'a')).toEqual([1]);
  store.flush();
  expect(valuesOf(store, 'a')).toEqual([1]);
});
