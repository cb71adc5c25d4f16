import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

const UGLY = 'Interface(name: "Fan", ops: {})';
const FORMATTED = 'Interface(\n    name: "Fan",\n    ops: {},\n)\n';

test('fmt --check names what is not formatted and leaves it; fmt formats it; then there is nothing to do', async () => {
  const folder = scratchFolder();
  write(folder, { 'idl/fan.idol': UGLY, 'idl/pump.idol': FORMATTED });
  const checked = await capture(['fmt', '--check', folder]);
  expect(checked).toMatchObject({ code: 1, stdout: `${join(folder, 'idl/fan.idol')}\n` });
  expect(readFileSync(join(folder, 'idl/fan.idol'), 'utf8')).toBe(UGLY);
  expect(await capture(['fmt', folder])).toMatchObject({ code: 0, stderr: '2 files: 1 formatted\n' });
  expect(readFileSync(join(folder, 'idl/fan.idol'), 'utf8')).toBe(FORMATTED);
  expect(await capture(['fmt', '--check', folder])).toMatchObject({ code: 0, stdout: '' });
  expect(readdirSync(join(folder, 'idl')).sort()).toEqual(['fan.idol', 'pump.idol']);
});

test('a file with errors is left as it is and its errors are shown, and the others are formatted', async () => {
  const folder = scratchFolder();
  write(folder, { 'idl/a.idol': '(name: "Fan", ops: {)', 'idl/b.idol': UGLY });
  const { code, stderr } = await capture(['fmt', folder]);
  expect(code).toBe(1);
  expect(stderr).toContain('error[ron-syntax]');
  expect(readFileSync(join(folder, 'idl/a.idol'), 'utf8')).toBe('(name: "Fan", ops: {)');
  expect(readFileSync(join(folder, 'idl/b.idol'), 'utf8')).toBe(FORMATTED);
});

test('a link stays a link', async () => {
  const folder = scratchFolder();
  write(folder, { 'fan.idol': UGLY });
  symlinkSync(join(folder, 'fan.idol'), join(folder, 'link.idol'));
  await capture(['fmt', join(folder, 'link.idol')]);
  expect(readFileSync(join(folder, 'fan.idol'), 'utf8')).toBe(FORMATTED);
});

test('what is not there cannot be formatted, nor can a revision', async () => {
  expect(await capture(['fmt', 'no/such.idol'])).toMatchObject({ code: 2, stdout: '' });
  expect(await capture(['fmt', '--rev', 'main'])).toMatchObject({ code: 2, stdout: '' });
});

test('a pipe is refused, and a file whose name is not UTF-8 does not stop the others', async () => {
  const folder = scratchFolder();
  write(folder, { 'idl/fan.idol': UGLY });
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/idl/`), Buffer.from([0xff]), Buffer.from('.idol')]), UGLY);
  const { code, stdout } = await capture(['fmt', folder]);
  expect(code).toBe(1);
  expect(stdout).toContain('cannot be read');
  expect(readFileSync(join(folder, 'idl/fan.idol'), 'utf8')).not.toBe(UGLY);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(await capture(['fmt', pipe])).toMatchObject({ code: 2, stderr: expect.stringContaining('neither a file') });
  expect(await capture(['check', folder, '--config', pipe])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is not a file'),
  });
});
