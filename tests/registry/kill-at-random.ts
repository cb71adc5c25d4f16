/**
 * Kills `publish` and `build` at random moments, and holds what readers see against a run that was not killed.
 *
 *     node tests/registry/kill-at-random.ts [kills of publish = 150] [kills of build = 30]
 *
 * After each kill, the registry can be read whole and the next run completes it to the same bytes; the site is the
 * old one or the new one, whole, and the next build leaves nothing of the killed one. `publish.test.ts` and
 * `build.test.ts` kill before chosen steps in every run of the suite; this script is run by hand.
 */
import { ok as holds } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRegistry, readAll, sha256 } from '../../src/registry/index.ts';

const [publishKills = 150, buildKills = 30] = process.argv.slice(2).map(Number);
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-kills-'));
const cache = join(scratch, 'cache');

function writeTree(name: string, operations: readonly string[]): string {
  const folder = join(scratch, name);
  mkdirSync(join(folder, 'idl'), { recursive: true });
  const entries = operations.map((operation) => `"${operation}": (reply: Simple("u8"), idempotent: true),`);
  writeFileSync(join(folder, 'idl/fan.idol'), `Interface(name: "Fan", ops: { ${entries.join(' ')} })\n`);
  return folder;
}

/** Runs the command and kills it after `milliseconds`, if it still runs then. */
async function run(args: readonly string[], milliseconds?: number): Promise<'killed' | 'ended'> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args, '--cache', cache], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  if (milliseconds !== undefined) {
    await Promise.race([ended, sleep(milliseconds)]);
    child.kill('SIGKILL');
  }
  const [code, signal] = await ended;
  if (signal === 'SIGKILL') return 'killed';
  holds(code === 0, `\`${args.join(' ')}\` ended with ${code ?? signal}`);
  return 'ended';
}

/** Hashes of the files below a folder by path, without what a killed publish may leave until the next one. */
function contents(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.includes('/.partial'));
  return JSON.stringify(paths.sort().map((path) => [path.slice(folder.length), sha256(readFileSync(path))]));
}

async function isReadable(registry: string): Promise<boolean> {
  const opened = await openRegistry(registry);
  return opened.ok && (await readAll(opened.value)).ok;
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function killPublish(): Promise<void> {
  const first = writeTree('1.0.0', ['stop', 'speed']);
  const second = writeTree('1.1.0', ['stop', 'start', 'speed']);
  const publish = (registry: string, tree: string, release: string) => [
    ...['publish', tree, '--registry', registry, '--release', release],
  ];
  const beginning = join(scratch, 'beginning');
  await run(publish(beginning, first, 'fan-v1.0.0'));
  const whole = join(scratch, 'whole');
  cpSync(beginning, whole, { recursive: true });
  const duration = await elapsed(() => run(publish(whole, second, 'fan-v1.1.0')));
  const count = { killed: 0, ended: 0 };
  while (count.killed < publishKills) {
    const registry = join(scratch, 'registry');
    rmSync(registry, { recursive: true, force: true });
    cpSync(beginning, registry, { recursive: true });
    count[await run(publish(registry, second, 'fan-v1.1.0'), Math.random() * duration * 1.1)]++;
    holds(await isReadable(registry), 'a killed publish left a registry that cannot be read');
    await run(publish(registry, second, 'fan-v1.1.0'));
    holds(contents(registry) === contents(whole), 'the publish after a killed one made other bytes');
  }
  console.log(`publish: ${count.killed} killed, ${count.ended} ended before; every registry readable and completed`);
}

async function killBuild(): Promise<void> {
  const out = join(scratch, 'out/site');
  const build = (title: string) => ['build', 'idl', '--out', out, '--title', title];
  const duration = await elapsed(() => run(build('New')));
  const changed = contents(out);
  await run(build('Old'));
  const old = contents(out);
  const count = { killed: 0, ended: 0, old: 0, new: 0 };
  while (count.killed < buildKills) {
    count[await run(build('New'), Math.random() * duration * 1.1)]++;
    const seen = contents(out);
    holds(seen === old || seen === changed, 'a killed build left a site that is neither the old one nor the new one');
    count[seen === old ? 'old' : 'new']++;
    await run(build('Old'));
    holds(contents(out) === old, 'the build after a killed one made other bytes');
    const left = readdirSync(join(scratch, 'out')).filter((name) => name !== 'site');
    holds(left.length === 0, `a killed build left ${left.join(', ')}`);
  }
  console.log(
    `build: ${count.killed} killed, ${count.ended} ended before; ${count.old} old sites, ${count.new} new ones`,
  );
}

try {
  await killPublish();
  await killBuild();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
