import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { readmePrograms } from './readme-programs.ts';

const programs = readmePrograms();

test('the README shows each function in five lines', () => {
  expect(programs.map(({ name }) => name)).toEqual([
    'checkTree',
    'compareTrees',
    'layoutOf',
    'decode and encode',
    'stubsOf',
  ]);
  expect(Math.max(...programs.map(({ lines }) => lines))).toBeLessThanOrEqual(5);
});

test.each(programs)('$name prints what the README says', ({ code, output }) => {
  const source = pathToFileURL(resolve('src/index.ts')).href;
  const script = code.replace("'idol-registry'", JSON.stringify(source));
  const args = ['--input-type=module-typescript', '--eval', script];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect({ stdout, stderr }).toEqual({ stdout: output, stderr: '' });
});
