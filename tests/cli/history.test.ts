import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { BreakingReportSchema } from '../../src/registry/index.ts';
import { git, scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';
import { commitExampleReleases } from './releases-of-example.ts';

// Each makes a repository of three releases, and reads them.
vi.setConfig({ testTimeout: 60_000 });

test('a transitive mode goes back to the first release of the line', async () => {
  const folder = scratchFolder();
  commitExampleReleases(folder);
  const against = async (mode: string, ...args: string[]) => {
    const { stdout, stderr } = await capture([
      'breaking',
      folder,
      '--mode',
      mode,
      '--format',
      'json',
      '--no-cache',
      ...args,
    ]);
    expect(stderr).toBe('');
    return BreakingReportSchema.parse(JSON.parse(stdout));
  };
  const last = await against('full', '--against', 'mast-v1.1.0');
  const all = await against('full-transitive', '--against', 'mast-v1.1.0');
  expect(last.against.map(({ label }) => label)).toEqual(['mast-v1.1.0']);
  expect(all.against.map(({ label }) => label)).toEqual(['mast-v1.1.0', 'mast-v1.0.0']);
  const entriesOf = ({ entries }: typeof all) => entries;
  const fingerprints = (report: typeof all) => entriesOf(report).map(({ fingerprint }) => fingerprint);
  expect(fingerprints(all)).toEqual(expect.arrayContaining(fingerprints(last)));
  expect(entriesOf(all).some(({ against: labels }) => labels.join() === 'mast-v1.0.0')).toBe(true);
  // The default is the merge base, from where every line counts that leads there.
  expect((await against('none-transitive')).against.map(({ label }) => label)).toEqual([
    'merge base with main',
    'mast-v1.1.0',
    'mast-v1.0.0',
  ]);
});

test('a transitive mode without a release has nothing to compare with', async () => {
  const folder = scratchFolder();
  commitExampleReleases(folder);
  for (const release of ['1.0.0', '1.1.0', '2.0.0']) git(folder, 'tag', '-d', `mast-v${release}`);
  const args = ['breaking', folder, '--against', 'git:HEAD~1', '--mode', 'full-transitive', '--no-cache'];
  const { code, stderr } = await capture(args);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('no release leads to HEAD~1') });
});

test('a folder has no line of releases', async () => {
  const args = ['breaking', 'idl/2.0.0', '--against', 'idl/1.0.0', '--mode', 'backward-transitive'];
  const { code, stderr } = await capture(args);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('has no earlier releases') });
});

test('log tells versions, who carries them, and what changed', async () => {
  const folder = scratchFolder();
  commitExampleReleases(folder);
  git(folder, 'tag', 'mast-v2.0.1');
  const { code, stdout } = await capture(['log', 'Supervisor', '--tree', folder, '--no-cache']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Supervisor idl\/supervisor\.idol: \d versions\n/);
  expect(stdout).toContain('mast-v2.0.0 … mast-v2.0.1, 2 releases');
  expect(stdout).toContain('error-kind-changed: ');
  expect(stdout.indexOf('mast-v2.0.0')).toBeLessThan(stdout.indexOf('mast-v1.0.0'));
  const moved = await capture(['log', 'idl/anemometer.idol', '--tree', folder, '--no-cache', '--format', 'json']);
  expect(JSON.parse(moved.stdout).map(({ path }: { path: string }) => path)).toEqual([
    'idl/anemometer.idol',
    'idl/ultrasonic.idol',
  ]);
  const near = await capture(['log', 'Supervisr', '--tree', folder, '--no-cache']);
  expect(near).toMatchObject({ code: 2, stdout: '' });
  expect(near.stderr).toContain('did you mean `Supervisor`?');
});

test('diff shows every change between any two sources, and is quiet between equals', async () => {
  const folder = scratchFolder();
  commitExampleReleases(folder);
  const { code, stdout } = await capture(['diff', 'mast-v1.0.0', 'idl/1.1.0', '--tree', folder]);
  expect(code).toBe(1);
  expect(stdout).toContain('note[interface-added]');
  expect(stdout).toMatch(/\d+ interfaces compared with mast-v1\.0\.0 \(\w+\), \d+ unchanged: \d+ changes in /);
  expect((await capture(['diff', 'idl/1.1.0', 'mast-v1.1.0', '--tree', folder])).code).toBe(0);
  const markdown = await capture(['diff', 'idl/1.1.0', 'idl/2.0.0', '--format', 'markdown']);
  expect(markdown.stdout).toMatch(/^### \d+ changes\n/);
});

test('a shallow clone says what to fetch', async () => {
  const [origin, clones] = [scratchFolder(), scratchFolder()];
  commitExampleReleases(origin);
  git(clones, 'clone', '-q', '--depth', '1', `file://${origin}`, 'clone');
  const clone = join(clones, 'clone');
  git(clone, 'checkout', '-q', '-b', 'work');
  const tag = await capture(['breaking', clone, '--against', 'git:mast-v1.0.0']);
  expect(tag.code).toBe(2);
  expect(tag.stderr).toContain('git fetch --depth=1 origin tag mast-v1.0.0');
  git(clone, 'fetch', '-q', '--depth=1', 'origin', 'tag', 'mast-v1.0.0');
  expect((await capture(['breaking', clone, '--against', 'git:mast-v1.0.0'])).code).toBe(1);
  // Two commits that are both here, and nothing that joins them.
  const base = await capture(['breaking', clone, '--against', 'merge-base:mast-v1.0.0']);
  expect(base.code).toBe(2);
  expect(base.stderr).toContain('git fetch --unshallow');
  cpSync('idl/2.0.0', clone, { recursive: true });
  write(clone, { 'notes.rs': '' });
  expect((await capture(['breaking', clone])).code).toBe(0);
});
