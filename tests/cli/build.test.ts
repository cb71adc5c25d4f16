import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { capture } from './capture.ts';

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-build-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const GOOD = 'Interface(name: "Fan", ops: { "stop": (reply: Simple("u8"), idempotent: true) })';
const BROKEN = 'Interface(name: "Van", ops: { "go": (reply: Simple("u8"), )';

function tree(name: string, files: Record<string, string>): string {
  const folder = join(scratch, name);
  mkdirSync(join(folder, 'idl'), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

test('build makes a site, and says when there is nothing to do', async () => {
  const folder = tree('good', { 'idl/fan.idol': GOOD });
  const out = join(scratch, 'out/site');
  const first = await capture(['build', folder, '--out', out, '--base', 'fans', '--title', 'Fans & <b>']);
  expect(first).toMatchObject({ code: 0, stdout: '' });
  expect(first.stderr).toMatch(/\d+ pages in /);
  const page = readFileSync(join(out, 'interfaces/fan/index.html'), 'utf8');
  expect(page).toContain('href="/fans/assets/');
  expect(page).toContain('Fans &amp; &lt;b&gt;');
  expect(
    (await capture(['build', folder, '--out', out, '--base', '/fans/', '--title', 'Fans & <b>'])).stderr,
  ).toContain('unchanged');
});

test('a broken file stops no other; --strict makes it fail', async () => {
  const folder = tree('broken', { 'idl/fan.idol': GOOD, 'idl/van.idol': BROKEN });
  const out = join(scratch, 'broken-site');
  const lenient = await capture(['build', folder, '--out', out]);
  expect(lenient.code).toBe(0);
  expect(lenient.stderr).toContain('the pages show them');
  for (const slug of ['fan', 'van']) expect(existsSync(join(out, `interfaces/${slug}/index.html`))).toBe(true);
  expect((await capture(['build', folder, '--out', out, '--strict'])).code).toBe(1);
});

test('a folder that is not ours is refused before any work, and so is a base path that is none', async () => {
  const folder = tree('other', { 'idl/fan.idol': GOOD });
  const mine = join(scratch, 'mine');
  mkdirSync(mine);
  writeFileSync(join(mine, 'thesis.txt'), 'mine');
  const refused = await capture(['build', folder, '--out', mine]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('was not written by this program');
  expect(readdirSync(mine)).toEqual(['thesis.txt']);
  const base = await capture(['build', folder, '--out', join(scratch, 'x'), '--base', '/a b/"']);
  expect(base.code).toBe(2);
  expect(base.stderr).toContain('is no base path');
});

test('serve answers at the base path of the site that build made', async () => {
  const out = join(scratch, 'out/site');
  const child = spawn(process.execPath, ['src/cli/main.ts', 'serve', out, '--port', '0']);
  try {
    const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/fans\/$/);
    const { origin } = new URL(address);
    const status = async (path: string) => (await fetch(origin + path, { redirect: 'manual' })).status;
    expect(await status('/fans/')).toBe(200);
    expect(await status('/fans/interfaces/fan')).toBe(302);
    expect(await status('/fans/interfaces/none/')).toBe(404);
    expect(await status('/fans/%2e%2e/%2e%2e/package.json')).toBe(404);
    expect(await status('/fans/..%2f..%2fpackage.json')).toBe(400);
    expect(await status('/fans/%00')).toBe(400);
    expect(await (await fetch(`${origin}/nowhere`)).text()).toContain('Not found');
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }
});

test('serve refuses what is no built site', async () => {
  const { code, stderr } = await capture(['serve', scratch]);
  expect(code).toBe(2);
  expect(stderr).toContain('is no built site');
});

test('a build that is killed leaves the site that was there, and the next build nothing of the killed one', async () => {
  const out = join(scratch, 'out/site');
  const before = readFileSync(join(out, 'index.html'), 'utf8');
  const watcher = watch(join(scratch, 'out'));
  const changes = on(watcher, 'change');
  const child = spawn(process.execPath, [
    'src/cli/main.ts',
    'build',
    join(scratch, 'good'),
    '--out',
    out,
    '--title',
    'New',
  ]);
  const ended = once(child, 'exit');
  for await (const [, name] of changes) if (String(name).includes('.building-')) break;
  watcher.close();
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(before);
  // This site is up to date: the build that finds so removes what the killed one left, too.
  const same = await capture([
    'build',
    join(scratch, 'good'),
    '--out',
    out,
    '--base',
    '/fans/',
    '--title',
    'Fans & <b>',
  ]);
  expect(same.stderr).toContain('unchanged');
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(before);
  expect(readdirSync(join(scratch, 'out'))).toEqual(['site']);
});

test('of folders of releases the newest is current, and the registry has them all; twice the same bytes', async () => {
  const [first, second] = ['releases-1', 'releases-2'].map((name) => join(scratch, name)) as [string, string];
  expect((await capture(['build', 'idl', '--out', first, '--no-cache'])).code).toBe(0);
  expect((await capture(['build', 'idl', '--out', second, '--cache', join(scratch, 'cache')])).code).toBe(0);
  const index = JSON.parse(readFileSync(join(first, 'api/v1/index.json'), 'utf8'));
  expect(index.families).toEqual([{ name: 'releases', releases: ['1.0.0', '1.1.0', '2.0.0'] }]);
  expect(index.interfaces.map(({ path }: { path: string }) => path)).toContain('idl/ultrasonic.idol');
  expect(existsSync(join(first, 'interfaces/anemometer/index.html'))).toBe(true);
  const files = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  expect(files(second).map((path) => path.slice(second.length))).toEqual(
    files(first).map((path) => path.slice(first.length)),
  );
  for (const path of files(first)) {
    const other = readFileSync(join(second, path.slice(first.length)));
    expect(readFileSync(path).equals(other), path).toBe(true);
  }
});

test('--no-releases leaves out what was released', async () => {
  const out = join(scratch, 'no-releases');
  await capture(['build', 'idl', '--out', out, '--no-releases']);
  expect(existsSync(join(out, 'index.html'))).toBe(true);
  expect(existsSync(join(out, 'api'))).toBe(false);
});
