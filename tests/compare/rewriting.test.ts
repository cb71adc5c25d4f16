import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { compareTrees, type InterfaceVersion } from '../../src/compare/index.ts';
import { Engine } from '../../src/engine/index.ts';
import { TreeResults } from '../../src/registry/index.ts';
import { filesOf } from '../../src/text/index.ts';
import { Random } from '../rust/random.ts';
import { REWRITES, type Texts } from './rewrite.ts';

/** More by `REWRITES=200`, others by `SEED=7`. */
const COUNT = Number(process.env.REWRITES ?? 4);
const SEED = Number(process.env.SEED ?? 1);

const engine = new Engine({ hash: (text) => text });

function interfacesOf(texts: Texts): InterfaceVersion[] {
  const tree = { files: filesOf(texts), label: 'tree', prefix: '' };
  const results = new TreeResults(engine, tree);
  const broken = results.interfaces().flatMap(({ reading }) => reading.filter(({ severity }) => severity === 'error'));
  expect(broken.map(({ source, message }) => `${source.path}: ${message}`)).toEqual([]);
  return results.versions();
}

const RELEASES = ['1.0.0', '1.1.0', '2.0.0'].map((release) => {
  const folder = join('idl', release);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  const texts = Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
  return { release, texts, interfaces: interfacesOf(texts) };
});

/** Everything but documentation, for which a comment counts where there is none, and paths. */
function changesIn(rewritten: Texts, before: readonly InterfaceVersion[]): string[] {
  return compareTrees(before, interfacesOf(rewritten)).interfaces.flatMap(({ interface: { name }, causes }) =>
    causes
      .filter(({ rule, levels }) => !levels.includes('docs') && rule !== 'interface-moved')
      .map(({ rule, message }) => `${name}: ${rule}: ${message}`),
  );
}

describe.each(RELEASES)('what means the same as $release is no change', ({ texts, interfaces }) => {
  test.each(Object.entries(REWRITES))('%s', (_, rewrite) => {
    let rewritten = 0;
    for (let i = 0; i < COUNT; i++) {
      const other = { ...texts };
      rewrite(other, new Random(SEED * 1009 + i));
      if (JSON.stringify(other) !== JSON.stringify(texts)) rewritten++;
      expect(changesIn(other, interfaces)).toEqual([]);
    }
    expect(rewritten).toBeGreaterThan(0);
  });

  test('all at once', () => {
    for (let i = 0; i < COUNT; i++) {
      const other = { ...texts };
      const random = new Random(SEED * 2003 + i);
      for (const rewrite of Object.values(REWRITES)) rewrite(other, random);
      expect(changesIn(other, interfaces)).toEqual([]);
    }
  });
});
