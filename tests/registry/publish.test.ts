import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InterfaceComparison } from '../../src/compare/index.ts';
import { openRegistry, readAll, sha256 } from '../../src/registry/index.ts';
import { capture } from '../cli/capture.ts';

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-publish-'));
const cache = join(scratch, 'cache');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Operations of the fan in each release: one is inserted, then one is appended. */
const RELEASES: Readonly<Record<string, readonly string[]>> = {
  'fan-v1.0.0': ['stop', 'speed'],
  'fan-v1.1.0': ['stop', 'start', 'speed'],
  'fan-v2.0.0': ['stop', 'start', 'speed', 'blow'],
};
const NAMES = Object.keys(RELEASES);
/** KILL_STRIDE=1 kills before every single change to a file. */
const STRIDE = Number(process.env.KILL_STRIDE ?? 7);

function fan(operations: readonly string[], doc = ''): string {
  const entries = operations.map((name) => `"${name}": (reply: Simple("u8"), idempotent: true),`);
  return `${doc}Interface(name: "Fan", ops: { ${entries.join(' ')} })\n`;
}

beforeAll(() => {
  for (const [name, operations] of Object.entries(RELEASES)) {
    mkdirSync(join(scratch, name, 'idl'), { recursive: true });
    writeFileSync(join(scratch, name, 'idl/fan.idol'), fan(operations));
  }
});

const args = (registry: string, name: string) => [
  ...['publish', join(scratch, name), '--registry', registry, '--release', name],
  ...['--cache', cache],
];

function start(registry: string, name: string, killAt?: number): ChildProcess {
  const preload = killAt === undefined ? [] : ['--import', './tests/registry/kill-at-step.mjs'];
  const env = { ...process.env, KILL_AT: String(killAt), KILL_BELOW: registry };
  return spawn(process.execPath, [...preload, 'src/cli/main.ts', ...args(registry, name)], { env, stdio: 'ignore' });
}

/** The files that readers see, with their contents. */
function published(registry: string): Record<string, string> {
  const files = readdirSync(registry, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(registry.length + 1));
  const seen = paths.filter((path) => !path.startsWith('.partial')).sort();
  return Object.fromEntries(seen.map((path) => [path, sha256(readFileSync(join(registry, path)))]));
}

/** Names of the releases, after everything that the index leads to was read and checked. */
async function readable(registry: string): Promise<string[]> {
  if (!existsSync(join(registry, 'index.json'))) return [];
  const opened = await openRegistry(registry);
  if (!opened.ok) throw new Error(opened.problem.message);
  const all = await readAll(opened.value);
  if (!all.ok) throw new Error(all.problem.message);
  return opened.value.index.releases.map(({ name }) => name);
}

async function publishAll(registry: string): Promise<void> {
  for (const name of NAMES) expect(await capture(args(registry, name))).toMatchObject({ code: 0 });
}

test('a release follows the one before it in its family, and is told in the registry', async () => {
  const registry = join(scratch, 'registry');
  await publishAll(registry);
  expect(await readable(registry)).toEqual(NAMES);
  const release = JSON.parse(readFileSync(join(registry, 'releases/fan-v1.1.0.json'), 'utf8'));
  expect(release).toMatchObject({ family: 'fan', version: '1.1.0', predecessor: 'fan-v1.0.0' });
  expect(release.comparisons.flatMap(({ causes }: InterfaceComparison) => causes.map(({ rule }) => rule))).toContain(
    'op-inserted',
  );
  const history = JSON.parse(readFileSync(join(registry, 'interfaces/fan.json'), 'utf8'));
  expect(history.operations[1]).toEqual({
    name: 'speed',
    numbers: [
      { version: 1, number: 2 },
      { version: 2, number: 3 },
    ],
  });
});

test('published again, the same is fine, and another is refused with the difference', async () => {
  const registry = join(scratch, 'registry');
  const before = published(registry);
  const same = await capture(args(registry, 'fan-v1.1.0'));
  expect(same).toMatchObject({ code: 0, stdout: '' });
  expect(same.stderr).toContain('published already, with the same interfaces');
  const other = ['publish', join(scratch, 'fan-v2.0.0'), '--registry', registry, '--release', 'fan-v1.1.0'];
  const different = await capture([...other, '--no-cache']);
  expect(different.code).toBe(1);
  expect(different.stdout).toMatch(/^idl\/fan\.idol: .*`blow`/);
  mkdirSync(join(scratch, 'documented/idl'), { recursive: true });
  writeFileSync(join(scratch, 'documented/idl/fan.idol'), fan(RELEASES['fan-v1.1.0'] ?? [], '// Blows.\n'));
  const documented = ['publish', join(scratch, 'documented'), '--registry', registry, '--release', 'fan-v1.1.0'];
  expect(await capture([...documented, '--no-cache'])).toMatchObject({ code: 1 });
  expect(published(registry)).toEqual(before);
});

test('the release before is that of the next lower version, also for one that comes late', async () => {
  const registry = join(scratch, 'late');
  for (const name of ['fan-v1.0.0', 'fan-v2.0.0', 'fan-v1.1.0']) await capture(args(registry, name));
  const index = JSON.parse(readFileSync(join(registry, 'index.json'), 'utf8'));
  expect(index.families).toEqual([{ name: 'fan', releases: NAMES }]);
  const before = index.releases.map(({ name, predecessor }: Record<string, string>) => [name, predecessor]);
  expect(before).toEqual([
    ['fan-v1.0.0', undefined],
    ['fan-v2.0.0', 'fan-v1.0.0'],
    ['fan-v1.1.0', 'fan-v1.0.0'],
  ]);
  // Version numbers are given in the order of publishing: an address never comes to mean something else.
  const history = JSON.parse(readFileSync(join(registry, 'interfaces/fan.json'), 'utf8'));
  expect(history.versions.map((version: { releases: string[] }) => version.releases)).toEqual([
    ['fan-v1.0.0'],
    ['fan-v2.0.0'],
    ['fan-v1.1.0'],
  ]);
});

test('releases that are published at once are all there', async () => {
  const registry = join(scratch, 'at-once');
  const ends = await Promise.all([...NAMES, ...NAMES].map((name) => once(start(registry, name), 'exit')));
  expect(ends).toEqual(ends.map(() => [0, null]));
  expect((await readable(registry)).sort()).toEqual(NAMES);
  expect(readdirSync(join(registry, 'log'))).toHaveLength(3);
});

test('killed at any moment, a registry can be read, and the next run completes it', async () => {
  const whole = published(join(scratch, 'registry'));
  const beginning = join(scratch, 'beginning');
  await capture(args(beginning, 'fan-v1.0.0'));
  let survived = false;
  let killed = 0;
  const tryAt = async (step: number) => {
    const registry = join(scratch, `killed-${step}`);
    cpSync(beginning, registry, { recursive: true });
    const [code, signal] = await once(start(registry, 'fan-v1.1.0', step), 'exit');
    if (signal === 'SIGKILL') killed++;
    else survived = code === 0;
    const names = await readable(registry);
    expect(NAMES.slice(0, names.length), `killed at ${step}`).toEqual(names);
    expect(names.length, `killed at ${step}`).toBeGreaterThan(0);
    await publishAll(registry);
    expect(published(registry), `killed at ${step}`).toEqual(whole);
    rmSync(registry, { recursive: true });
  };
  // Each step is a process of its own: two at a time, and not every step.
  for (let step = 1; !survived; step += 2 * STRIDE) await Promise.all([tryAt(step), tryAt(step + STRIDE)]);
  expect(killed * STRIDE).toBeGreaterThan(50);
});

test('a folder that is no registry of its own is left alone', async () => {
  const foreign = join(scratch, 'foreign');
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'thesis.txt'), 'mine');
  const refused = await capture(args(foreign, 'fan-v1.0.0'));
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('has other files in it');
  expect(readdirSync(foreign)).toEqual(['thesis.txt']);
  expect((await capture(args(join(scratch, 'bad-name'), 'fan-v1.0.0').with(5, 'a\nb'))).code).toBe(2);
});

test('what cannot be read in full is not published', async () => {
  mkdirSync(join(scratch, 'broken/idl'), { recursive: true });
  writeFileSync(join(scratch, 'broken/idl/fan.idol'), 'Interface(name: "Fan", ops: {');
  const { code, stderr } = await capture(args(join(scratch, 'of-broken'), 'broken'));
  expect(code).toBe(2);
  expect(stderr).toContain('`idl/fan.idol` has errors');
});
