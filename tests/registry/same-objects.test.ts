import { expect, test } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import { compareSnapshots } from '../../src/registry/breaking/compare-snapshots.ts';
import { lockText } from '../../src/registry/breaking/lock.ts';
import { readSnapshot, type Snapshot } from '../../src/registry/breaking/snapshot.ts';
import {
  ContentMaker,
  DEFAULT_CONFIG,
  makeBreakingReport,
  makeHistory,
  objectsOf,
  policyOf,
  ReleaseStore,
  resultsOf,
  sha256,
  TreeResults,
} from '../../src/registry/index.ts';
import { filesOf } from '../../src/text/index.ts';
import type { Tree } from '../../src/tree/index.ts';

const FAN = 'Interface(name: "Fan", ops: {"stop": (reply: Result(ok: "Odd", err: ServerDeath))})';
const LAMP = 'Interface(name: "Lamp", ops: {"set": (args: {"on": "u8"}, reply: Simple("()"), idempotent: true)})';

const crate = (name: string, build: string, root = 'lib', stub = 'client_stub') => ({
  [`drv/${name}/Cargo.toml`]: `[package]\nname = "${name}"\n`,
  [`drv/${name}/build.rs`]: build,
  [`drv/${name}/src/${root}.rs`]: `include!(concat!(env!("OUT_DIR"), "/${stub}.rs"));`,
});
const api = (file: string) =>
  `fn main() { idol::client::build_client_stub("../../idl/${file}.idol", "client_stub.rs").unwrap(); }`;

/** A tree of two interfaces, with a restricted server of the first. */
function treeOf(label: string, { lamp = LAMP, callers = ['control'], fan = FAN } = {}): Tree {
  const server = `fn main() { idol::Generator::new().build_restricted_server_support("../../idl/fan.idol", "server_stub.rs",
    idol::server::ServerStyle::InOrder, &allowed_callers).unwrap(); }`;
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["drv/*"]\n',
    'idl/fan.idol': fan,
    'idl/lamp.idol': lamp,
    ...crate('fan-api', api('fan')),
    ...crate('lamp-api', api('lamp')),
    ...crate('fan-server', server, 'main', 'server_stub'),
    ...crate('control', 'fn main() {}'),
    'app/hut/app.toml': `name = "hut"
target = "thumbv7em-none-eabihf"
board = "hut-1"
chip = "../../chips/mcu"
kernel.name = "kernel"
[tasks.fan]
name = "fan-server"
[tasks.fan.config.allowed-callers]
stop = ${JSON.stringify(callers)}
[tasks.control]
name = "control"
[tasks.shell]
name = "control"
`,
  };
  return { files: filesOf(files), label, prefix: '' };
}

const isRule = ({ rule }: { rule: string }) => rule;

function byFiles(before: Tree, after: Tree): string[] {
  const engine = new Engine({ hash: sha256 });
  const [now, old] = [after, before].map((tree) => readSnapshot(new TreeResults(engine, tree))) as [Snapshot, Snapshot];
  return compareSnapshots(old, now).interfaces.flatMap(({ causes }) => causes.map(isRule));
}

function byDocuments(before: Tree, after: Tree): string[] {
  const store = new ReleaseStore();
  const maker = new ContentMaker(store, '0.0.0');
  const releases = [before, after].map((tree) => {
    const results = resultsOf(tree);
    const content = maker.contentOf(results.interfaces(), undefined, results.workspace);
    return { name: tree.label, content };
  });
  const families = [{ name: 'hut', releases: releases.map(({ name }) => ({ name, family: 'hut' })) }];
  const history = makeHistory(families, releases, new Map([['after', 'before']]), objectsOf(store));
  return history.releases.at(-1)?.comparisons.flatMap(({ causes }) => causes.map(isRule)) ?? [];
}

test.each([
  ['nothing', {}, ['unseen-type']],
  ['another interface', { lamp: LAMP.replace('u8', 'u16') }, ['unseen-type', 'arg-type-changed']],
  ['the allowed callers', { callers: ['control', 'shell'] }, ['allowed-callers-changed', 'unseen-type']],
])('where %s changed, releases tell as much as trees, also of types that nobody resolved', (_, change, expected) => {
  const [before, after] = [treeOf('before'), treeOf('after', change)];
  expect(byFiles(before, after)).toEqual(expected);
  expect(byDocuments(before, after)).toEqual(expected);
});

test('where all types are resolved, the same objects have no change', () => {
  const fan = FAN.replace('Odd', 'u8');
  expect(byFiles(treeOf('before', { fan }), treeOf('after', { fan }))).toEqual([]);
  expect(byDocuments(treeOf('before', { fan }), treeOf('after', { fan }))).toEqual([]);
});

test.each(['backward', 'forward', 'full'] as const)('a task that may call now breaks nothing in mode %s', (mode) => {
  const fan = FAN.replace('Odd', 'u8');
  const [before, after] = [treeOf('before', { fan }), treeOf('after', { fan, callers: ['control', 'shell'] })];
  const snapshots = [before, after].map((tree) => readSnapshot(resultsOf(tree)));
  const policy = { ...policyOf(DEFAULT_CONFIG.breaking), mode };
  const report = (old: number, now: number) =>
    makeBreakingReport(snapshots[now] as Snapshot, [snapshots[old] as Snapshot], {
      policy,
      waivers: [],
      today: '2026-01-01',
    }).result;
  expect(report(0, 1)).toBe('compatible');
  expect(report(1, 0)).toBe(mode === 'forward' ? 'compatible' : 'breaking');
});

test('a lock file states the targets of each interface', () => {
  const lock = JSON.parse(lockText(readSnapshot(resultsOf(treeOf('after')))));
  expect(lock.builds['idl/fan.idol'].targets).toEqual(['thumbv7em-none-eabihf']);
  // No image builds it: then the target of the configuration counts.
  expect(lock.builds['idl/lamp.idol'].targets).toEqual([DEFAULT_CONFIG.target]);
});
