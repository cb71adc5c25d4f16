import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseInterface } from '../../src/idol/index.ts';
import {
  type DownloadKind,
  interfaceAbsences,
  interfaceDownloads,
  NO_RUNTIME,
  ObjectSchema,
  openRegistry,
  ReleaseReader,
  ReleaseStore,
  readAll,
  readFolderHistory,
  releaseFolders,
  runtimeOf,
  StubsSchema,
  sha256,
  stubSettings,
  writeRegistry,
} from '../../src/registry/index.ts';
import { firstSettings, stubVariants } from '../../src/registry/stub-settings.ts';
import { filesOf, Source } from '../../src/text/index.ts';
import { readWorkspace } from '../../src/tree/index.ts';
import { type GivenTypes, givenSchema } from '../schema/given-types.ts';

const SETTINGS = stubSettings(NO_RUNTIME, []);
const ORIGIN = { generator: 'test', version: '0'.repeat(64) };

function offer(text: string, operations: GivenTypes[]) {
  const read = parseInterface(new Source('idl/gate.idol', text)).value;
  if (!read) throw new Error('the test cannot be read');
  const wire = givenSchema(read, operations);
  const files = interfaceDownloads(read, wire, 'zerocopy-0.8', SETTINGS, ORIGIN);
  const kinds = files.map(({ kind }) => kind);
  return { kinds, absences: interfaceAbsences(read, wire, 'zerocopy-0.8', SETTINGS, new Set(kinds)) };
}

const unit: GivenTypes['ok'] = { type: { kind: 'unit' } };
const ALL: DownloadKind[] = [
  'interface',
  'rust-client',
  'rust-server',
  'rust-server-pipelined',
  'typescript',
  'json-schema',
];

test('a whole interface has every download, and nothing to explain', () => {
  const text = 'Interface(name: "Gate", ops: { "open": (reply: Simple("()"), idempotent: true) })';
  expect(offer(text, [{ args: [], leases: [], ok: unit }])).toEqual({ kinds: ALL, absences: [] });
});

test('a stub that is refused is told with the check that refuses it, and how often', () => {
  const operation = (name: string) => `"${name}": (reply: Simple("()"))`;
  const text = `Interface(name: "Gate", ops: { ${['open', 'shut', 'lock'].map(operation).join(', ')} })`;
  const { kinds, absences } = offer(
    text,
    [1, 2, 3].map(() => ({ args: [], leases: [], ok: unit })),
  );
  expect(kinds).toEqual(ALL.filter((kind) => kind !== 'rust-client'));
  expect(absences).toEqual([
    expect.objectContaining({ kind: 'rust-client', check: 'simple-reply-not-idempotent', others: 2 }),
  ]);
  expect(absences[0]?.message).toContain('`open`');
});

test('TypeScript says which operations it leaves out, together where the reason is the same', () => {
  const reason = { kind: 'not-found', message: 'No `Key` is in scope.', help: 'Import it.' } as const;
  const key = { type: { kind: 'unresolved', text: 'Key', reason } } as const;
  const text = `Interface(name: "Gate", ops: {
    "open": (args: { "key": "Key" }, reply: Simple("()"), idempotent: true),
    "lock": (args: { "key": "Key" }, reply: Simple("()"), idempotent: true),
    "shut": (reply: Simple("()"), idempotent: true),
  })`;
  const operations = [[key], [key], []].map((args) => ({ args, leases: [], ok: unit }));
  expect(offer(text, operations)).toEqual({
    kinds: ALL,
    absences: [
      { kind: 'typescript', without: ['open', 'lock'], message: reason.message, help: reason.help, others: 0 },
    ],
  });
});

test('a registry that is read and written again is the same bytes, and so are stubs made of what was read', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-again-'));
  onTestFinished(() => rmSync(scratch, { recursive: true }));
  const [first, again] = ['first', 'again'].map((name) => join(scratch, name)) as [string, string];
  for (const folder of [first, again]) mkdirSync(folder);
  const store = new ReleaseStore();
  const folders = releaseFolders('idl');
  if (!folders) throw new Error('the example has no releases');
  const history = readFolderHistory(folders, { store, generator: ORIGIN.generator });
  writeRegistry(first, history, store, ORIGIN.generator);
  const opened = await openRegistry(first);
  const all = opened.ok ? await readAll(opened.value) : opened;
  if (!all.ok) throw new Error(all.problem.message);
  writeRegistry(again, all.value.history, all.value.store, ORIGIN.generator);
  expect(filesBelow(again)).toEqual(filesBelow(first));

  for (const release of all.value.history.releases) {
    for (const { path, object, schema, stubs } of release.interfaces) {
      const {
        settings,
        runtime,
        files: downloads,
      } = StubsSchema.parse(JSON.parse(Buffer.from(all.value.store.get(stubs) ?? []).toString()));
      const { text, schema: resolved } = ObjectSchema.parse(
        JSON.parse(Buffer.from(all.value.store.get(object) ?? []).toString()),
      );
      const wire = resolved;
      const read = parseInterface(new Source(path, text)).value;
      if (!read) throw new Error(`${path} cannot be read`);
      const origin = { generator: ORIGIN.generator, version: schema };
      const files = interfaceDownloads(read, wire, runtime, settings, origin).filter(
        ({ kind }) => kind !== 'rust-server-pipelined',
      );
      expect(files.map(({ kind, text: content }) => [kind, sha256(content)])).toEqual(
        downloads.map(({ kind, sha256: sum }) => [kind, sum]),
      );
    }
  }
});

function filesBelow(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), sha256(readFileSync(path))]));
}

test('every stub that the build makes can be had: by crate, and where images turn counters off', () => {
  const task = (crate: string, features = '') =>
    `[tasks.${crate}]\nname = "${crate}"\npriority = 1\nstart = true\n${features}`;
  const image = (name: string, tasks: string) =>
    `name = "${name}"\nboard = "b"\nchip = "c"\ntarget = "t"\n[kernel]\nname = "k"\n${tasks}`;
  const server = (crate: string, generator: string) => ({
    [`task/${crate}/Cargo.toml`]: `[package]\nname = "${crate}"\nversion = "0.1.0"\nedition = "2021"\n[features]\nquiet = ["idol/no-counters"]\n`,
    [`task/${crate}/src/main.rs`]: 'include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));\n',
    [`task/${crate}/build.rs`]: `fn main() { idol::Generator::new()${generator}.build_server_support("../../idl/gate.idol", "server_stub.rs", idol::server::ServerStyle::InOrder); }\n`,
  });
  const text = 'Interface(name: "Gate", ops: { "open": (reply: Simple("()"), idempotent: true) })';
  const files = filesOf({
    'Cargo.toml': '[workspace]\nmembers = ["task/*"]\n',
    'Cargo.lock':
      '[[package]]\nname = "idol-runtime"\nversion = "0.2.0"\ndependencies = ["counters", "zerocopy"]\n\n[[package]]\nname = "zerocopy"\nversion = "0.8.0"\n',
    'idl/gate.idol': text,
    ...server('gate', ''),
    ...server('mock', '.with_op_enum_derives(["Hash"])'),
    'app/a.toml': image('a', task('gate')),
    'app/b.toml': image('b', task('gate')),
    'app/c.toml': image('c', task('gate', 'features = ["quiet"]\n')),
    'app/d.toml': image('d', task('mock')),
  });
  const tree = { files, label: 'gate', prefix: '' };
  const workspace = readWorkspace(tree);
  const variants = workspace.interfaceFiles.flatMap((file) => stubVariants(runtimeOf(tree), file, workspace));
  const read = parseInterface(new Source('idl/gate.idol', text)).value;
  if (!read) throw new Error('the test cannot be read');
  const schema = givenSchema(read, [{ args: [], leases: [], ok: unit }]);
  const settings = firstSettings(runtimeOf(tree), variants);
  const made = interfaceDownloads(read, schema, 'zerocopy-0.8', settings, ORIGIN, { variants });
  const servers = made.filter(({ kind }) => kind === 'rust-server');
  const optionsOf = (stub: string) => /^\/\/ Options: (.*)$/m.exec(stub)?.[1];
  expect(servers.map(({ name, builtFor, text: stub }) => [name, builtFor, optionsOf(stub)])).toEqual([
    ['server_stub.rs', undefined, 'style InOrder, counters'],
    ['server_stub-without-counters.rs', 'without counters in 1 image', 'style InOrder'],
    ['server_stub-mock.rs', 'mock in 1 image', 'style InOrder, counters, derives Hash'],
  ]);
  // A release keeps them all. It does not count images, so that one more image is no other list of files.
  const store = new ReleaseStore();
  const [released] = new ReleaseReader({ store, generator: 'test' }).read(tree).interfaces;
  const list = StubsSchema.parse(JSON.parse(Buffer.from(store.get(released?.stubs ?? '') ?? []).toString()));
  expect(list.files.filter(({ kind }) => kind === 'rust-server').map(({ name, builtFor }) => [name, builtFor])).toEqual(
    [
      ['server_stub.rs', undefined],
      ['server_stub-without-counters.rs', 'without counters'],
      ['server_stub-mock.rs', 'mock'],
    ],
  );
  expect(list.variants?.map(({ crates, settings: { counters } }) => [...crates, counters.server])).toEqual([
    ['gate', true],
    ['gate', false],
    ['mock', true],
  ]);
});
