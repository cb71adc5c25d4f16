import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Database, Engine, Memo, plain, query, type ResultStore, type StoredResult } from '../../src/engine/index.ts';
import { type FileSet, filesOf } from '../../src/text/index.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const module = 'src/engine/index.ts';

/*
 * Files hold sums over numbers, other files, and what a folder lists: `3 a b? list`. Circles end at a depth. The results are odd on
 * purpose: some are equal for many inputs, some read further files depending on what they read first.
 */
const parts = query({
  name: 'random-parts',
  module,
  make: (db, path: string) => (db.files().read(path)?.text ?? '').split(' ').filter((part) => !part.startsWith('#')),
  seen: (value) => value,
  shared: true,
});
const lazy = query({
  name: 'random-lazy',
  module,
  make(db, _: null) {
    const files = db.files();
    const memo = new Memo<string, boolean>();
    return (path: string) => memo.get(path, () => files.has(path));
  },
});
const sum: ReturnType<typeof define> = define();
function define() {
  return query({
    name: 'random-sum',
    module,
    make: (db, [path, depth]: readonly [string, number]): number =>
      db.get(parts, path).reduce((total, part) => {
        if (part === 'list') return total + db.files().list('', '.x').length;
        if (part === 'value') return total + Number(db.value('number'));
        if (part.endsWith('?')) return total + (db.get(lazy, null)(part.slice(0, -1)) ? 100 : 0);
        return total + (/^\d+$/.test(part) || depth === 0 ? Number(part) || 0 : db.get(sum, [part, depth - 1]));
      }, 0),
    kept: plain<number>(),
  });
}
const parity = query({
  name: 'random-parity',
  module,
  make: (db, path: string) => db.get(sum, [path, 3]) % 2,
  kept: plain<number>(),
});
const all = query({
  name: 'random-all',
  module,
  make: (db, _: null) =>
    db
      .files()
      .list('', '.x')
      .map((path) => `${path} ${db.get(parity, path)} ${db.get(sum, [path, 3])}`),
  kept: plain<string[]>(),
  whole: true,
});

const path = fc.constantFrom('a.x', 'b.x', 'c.x', 'd.x', 'e.y');
const part = fc.oneof(
  fc.nat(9).map(String),
  path,
  path.map((one) => `${one}?`),
  fc.constantFrom('list', 'value', '#comment', '#other'),
);
const text = fc.array(part, { maxLength: 4 }).map((list) => list.join(' '));
const edit = fc.record({
  changes: fc.array(fc.tuple(path, fc.option(text)), { maxLength: 3 }),
  number: fc.nat(2),
  /** Which tree is edited, whether the process starts anew, and what is asked. */
  tree: fc.nat(1),
  restarts: fc.boolean(),
  asked: fc.constantFrom('all', 'a.x', 'b.x'),
});

test('after random edits, every answer is that of a fresh run', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 2, maxLength: 12 }), (edits) => {
      const texts = new Map<string, string[]>();
      const store: ResultStore = {
        has: (key) => texts.has(key),
        read: (key) => (texts.get(key) ?? []).map((one) => JSON.parse(one) as StoredResult),
        add: (key, result) => void texts.set(key, [JSON.stringify(result), ...(texts.get(key) ?? [])]),
      };
      let engine = new Engine({ hash, store });
      const trees = [0, 1].map(() => ({
        contents: {} as Record<string, string>,
        files: filesOf({}) as FileSet,
        number: 0,
      }));
      const open = (index: number) =>
        new Database(engine, {
          files: (set) => (set === '' ? trees[index]?.files : undefined),
          value: () => trees[index]?.number,
        });
      let databases = trees.map((_, index) => open(index));
      for (const { changes, number, tree: index, restarts, asked } of edits) {
        const tree = trees[index] as (typeof trees)[number];
        for (const [at, content] of changes) {
          if (content === null) delete tree.contents[at];
          else tree.contents[at] = content;
        }
        tree.files = filesOf({ ...tree.contents });
        tree.number = number;
        databases[index]?.changed();
        if (restarts) {
          engine = new Engine({ hash, store });
          databases = trees.map((_, each) => open(each));
        }
        const fresh = new Database(new Engine({ hash }), { files: () => tree.files, value: () => tree.number });
        const answer = (database: Database) =>
          asked === 'all' ? database.get(all, null) : [database.get(sum, [asked, 3]), database.get(parity, asked)];
        expect(answer(databases[index] as Database)).toEqual(answer(fresh));
      }
    }),
    { numRuns: 300 },
  );
});
