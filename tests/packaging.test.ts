import { spawnSync } from 'node:child_process';
import {
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
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { publint } from 'publint';
import { satisfies } from 'semver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { topManifest } from '../packages/manifest.ts';
import { readmePrograms } from './api/readme-programs.ts';

const Lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), resolved: z.string().optional() })),
});
const lock = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

test('the manifest at the top is never published, and names no package that needs a newer Node', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ private: true });
  const oldest = topManifest().engines.node.replace('>=', '');
  const Engines = z.object({ engines: z.object({ node: z.string() }).partial().optional() });
  const newer = Object.entries(lock.packages).flatMap(([path, { dev }]) => {
    if (path === '' || dev || !existsSync(path)) return [];
    const { engines } = Engines.parse(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')));
    return satisfies(`${oldest}.0`, engines?.node ?? '*') ? [] : [`${path}: ${engines?.node}`];
  });
  expect(newer).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
});

test('the oldest Node is the same everywhere that it is named', () => {
  const { engines } = topManifest();
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
 * The packages as they are published, installed in folders of their own. The program has no dependency; those of the site's package
 * are links to what is installed here, so that the tests need no network. A development dependency is not to be found.
 */
describe('the packed packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-pack-'));
  const [archives, plain, sited] = [join(folder, 'archives'), join(folder, 'plain'), join(folder, 'sited')];
  const archive = (name: string) => join(archives, `${name}-${topManifest().version}.tgz`);
  const release =
    readdirSync('idl')
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-1) ?? '';
  const tree = resolve('idl', release);

  beforeAll(() => {
    const packed = run(process.execPath, ['packages/pack.ts', archives], process.cwd());
    expect(packed.status, packed.stderr).toBe(0);
    for (const each of [plain, sited]) {
      mkdirSync(each);
      writeFileSync(join(each, 'package.json'), '{"private": true}');
      const installed = run('npm', ['install', '--offline', '--no-audit', '--no-fund', archive('idol-registry')], each);
      expect(installed.status, installed.stderr).toBe(0);
    }
    const modules = join(sited, 'node_modules');
    const site = join(modules, '@idol-registry/site');
    mkdirSync(site, { recursive: true });
    run('tar', ['-xzf', archive('idol-registry-site'), '-C', site, '--strip-components=1']);
    for (const [path, entry] of Object.entries(lock.packages)) {
      const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
      if (name === undefined || entry.dev || !existsSync(path)) continue;
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(resolve(path), join(modules, name));
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(command: string, args: string[], cwd = folder) {
    const result = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    if (result.error) throw result.error;
    return result;
  }

  const programIn = (place: string) => join(place, 'node_modules/idol-registry/dist/main.js');

  test('the program is one package, small and without tests', () => {
    expect(readdirSync(join(plain, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['idol-registry']);
    const installed = join(plain, 'node_modules/idol-registry');
    expect(readdirSync(installed).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'THIRD-PARTY-LICENSES.md',
      'dist',
      'idol.tmLanguage.json',
      'package.json',
      'schemas',
    ]);
    const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const bytes = files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
    expect(bytes).toBeLessThan(12e6);
    expect(readFileSync(join(installed, 'THIRD-PARTY-LICENSES.md'), 'utf8')).toContain('## zod ');
  });

  test.each(['core', 'site'])('%s: publint and "are the types wrong" have nothing to say', async (name) => {
    const file = archive(name === 'core' ? 'idol-registry' : 'idol-registry-site');
    const { messages } = await publint({ pkgDir: join(archives, name), pack: 'npm', strict: true });
    expect(messages).toEqual([]);
    const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(file))));
    if (!analysis.types) throw new Error('there are no types');
    // Under Node's oldest resolution there are no `exports`, and what is an ES module can be imported only.
    const known = ['NoResolution', 'CJSResolvesToESM'];
    const problems = analysis.problems.filter(
      (problem) =>
        !('resolutionKind' in problem && problem.resolutionKind === 'node10') && !known.includes(problem.kind),
    );
    expect(problems).toEqual([]);
  });

  test('checks a tree, run as `npx` runs an archive', () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    const args = ['--yes', '--offline', '--package', archive('idol-registry'), 'idol-registry', 'check', tree];
    const { status, stdout, stderr } = run('npx', args, empty);
    expect(stderr).not.toContain('internal error');
    expect(stdout).toMatch(/\d+ interface files, \d+ operations: /);
    expect(status).toBe(stdout.includes(': 0 errors') ? 0 : 1);
    expect(readdirSync(empty)).toEqual([]);
  });

  test('explains every check', () => {
    const { status, stdout } = run(process.execPath, [programIn(plain), 'explain', 'unknown-field']);
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('## Rejected') });
  });

  test('says which package makes sites, and finds it in the working folder', () => {
    const command = [programIn(plain), 'serve', 'nowhere'];
    const alone = run(process.execPath, command, plain);
    expect(alone.status).toBe(2);
    expect(alone.stderr).toContain(`npm install @idol-registry/site@${topManifest().version}`);
    expect(run(process.execPath, command, sited).stderr).toContain('`nowhere` is no built site');
  });

  test('builds a site from any folder, and leaves nothing else there', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'idol-registry where? ü '));
    try {
      const args = [
        join(sited, 'node_modules/@idol-registry/site/bin/idol-registry-site.js'),
        'build',
        tree,
        '--out',
        'site',
      ];
      const { status, stderr } = run(process.execPath, args, elsewhere);
      expect({ status, stderr }).toMatchObject({ status: 0 });
      expect(readFileSync(join(elsewhere, 'site/index.html'), 'utf8')).toContain('<h1');
      expect(readdirSync(elsewhere)).toEqual(['site']);
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  // Node makes executables since 25.5.
  test.skipIf(Number.parseInt(process.versions.node, 10) < 26)(
    'an executable passes the tests of the command line',
    () => {
      const made = run(process.execPath, ['packages/executable.ts', archives], process.cwd());
      expect(made.status, made.stderr).toBe(0);
      const checksum = readdirSync(archives).find((name) => name.endsWith('.sha256')) ?? '';
      expect(run('sha256sum', ['--check', checksum], archives).stdout).toContain(': OK');
      const program = join(archives, checksum.replace('.sha256', ''));
      // Also when it is started by a path from the folder that it runs in.
      for (const typed of [program, relative(sited, program)])
        expect(run(typed, ['serve', 'nowhere'], sited).stderr).toContain('`nowhere` is no built site');
      const tests = ['tests/cli/command-line.test.ts', 'tests/cli/explain.test.ts', 'tests/cli/layout.test.ts'];
      const env = { ...process.env, IDOL_REGISTRY_PROGRAM: program };
      const { status, stdout, stderr } = spawnSync('node_modules/.bin/vitest', ['run', ...tests], {
        encoding: 'utf8',
        env,
      });
      expect(status, stdout + stderr).toBe(0);
    },
  );

  describe('as a library', () => {
    const programs = readmePrograms();

    beforeAll(() => symlinkSync(resolve('idl'), join(plain, 'idl')));

    test.each(programs)('$name prints what the README says', ({ code, output }) => {
      const { stdout, stderr } = run(process.execPath, ['--input-type=module-typescript', '--eval', code], plain);
      expect({ stdout, stderr }).toEqual({ stdout: output, stderr: '' });
    });

    test('has types under which what the README says compiles', () => {
      const files = programs.map(({ code }, index) => {
        writeFileSync(join(plain, `program-${index}.mts`), code);
        return `program-${index}.mts`;
      });
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        module: 'nodenext',
        target: 'es2024',
        lib: ['es2024', 'dom'],
        types: [],
        noEmit: true,
      };
      writeFileSync(join(plain, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      const { stdout, status } = run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'], plain);
      expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    });
  });

  describe('its runtime, without any other package', () => {
    const alone = mkdtempSync(join(tmpdir(), 'idol-registry-alone-'));
    const guide = readFileSync('content/guide/typescript.md', 'utf8');

    beforeAll(() => {
      cpSync(join(plain, 'node_modules/idol-registry'), join(alone, 'node_modules/idol-registry'), { recursive: true });
      writeFileSync(join(alone, 'package.json'), '{"type":"module"}');
      writeFileSync(join(alone, 'rain.ts'), /```ts\n(\/\/ rain\.ts\n.*?)```/s.exec(guide)?.[1] ?? '');
      const stubs = ['stubs', 'RainGauge', '--lang', 'typescript', '--tree', tree, '--out', alone];
      const { status, stderr } = run(process.execPath, [programIn(plain), ...stubs]);
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
