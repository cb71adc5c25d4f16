import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture, packed } from './capture.ts';

const interfaceOf = (fields: string) => `Interface(name: "Fan", ops: { "stop": (reply: Simple("u8")${fields}) })`;

/** Starts `check --watch`, and gives all that it wrote. */
function watch(...args: string[]) {
  const [program, ...first] = packed === undefined ? [process.execPath, 'src/cli/main.ts'] : [packed];
  const child = spawn(program as string, [...first, 'check', ...args, '--watch', '--no-cache']);
  onTestFinished(() => void child.kill('SIGKILL'));
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (written += text));
  // There is no limit of its own: the test's is generous.
  const until = async (wanted: RegExp) => {
    while (!wanted.test(written)) await after(50);
    const seen = written;
    written = '';
    return seen;
  };
  const end = async () => {
    child.kill('SIGINT');
    return (await once(child, 'exit'))[0];
  };
  return { until, end };
}

test('check follows the tree, through mistakes in its configuration and its absence', async () => {
  const folder = scratchFolder();
  const tree = join(folder, 'tree');
  write(tree, { 'Cargo.toml': '[workspace]', 'idl/fan.idol': interfaceOf('') });
  const { until, end } = watch(tree);
  await until(/0 errors, 2 warnings/);
  write(tree, { 'idl/fan.idol': interfaceOf(', speed: 1') });
  expect(await until(/0 errors, 3 warnings/)).toContain('unknown-field');
  write(tree, { 'idl/fan.idol': 'Interface(' });
  await until(/[1-9] errors?,/);

  writeFileSync(join(tree, 'idol-registry.config.json'), '{"titel": "x"}');
  expect(await until(/invalid configuration/)).toContain('there is no setting `titel`');
  await after(1500);
  write(tree, { 'idl/fan.idol': interfaceOf('') });
  writeFileSync(join(tree, 'idol-registry.config.json'), '{"title": "x"}');
  expect(await until(/0 errors, 2 warnings/), 'the same problem is reported once').not.toContain('titel');

  renameSync(tree, join(folder, 'away'));
  await until(/there is no folder/);
  renameSync(join(folder, 'away'), tree);
  await until(/0 errors, 2 warnings/);
  write(tree, { 'idl/fan.idol': 'Interface(' });
  await until(/[1-9] errors?,/);
  expect(await end(), 'the verdict of the last check').toBe(1);
});

test.each([
  [['-'], 'standard input cannot be watched'],
  [['idl/2.0.0', '--rev', 'HEAD'], 'a revision never changes'],
  [['--registry', 'registry'], '`--watch` applies to a tree'],
])('check %j cannot be watched', async (args, message) => {
  const { code, stderr } = await capture(['check', '--watch', ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
