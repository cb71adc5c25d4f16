import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';
import { isShortRun } from '../../src/cli/short-run.ts';

test('this Node knows the flags: it prints no word about them', () => {
  expect(isShortRun(['check'])).toBe(true);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/main.ts', 'explain', 'missing-doc'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toContain('missing-doc');
  expect(status).toBe(0);
});

test('what runs for long is left alone, and so is a Node that nobody measured', () => {
  expect(isShortRun(['--no-color', 'breaking', 'tree'])).toBe(true);
  expect(isShortRun(['check', 'tree', '--watch'])).toBe(false);
  expect(isShortRun(['build', 'tree'])).toBe(false);
  expect(isShortRun(['build', 'stubs'])).toBe(false);
  expect(isShortRun(['log', 'diff', '--tree', 'check'])).toBe(false);
  expect(isShortRun(['--help'])).toBe(false);
  expect(isShortRun(['check'], '22.19.0')).toBe(true);
  expect(isShortRun(['check'], '27.0.0')).toBe(false);
});
