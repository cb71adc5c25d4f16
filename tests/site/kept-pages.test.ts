import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { Session } from '../../src/cli/session.ts';
import { readSiteWithReleases } from '../../src/cli/site-project.ts';
import { Engine, type ResultStore, type StoredResult } from '../../src/engine/index.ts';
import { moduleVersion } from '../../src/program/index.ts';
import { sha256, writeRegistry } from '../../src/registry/index.ts';
import { buildSite } from '../../src/site/index.ts';
import { scratchFolder } from '../tree/scratch.ts';

/** Edits in a run, each of which makes the whole site twice; and which edits. */
const EDITS = Number(process.env.EDITS ?? 2);
const SEED = Number(process.env.SEED ?? 1);

/** Keeps results as a folder does: what is read is a copy. */
class MemoryStore implements ResultStore {
  readonly #results = new Map<string, StoredResult[]>();

  read(key: string): readonly StoredResult[] {
    return structuredClone(this.#results.get(key) ?? []);
  }

  has(key: string): boolean {
    return this.#results.has(key);
  }

  add(key: string, result: StoredResult): void {
    this.#results.set(key, [structuredClone(result), ...(this.#results.get(key) ?? [])]);
  }
}

/** A small random number generator: the same seed, the same edits. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function start() {
  const scratch = scratchFolder();
  const releases = join(scratch, 'releases');
  for (const name of ['1.0.0', '2.0.0']) cpSync(join('idl', name), join(releases, name), { recursive: true });
  const store = new MemoryStore();
  const notPages: ResultStore = {
    read: (key) => store.read(key).filter(({ trace }) => trace.length === 0),
    has: (key) => store.has(key),
    add: () => undefined,
  };
  const output = { write: () => undefined, isTerminal: false };
  const session = new Session({ stdout: output, stderr: output, env: {} }, { color: false, cache: false });
  const engineOf = (kept: ResultStore) => new Engine({ hash: sha256, store: kept, versionOf: moduleVersion });
  let commits = 0;
  /** Builds the site with kept pages and without, and gives how many were made with them. */
  const buildBoth = async (what: string): Promise<number> => {
    const { registry, released, base } = await readSiteWithReleases(session, releases, {});
    await released?.workers?.stop();
    const commit = sha256(String(++commits)).slice(0, 40);
    registry.revision = { label: 'working tree', commit };
    registry.sourceUrl = `https://code.example/blob/${commit}/idl`;
    const published = released && {
      identity: sha256(JSON.stringify(released.history)),
      write: (folder: string) => writeRegistry(folder, released.history, released.store, released.generator),
    };
    const build = (made: Engine, name: string) =>
      buildSite(registry, { out: join(scratch, name), base, origin: 'https://docs.example', published, engine: made });
    const engine = engineOf(store);
    await build(engine, 'kept');
    await build(engineOf(notPages), 'anew');
    expect(filesIn(join(scratch, 'kept')), what).toEqual(filesIn(join(scratch, 'anew')));
    return engine.count('page').made;
  };
  const newest = () => join(releases, readdirSync(releases).sort().at(-1) ?? '');
  return { releases, newest, buildBoth };
}

/** Hashes of the files of a site, by their paths. */
function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length), sha256(readFileSync(path).toString('latin1'))]),
  );
}

function textFiles(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path))
    .sort()
    .map((path) => join(folder, path));
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Edits of a tree and its releases. Each changes something, or nothing that a page shows. */
const KINDS: readonly ((tree: string, releases: string, random: (below: number) => number, step: number) => string)[] =
  [
    (tree, _, random, step) => changed(tree, /\.idol$/, random, /doc: "/, `doc: "Edit ${step}. `),
    (tree, _, random) => changed(tree, /\.idol$/, random, /"u(8|16)"/, '"u32"'),
    (tree, _, random, step) => changed(tree, /\.idol$/, random, /^ {8}"\w+": \(/m, `        "renamed_${step}": (`),
    (tree, _, random, step) => changed(tree, /\.rs$/, random, /\bpub (\w+): u(8|16|32),/, `pub $1_${step}: u64,`),
    (tree, _, random, step) => changed(tree, /\.rs$/, random, /^pub (struct|enum)/m, `/// Edit ${step}.\npub $1`),
    (tree, _, random, step) => changed(tree, /\.rs$/, random, /^/, `// edit ${step}\n\n`),
    (tree, _, random) => changed(tree, /app.*\.toml$/, random, /^task-slots = \["\w+"(?:, )?/m, 'task-slots = ['),
    (tree, _, random, step) => changed(tree, /app.*\.toml$/, random, /^notifications = \[/m, `$&"edit-${step}", `),
    (tree, _, random, step) => changed(tree, /config\.json$/, random, /"title": "/, `$&${step} `),
    (tree, _, random) => {
      const files = textFiles(join(tree, 'idl'), /\.idol$/);
      const path = files[random(files.length)] ?? '';
      if (files.length > 3) rmSync(path);
      return `${path} is gone`;
    },
    (tree, releases, _, step) => {
      cpSync(tree, join(releases, `2.${step}.0`), { recursive: true });
      return 'a new release';
    },
  ];

/** Changes one place in one file that has the pattern. */
function changed(tree: string, files: RegExp, random: (below: number) => number, pattern: RegExp, by: string): string {
  const paths = textFiles(tree, files).filter((path) => pattern.test(readFileSync(path, 'utf8')));
  const path = paths[random(paths.length)];
  if (path !== undefined) edit(path, (text) => text.replace(pattern, by));
  return `${path}: ${by}`;
}

test('a site with kept pages is the same as one that is made anew, and few pages are made', async () => {
  const { releases, newest, buildBoth } = start();
  const all = await buildBoth('first');
  expect(all).toBeGreaterThan(500);
  expect(await buildBoth('another commit alone')).toBe(0);
  edit(join(newest(), 'idl/clock.idol'), (text) => text.replace('doc: "', 'doc: "Another word: '));
  const made = await buildBoth('one interface');
  expect(made).toBeGreaterThan(5);
  expect(made).toBeLessThan(all / 8);
  edit(join(newest(), 'drv/anemometer-api/src/lib.rs'), (text) =>
    text.replace(/^pub (?:struct|enum)/m, '/// More.\n$&'),
  );
  expect(await buildBoth('one type')).toBeLessThan(all / 4);
  const random = randomFrom(SEED);
  for (let step = 1; step <= EDITS; step++) {
    const kind = KINDS[random(KINDS.length)] as (typeof KINDS)[number];
    await buildBoth(`edit ${step} of seed ${SEED}: ${kind(newest(), releases, random, step)}`);
  }
});
