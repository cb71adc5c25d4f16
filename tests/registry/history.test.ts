import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import {
  DiskStore,
  type History,
  hashesOf,
  judgeMeetings,
  ReleaseStore,
  type ReleaseWorkers,
  readGitHistory,
  sha256,
  workersFor,
  writeRegistry,
} from '../../src/registry/index.ts';
import { GitRepository } from '../../src/tree/index.ts';

// Each reads three releases, some of them more than once.
vi.setConfig({ testTimeout: 60_000 });

// The example tree's releases as commits of one repository, with a second tag on the last of them.
const folder = mkdtempSync(join(tmpdir(), 'idol-registry-history-'));
const releases = ['1.0.0', '1.1.0', '2.0.0'];
const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
const git = (...args: string[]) => execFileSync('git', [...identity, ...args], { cwd: join(folder, 'tree') });

beforeAll(() => {
  cpSync('idl/1.0.0', join(folder, 'tree'), { recursive: true });
  git('init', '-q', '-b', 'main');
  for (const [day, release] of releases.entries()) {
    git('rm', '-rq', '--cached', '--ignore-unmatch', '.');
    rmSync(join(folder, 'tree', 'idl'), { recursive: true, force: true });
    for (const part of ['app', 'drv', 'task', 'lib'])
      rmSync(join(folder, 'tree', part), { recursive: true, force: true });
    cpSync(join('idl', release), join(folder, 'tree'), { recursive: true });
    git('add', '-A');
    const date = `2026-01-0${day + 1}T12:00:00+02:00`;
    execFileSync('git', [...identity, 'commit', '-qm', release], {
      cwd: join(folder, 'tree'),
      env: { ...process.env, GIT_COMMITTER_DATE: date },
    });
    git('tag', `mast-v${release}`);
  }
  git('tag', 'mast-v2.0.1');
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(
  store = new ReleaseStore(),
  workers: ReleaseWorkers | number = 1,
  onProgress?: () => void,
): Promise<History> {
  const repository = GitRepository.open(join(folder, 'tree'));
  if (!repository.ok) throw new Error(repository.problem.message);
  return readGitHistory(repository.value, { store, generator: '0.0.0', workers, ...(onProgress && { onProgress }) });
}

test('releases follow each other, and versions count schemas', async () => {
  const history = await read();
  expect(history.releases.map(({ name, predecessor }) => [name, predecessor])).toEqual([
    ['mast-v1.0.0', undefined],
    ['mast-v1.1.0', 'mast-v1.0.0'],
    ['mast-v2.0.0', 'mast-v1.1.0'],
    ['mast-v2.0.1', 'mast-v2.0.0'],
  ]);
  for (const { path, versions } of history.interfaces) {
    expect(
      versions.map(({ number }) => number),
      path,
    ).toEqual(versions.map((_, i) => i + 1));
    expect(new Set(versions.map(({ schema }) => schema)).size, path).toBe(versions.length);
  }
  const [, second, third, fourth] = history.releases;
  expect(second?.comparisons.length).toBeGreaterThan(0);
  expect(third?.comparisons.length).toBeGreaterThan(0);
  expect(fourth?.comparisons).toEqual([]);
  expect(history.releases.map(({ date }) => date)).toEqual([0, 1, 2, 2].map((day) => `2026-01-0${day + 1}T10:00:00Z`));
});

test('a renamed file is told', async () => {
  const { interfaces, releases } = await read();
  const moved = interfaces.find(({ path }) => path === 'idl/anemometer.idol');
  const before = releases[1]?.interfaces.find(({ path }) => path === 'idl/ultrasonic.idol');
  expect(moved).toMatchObject({ movedFrom: before?.path, movedFromVersion: before?.version });
});

test('a warm cache gives the same history, down to the bytes that are written of it', async () => {
  const cache = join(folder, 'cache');
  const run = async () => {
    const disk = new DiskStore(cache);
    const engine = new Engine({ hash: sha256, store: disk });
    const history = JSON.stringify(await read(new ReleaseStore(engine)));
    disk.flush();
    return { history, counts: engine.counts };
  };
  const { history: cold } = await run();
  const warm = await run();
  expect(warm.history).toBe(cold);
  expect([...warm.counts].filter(([, { made }]) => made > 0)).toEqual([]);
  expect(JSON.stringify(await read())).toBe(cold);
});

test('workers give the same history, contents and meetings, with a cache on disk and without', async () => {
  for (let round = 0; round < 12; round++) git('commit', '-q', '--allow-empty', '-m', `round ${round}`);
  for (let round = 0; round < 12; round++) git('tag', `workers-v1.${round}.0`, `HEAD~${11 - round}`);
  const alone = new ReleaseStore();
  const history = await read(alone);
  const disk = new DiskStore(join(folder, 'cache of workers'));
  const registry = join(folder, 'registry');
  writeRegistry(registry, history, alone, '0.0.0');
  const meetings = await judgeMeetings(registry, new Engine({ hash: sha256 }));
  for (const store of [new ReleaseStore(), new ReleaseStore(new Engine({ hash: sha256, store: disk }))]) {
    const workers = workersFor({ store, generator: '0.0.0', workers: 2 }) as ReleaseWorkers;
    expect(JSON.stringify(await read(store, workers))).toBe(JSON.stringify(history));
    const run = vi.spyOn(workers, 'run');
    expect(JSON.stringify(await judgeMeetings(registry, store.engine, workers))).toBe(JSON.stringify(meetings));
    expect(run).toHaveBeenCalledTimes(1);
    // Every pair is known from here on.
    await judgeMeetings(registry, store.engine, workers);
    expect(run).toHaveBeenCalledTimes(1);
    await workers.stop();
    expect(store.engine.count('schema').made).toBeGreaterThan(0);
    for (const hash of new Set(history.releases.flatMap((release) => hashesOf(release, alone)))) {
      expect(Buffer.from(store.get(hash) ?? [])).toEqual(Buffer.from(alone.get(hash) ?? []));
    }
  }
  for (let round = 0; round < 12; round++) git('tag', '-d', `workers-v1.${round}.0`);
});

function killWorkers(): void {
  const found = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'release-worker'], { encoding: 'utf8' });
  for (const pid of found.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
}

test('a worker that is killed before it writes what it keeps ends nothing', async () => {
  const workers = workersFor({ store: new ReleaseStore(), generator: '0.0.0', workers: 2 }) as ReleaseWorkers;
  await workers.run([{ kind: 'settle' }], () => undefined);
  expect(workers.areStarted).toBe(true);
  killWorkers();
  await workers.settle(new Engine({ hash: sha256 }));
  expect(workers.areStarted).toBe(false);
});

test('what a killed worker had to do is done without it', async () => {
  for (let round = 0; round < 12; round++) git('commit', '-q', '--allow-empty', '-m', `round ${round}`);
  for (let round = 0; round < 12; round++) git('tag', `killed-v1.${round}.0`, `HEAD~${11 - round}`);
  const history = await read();
  let killed = 0;
  const kill = () => {
    if (killed++ === 0) killWorkers();
  };
  const store = new ReleaseStore();
  const workers = workersFor({ store, generator: '0.0.0', workers: 2 }) as ReleaseWorkers;
  expect(JSON.stringify(await read(store, workers, kill))).toBe(JSON.stringify(history));
  expect(killed).toBeGreaterThan(0);
  await workers.stop();
  for (let round = 0; round < 12; round++) git('tag', '-d', `killed-v1.${round}.0`);
});

test('a release beside the line stands among those of its time', async () => {
  const args = ['commit-tree', 'mast-v1.0.0^{tree}', '-p', 'mast-v1.0.0', '-m', 'beside'];
  const beside = execFileSync('git', [...identity, ...args], {
    cwd: join(folder, 'tree'),
    env: { ...process.env, GIT_COMMITTER_DATE: '2026-01-01T18:00:00+02:00' },
  });
  git('tag', 'testing-v0.0.0', beside.toString().trim());
  expect((await read()).releases.map(({ name }) => name)).toEqual([
    'mast-v1.0.0',
    'testing-v0.0.0',
    'mast-v1.1.0',
    'mast-v2.0.0',
    'mast-v2.0.1',
  ]);
});
