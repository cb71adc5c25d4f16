import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';
import { capture } from './capture.ts';

test('--help and --version are results: standard output, exit code 0', async () => {
  const help = await capture(['--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('Examples:');
  expect(help.stdout).toContain('Exit codes: 0 fine, 1 findings, 2 could not run.');
  const version = await capture(['--version']);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+/);
});

test('a command line that cannot be understood is exit code 2, and nothing on standard output', async () => {
  for (const args of [['--no-such-option'], ['no-such-command'], []]) {
    const { code, stdout, stderr } = await capture(args);
    expect(code, args.join(' ')).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  }
});

test('the program starts as a process', () => {
  const { status, stdout } = spawnSync(process.execPath, ['src/cli/main.ts', '--help'], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: idol-registry');
});
