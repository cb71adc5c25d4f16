import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/index.ts';
import {
  DEFAULT_CONFIG,
  makeBreakingReport,
  policyOf,
  readSnapshot,
  resultsOf,
  type Snapshot,
  sha256,
  TreeResults,
} from '../../src/registry/index.ts';
import { filesOf } from '../../src/text/index.ts';
import type { Tree } from '../../src/tree/index.ts';

const FOLDER = 'tests/cases/breaking/oven/before';
const TEXTS = Object.fromEntries(
  readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(FOLDER.length + 1), readFileSync(path, 'utf8')]),
);

function treeWith(changes: Readonly<Record<string, string | undefined>>): Tree {
  const texts = Object.entries({ ...TEXTS, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { files: filesOf(Object.fromEntries(texts)), label: 'tree', prefix: '' };
}

const text = (path: string, from: string, to: string) => {
  expect(TEXTS[path]).toContain(from);
  return { [path]: (TEXTS[path] as string).replace(from, to) };
};
const LIB = 'drv/oven-api/src/lib.rs';

test.each([
  ['nothing', {}],
  ['an interface', text('idl/oven.idol', '"u16"', '"u32"')],
  ['an interface that breaks', text('idl/oven.idol', 'Interface(', 'Interface')],
  ['an interface that no compiler takes', text('idl/oven.idol', 'CLike(', 'Complex(')],
  ['a type', text(LIB, 'NoPower = 2', 'NoPower = 7')],
  [
    'a type and a file that nobody read before',
    {
      ...text(LIB, 'pub enum OvenError', 'mod error; pub use error::OvenError; enum Other'),
      'drv/oven-api/src/error.rs': '#[repr(u32)]\npub enum OvenError { Hot = 1 }\n',
    },
  ],
  ['a build script', text('drv/oven-api/build.rs', 'idl/oven.idol', 'idl/clock.idol')],
  ['a manifest', text('drv/oven-api/Cargo.toml', 'drv-oven-api', 'drv-stove-api')],
  ['the list of interfaces', { 'idl/stove.idol': TEXTS['idl/oven.idol'] }],
  ['the list, by one less', { 'idl/door.idol': undefined }],
])('a tree that differs in %s is read after the first as if it were alone', (_, changes) => {
  const engine = new Engine({ hash: sha256 });
  toldOf(new TreeResults(engine, treeWith({})));
  expect(toldOf(new TreeResults(engine, treeWith(changes)))).toEqual(toldOf(resultsOf(treeWith(changes))));
});

/** Everything that a comparison can ask of a tree. */
function toldOf(results: TreeResults) {
  const { interfaces, broken, images, errorIn } = readSnapshot(results);
  const versions = interfaces.map(({ path, schema, items, build }) => ({ path, schema, items, build: { ...build } }));
  return { versions, broken, images, errors: interfaces.map(({ path }) => errorIn?.(path)) };
}

describe('a fingerprint', () => {
  const policy = policyOf(DEFAULT_CONFIG.breaking);
  const DOOR = TEXTS['idl/door.idol'] as string;
  const WIDER = { ...text('idl/oven.idol', '"u16"', '"u32"') };
  const found = (before: Tree, after: Tree) => {
    const [old, now] = [before, after].map((tree) => readSnapshot(resultsOf(tree))) as [Snapshot, Snapshot];
    const { entries } = makeBreakingReport(now, [old], { policy, waivers: [], today: '2026-01-01' });
    // A copied interface has no crate that builds it: its types cannot be resolved.
    const told = entries.filter(({ levels, rule }) => levels.includes('wire') && rule !== 'unseen-type');
    return told.map(({ fingerprint }) => fingerprint);
  };
  const expected = found(treeWith({}), treeWith(WIDER));

  test('is the same for the same change in a file that is laid out otherwise, moved, or beside other changes', () => {
    const oven = WIDER['idl/oven.idol'] as string;
    expect(expected).toHaveLength(1);
    const laidOut = { 'idl/oven.idol': `// About.\n\n${oven.replaceAll('    ', '\t')}` };
    expect(found(treeWith({}), treeWith(laidOut))).toEqual(expected);
    const moved = {
      'idl/oven.idol': undefined,
      'lib/stove.idol': oven,
      ...text('drv/oven-api/build.rs', 'idl/oven.idol', 'lib/stove.idol'),
    };
    expect(found(treeWith({}), treeWith(moved))).toEqual(expected);
    const beside = {
      ...WIDER,
      'idl/door.idol': DOOR.replace(/ops: \{/, 'ops: { "slam": (reply: Simple("()"), idempotent: true),'),
    };
    expect(found(treeWith({}), treeWith(beside))).toEqual(expect.arrayContaining(expected));
  });

  test('tells interfaces of one name apart, and the same change in both is told twice', () => {
    const renamed = (of: string | undefined) => (of ?? '').replace(/name: "\w+"/, 'name: "Oven"');
    const two = { 'idl/stove.idol': renamed(TEXTS['idl/oven.idol']) };
    const both = { ...WIDER, 'idl/stove.idol': renamed(WIDER['idl/oven.idol']) };
    const one = { ...WIDER, ...two };
    const fingerprints = found(treeWith(two), treeWith(both));
    expect(new Set(fingerprints).size).toBe(2);
    expect(fingerprints).toEqual(expect.arrayContaining(found(treeWith(two), treeWith(one))));
  });
});
