import type * as ChildProcess from 'node:child_process';
import { beforeEach, expect, test, vi } from 'vitest';
import { commit, git, scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

/** What git was asked, without its settings. */
const runs: string[] = [];

vi.mock('node:child_process', async (original) => {
  const real = await original<typeof ChildProcess>();
  const spawnSync = (command: string, args: readonly string[], ...rest: unknown[]) => {
    if (args.includes('--no-pager')) runs.push(args.find((arg) => /^[a-z]+(?:-[a-z]+)+$/.test(arg)) ?? '');
    return (real.spawnSync as (...all: unknown[]) => unknown)(command, args, ...rest);
  };
  return { ...real, spawnSync };
});

const fan = (type: string) => `Interface(name: "Fan", ops: {
    "spin": (doc: "Spins the fan.", args: { "rpm": "${type}" }, reply: Simple("()"), idempotent: true),
})`;

/** A repository whose working tree differs from its commit by one type. */
function repository(): string {
  const folder = scratchFolder();
  write(folder, { 'idl/fan.idol': fan('u16') });
  commit(folder);
  git(folder, 'tag', 'v1');
  write(folder, { 'idl/fan.idol': fan('u32') });
  return folder;
}

beforeEach(() => {
  runs.length = 0;
});

test('a check starts git once, and again only for a format that shows the commit', async () => {
  const folder = repository();
  runs.length = 0;
  await capture(['check', folder]);
  expect(runs).toEqual(['check-ignore']);
  runs.length = 0;
  const { stdout } = await capture(['check', folder, '--format', 'json']);
  expect(JSON.parse(stdout).tree.commit).toBe(git(folder, 'rev-parse', 'HEAD').trim());
  expect(runs).toEqual(['check-ignore', 'rev-parse', 'rev-parse']);
});

test('a comparison with a revision lists it in one run of git', async () => {
  const folder = repository();
  runs.length = 0;
  await capture(['breaking', folder, '--against', 'git:v1']);
  expect(runs).toEqual(['check-ignore', 'rev-parse', 'rev-parse', 'ls-tree', 'cat-file']);
});
