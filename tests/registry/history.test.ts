import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import { DiskStore, type History, ReleaseStore, readGitHistory, sha256 } from '../../src/registry/index.ts';
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

function read(store = new ReleaseStore()): History {
  const repository = GitRepository.open(join(folder, 'tree'));
  if (!repository.ok) throw new Error(repository.problem.message);
  return readGitHistory(repository.value, { store, generator: '0.0.0' });
}

test('releases follow each other, and versions count schemas', () => {
  const history = read();
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

test('a renamed file is told', () => {
  const { interfaces, releases } = read();
  const moved = interfaces.find(({ path }) => path === 'idl/anemometer.idol');
  const before = releases[1]?.interfaces.find(({ path }) => path === 'idl/ultrasonic.idol');
  expect(moved).toMatchObject({ movedFrom: before?.path, movedFromVersion: before?.version });
});

test('a warm cache gives the same history, down to the bytes that are written of it', () => {
  const cache = join(folder, 'cache');
  const run = () => {
    const disk = new DiskStore(cache);
    const engine = new Engine({ hash: sha256, store: disk });
    const history = JSON.stringify(read(new ReleaseStore(engine)));
    disk.flush();
    return { history, counts: engine.counts };
  };
  const { history: cold } = run();
  const warm = run();
  expect(warm.history).toBe(cold);
  expect([...warm.counts].filter(([, { made }]) => made > 0)).toEqual([]);
  expect(JSON.stringify(read())).toBe(cold);
});

test('a release beside the line stands among those of its time', () => {
  const args = ['commit-tree', 'mast-v1.0.0^{tree}', '-p', 'mast-v1.0.0', '-m', 'beside'];
  const beside = execFileSync('git', [...identity, ...args], {
    cwd: join(folder, 'tree'),
    env: { ...process.env, GIT_COMMITTER_DATE: '2026-01-01T18:00:00+02:00' },
  });
  git('tag', 'testing-v0.0.0', beside.toString().trim());
  expect(read().releases.map(({ name }) => name)).toEqual([
    'mast-v1.0.0',
    'testing-v0.0.0',
    'mast-v1.1.0',
    'mast-v2.0.0',
    'mast-v2.0.1',
  ]);
});
