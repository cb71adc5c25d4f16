import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { type StubFile, typescriptStub } from '../../../src/stubs/index.ts';
import { treeInterfaces } from '../tree-interfaces.ts';
import { typeErrors } from './type-check.ts';

const ORIGIN = { generator: 'idol-registry 1.2.3' };
const NEWEST = `idl/${readdirSync('idl')
  .filter((name) => /^\d/.test(name))
  .sort()
  .at(-1)}`;
/** Where the modules of a test would be: their imports of the runtime are relative to it. */
const FOLDER = 'tests/stubs/typescript';
const RUNTIME = '../../../src/runtime/index.ts';

function stubsOf(tree: string, runtime: string): StubFile[] {
  return treeInterfaces(tree).flatMap(({ source, wire }) =>
    ([undefined, 'client', 'server'] as const).map((side) => typescriptStub(source, wire, ORIGIN, { side, runtime })),
  );
}

function asModules(files: readonly StubFile[]): Map<string, string> {
  return new Map(files.map(({ path, text }) => [join(FOLDER, path), text]));
}

/** The generated files that a formatter with the project's settings would change, or that its linter complains about. */
function untidy(files: readonly StubFile[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-stubs-'));
  try {
    const { vcs: _, $schema: __, ...settings } = JSON.parse(readFileSync('biome.json', 'utf8'));
    writeFileSync(join(folder, 'biome.json'), `${JSON.stringify(settings, null, 2)}\n`);
    for (const { path, text } of files) writeFileSync(join(folder, path), text);
    const biome = resolve('node_modules/.bin/biome');
    const run = spawnSync(biome, ['check', ...files.map(({ path }) => path)], { cwd: folder, encoding: 'utf8' });
    return run.status === 0 ? '' : run.stdout + run.stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rainGauge = (runtime: string) => stubsOf(NEWEST, runtime).filter(({ path }) => path.startsWith('rain-gauge'));

const trees = [NEWEST, process.env.HUBRIS_TREE].filter((tree) => tree !== undefined);

describe.each(trees)('the interfaces of %s', (tree) => {
  const files = stubsOf(tree, RUNTIME);

  test('give modules that the compiler takes without a complaint', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(typeErrors(asModules(files))).toEqual([]);
  });

  test('give modules that are formatted and lint clean', () => {
    expect(untidy(files)).toBe('');
  });

  test('give the same bytes each time', () => {
    expect(stubsOf(tree, RUNTIME)).toEqual(files);
  });
});

test('the compiler would complain about a wrong call', () => {
  const files = rainGauge(RUNTIME);
  const wrong = `import type { RainGauge } from './rain-gauge.ts';
    export const right = (gauge: RainGauge) => gauge.rainfall({ Minutes: 5 });
    export const wrong = (gauge: RainGauge) => gauge.rainfall({ Hours: 5 });`;
  const errors = typeErrors(asModules([...files, { path: 'wrong.ts', text: wrong }]));
  expect(errors.map((error) => error.replace(/^.*:(\d+): .*'(Hours)'.*$/s, '$1 $2'))).toEqual(['3 Hours']);
});

test('the example of the guide type-checks and prints what the guide says', () => {
  const guide = readFileSync('content/guide/typescript.md', 'utf8');
  const program = /```ts\n\/\/ rain\.ts\n(.*?)```/s.exec(guide)?.[1] ?? '';
  const output = /It prints:\n\n```text\n(.*?)```/s.exec(guide)?.[1];
  const files = rainGauge(RUNTIME);
  const example = { path: 'rain.ts', text: program.replace('idol-registry/runtime', RUNTIME) };
  expect(typeErrors(asModules([...files, example]))).toEqual([]);

  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-guide-'));
  try {
    const runtime = resolve('src/runtime/index.ts');
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'rain.ts'), program.replace('idol-registry/runtime', runtime));
    for (const { path, text } of rainGauge(runtime)) writeFileSync(join(folder, path), text);
    const run = spawnSync(process.execPath, ['rain.ts'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
