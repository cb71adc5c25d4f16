import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openRegistry,
  RegistryDocumentSchema,
  ReleaseStore,
  readFolderHistory,
  releaseFolders,
  sha256,
  writeRegistry,
} from '../../src/registry/index.ts';
import type { Opened } from '../../src/tree/index.ts';

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-open-'));
const folder = join(scratch, 'site/api/v1');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

beforeAll(() => {
  const releases = releaseFolders('idl');
  if (!releases) throw new Error('the example tree has no releases');
  const store = new ReleaseStore();
  writeRegistry(folder, readFolderHistory(releases, { store, generator: '0.0.0' }), store, 'test 0.0.0');
});

function value<T>(answer: Opened<T>): T {
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

const problem = (answer: Opened<unknown>) => (answer.ok ? 'none' : answer.problem.message);

test('every file that is written keeps to the schema of its document, under the name of its content', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const kinds = new Map<string, number>();
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name).slice(folder.length + 1);
    const content = readFileSync(join(folder, path));
    const [, hash] = /^(?:objects|stubs|files)\/([0-9a-f]{64})/.exec(path) ?? [];
    if (hash) expect(sha256(content), path).toBe(hash);
    if (path.startsWith('files/') || path === 'schema.json') continue;
    const document = JSON.parse(content.toString());
    // Nothing is left out on the way through the schema: it knows every field there is.
    expect(RegistryDocumentSchema.parse(document), path).toEqual(document);
    kinds.set(document.kind, (kinds.get(document.kind) ?? 0) + 1);
  }
  expect(Object.fromEntries(kinds)).toMatchObject({ index: 1, release: 3, interface: 12 });
  expect(kinds.get('object')).toBeGreaterThan(20);
});

test('a registry is read from its folder, from a site, and over http', async () => {
  const server = createServer((request, response) => {
    const path = join(scratch, request.url ?? '');
    try {
      response.end(readFileSync(path));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    for (const place of [folder, join(scratch, 'site'), `http://127.0.0.1:${port}/site/`]) {
      const registry = value(await openRegistry(place));
      expect(registry.index.releases.map(({ name }) => name)).toEqual(['1.0.0', '1.1.0', '2.0.0']);
      const release = value(await registry.release('1.1.0'));
      expect(release.predecessor).toBe('1.0.0');
      const objects = value(await registry.objectsOf(release));
      expect(objects.map(({ path }) => path)).toEqual(release.interfaces.map(({ path }) => path));
      const [first] = value(await registry.stubs(release.interfaces[0]?.stubs ?? '')).files;
      if (!first) throw new Error('no downloads');
      expect(Buffer.from(value(await registry.file(first))).toString()).toBe(objects[0]?.text);
    }
    expect(problem(await openRegistry(`http://127.0.0.1:${port}/nowhere`))).toMatch(/there is no registry at/);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  expect(problem(await openRegistry('http://127.0.0.1:9/x'))).toMatch(/cannot be read/);
});

test('the Rust stubs of a release are for the runtime that its tree pins, and say so', async () => {
  const registry = value(await openRegistry(folder));
  const runtimes: string[][] = [];
  for (const { name } of registry.index.releases) {
    const { interfaces } = value(await registry.release(name));
    const lists = await Promise.all(interfaces.map(async ({ stubs }) => value(await registry.stubs(stubs)).files));
    const stubs = lists.flat().filter(({ kind }) => kind.startsWith('rust-'));
    const texts = await Promise.all(
      stubs.map(async (file) => Buffer.from(value(await registry.file(file))).toString()),
    );
    expect(texts.length, name).toBeGreaterThan(15);
    runtimes.push([...new Set(texts.map((text) => /^\/\/ Runtime generation: (.*)$/m.exec(text)?.[1] ?? text))]);
  }
  expect(runtimes).toEqual([['zerocopy-0.6-dispatch-n'], ['zerocopy-0.8'], ['zerocopy-0.8']]);
});

test('an operation tells since when it is there and how its number moved', async () => {
  const histories = value(await value(await openRegistry(folder)).histories());
  const numbers = histories.flatMap(({ operations }) => operations.flatMap((operation) => operation.numbers));
  expect(numbers.some(({ number }) => number === null)).toBe(true);
  for (const { versions, operations } of histories) {
    for (const { numbers: moves } of operations) {
      expect(moves[0]?.number).not.toBeNull();
      expect(moves.every(({ version }) => version <= versions.length)).toBe(true);
    }
  }
  const moved = histories.find(({ path }) => path === 'idl/anemometer.idol');
  expect(moved).toMatchObject({ movedFrom: 'idl/ultrasonic.idol' });
  expect(moved?.versions[0]?.comparison?.causes.map(({ rule }) => rule)).toContain('interface-moved');
});

test('a document that is nested without end is refused, not a crash', async () => {
  const deep = join(scratch, 'deep');
  cpSync(folder, deep, { recursive: true });
  const registry = value(await openRegistry(deep));
  const [entry] = value(await registry.release()).interfaces;
  const text = readFileSync(join(deep, `objects/${entry?.object}.json`), 'utf8');
  const type = `${'{"kind":"option","some":'.repeat(100_000)}{"kind":"unit"}${'}'.repeat(100_000)}`;
  const hostile = text.replace(/"type":\{"kind":[^{}]*\}/, `"type":${type}`);
  const hash = sha256(hostile);
  writeFileSync(join(deep, `objects/${hash}.json`), hostile);
  expect(problem(await registry.object(hash))).toMatch(/is nested more than 500 levels deep/);
});

test('what was changed, cut off or is of a later format is refused, with the reason', async () => {
  const broken = join(scratch, 'broken');
  cpSync(folder, broken, { recursive: true });
  const registry = value(await openRegistry(broken));
  const release = value(await registry.release());
  const [first, second] = release.interfaces.map(({ object }) => object) as [string, string];
  const path = (hash: string) => join(broken, 'objects', `${hash}.json`);
  writeFileSync(path(first), readFileSync(path(first)).subarray(0, 100));
  expect(problem(await registry.object(first))).toMatch(/is not what its hash says/);
  rmSync(path(second));
  expect(problem(await registry.object(second))).toMatch(/which is not there/);
  expect(problem(await registry.release('2.0.1'))).toBe(`\`${broken}\` has no release \`2.0.1\``);
  const write = (text: string) => writeFileSync(join(broken, 'index.json'), text);
  write('{"kind": "index", "format": 2}');
  expect(problem(await openRegistry(broken))).toMatch(/has format 2, this program knows 1/);
  write('{"kind": "index"');
  expect(problem(await openRegistry(broken))).toMatch(/is not JSON/);
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  index.releases[0].address = '../../../etc/passwd';
  write(JSON.stringify(index));
  expect(problem(await openRegistry(broken))).toMatch(
    /is not a document of this version of idol-registry: `releases.0.address`/,
  );
});
