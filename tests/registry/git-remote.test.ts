import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistry, readAll } from '../../src/registry/index.ts';
import { capture } from '../cli/capture.ts';
import { git } from '../tree/scratch.ts';

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-git-remote-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const cache = join(scratch, 'cache');
const NAMES = Array.from({ length: 8 }, (_, at) => `fan-v1.${at}.0`);

beforeAll(() => {
  for (const [at, name] of NAMES.entries()) {
    const operations = Array.from({ length: at + 1 }, (_, number) => `"op${number}": (reply: Simple("u8"))`);
    mkdirSync(join(scratch, name, 'idl'), { recursive: true });
    writeFileSync(join(scratch, name, 'Cargo.toml'), '[workspace]\n');
    writeFileSync(join(scratch, name, 'idl/fan.idol'), `Interface(name: "Fan", ops: { ${operations.join(', ')} })\n`);
  }
});

/** A remote that refuses every push that would lose a commit. */
function bareRemote(name: string): { folder: string; place: string } {
  const folder = join(scratch, name);
  mkdirSync(folder);
  git(folder, 'init', '--quiet', '--bare');
  git(folder, 'config', 'receive.denyNonFastForwards', 'true');
  git(folder, 'config', 'receive.denyDeletes', 'true');
  return { folder, place: `git+${folder}#gh-pages` };
}

const args = (place: string, name: string) => [
  ...['publish', join(scratch, name), '--registry', place, '--release', name],
  ...['--cache', cache],
];

function start(place: string, name: string): ChildProcess {
  return spawn(process.execPath, ['src/cli/main.ts', ...args(place, name)], { stdio: 'ignore' });
}

/** Names of the releases of a registry that is whole. */
async function releasesOf(place: string): Promise<string[]> {
  const opened = await openRegistry(place);
  if (!opened.ok) throw new Error(opened.problem.message);
  const all = await readAll(opened.value);
  if (!all.ok) throw new Error(all.problem.message);
  return opened.value.index.releases.map(({ name }) => name).sort();
}

test('a release is a commit on the branch, and the same again is none', async () => {
  const { folder, place } = bareRemote('one.git');
  const commits = () => git(folder, 'rev-list', '--count', 'gh-pages').trim();
  for (const name of NAMES.slice(0, 2)) expect(await capture(args(place, name))).toMatchObject({ code: 0 });
  expect(commits()).toBe('2');
  expect(await capture(args(place, NAMES[1] ?? ''))).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('already'),
  });
  expect(commits()).toBe('2');
  const other = args(place, NAMES[1] ?? '').with(1, join(scratch, NAMES[2] ?? ''));
  expect(await capture(other)).toMatchObject({ code: 1 });
  expect(commits()).toBe('2');
  expect(git(folder, 'ls-tree', '--name-only', 'gh-pages').split('\n')).toEqual(
    expect.arrayContaining(['.nojekyll', 'index.json', 'log', 'objects', 'releases']),
  );
  expect(await releasesOf(place)).toEqual(NAMES.slice(0, 2));
});

test('`breaking` compares with a release on a branch, or with the newest', async () => {
  const { place } = bareRemote('read.git');
  for (const name of NAMES.slice(0, 2)) await capture(args(place, name));
  const compare = (what: string) =>
    capture(['breaking', join(scratch, NAMES[2] ?? ''), '--against', what, '--json', '--cache', cache]);
  const label = async (what: string) => JSON.parse((await compare(what)).stdout).against[0].label;
  expect(await label(`${place}@fan-v1.0.0`)).toBe('fan-v1.0.0');
  expect(await label(place)).toBe('fan-v1.1.0');
  const unknown = await compare(`${place}@fan-v9`);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('fan-v9') });
});

test('releases that are published at once are all there, in a history without a gap', async () => {
  const { folder, place } = bareRemote('many.git');
  const running = NAMES.map((name) => start(place, name));
  const codes = await Promise.all(running.map(async (child) => (await once(child, 'exit'))[0]));
  expect(codes).toEqual(NAMES.map(() => 0));
  expect(await releasesOf(place)).toEqual(NAMES);
  expect(git(folder, 'rev-list', '--count', 'gh-pages').trim()).toBe(String(NAMES.length));
});

test('killed at any moment, no release is lost and the registry is whole', async () => {
  const { folder, place } = bareRemote('killed.git');
  for (let round = 0; round < 4; round++) {
    const [first = '', second = ''] = NAMES.slice(2 * round);
    const before = await capture(args(place, first));
    expect(before.code, before.stderr).toBe(0);
    const child = start(place, second);
    const ended = once(child, 'exit');
    await Promise.race([wait(200 + Math.random() * 1500), ended]);
    child.kill('SIGKILL');
    await ended;
    const names = await releasesOf(place);
    expect(names).toContain(first);
    expect((await capture(args(place, second))).code).toBe(0);
    expect(await releasesOf(place)).toEqual([...new Set([...names, second])].sort());
  }
  expect(spawnSync('git', ['fsck', '--full'], { cwd: folder }).status).toBe(0);
});

test.each([
  ['git+/nowhere/x.git#main', 'cannot be read'],
  ['git+/nowhere/x.git', 'does not name a remote and a branch'],
  ['git+ext::sh -c touch% x#main', 'cannot be read'],
  ['git+https://user:secret@127.0.0.1:9/x.git#main', 'git+https://127.0.0.1:9/x.git#main'],
])('%s is refused, without a password in the message', async (place, words) => {
  const { code, stderr } = await capture(args(place, NAMES[0] ?? ''));
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) });
  expect(stderr).not.toContain('secret');
});
