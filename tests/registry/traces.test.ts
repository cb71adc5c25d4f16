import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import { sha256, TreeResults } from '../../src/registry/index.ts';
import { filesOf } from '../../src/text/index.ts';

// What the schema of an interface is made of, as far as manifests and Cargo.lock say it: an edit there resolves it again only where it
// says something else of what the interface mentions.

const SHA = '0123456789abcdef0123456789abcdef01234567';
const lock = (name: string, version: string, source = 'registry+https://example.org/index') =>
  `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "${source}"\n\n`;
const manifest = (name: string, rest = '') => `[package]\nname = "${name}"\nversion = "0.1.0"\n${rest}`;
const struct = (name: string, field: string) =>
  `#[derive(Serialize, Deserialize, SerializedSize)] pub struct ${name}(${field});`;

const TREE: Readonly<Record<string, string>> = {
  'Cargo.toml': `[workspace]\nmembers = ["*"]\n[workspace.dependencies]
    types = { path = "types" }\nfar = "1.0"\nquiet = "2.0"\n`,
  'Cargo.lock': `version = 4\n\n${lock('far', '1.0.1')}${lock('quiet', '2.0.1')}${lock('bystander', '3.0.0')}`,
  'idl/fan.idol': `Interface(name: "Fan", ops: {
    "set": (args: {"p": "P", "q": "types::Q"}, reply: Simple("far::Level"), encoding: Hubpack, idempotent: true)})`,
  'api/Cargo.toml': manifest(
    'api',
    `[dependencies]\ntypes.workspace = true\nfar.workspace = true\nquiet.workspace = true\nlocal = { path = "../local" }\n`,
  ),
  'api/src/lib.rs': 'pub use local::P;\ninclude!(concat!(env!("OUT_DIR"), "/client_stub.rs"));',
  'api/build.rs': 'fn main() { idol::client::build_client_stub("../idl/fan.idol", "client_stub.rs").unwrap(); }',
  'types/Cargo.toml': manifest('types'),
  'types/src/lib.rs': struct('Q', 'u8'),
  'local/Cargo.toml': manifest('local'),
  'local/src/lib.rs': struct('P', 'u8'),
  'other/Cargo.toml': manifest('other', '[lib]\nname = "local"\n'),
  'other/src/lib.rs': struct('P', 'u32'),
  'more/Cargo.toml': manifest('more', '[dependencies]\nquiet.workspace = true\n'),
  'more/src/lib.rs': struct('Q', 'u32'),
};

/** How often an edit makes the schema again, after checking that the answer is that of a fresh run. */
function made(edits: Record<string, string | undefined>): number {
  const engine = new Engine({ hash: sha256 });
  const treeOf = (texts: Record<string, string | undefined>) => {
    const present = Object.entries(texts).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]]));
    return { files: filesOf(Object.fromEntries(present)), label: 'tree', prefix: '' };
  };
  const opened = (texts: Record<string, string | undefined>, shared = new Engine({ hash: sha256 })) =>
    new TreeResults(shared, treeOf(texts), { outside: { cargoHome: null } });
  const told = (results: TreeResults) => results.interfaces().map(({ schema, path }) => ({ path, schema }));
  const edited = { ...TREE, ...edits };
  const before = told(opened(TREE, engine));
  expect(before[0]?.schema?.operations).toHaveLength(1);
  const fresh = told(opened(edited));
  const count = engine.counts.get('schema')?.made ?? 0;
  const after = told(opened(edited, engine));
  expect(after).toEqual(fresh);
  // The same tree after an edit, as an editor has it.
  const open = opened(TREE);
  told(open);
  open.update(treeOf(edited));
  expect(told(open)).toEqual(fresh);
  const again = (engine.counts.get('schema')?.made ?? 0) - count;
  if (again === 0) expect(after).toEqual(before);
  return again;
}

const replaced = (path: string, from: string, to: string) => {
  expect(TREE[path]).toContain(from);
  return { [path]: TREE[path]?.replace(from, to) };
};

test.each<[string, Record<string, string | undefined>]>([
  ['another package is locked', replaced('Cargo.lock', '3.0.0', '3.1.0')],
  ['a dependency that is not mentioned is locked', replaced('Cargo.lock', '2.0.1', '2.0.2')],
  ['the workspace asks for another version of it', replaced('Cargo.toml', 'quiet = "2.0"', 'quiet = "2.1"')],
  ['the workspace has one more dependency', replaced('Cargo.toml', 'quiet =', 'more = { path = "more" }\nquiet =')],
  [
    'another package has one more dependency',
    { 'more/Cargo.toml': `${TREE['more/Cargo.toml']}far.workspace = true\n` },
  ],
  ['features of a dependency', replaced('api/Cargo.toml', '"../local" }', '"../local", features = ["x"] }')],
  ['the version of a package', replaced('local/Cargo.toml', '0.1.0', '0.2.0')],
  [
    'features and lints of a package',
    { 'types/Cargo.toml': manifest('types', '[features]\nx = []\n[lints]\nworkspace = true') },
  ],
  ['a comment in a manifest', { 'api/Cargo.toml': `# more\n${TREE['api/Cargo.toml']}` }],
])('not made again: %s', (_, edits) => {
  expect(made(edits)).toBe(0);
});

test.each<[string, Record<string, string | undefined>]>([
  ['a dependency is elsewhere', replaced('api/Cargo.toml', '../local', '../other')],
  ['a dependency of the workspace is elsewhere', replaced('Cargo.toml', '"types" }', '"more" }')],
  ['it has another name there', replaced('Cargo.toml', '"types" }', '"types", package = "real" }')],
  ['a dependency goes', replaced('api/Cargo.toml', 'types.workspace = true\n', '')],
  ['a library has another name', { 'local/Cargo.toml': manifest('local', '[lib]\nname = "renamed"\n') }],
  [
    'a library has the name of another',
    replaced('api/Cargo.toml', 'types.workspace = true', 'types = { path = "../other" }'),
  ],
  [
    'a library has another file',
    { 'local/Cargo.toml': manifest('local', '[lib]\npath = "p.rs"\n'), 'local/p.rs': struct('P', 'u64') },
  ],
  ['another version of what is mentioned is locked', replaced('Cargo.lock', '1.0.1', '1.0.2')],
  [
    'the workspace asks for another version of it',
    replaced('Cargo.toml', 'far = "1.0"', `far = { git = "https://example.org/far" }`),
  ],
  ['it is patched', { 'Cargo.toml': `${TREE['Cargo.toml']}[patch.crates-io]\nfar = { path = "other" }\n` }],
  [
    'a nearer workspace',
    { 'api/Cargo.toml': `${TREE['api/Cargo.toml']}[workspace.dependencies]\ntypes = { path = "../more" }\n` },
  ],
  ['a package is gone', { 'local/Cargo.toml': undefined }],
  ['a manifest is no TOML', { 'local/Cargo.toml': '[[' }],
  [
    'sources of what is mentioned are vendored',
    {
      'vendor/far/Cargo.toml': manifest('far').replace('0.1.0', '1.0.1'),
      'vendor/far/src/lib.rs': struct('Level', 'u8'),
    },
  ],
  [
    'a dependency is vendored whose library has the name of what is mentioned',
    {
      'vendor/quiet/Cargo.toml': manifest('quiet', '[lib]\nname = "far"\n').replace('0.1.0', '2.0.1'),
      'vendor/quiet/src/lib.rs': struct('Level', 'u8'),
    },
  ],
  [
    'a commit is locked',
    replaced('Cargo.lock', lock('far', '1.0.1'), lock('far', '1.0.1', `git+https://example.org/far#${SHA}`)),
  ],
])('made again: %s', (_, edits) => {
  expect(made(edits)).toBe(1);
});
