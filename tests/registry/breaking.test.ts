import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_CONFIG, readSimilar, readSnapshot } from '../../src/registry/index.ts';
import { filesOf } from '../../src/text/index.ts';
import type { Tree } from '../../src/tree/index.ts';

const FOLDER = 'tests/cases/breaking/oven/before';
const TEXTS = Object.fromEntries(
  readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(FOLDER.length + 1), readFileSync(path, 'utf8')]),
);
const options = { config: DEFAULT_CONFIG };

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
])('a tree that differs in %s is read as if it were the first', (_, changes) => {
  const known = readSnapshot(treeWith({}), options);
  const [similar, anew] = [
    readSimilar(treeWith(changes), options, known),
    readSnapshot(treeWith(changes), options).snapshot,
  ].map(({ errorIn, ...told }) => ({ ...told, errors: told.interfaces.map(({ path }) => errorIn?.(path)) }));
  expect(similar).toEqual(anew);
});
