import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capture } from '../cli/capture.ts';
import { scratchFolder, write } from '../tree/scratch.ts';

/** Names that mean something to a browser, a router, a file system or a terminal. */
const NAMES = [
  'a%41.idol',
  'x:y.idol',
  '.idol',
  '..idol',
  'a\\b.idol',
  'new\nline.idol',
  '%2e%2e.idol',
  '%.idol',
  'sp ace.idol',
  'q?x#y.idol',
  '"quote\'<b>&.idol',
  'ü\u202e.idol',
  '\u001b[31m.idol',
  '[slug].idol',
  '-.idol',
  '_x.idol',
  'index.idol',
  'con.idol',
  'all.zip.idol',
  'Fan.idol',
  'fan.idol',
  'FAN.idol',
];
const PATHS = [
  ...NAMES.map((name) => `idl/${name}`),
  'idl/%2e%2e/fan.idol',
  'idl/dir:x/fan.idol',
  'idl/new\nline/fan.idol',
];

test('a tree with odd file names has a page and downloads for each interface', async () => {
  const folder = scratchFolder();
  const tree = join(folder, 'tree');
  write(
    tree,
    Object.fromEntries(
      PATHS.map((path, index) => [
        path,
        `Interface(name: "I${index}", ops: { "stop": (reply: Simple("u8"), idempotent: true) })`,
      ]),
    ),
  );
  // A file system that does not tell cases apart has fewer.
  const count = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.idol'),
  ).length;
  const out = join(folder, 'site');
  const { code, stderr } = await capture(['build', tree, '--out', out, '--no-releases', '--no-cache']);
  expect(stderr).not.toContain('internal error');
  expect(code).toBe(0);
  const slugs = readdirSync(join(out, 'interfaces'));
  expect(slugs).toHaveLength(count);
  expect(new Set(slugs.map((slug) => slug.toLowerCase())).size).toBe(count);
  for (const slug of slugs) {
    for (const page of ['index.html', 'index.md', 'source/index.html', 'stop/index.html']) {
      expect(existsSync(join(out, 'interfaces', slug, page)), `${slug}/${page}`).toBe(true);
    }
    expect(readdirSync(join(out, 'downloads', slug)).length, slug).toBeGreaterThanOrEqual(4);
  }
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
  expect(files.filter((path) => !/^[\w./-]+$/.test(path.replaceAll('\\', '/')))).toEqual([]);
  const sums = readFileSync(join(out, 'downloads/sha256sums.txt'), 'utf8').trimEnd().split('\n');
  for (const line of sums) expect(line).toMatch(/^[0-9a-f]{64} {2}[\w./-]+$/);
});
