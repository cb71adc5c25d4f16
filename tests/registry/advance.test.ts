import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  comparisonsOf,
  familiesOf,
  makeHistory,
  objectAddress,
  objectsOf,
  publish,
  ReleaseReader,
  ReleaseSchema,
  ReleaseStore,
} from '../../src/registry/index.ts';
import { registryFiles, textOf } from '../../src/registry/published/write.ts';
import { filesOf } from '../../src/text/index.ts';
import { Random } from '../rust/random.ts';

const GENERATOR = 'test';

/** A station of some interfaces: each file is a path, a name and the types of its operations. */
type Station = ReadonlyMap<string, { readonly name: string; readonly replies: readonly string[] }>;

/** What a release changes, at random: replies, operations, files that come, go, or move. */
function changed(station: Station, random: Random, time: number): Station {
  const files = new Map(station);
  for (const [path, file] of station) {
    const { replies } = file;
    if (random.chance(20)) files.set(path, { ...file, replies: [...replies, random.pick(['u8', 'u16', 'u32'])] });
    if (random.chance(10)) files.set(path, { ...file, replies: replies.toReversed() });
    if (random.chance(10) && files.size > 1) files.delete(path);
    else if (random.chance(15)) {
      files.delete(path);
      files.set(`idl/moved-${time}-${file.name}.idol`, file);
    }
  }
  if (random.chance(30)) files.set(`idl/new-${time}.idol`, { name: `New${time}`, replies: ['u8'] });
  return files;
}

function treeOf(station: Station, lock: string) {
  const texts = [...station].map(([path, { name, replies }]) => {
    const operations = replies.map((type, at) => `"op${at}": (reply: Simple("${type}"), idempotent: true)`);
    return [path, `Interface(name: "${name}", ops: { ${operations.join(', ')} })\n`];
  });
  const files = { 'Cargo.toml': '[workspace]\n', 'Cargo.lock': lock, ...Object.fromEntries(texts) };
  return { files: filesOf(files), label: 'station', prefix: '' };
}

const runtime = (version: string) => `[[package]]\nname = "idol-runtime"\nversion = "${version}"\n`;

/** The documents that readers use, made from the whole log at once. */
function madeFromLog(folder: string, store: ReleaseStore): Map<string, string> {
  const log = readdirSync(join(folder, 'log')).sort();
  const releases = log.map((name) => ReleaseSchema.parse(JSON.parse(readFileSync(join(folder, 'log', name), 'utf8'))));
  const families = familiesOf(releases);
  const history = makeHistory(
    families,
    releases.map((content) => ({ name: content.name, content })),
    new Map(releases.map(({ name, predecessor = '' }) => [name, predecessor])),
    objectsOf({ get: (hash) => readFileSync(join(folder, objectAddress(hash))) }),
    comparisonsOf(store),
  );
  return new Map([...registryFiles(history, GENERATOR)].map(([address, document]) => [address, textOf(document)]));
}

function expectAsMadeFromLog(folder: string, store: ReleaseStore, what: string): void {
  for (const [address, text] of madeFromLog(folder, store)) {
    expect({ what, address, text: readFileSync(join(folder, address), 'utf8') }).toEqual({ what, address, text });
  }
}

test.each([1, 3])('release by release, a registry is what its whole log makes of it (seed %i)', async (seed) => {
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-advance-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = new ReleaseStore();
  const reader = new ReleaseReader({ store, generator: GENERATOR });
  const add = async (name: string, station: Station, lock: string) => {
    const added = await publish(
      folder,
      { name, content: reader.read(treeOf(station, lock)) },
      { store, generator: GENERATOR },
    );
    if (!added.ok) throw new Error(added.problem.message);
    expect(added.value.kind).toBe('published');
    expectAsMadeFromLog(folder, store, name);
  };
  let station: Station = new Map([
    ['idl/fan.idol', { name: 'Fan', replies: ['u8', 'u32'] }],
    ['idl/gate.idol', { name: 'Gate', replies: ['u16'] }],
  ]);
  // Two product lines, and releases that come late.
  const names = Array.from({ length: 8 }, (_, at) => [`fan-v1.${(at * 3) % 8}.0`, `gate-v1.${at}.0`]).flat();
  for (const [time, name] of names.entries()) {
    station = changed(station, random, time);
    await add(name, station, runtime(random.chance(30) ? '0.2.0' : '0.3.0'));
  }
});

test('documents that are lost or changed are made again by the next release', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-advance-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = new ReleaseStore();
  const reader = new ReleaseReader({ store, generator: GENERATOR });
  const add = async (name: string, replies: readonly string[]) => {
    const tree = treeOf(new Map([['idl/fan.idol', { name: 'Fan', replies }]]), runtime('0.3.0'));
    return publish(folder, { name, content: reader.read(tree) }, { store, generator: GENERATOR });
  };
  await add('fan-v1.0.0', ['u8']);
  await add('fan-v1.1.0', ['u8', 'u16']);
  const damages: Readonly<Record<string, () => void>> = {
    'an interface is gone': () => rmSync(join(folder, 'interfaces/fan.json')),
    'an interface is cut off': () => writeFileSync(join(folder, 'interfaces/fan.json'), '{'),
    'a release is gone': () => rmSync(join(folder, 'releases/fan-v1.0.0.json')),
    'a release is cut off': () => writeFileSync(join(folder, 'releases/fan-v1.0.0.json'), '{'),
    'the index is gone': () => rmSync(join(folder, 'index.json')),
    'the index is no index': () => writeFileSync(join(folder, 'index.json'), '[]'),
    'the index has no hashes': () => {
      const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
      for (const one of index.interfaces) delete one.sha256;
      writeFileSync(join(folder, 'index.json'), textOf(index));
    },
  };
  for (const [at, [what, damage]] of Object.entries(damages).entries()) {
    damage();
    expect(await add(`fan-v2.${at}.0`, ['u8', 'u16', 'u32'])).toMatchObject({ value: { kind: 'published' } });
    expectAsMadeFromLog(folder, store, what);
  }
  rmSync(join(folder, 'log/000002.json'));
  expect(await add('fan-v3.0.0', ['u8'])).toMatchObject({
    problem: { message: expect.stringContaining('log/000002.json is missing') },
  });
});
