import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readmePrograms } from './api/readme-programs.ts';

const Lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), resolved: z.string().optional() })),
});
const lock = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

test('the lock file names no registry', () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
});

test('the oldest Node is the same everywhere that it is named', () => {
  const { engines } = z
    .object({ engines: z.object({ node: z.string() }) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const oldest = engines.node.replace('>=', '');
  expect(readFileSync('.github/workflows/ci.yml', 'utf8')).toContain(`node-version: ${oldest}\n`);
  expect(readFileSync('src/cli/main.ts', 'utf8')).toContain(`OLDEST_NODE = [${oldest.replace('.', ', ')}]`);
});

test('no file names a folder of the machine that it was written on', () => {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  const files = listed.stdout.split('\0').filter((path) => path !== '' && existsSync(path) && statSync(path).isFile());
  expect(files).toContain('package.json');
  const here = process.cwd();
  const homes = /\/(?:home|Users)\/(?!runner\b)[a-z]/;
  const naming = files.filter((path) => {
    const text = readFileSync(path, 'latin1');
    return text.includes(here) || homes.test(text);
  });
  expect(naming).toEqual([]);
});

/**
 * The package as `npm pack` makes it, unpacked in a folder of its own among the runtime dependencies and nothing else. These are
 * links to what is installed here, so that the test needs no network; a development dependency is not to be found.
 */
describe('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-pack-'));
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'idol-registry');

  beforeAll(() => {
    const packed = run('npm', ['pack', '--silent', '--pack-destination', folder], process.cwd());
    expect(packed.status, packed.stderr).toBe(0);
    const [archive] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    mkdirSync(installed, { recursive: true });
    run('tar', ['-xzf', join(folder, archive ?? ''), '-C', installed, '--strip-components=1'], folder);
    for (const [path, entry] of Object.entries(lock.packages)) {
      const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
      if (name === undefined || entry.dev || !existsSync(path)) continue;
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(resolve(path), join(modules, name));
    }
    // What npm does with `bin` when it installs.
    const program = join(installed, 'dist/cli/main.js');
    chmodSync(program, 0o755);
    mkdirSync(join(modules, '.bin'));
    symlinkSync('../idol-registry/dist/cli/main.js', join(modules, '.bin/idol-registry'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(command: string, args: string[], cwd = folder) {
    const result = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    if (result.error) throw result.error;
    return result;
  }

  test('holds what runs and what is rendered, and no tests', () => {
    const names = readdirSync(installed).sort();
    expect(names).toEqual([
      'LICENSE',
      'README.md',
      'astro.config.mjs',
      'content',
      'dist',
      'package.json',
      'schemas',
      'src',
    ]);
    expect(readFileSync(join(installed, 'dist/cli/main.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(existsSync(join(modules, 'vitest'))).toBe(false);
  });

  test('checks a tree', () => {
    const tree = resolve('idl');
    const release = readdirSync(tree).find((name) => /^\d/.test(name)) ?? '';
    const { status, stdout, stderr } = run('npx', ['--no', 'idol-registry', 'check', join(tree, release)]);
    expect(stderr).not.toContain('internal error');
    expect(stdout).toMatch(/\d+ interface files, \d+ operations: /);
    expect(status).toBe(stdout.includes(': 0 errors') ? 0 : 1);
  });

  test('builds a site from any folder, and leaves nothing else there', () => {
    const release = readdirSync('idl').find((name) => /^\d/.test(name)) ?? '';
    const elsewhere = mkdtempSync(join(tmpdir(), 'idol-registry where? ü '));
    try {
      const program = join(installed, 'dist/cli/main.js');
      const args = [program, 'build', resolve('idl', release), '--out', 'site'];
      const { status, stderr } = run(process.execPath, args, elsewhere);
      expect({ status, stderr }).toMatchObject({ status: 0 });
      expect(readFileSync(join(elsewhere, 'site/index.html'), 'utf8')).toContain('<h1');
      expect(readdirSync(elsewhere)).toEqual(['site']);
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  describe('as a library', () => {
    const programs = readmePrograms();

    beforeAll(() => symlinkSync(resolve('idl'), join(folder, 'idl')));

    test.each(programs)('$name prints what the README says', ({ code, output }) => {
      const { stdout, stderr } = run(process.execPath, ['--input-type=module-typescript', '--eval', code]);
      expect({ stdout, stderr }).toEqual({ stdout: output, stderr: '' });
    });

    test('has types under which what the README says compiles', () => {
      const files = programs.map(({ code }, index) => {
        writeFileSync(join(folder, `program-${index}.mts`), code);
        return `program-${index}.mts`;
      });
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: true,
        module: 'nodenext',
        target: 'es2024',
        lib: ['es2024', 'dom'],
        types: [],
        noEmit: true,
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      const { stdout, status } = run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.']);
      expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    });
  });

  describe('its runtime, without any other package', () => {
    const alone = mkdtempSync(join(tmpdir(), 'idol-registry-alone-'));
    const guide = readFileSync('content/guide/typescript.md', 'utf8');

    beforeAll(() => {
      cpSync(installed, join(alone, 'node_modules/idol-registry'), { recursive: true });
      writeFileSync(join(alone, 'package.json'), '{"type":"module"}');
      writeFileSync(join(alone, 'rain.ts'), /```ts\n(\/\/ rain\.ts\n.*?)```/s.exec(guide)?.[1] ?? '');
      const newest =
        readdirSync('idl')
          .filter((name) => /^\d/.test(name))
          .sort()
          .at(-1) ?? '';
      const stubs = ['stubs', 'RainGauge', '--lang', 'typescript', '--tree', resolve('idl', newest), '--out', alone];
      const { status, stderr } = run(process.execPath, [join(installed, 'dist/cli/main.js'), ...stubs]);
      expect({ status, stderr }).toMatchObject({ status: 0 });
    });

    afterAll(() => rmSync(alone, { recursive: true, force: true }));

    test('runs what the guide shows', () => {
      const output = /It prints:\n\n```text\n(.*?)```/s.exec(guide)?.[1];
      const { stdout, stderr } = run(process.execPath, ['rain.ts'], alone);
      expect({ stdout, stderr }).toEqual({ stdout: output, stderr: '' });
    });

    test('has types that hold under the strictest settings, those of Node or of a browser left out', () => {
      const settings = {
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          noPropertyAccessFromIndexSignature: true,
          skipLibCheck: false,
          module: 'nodenext',
          target: 'es2024',
          lib: ['es2024'],
          types: [],
          allowImportingTsExtensions: true,
          noEmit: true,
        },
        files: ['typed.ts'],
      };
      writeFileSync(join(alone, 'tsconfig.json'), JSON.stringify(settings));
      writeFileSync(
        join(alone, 'typed.ts'),
        `import { Kernel, serve } from 'idol-registry/runtime';
         import { RainGauge, rainGaugeServer, type RainGaugeImplementation } from './rain-gauge.ts';
         export const start = (fake: RainGaugeImplementation) => {
           const kernel = new Kernel();
           const task = kernel.spawn('gauge', serve(() => rainGaugeServer(fake)));
           return new RainGauge(kernel.spawn('tool').syscalls, task.id).tips([0n]);
         };`,
      );
      const { stdout, status } = run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'], alone);
      expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    });
  });
});
