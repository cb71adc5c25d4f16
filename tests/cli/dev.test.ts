import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder, write } from '../tree/scratch.ts';

const interfaceOf = (name: string) => `Interface(name: "${name}", ops: { "stop": (reply: Simple("u8")) })`;

/** Asks again until an answer is what it should become. There is no limit of its own: the test's is generous. */
async function until(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) await after(200);
}

test('dev survives that its tree is moved away, and follows it when it is back', async () => {
  const folder = scratchFolder();
  const [tree, away] = [join(folder, 'tree'), join(folder, 'away')];
  write(tree, { 'idl/fan.idol': interfaceOf('Fan'), 'idl/van.idol': interfaceOf('Van') });
  // Astro answers nothing where it believes to be part of a test.
  const { VITEST: _, ...env } = process.env;
  const dev = spawn(process.execPath, ['src/cli/main.ts', 'dev', tree, '--port', '0'], { env });
  onTestFinished(() => void dev.kill('SIGKILL'));
  const told: string[] = [];
  createInterface(dev.stderr).on('line', (line) => told.push(line));
  const [address] = (await once(createInterface(dev.stdout), 'line')) as [string];
  const page = async () => (await fetch(address)).text();
  expect(await page()).toContain('Fan');

  renameSync(tree, away);
  await until(async () => told.some((line) => line.includes('the pages stay as they were')));
  expect(await page()).toContain('Fan');

  renameSync(away, tree);
  await until(async () => told.includes('the tree is read again'));
  write(tree, { 'idl/fan.idol': interfaceOf('Gust') });
  await until(async () => (await page()).includes('Gust'));
  write(tree, { 'idl/van.idol': interfaceOf('Draft') });
  await until(async () => (await page()).includes('Draft'));

  expect(told.length, told.join('\n')).toBeLessThan(8);
  dev.kill('SIGINT');
  expect(await once(dev, 'exit')).toEqual([0, null]);
});
