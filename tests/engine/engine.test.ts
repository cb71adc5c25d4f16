import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  Database,
  Engine,
  type Key,
  Memo,
  plain,
  query,
  type ResultStore,
  type StoredResult,
} from '../../src/engine/index.ts';
import { type Derivation, derivation, excerpt, type FileSet, filesOf } from '../../src/text/index.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const module = 'src/engine/index.ts';

/** A database over texts that a test edits. */
function opened(texts: Record<string, string>, engine = new Engine({ hash })) {
  let files: FileSet = filesOf(texts);
  const values: Record<string, Key> = {};
  const database = new Database(engine, {
    files: (set) => (set === '' ? files : undefined),
    value: (name) => values[name] ?? null,
  });
  return {
    engine,
    database,
    edit(changes: Record<string, string | undefined>, newValues: Record<string, Key> = {}) {
      for (const [path, text] of Object.entries(changes)) {
        if (text === undefined) delete texts[path];
        else texts[path] = text;
      }
      files = filesOf({ ...texts });
      Object.assign(values, newValues);
      database.changed();
    },
  };
}

/** Keeps results as a disk does: as texts. */
function textStore(): ResultStore & { readonly texts: Map<string, string[]> } {
  const texts = new Map<string, string[]>();
  return {
    texts,
    has: (key) => texts.has(key),
    read: (key) => (texts.get(key) ?? []).map((text) => JSON.parse(text) as StoredResult),
    add: (key, result) => void texts.set(key, [JSON.stringify(result), ...(texts.get(key) ?? [])]),
  };
}

const words = query({
  name: 'test-words',
  module,
  make: (db, path: string) => (db.files().read(path)?.text ?? '').split(/\s+/).filter((word) => !word.startsWith('#')),
  seen: (value) => value,
});
const longest = query({
  name: 'test-longest',
  module,
  make: (db, path: string) => db.get(words, path).reduce((best, one) => (one.length > best.length ? one : best), ''),
  kept: plain<string>(),
});
const report = query({
  name: 'test-report',
  module,
  make(db, folder: string) {
    const paths = db.files().list(folder, '.txt');
    return `${db.value('title')}: ${paths.map((path) => db.get(longest, path)).join(' ')}`;
  },
  kept: plain<string>(),
  whole: true,
});

const sharedWords = query({
  name: 'test-shared-words',
  module,
  make: (db, path: string) => db.files().read(path)?.text.split(' ') ?? [],
  shared: true,
});
const sorted = query({
  name: 'test-sorted',
  module,
  make: (db, path: string) => db.files().read(path)?.text.split(' ').sort() ?? [],
  kept: plain<string[]>(),
});

const entries = derivation({
  name: 'test-entries',
  module,
  make: ({ text }) => new Map(text.split('\n').map((line) => line.split('=') as [string, string])),
});
const entry = excerpt({ name: 'test-entry', of: entries, take: (all, key) => all.get(key) ?? '' });
const entryLength = query({
  name: 'test-entry-length',
  module,
  make: (db, key: string) => db.files().excerpt(entry, 'a.txt', key)?.length ?? -1,
  kept: plain<number>(),
});

const countsOf = ({ counts }: Engine, name: string) => {
  const { made = 0, reused = 0, restored = 0 } = counts.get(name) ?? {};
  return { made, reused, restored };
};

describe('a database', () => {
  test('makes again only what an edit reaches', () => {
    const { database, engine, edit } = opened({ 'a.txt': 'one three', 'b.txt': 'four fifteen' });
    expect(database.get(report, '')).toBe('null: three fifteen');
    edit({ 'a.txt': 'one eleven' });
    expect(database.get(report, '')).toBe('null: eleven fifteen');
    expect(countsOf(engine, 'test-longest')).toEqual({ made: 3, reused: 1, restored: 0 });
    expect(countsOf(engine, 'test-words')).toEqual({ made: 3, reused: 1, restored: 0 });
  });

  test('stops where a result that was made again is the same', () => {
    const { database, engine, edit } = opened({ 'a.txt': 'one three' });
    database.get(report, '');
    edit({ 'a.txt': 'one #comment three' });
    expect(database.get(report, '')).toBe('null: three');
    expect(countsOf(engine, 'test-words').made).toBe(2);
    expect(countsOf(engine, 'test-longest').made).toBe(1);
    expect(countsOf(engine, 'test-report').made).toBe(1);
  });

  test('sees files that come and go, and other inputs', () => {
    const { database, edit } = opened({ 'a.txt': 'one' });
    expect(database.get(report, '')).toBe('null: one');
    edit({ 'b.txt': 'two' }, { title: 'Both' });
    expect(database.get(report, '')).toBe('Both: one two');
    edit({ 'a.txt': undefined });
    expect(database.get(report, '')).toBe('Both: two');
    expect(database.get(longest, 'a.txt')).toBe('');
  });

  test('remembers nothing of work that failed', () => {
    let isBroken = true;
    const fragile = query({
      name: 'test-fragile',
      module,
      make: (db, path: string) => {
        if (isBroken) throw new Error('the disk is gone');
        return db.get(longest, path);
      },
      kept: plain<string>(),
    });
    const { database } = opened({ 'a.txt': 'one' });
    expect(() => database.get(fragile, 'a.txt')).toThrow('the disk is gone');
    isBroken = false;
    expect(database.get(fragile, 'a.txt')).toBe('one');
  });

  test('refuses a query that asks for itself, and a second one of a name', () => {
    const circle = query({ name: 'test-circle', module, make: (db, key: string): string => db.get(circle, key) });
    expect(() => opened({}).database.get(circle, 'a')).toThrow('made of itself');
    expect(() => query({ name: 'test-circle', module, make: () => 0 })).toThrow('two queries');
  });
});

describe('what several databases share', () => {
  test('a result of the same inputs is taken over, by whichever inputs it was made of', () => {
    const engine = new Engine({ hash });
    const first = opened({ 'a.txt': 'one three', 'b.txt': 'two' }, engine).database;
    const second = opened({ 'a.txt': 'one three', 'b.txt': 'eleven' }, engine).database;
    first.get(report, '');
    expect(second.get(report, '')).toBe('null: three eleven');
    expect(countsOf(engine, 'test-longest')).toEqual({ made: 3, reused: 0, restored: 1 });
    const third = opened({ 'a.txt': 'one three', 'b.txt': 'two' }, engine).database;
    expect(third.get(report, '')).toBe('null: three two');
    expect(countsOf(engine, 'test-report')).toEqual({ made: 2, reused: 0, restored: 1 });
  });

  test('a value with nothing of a tree in it is made once for each content, and is one object', () => {
    const engine = new Engine({ hash });
    const valueIn = (text: string) => opened({ 'a.txt': text }, engine).database.get(sharedWords, 'a.txt');
    const [first, other, again] = ['one two', 'three', 'one two'].map(valueIn);
    expect([first, other]).toEqual([['one', 'two'], ['three']]);
    expect(again).toBe(first);
    expect(countsOf(engine, 'test-shared-words')).toEqual({ made: 2, reused: 0, restored: 1 });
  });

  test('plain data that is made again and equal is one object', () => {
    const engine = new Engine({ hash });
    const valueIn = (text: string) => opened({ 'a.txt': text }, engine).database.get(sorted, 'a.txt');
    const first = valueIn('b a');
    expect(valueIn('a b')).toBe(first);
    expect(first).toEqual(['a', 'b']);
    expect(countsOf(engine, 'test-sorted')).toEqual({ made: 2, reused: 0, restored: 0 });
  });

  test('a value of one file alone is made once for each content', () => {
    const length: Derivation<number> = { name: 'test-length', module, make: ({ text }) => text.length, keeps: true };
    const engine = new Engine({ hash });
    for (const text of ['one', 'one', 'three']) {
      const { database } = opened({ 'a.txt': text, 'copy.txt': text }, engine);
      const lengths = ['a.txt', 'copy.txt', 'none.txt'].map((path) => database.files().derived(length, path));
      expect(lengths).toEqual([text.length, text.length, undefined]);
    }
    expect(countsOf(engine, 'test-length')).toEqual({ made: 2, reused: 4, restored: 0 });
  });
});

describe('an excerpt of a file', () => {
  const edits: [string | undefined, { length: number; made: number }][] = [
    ['one=1\ntwo=22', { length: 1, made: 1 }],
    ['one=1\ntwo=3333', { length: 1, made: 1 }],
    ['# comment\none=1', { length: 1, made: 1 }],
    ['one=4444\ntwo=22', { length: 4, made: 2 }],
    ['two=22', { length: 0, made: 3 }],
    [undefined, { length: -1, made: 4 }],
    ['one=1', { length: 1, made: 4 }],
  ];

  test('is all that a result depends on: an edit elsewhere in the file makes nothing again', () => {
    const tree = opened({});
    for (const [text, { length, made }] of edits) {
      tree.edit({ 'a.txt': text });
      expect(tree.database.get(entryLength, 'one')).toBe(length);
      expect(countsOf(tree.engine, 'test-entry-length').made).toBe(made);
    }
  });

  test('of the same file is known in the next run without a look at the file', () => {
    const store = textStore();
    const run = (text: string) => {
      const engine = new Engine({ hash, store });
      expect(opened({ 'a.txt': text }, engine).database.get(entryLength, 'one')).toBe(1);
      return [countsOf(engine, 'test-entry-length').made, countsOf(engine, 'test-entries').made];
    };
    expect([run('one=1\ntwo=2'), run('one=1\ntwo=2'), run('one=1\ntwo=3')]).toEqual([
      [1, 1],
      [0, 0],
      [0, 1],
    ]);
  });
});

describe('a store', () => {
  test('answers in the next run, as a whole and in parts', () => {
    const store = textStore();
    const texts = { 'a.txt': 'one three', 'b.txt': 'two' };
    opened({ ...texts }, new Engine({ hash, store })).database.get(report, '');
    const again = opened({ ...texts }, new Engine({ hash, store }));
    expect(again.database.get(report, '')).toBe('null: three two');
    expect(countsOf(again.engine, 'test-report')).toEqual({ made: 0, reused: 0, restored: 1 });
    expect(again.engine.counts.has('test-words')).toBe(false);
    const edited = opened({ ...texts, 'b.txt': 'eleven' }, new Engine({ hash, store }));
    expect(edited.database.get(report, '')).toBe('null: three eleven');
    expect(countsOf(edited.engine, 'test-longest')).toEqual({ made: 1, reused: 0, restored: 1 });
    const commented = opened({ ...texts, 'b.txt': 'two #c' }, new Engine({ hash, store }));
    expect(commented.database.get(report, '')).toBe('null: three two');
    expect(countsOf(commented.engine, 'test-report')).toEqual({ made: 0, reused: 0, restored: 1 });
  });

  test('is not asked for results of other code', () => {
    const store = textStore();
    opened({ 'a.txt': 'one' }, new Engine({ hash, store, versionOf: () => '1' })).database.get(report, '');
    const other = opened({ 'a.txt': 'one' }, new Engine({ hash, store, versionOf: () => '2' }));
    other.database.get(report, '');
    expect(countsOf(other.engine, 'test-report')).toEqual({ made: 1, reused: 0, restored: 0 });
  });

  test('is passed over where it holds something else', () => {
    const picky = query({
      name: 'test-picky',
      module,
      make: (db, path: string) => db.get(longest, path),
      kept: { write: (value) => ({ value }), read: (stored) => (stored as { value?: string } | null)?.value },
    });
    const store = textStore();
    opened({ 'a.txt': 'one' }, new Engine({ hash, store })).database.get(picky, 'a.txt');
    for (const [key, texts] of store.texts) {
      store.texts.set(
        key,
        texts.map((text) => text.replace(/"value":\{.*$/, '"value":null}')),
      );
    }
    const other = opened({ 'a.txt': 'one' }, new Engine({ hash, store }));
    expect(other.database.get(picky, 'a.txt')).toBe('one');
  });
});

test('a part that is worked out later is a dependency of every user, and is made again after an edit', () => {
  const table = query({
    name: 'test-table',
    module,
    make(db, _: null) {
      const files = db.files();
      const lengths = new Memo<string, number>();
      const paths = files.list('', '.txt');
      return { paths, length: (path: string) => lengths.get(path, () => files.read(path)?.text.length ?? 0) };
    },
  });
  const lengthOf = query({
    name: 'test-length-of',
    module,
    make: (db, path: string) => db.get(table, null).length(path),
    seen: (value) => value,
  });
  const double = query({
    name: 'test-double',
    module,
    make: (db, path: string) => db.get(table, null).length(path) * 2,
  });
  const { database, engine, edit } = opened({ 'a.txt': 'one', 'b.txt': 'two' });
  expect([database.get(lengthOf, 'a.txt'), database.get(double, 'a.txt')]).toEqual([3, 6]);
  edit({ 'a.txt': 'three' });
  expect([database.get(double, 'a.txt'), database.get(lengthOf, 'a.txt')]).toEqual([10, 5]);
  expect(database.get(lengthOf, 'b.txt')).toBe(3);
  edit({ 'a.txt': 'other' });
  expect(database.get(lengthOf, 'b.txt')).toBe(3);
  expect(countsOf(engine, 'test-table').made).toBe(1);
  expect(countsOf(engine, 'test-length-of')).toEqual({ made: 3, reused: 1, restored: 0 });
});
