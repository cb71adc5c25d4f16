import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine, type ResultStore, type StoredResult } from '../../src/engine/index.ts';
import { moduleVersion, moduleVersions } from '../../src/program/index.ts';
import { readConfig, readSnapshot, resultsOf, sha256, TreeResults } from '../../src/registry/index.ts';
import { filesOf, formatDiagnostic, Source } from '../../src/text/index.ts';

/** More by `EDITS=200`, others by `SEED=7`. */
const RUNS = Number(process.env.EDITS ?? 6);
const SEED = Number(process.env.SEED ?? 1);

const FOLDER = 'idl/2.0.0';
const TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(FOLDER.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
);
const PATHS = Object.keys(TEXTS).sort();
const RUST = PATHS.filter((path) => path.endsWith('.rs') && !path.endsWith('build.rs'));
const IDOL = PATHS.filter((path) => path.endsWith('.idol'));
const TOML = PATHS.filter((path) => path.endsWith('.toml'));

type Texts = Record<string, string>;
const treeOf = (texts: Texts) => ({ files: filesOf({ ...texts }), label: 'tree', prefix: '' });
const configOf = (target: number, off: boolean) =>
  readConfig(
    new Source(
      'idol-registry.config.json',
      JSON.stringify({
        ...(target === 1 && { target: 'riscv32imc-unknown-none-elf' }),
        ...(off && { severity: { 'missing-doc': 'error' } }),
      }),
    ),
  ).value;

/** Everything that commands and pages ask of a tree, as text. */
function told(results: TreeResults) {
  const { paths, operations, diagnostics } = results.check();
  const { interfaces, broken, errorIn } = readSnapshot(results);
  return {
    paths,
    operations,
    diagnostics: diagnostics.map((one) => formatDiagnostic(one)),
    versions: interfaces.map(({ path, schema, items, build }) => ({ path, schema, items, build: { ...build } })),
    broken,
    errors: interfaces.map(({ path }) => errorIn?.(path)),
    layouts: results.interfaces().map(({ layouts, targets }) => ({ layouts, targets })),
    callers: results.scan().callers,
  };
}

const replaced = (text: string, from: RegExp, to: string, at: number) => {
  const found = [...text.matchAll(from)];
  const match = found[at % Math.max(1, found.length)];
  return match ? text.slice(0, match.index) + to + text.slice(match.index + match[0].length) : text;
};

/** Edits by kind: each takes a tree, and two numbers that choose place and content. */
const EDITS: Readonly<Record<string, (texts: Texts, at: number, what: number) => void>> = {
  'a type in Rust'(texts, at, what) {
    const path = RUST[at % RUST.length] as string;
    texts[path] = replaced(texts[path] ?? '', /\bu(8|16|32)\b/g, ['u8', 'u16', 'u32'][what % 3] as string, what);
  },
  'a comment in Rust'(texts, at, what) {
    const path = RUST[at % RUST.length] as string;
    texts[path] = `// ${what}\n`.repeat(what % 3) + (texts[path] ?? '');
  },
  'a module beside its file'(texts, at, what) {
    const path = RUST[at % RUST.length] as string;
    texts[path] = `${texts[path] ?? ''}\nmod extra_${what % 2};\npub use extra_${what % 2}::*;\n`;
    const folder = path.replace(/\/[^/]+$/, '');
    const place = what % 3 === 0 ? `${folder}/extra_${what % 2}/mod.rs` : `${folder}/extra_${what % 2}.rs`;
    if (what % 5 === 4) delete texts[place];
    else texts[place] = 'pub struct Extra(pub u8); pub const LIMIT: usize = 3;';
  },
  'a module by cfg_attr(path)'(texts, at, what) {
    const path = RUST[at % RUST.length] as string;
    texts[path] =
      `#[cfg_attr(feature = "odd", path = "odd.rs")]\nmod chosen;\npub use chosen::*;\n${texts[path] ?? ''}`;
    const folder = path.replace(/\/[^/]+$/, '');
    texts[`${folder}/${what % 2 ? 'odd' : 'chosen'}.rs`] = `pub type Reading = u${what % 3 ? 16 : 32};`;
  },
  'an interface'(texts, at, what) {
    const path = IDOL[at % IDOL.length] as string;
    texts[path] = replaced(
      texts[path] ?? '',
      /"u(8|16|32)"/g,
      ['"u8"', '"u16"', '"Missing"'][what % 3] as string,
      what,
    );
  },
  'a broken interface'(texts, at, what) {
    const path = IDOL[at % IDOL.length] as string;
    texts[path] = what % 2 ? (TEXTS[path] as string) : replaced(texts[path] ?? '', /[()]/g, '', what);
  },
  'a manifest'(texts, at, what) {
    const path = TOML[at % TOML.length] as string;
    const edits = [/"thumbv[^"]*"/g, /features = \[[^\]]*\]/g, /path = "[^"]*"/g, /name = "[^"]*"/g];
    const to = ['"riscv32imc-unknown-none-elf"', 'features = ["odd"]', 'path = "../gone"', 'name = "other"'];
    texts[path] = replaced(texts[path] ?? '', edits[what % 4] as RegExp, to[what % 4] as string, at);
  },
  'a file that comes or goes'(texts, at, what) {
    const path = PATHS[at % PATHS.length] as string;
    if (path in texts && what % 2) delete texts[path];
    else texts[path] = TEXTS[path] as string;
  },
  'a state of git'(texts, _, what) {
    for (const path of Object.keys(texts)) if (what % 2 || !(path in TEXTS)) delete texts[path];
    Object.assign(texts, TEXTS);
  },
};

const edit = fc.record({
  kind: fc.constantFrom(...Object.keys(EDITS)),
  at: fc.nat(200),
  what: fc.nat(60),
  target: fc.nat(1),
  off: fc.boolean(),
  /** A later run, which knows what was kept. */
  restarts: fc.boolean(),
});

test('after random edits, every answer is that of a fresh run', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 3, maxLength: 8 }), (edits) => {
      const kept = new Map<string, StoredResult[]>();
      const store: ResultStore = {
        read: (key) => structuredClone(kept.get(key) ?? []),
        has: (key) => kept.has(key),
        add: (key, result) => void kept.set(key, [structuredClone(result), ...(kept.get(key) ?? [])]),
      };
      const texts: Texts = { ...TEXTS };
      const open = () => new TreeResults(new Engine({ hash: sha256, store }), treeOf(texts));
      let results = open();
      for (const { kind, at, what, target, off, restarts } of edits) {
        EDITS[kind]?.(texts, at, what);
        if (restarts) results = open();
        const config = configOf(target, off);
        results.update(treeOf(texts), { config });
        expect(told(results)).toEqual(told(resultsOf(treeOf(texts), { config })));
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

describe('what an edit makes again', () => {
  const made = ({ counts }: Engine, name: string) => counts.get(name)?.made ?? 0;
  const start = () => {
    const engine = new Engine({ hash: sha256 });
    const results = new TreeResults(engine, treeOf({ ...TEXTS }));
    told(results);
    return { engine, results };
  };
  const after = (path: string, change: (text: string) => string) => {
    const { engine, results } = start();
    const names = ['schema', 'wire-findings', 'layouts', 'interface', 'workspace', 'findings', 'rust-items'];
    const before = new Map(names.map((name) => [name, made(engine, name)]));
    results.update(treeOf({ ...TEXTS, [path]: change(TEXTS[path] as string) }));
    told(results);
    return Object.fromEntries(names.map((name) => [name, made(engine, name) - (before.get(name) ?? 0)]));
  };

  test('an edit of one interface resolves one interface', () => {
    const counts = after(IDOL[0] as string, (text) => `${text}\n// more`);
    expect(counts).toMatchObject({ schema: 1, interface: 1, findings: 1, layouts: 0, workspace: 0, 'rust-items': 0 });
  });

  test('a comment in a Rust file lays out nothing', () => {
    const counts = RUST.map((path) => after(path, (text) => `// more\n${text}`));
    expect(counts.some(({ schema = 0 }) => schema > 0)).toBe(true);
    for (const one of counts) expect(one).toMatchObject({ layouts: 0, 'wire-findings': 0, workspace: 0 });
  });

  test('a manifest that says the same resolves nothing', () => {
    const image = TOML.find((path) => path.startsWith('app/')) as string;
    expect(after(image, (text) => `# more\n${text}`)).toMatchObject({ workspace: 1, schema: 0, layouts: 0 });
  });

  test('nothing changed makes nothing', () => {
    expect(Object.values(after(IDOL[0] as string, (text) => text))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

test('the version of a result is the code that makes it, and no other', () => {
  const versions = moduleVersions();
  expect(Object.keys(versions)).toContain('src/registry/results/schemas.ts');
  for (const [module, version] of Object.entries(versions)) {
    // One that ends with a slash stands for all files of a folder.
    expect(module.endsWith('/') ? readdirSync(module).length : readFileSync(module, 'utf8').length).toBeGreaterThan(0);
    expect(version).toBe(moduleVersion(module));
  }
  expect(new Set(Object.values(versions)).size).toBeGreaterThan(3);
});
