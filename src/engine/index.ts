/**
 * The one cache of this program: results that remember what they were made of.
 *
 * An {@link Engine} is made once for a process. A {@link Database} has results over the files of one tree and some
 * other values. A {@link query} defines a kind of result; `database.get(query, key)` answers from memory, from the store that the
 * engine was given, or by making the value. While a value is made, everything that it reads through `database.files()`,
 * `database.value()` and `database.get()` is noted; that is its trace, and the value is reused while all of it is the same. A result
 * that is made again and is the same as before does not make others again that are made of it.
 *
 * ```ts
 * const engine = new Engine({ hash: sha256 });
 * let files = withEdits(saved, new Map());
 * const database = new Database(engine, { files: (set) => (set === '' ? files : undefined), value: () => null });
 * const lines = query({
 *   name: 'lines',
 *   module: 'src/text/index.ts',
 *   make: (db, path: string) => db.files().read(path)?.text.split('\n').length ?? 0,
 *   kept: plain<number>(),
 * });
 * database.get(lines, 'a.idol');
 * files = withEdits(saved, new Map([['b.idol', 'changed']]), gitBlobId);
 * database.changed(); // from here on everything is checked against the new files; `a.idol` is not read again
 * database.get(lines, 'a.idol');
 * ```
 *
 * - `database.files(set)` stays the same object after changes, so that values may keep it. It shows the files as they are now.
 * - What is made of one file alone is a `Derivation` (`files.derived(derivation, path)`): made once for each content, of whatever tree.
 * - What results need of such a value is an `Excerpt` (`files.excerpt(excerpt, path, key)`), such as what `Cargo.lock` pins of one package:
 *   they depend on that alone, and nobody looks at it while the whole file is the same.
 * - A part of a value that is worked out on first use stands in a {@link Memo}, so that its dependencies are those of every user.
 * - `kept` keeps a value between runs, as plain data. A query without it keeps its trace alone: the next run knows whether the value is
 *   the same, and makes it only if somebody needs it.
 * - A `shared` value has nothing of a tree in it: trees with the same inputs have the same object.
 * - `engine.counts` tells how often each result was made, reused and restored, and how long it took.
 *
 * Errors: what `make` throws (a failure of disk or git) passes through, and nothing is remembered. A query that asks for itself is a
 * defect and throws. A store never throws: what it cannot read, it does not have.
 */
export { Database, type Inputs, query } from './database.ts';
export { Engine, type EngineOptions } from './engine.ts';
export {
  type Asked,
  type Count,
  type Kept,
  type Key,
  NO_STORE,
  plain,
  type Query,
  type ResultStore,
  type StoredResult,
} from './model.ts';
export { Memo } from './trace.ts';
