import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Crate, MissingCrate } from '../../src/rust/index.ts';
import { filesOf } from '../../src/text/index.ts';
import { readPackages, unreadablePackages } from '../../src/tree/cargo.ts';
import { type OutsideCrateOptions, outsideCrates } from '../../src/tree/index.ts';
import { resolveType } from './crates.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder on disk with these files. */
function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'crates-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What a crate's code can name, as `name: package (root file)` or what is missing. */
function dependencies(crate: Crate | undefined): Record<string, string> {
  return Object.fromEntries(
    [...(crate?.dependencies.keys() ?? [])].map((name) => {
      const dependency = crate?.dependencies.get(name) as Crate | MissingCrate;
      return [
        name,
        'missing' in dependency ? `missing ${dependency.requirement}` : `${dependency.name} (${dependency.root})`,
      ];
    }),
  );
}

const manifest = (name: string, rest = '') => `[package]\nname = "${name}"\nversion = "0.1.0"\n${rest}`;

describe('the crate graph', () => {
  const tree: Record<string, string> = {
    'Cargo.toml': `[workspace]\nmembers = ["*"]\n[workspace.dependencies]
      inherited = { path = "lib/inherited" }
      renamed = { package = "real-name", path = "lib/real" }
      gitty = { git = "https://example.org/some/gitty.git", default-features = false }
      plain = "1.2"
      [patch."https://example.org/tree".patched]
      path = "lib/patched"`,
    'Cargo.lock': `version = 4\n
[[package]]\nname = "gitty"\nversion = "0.2.0"\nsource = "git+https://example.org/some/gitty.git?branch=main#0123456789abcdef0123456789abcdef01234567"\n
[[package]]\nname = "plain"\nversion = "0.9.0"\nsource = "registry+https://example.org/index"\n
[[package]]\nname = "plain"\nversion = "1.4.2"\nsource = "registry+https://example.org/index"\n
[[package]]\nname = "helper"\nversion = "2.0.0"\nsource = "registry+https://example.org/index"\n`,
    'drv/api/Cargo.toml': manifest(
      'drv-api',
      `[dependencies]
      inherited.workspace = true
      renamed = { workspace = true, optional = true }
      gitty.workspace = true
      plain = { workspace = true }
      lib-named = { path = "../../lib/named" }
      patched = { git = "https://example.org/tree" }
      absent = { path = "../absent" }
      [target.'cfg(target_os = "none")'.dependencies]
      alias = { path = "../../lib/inherited", package = "inherited" }
      [dev-dependencies]
      only-for-tests = "1"`,
    ),
    'drv/api/src/lib.rs': '',
    'drv/api/build.rs': '',
    'lib/inherited/Cargo.toml': manifest('inherited', '[dependencies]\ndrv-api.path = "../../drv/api"'),
    'lib/inherited/src/lib.rs': '',
    'lib/real/Cargo.toml': manifest('real-name'),
    'lib/real/src/lib.rs': '',
    'lib/named/Cargo.toml': manifest('lib-named', '[lib]\nname = "another"\npath = "code/entry.rs"'),
    'lib/named/code/entry.rs': '',
    'lib/patched/Cargo.toml': manifest('patched'),
    'lib/patched/src/lib.rs': '',
    'task/one/Cargo.toml': manifest('task-one'),
    'task/one/src/main.rs': '',
    'broken/Cargo.toml': '[package',
  };

  const packages = readPackages(filesOf(tree));

  test('packages by name, with their root file and build script', () => {
    expect([...packages.keys()]).toEqual(['drv-api', 'inherited', 'lib-named', 'patched', 'real-name', 'task-one']);
    expect(packages.get('task-one')?.crate.root).toBe('task/one/src/main.rs');
    expect(packages.get('drv-api')?.crate.buildScript).toBe('drv/api/build.rs');
    expect(packages.get('task-one')?.crate.buildScript).toBeUndefined();
  });

  test('dependencies under the name that the code uses', () => {
    expect(dependencies(packages.get('drv-api')?.crate)).toEqual({
      inherited: 'inherited (lib/inherited/src/lib.rs)',
      renamed: 'real-name (lib/real/src/lib.rs)',
      gitty: 'missing https://example.org/some/gitty.git at revision 0123456789abcdef0123456789abcdef01234567',
      plain: 'missing version 1.4.2',
      another: 'lib-named (lib/named/code/entry.rs)',
      patched: 'patched (lib/patched/src/lib.rs)',
      absent: 'missing path drv/absent',
      alias: 'inherited (lib/inherited/src/lib.rs)',
    });
  });

  test('a manifest that is no TOML is a finding, and what depends on its package names it', () => {
    const files = filesOf({ ...tree, 'drv/absent/Cargo.toml': '[package]\nname = "absent' });
    expect(
      unreadablePackages(files).map(({ check, source, span }) => [
        check,
        source.path,
        source.position(span.start).line,
      ]),
    ).toEqual([
      ['manifest-syntax', 'broken/Cargo.toml', 1],
      ['manifest-syntax', 'drv/absent/Cargo.toml', 2],
    ]);
    const api = readPackages(files).get('drv-api')?.crate as Crate;
    expect(api.dependencies.get('absent')).toMatchObject({ missing: true, unreadable: 'drv/absent/Cargo.toml:2' });
    const { type } = resolveType('absent::Mode', api);
    expect(type).toMatchObject({
      kind: 'unresolved',
      reason: {
        message: '`absent::Mode` is in the crate `absent`, whose manifest cannot be read (drv/absent/Cargo.toml:2).',
        help: 'mend drv/absent/Cargo.toml:2',
      },
    });
  });

  test('a circle of dependencies is two crates, each once', () => {
    const api = packages.get('drv-api')?.crate;
    const inherited = api?.dependencies.get('inherited') as Crate;
    expect(inherited.dependencies.get('drv_api')).toBe(api);
  });

  const gitty = {
    'Cargo.toml': '[workspace]\n[workspace.dependencies]\nhelper = "2"',
    'crates/gitty/Cargo.toml': manifest(
      'gitty',
      '[dependencies]\nhelper.workspace = true\nsibling.path = "../sibling"',
    ),
    'crates/gitty/src/lib.rs': '',
    'crates/sibling/Cargo.toml': manifest('sibling'),
    'crates/sibling/src/lib.rs': '',
  };
  const plain = { 'Cargo.toml': manifest('plain').replace('0.1.0', '1.4.2'), 'src/lib.rs': '' };

  function withOutside(options: OutsideCrateOptions, more: Record<string, string> = {}) {
    const files = filesOf({ ...tree, ...more });
    return readPackages(files, outsideCrates(files, { cargoHome: null, ...options })).get('drv-api')?.crate;
  }

  test('sources that the user gives, with their own workspace', () => {
    const crate = withOutside({ given: new Map([['gitty', folderOf(gitty)]]) });
    expect(dependencies(crate)).toMatchObject({
      gitty: 'gitty (crates/gitty/src/lib.rs)',
      plain: 'missing version 1.4.2',
    });
    expect(crate?.dependencies.get('gitty')).toMatchObject({ outside: true });
    expect(crate?.dependencies.get('inherited')).not.toHaveProperty('outside');
    expect(dependencies(crate?.dependencies.get('gitty') as Crate)).toEqual({
      helper: 'missing version 2.0.0',
      sibling: 'sibling (crates/sibling/src/lib.rs)',
    });
    expect(dependencies(withOutside({ given: new Map([['gitty', '/no/such/folder']]) })).gitty).toContain('missing');
  });

  test('sources that the user gives for one revision alone', () => {
    const found = (...keys: string[]) =>
      dependencies(withOutside({ given: new Map(keys.map((key) => [key, folderOf(gitty)])) })).gitty;
    const ours = 'gitty (crates/gitty/src/lib.rs)';
    expect(found('gitty@0123456')).toBe(ours);
    expect(found('gitty@0.2.0')).toBe(ours);
    expect(found('gitty@7654321', 'gitty@0123456789abcdef0123456789abcdef01234567')).toBe(ours);
    expect(found('gitty@7654321', 'gitty')).toBe(ours);
    for (const other of ['gitty@7654321', 'gitty@0.2', 'gitty@012345']) expect(found(other)).toContain('missing');
  });

  test('sources that `cargo vendor` put into the tree, of the locked version only', () => {
    const vendored = { 'vendor/plain/Cargo.toml': plain['Cargo.toml'], 'vendor/plain/src/lib.rs': '' };
    expect(dependencies(withOutside({}, vendored)).plain).toBe('plain (vendor/plain/src/lib.rs)');
    const old = { ...vendored, 'vendor/plain/Cargo.toml': manifest('plain') };
    expect(dependencies(withOutside({}, old)).plain).toBe('missing version 1.4.2');
    const elsewhere = {
      '.cargo/config.toml': '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "third/party"',
      'third/party/plain-1.4.2/Cargo.toml': plain['Cargo.toml'],
      'third/party/plain-1.4.2/src/lib.rs': '',
    };
    expect(dependencies(withOutside({}, elsewhere)).plain).toBe('plain (third/party/plain-1.4.2/src/lib.rs)');
  });

  test('sources in Cargo’s home that fit the lock file', () => {
    const below = (prefix: string, files: Record<string, string>) =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`${prefix}/${path}`, text]));
    const home = folderOf({
      ...below('git/checkouts/gitty-00aa11bb22cc33dd/0123456', gitty),
      ...below('registry/src/index.example.org-1/plain-1.4.2', plain),
    });
    expect(dependencies(withOutside({ cargoHome: home }))).toMatchObject({
      gitty: 'gitty (crates/gitty/src/lib.rs)',
      plain: 'plain (src/lib.rs)',
    });
    const other = folderOf({
      ...below('git/checkouts/gitty-00aa11bb22cc33dd/7654321', gitty),
      ...below('registry/src/index.example.org-1/plain-1.4.1', plain),
    });
    expect(dependencies(withOutside({ cargoHome: other }))).toMatchObject({
      gitty: expect.stringContaining('missing'),
      plain: 'missing version 1.4.2',
    });
  });
});
