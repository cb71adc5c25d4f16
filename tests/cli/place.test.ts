import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commit, git, scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

/** The example's newest release in a repository, with a breaking change that is not committed. */
function changedTree(top = ''): string {
  const repository = scratchFolder();
  const folder = join(repository, top);
  cpSync('idl/2.0.0', folder, { recursive: true });
  commit(repository);
  const path = join(folder, 'idl/anemometer.idol');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(/ops: \{/, 'ops: {\n        "first": (reply: Simple("u8"), idempotent: true),'));
  return folder;
}

describe('a part of a tree', () => {
  test('is read as the tree that it is part of, which is reported', async () => {
    for (const top of ['', 'firmware/tree']) {
      const folder = changedTree(top);
      const whole = await capture(['breaking', folder]);
      expect(whole.code).toBe(1);
      const part = await capture(['breaking', join(folder, 'idl')]);
      const root = relative(process.cwd(), folder);
      const shown = root.length < folder.length ? root : folder;
      expect(part.stderr).toContain(`reading the tree in \`${shown}\`, which \`${join(folder, 'idl')}\` is part of`);
      expect(part.code).toBe(1);
      const time = / in \d+\.\d\d s/;
      expect(part.stdout.replace(time, '')).toBe(whole.stdout.replace(time, ''));
    }
  });

  test('has the sizes of the whole, at a revision too, also in a bare repository', async () => {
    const folder = changedTree();
    const whole = await capture(['layout', 'Anemometer', '--tree', folder, '--rev', 'main']);
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    const part = await capture(['layout', 'Anemometer', '--tree', join(folder, 'idl'), '--rev', 'main']);
    expect(part.stdout).toBe(whole.stdout);
    const bare = join(scratchFolder(), 'bare.git');
    git(folder, 'clone', '--quiet', '--bare', '.', bare);
    expect((await capture(['layout', 'Anemometer', '--tree', bare, '--rev', 'main'])).stdout).toBe(whole.stdout);
  });

  test('cannot be what a tree is compared with', async () => {
    const folder = changedTree();
    const { code, stderr } = await capture(['breaking', folder, '--against', join(folder, 'idl')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is not the root of a Hubris tree\n.*the root of its tree is/);
  });

  test('is formatted alone', async () => {
    const folder = changedTree();
    const { stdout } = await capture(['fmt', '--check', join(folder, 'task')]);
    expect(stdout).toBe('');
  });
});

test('of a folder with releases, the newest is read, and this is reported', async () => {
  const { code, stdout, stderr } = await capture(['check', 'idl']);
  expect(code).toBe(0);
  expect(stderr).toContain('reading `idl/2.0.0`, the newest of the releases in `idl`');
  const time = / in \d+\.\d\d s/;
  expect(stdout.replace(time, '')).toBe((await capture(['check', 'idl/2.0.0'])).stdout.replace(time, ''));
});

test('a folder that is no tree and in none is refused', async () => {
  const folder = scratchFolder();
  write(folder, { 'a.idol': 'Interface(name: "A", ops: {})', 'app/notes.md': '' });
  for (const command of [
    ['check'],
    ['breaking'],
    ['lock'],
    ['log', 'A', '--tree'],
    ['layout', 'A', '--tree'],
    ['stubs', '--tree'],
  ]) {
    const { code, stdout, stderr } = await capture([...command, folder]);
    expect({ code, stdout }, command[0]).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('is not a Hubris tree, and not in one');
  }
});

describe('what is no source of a tree is skipped, which is reported:', () => {
  const INTERFACE = 'Interface(name: "Copy", ops: {})';

  test('sites and registries that this program wrote', async () => {
    const folder = changedTree();
    write(folder, {
      '_site/.idol-registry.json': '{}',
      '_site/idl/copy.idol': INTERFACE,
      'docs/registry/log/000001.json': '{}',
      'docs/registry/index.json': '{}',
      'docs/registry/schema.json': '{}',
      'docs/registry/files/copy.idol': INTERFACE,
      '._site.building-1/copy.idol': INTERFACE,
      // Somebody else's folder.
      'docs/log/copy.idol': 'Interface(name: "Other", ops: {})',
    });
    const { stdout, stderr } = await capture(['layout', '--json', '--tree', folder]);
    const paths = JSON.parse(stdout).map(({ path }: { path: string }) => path);
    expect(paths.filter((path: string) => path.endsWith('copy.idol'))).toEqual(['docs/log/copy.idol']);
    expect(stderr).toContain('skipped `_site/`: this program wrote it');
    expect(stderr).toContain('skipped `docs/registry/`: this program wrote it');
    commit(folder);
    const committed = await capture(['layout', '--json', '--tree', folder, '--rev', 'HEAD']);
    expect(JSON.parse(committed.stdout)).toHaveLength(paths.length);
  });

  test('interface files that git ignores, but not those that are committed, nor Rust sources', async () => {
    const folder = changedTree();
    const before = JSON.parse((await capture(['layout', '--json', '--tree', folder])).stdout).length;
    write(folder, {
      '.gitignore': 'vendor/\nkept.idol\n',
      'vendor/copy.idol': INTERFACE,
      'idl/kept.idol': 'Interface(name: "Kept", ops: {})',
    });
    git(folder, 'add', '--force', 'idl/kept.idol');
    const { stdout, stderr } = await capture(['layout', '--json', '--tree', folder]);
    expect(JSON.parse(stdout)).toHaveLength(before + 1);
    expect(stderr).toContain('skipped interface files that git ignores: vendor/copy.idol');
    const registry = join(scratchFolder(), 'registry');
    const publishing = ['publish', folder, '--registry', registry, '--release', 'v1', '--no-cache'];
    const refused = await capture(publishing);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      'git ignores the interface file `vendor/copy.idol`, so that the release would lack it',
    );
    expect(existsSync(registry)).toBe(false);
    commit(folder);
    expect((await capture([...publishing, '--rev', 'HEAD'])).code).toBe(0);
    expect(readFileSync(join(registry, 'log/000001.json'), 'utf8')).not.toContain('vendor/');
  });

  test('but a tree in an ignored folder is read', async () => {
    const outer = scratchFolder();
    write(outer, { '.gitignore': 'third-party/\n' });
    commit(outer);
    mkdirSync(join(outer, 'third-party'));
    cpSync('idl/2.0.0', join(outer, 'third-party/tree'), { recursive: true });
    const { code, stderr } = await capture(['check', join(outer, 'third-party/tree')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

test('a configuration with errors ends every command that reads one', async () => {
  const folder = changedTree();
  write(folder, { 'idol-registry.config.json': '{ "base": "/x/", }' });
  const out = join(scratchFolder(), 'out');
  for (const args of [
    ['check', folder],
    ['breaking', folder],
    ['build', folder, '--out', out],
    ['diff', 'main', folder, '--tree', folder],
    ['encode', 'Anemometer.wind', '--tree', folder],
    ['decode', 'Anemometer.wind', '--tree', folder],
    ['fmt', folder],
    ['layout', 'Anemometer', '--tree', folder],
    ['lock', folder],
    ['log', 'Anemometer', '--tree', folder],
    ['publish', folder, '--registry', out, '--release', 'v1'],
    ['stubs', '--tree', folder, '--out', out],
  ]) {
    const { code, stdout, stderr } = await capture(args);
    expect({ code, stdout }, args[0]).toEqual({ code: 2, stdout: '' });
    expect(stderr, args[0]).toContain('invalid configuration');
    expect(stderr, args[0]).toContain('idol-registry.config.json:1:');
  }
});

describe('an option that a command has no use for is refused:', () => {
  const lines = [
    ['init', 'nowhere', '--rev', 'nope'],
    ['explain', '--rev', 'nope'],
    ['explain', '--config', 'nope'],
    ['serve', 'nowhere', '--rev', 'nope'],
    ['diff', 'main', '.', '--rev', 'nope'],
    ['log', 'Clock', '--tree', 'idl', '--rev', 'nope'],
    ['fmt', 'idl', '--crate', 'a=idl'],
    ['build', '--registry', 'nowhere', '--out', 'nowhere', '--rev', 'nope'],
    ['build', '--registry', 'nowhere', '--out', 'nowhere', '--no-releases'],
  ];
  test.each(lines)('%s %s %s %s', async (...args) => {
    const { code, stdout, stderr } = await capture(args.filter((arg) => arg !== undefined));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('does not use `--');
  });

  test('an image that the tree does not have, whatever is generated', async () => {
    for (const lang of ['rust', 'typescript']) {
      const { code, stderr } = await capture([
        'stubs',
        'Clock',
        '--tree',
        'idl/2.0.0',
        '--lang',
        lang,
        '--image',
        'nope',
      ]);
      expect(code).toBe(2);
      expect(stderr).toContain('the tree has no image `nope`');
    }
  });
});
