import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_CONFIG, makeRegistry, resultsOf } from '../../src/registry/index.ts';
import { buildSite } from '../../src/site/index.ts';
import { searcherOf } from '../../src/site/search/search.ts';
import { entriesOf } from '../../src/site/search/search-index.ts';
import { openTree } from '../../src/tree/index.ts';
import { REAL_QUERIES } from './search-queries.ts';

/** The site of a Hubris checkout, without its releases: what the example is too small to show. */
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-real-site-'));
const folder = join(scratch, 'site');

beforeAll(async () => {
  const opened = openTree(process.env.HUBRIS_TREE ?? '');
  if (!opened.ok) throw new Error(opened.problem.message);
  const results = resultsOf(opened.value);
  const registry = makeRegistry(opened.value, results.workspace, results.scan(), DEFAULT_CONFIG, 'test');
  await buildSite(registry, { out: folder, base: '/' });
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('what engineers look for comes first', () => {
  const bytes = readFileSync(join(folder, 'search.json'));
  const search = searcherOf(entriesOf(JSON.parse(bytes.toString())));
  const places = REAL_QUERIES.map(([query, path]) => search(query).findIndex((entry) => entry.path === path));
  const missed = REAL_QUERIES.filter((_, index) => places[index] !== 0).map(([query]) => query);
  const share = (count: number) => count / places.length;
  expect(places.length).toBeGreaterThanOrEqual(80);
  expect(share(places.filter((place) => place === 0).length), missed.join(', ')).toBeGreaterThanOrEqual(0.9);
  expect(share(places.filter((place) => place >= 0 && place < 3).length), missed.join(', ')).toBeGreaterThanOrEqual(
    0.98,
  );
  expect(gzipSync(bytes).length).toBeLessThanOrEqual(25_000);
});

test('every page is light and has few nodes', () => {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.html'));
  const heavy = pages.flatMap((path) => {
    const html = readFileSync(join(folder, path), 'utf8');
    const nodes = html.match(/<[a-z]/g)?.length ?? 0;
    const bytes = gzipSync(html).length;
    const isOperation = /^interfaces\/[^/]+\/(?!source)[^/]+\/index\.html$/.test(path);
    const limit = isOperation ? 20_000 : /^interfaces\/[^/]+\/index\.html$/.test(path) ? 40_000 : 30_000;
    return nodes > 5_000 || bytes > limit ? [`${path}: ${nodes} nodes, ${bytes} bytes`] : [];
  });
  expect(pages.length).toBeGreaterThan(500);
  expect(heavy).toEqual([]);
});
