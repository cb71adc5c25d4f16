import { decodeUtf8 } from './decode.ts';
import type { Source } from './source.ts';

/**
 * The files of one tree at one revision, whether they lie in a folder, in git, or in memory (tests, the browser).
 * Reading is synchronous: whoever opens the set has fetched what can be asked for.
 */
export interface FileSet {
  /** The folder on disk that the paths are relative to. Absent for files that lie in none: those of a revision or an archive. */
  readonly folder?: string | undefined;
  /** Every path in the set, relative to the tree's root, sorted by code unit. */
  readonly paths: readonly string[];
  /** The paths below a folder ('' is the root) that end with a suffix, sorted: who asks for fewer paths depends on fewer. */
  list(folder: string, suffix: string): readonly string[];
  has(path: string): boolean;
  /** The file's text, or undefined when there is no such file. Text that is not UTF-8 is read with replacement characters. */
  read(path: string): Source | undefined;
  /** The file's bytes as they are. */
  bytes(path: string): Uint8Array | undefined;
  /** A key that two files share only if their content is equal (a git object id or a hash): what caches key on. */
  contentKey(path: string): string | undefined;
  /** A value that is made of the file alone: made once for each content. Undefined when there is no such file. */
  derived<T>(derivation: Derivation<T>, path: string): T | undefined;
  /** A part of such a value: who asks for less depends on less. Undefined when there is no such file. */
  excerpt<T, V>(excerpt: Excerpt<T, V>, path: string, key: string): V | undefined;
}

/** How a value is made of the text of one file, such as its syntax tree. */
export interface Derivation<T> {
  /** Unique in this program. */
  readonly name: string;
  /** The module that makes it, as a path of this package: its code and that of its imports are part of the value. */
  readonly module: string;
  /** Never undefined. Made of the text alone, and of the path if {@link isOfPath}. */
  readonly make: (source: Source) => T;
  /** True of plain data that is worth keeping between runs. */
  readonly keeps?: true;
  /** True of small plain data: results made of it stay valid while it is the same, whatever else changed in the file. */
  readonly isSeen?: true;
  /** True of a value that has the path, or the source, in it. */
  readonly isOfPath?: true;
}

const derivations = new Map<string, Derivation<unknown>>();

/**
 * Defines a derivation. Throws when another module has one of that name, which would be a defect. One module may define it again:
 * a process that builds two sites loads it twice.
 */
export function derivation<T>(definition: Derivation<T>): Derivation<T> {
  const known = derivations.get(definition.name);
  if (known && known.module !== definition.module) throw new Error(`there are two derivations \`${definition.name}\``);
  derivations.set(definition.name, definition);
  return definition;
}

/** The derivation of that name, if its module is loaded. */
export function derivationNamed(name: string): Derivation<unknown> | undefined {
  return derivations.get(name);
}

/** What results need of a value that is made of one file: they stay valid while it is the same, whatever else changed in the file. */
export interface Excerpt<T, V> {
  /** Unique in this program. */
  readonly name: string;
  readonly of: Derivation<T>;
  /** Gives small plain data for every key. */
  readonly take: (value: T, key: string) => V;
}

const excerpts = new Map<string, Excerpt<unknown, unknown>>();

/** Defines an excerpt, as {@link derivation} does a derivation. */
export function excerpt<T, V>(definition: Excerpt<T, V>): Excerpt<T, V> {
  const known = excerpts.get(definition.name);
  if (known && known.of.name !== definition.of.name) throw new Error(`there are two excerpts \`${definition.name}\``);
  excerpts.set(definition.name, definition as Excerpt<unknown, unknown>);
  return definition;
}

/** The excerpt of that name, if its module is loaded. */
export function excerptNamed(name: string): Excerpt<unknown, unknown> | undefined {
  return excerpts.get(name);
}

/** Where the files of a set are stored. */
export interface StoredFiles {
  readonly paths: Iterable<string>;
  /** Undefined for what cannot be read. */
  readonly bytes: (path: string) => Uint8Array | undefined;
  readonly contentKey: (path: string) => string | undefined;
}

/** A {@link FileSet} of what is stored somewhere. Each file is decoded once, and each value is made of it once. */
export function storedFiles({ paths: unsorted, bytes, contentKey }: StoredFiles): FileSet {
  const paths = [...unsorted].sort();
  const known = new Set(paths);
  const sources = new Map<string, Source | undefined>();
  const values = new Map<Derivation<unknown>, Map<string, unknown>>();
  const read = (path: string): Source | undefined => {
    if (!sources.has(path) && known.has(path)) {
      const content = bytes(path);
      sources.set(path, content && decodeUtf8(path, content).value);
    }
    return sources.get(path);
  };
  const derived = <T>(derivation: Derivation<T>, path: string): T | undefined => {
    const source = read(path);
    if (!source) return undefined;
    const made = values.get(derivation) ?? new Map<string, unknown>();
    values.set(derivation, made);
    if (!made.has(path)) made.set(path, derivation.make(source));
    return made.get(path) as T;
  };
  return {
    paths,
    list: (folder, suffix) => pathsIn(paths, folder, suffix),
    has: (path) => known.has(path),
    bytes: (path) => (known.has(path) ? bytes(path) : undefined),
    contentKey: (path) => (known.has(path) ? contentKey(path) : undefined),
    read,
    derived,
    excerpt: ({ of, take }, path, key) => (known.has(path) ? take(derived(of, path) as never, key) : undefined),
  };
}

/** @param paths sorted by code unit, so that those below a folder stand together */
function pathsIn(paths: readonly string[], folder: string, suffix: string): readonly string[] {
  // The character behind `/` is `0`.
  const below = folder === '' ? paths : paths.slice(firstFrom(paths, `${folder}/`), firstFrom(paths, `${folder}0`));
  return suffix === '' ? below : below.filter((path) => path.endsWith(suffix));
}

/** Index of the first text that does not stand before another one. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as string) < text) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** A file set of texts in memory. */
export function filesOf(texts: Readonly<Record<string, string>>): FileSet {
  const encoder = new TextEncoder();
  const textOf = (path: string) => (Object.hasOwn(texts, path) ? texts[path] : undefined);
  return storedFiles({
    paths: Object.keys(texts),
    bytes: (path) => encoder.encode(textOf(path)),
    contentKey: (path) => `text:${textOf(path)}`,
  });
}

/**
 * A file set with unsaved edits: path -> text, or null for a file that is gone. Everything else is as in `files`, of which nothing is
 * read that nobody asks for.
 * @param keyOf the content key of bytes, as `files` has them
 */
export function withEdits(
  files: FileSet,
  edits: ReadonlyMap<string, string | null>,
  keyOf: (bytes: Uint8Array) => string,
): FileSet {
  const encoder = new TextEncoder();
  const paths = new Set(files.paths);
  for (const [path, text] of edits) {
    if (text === null) paths.delete(path);
    else paths.add(path);
  }
  const edited = new Map([...edits].flatMap(([path, text]) => (text === null ? [] : [[path, encoder.encode(text)]])));
  return storedFiles({
    paths,
    bytes: (path) => edited.get(path) ?? files.bytes(path),
    contentKey(path) {
      const bytes = edited.get(path);
      return bytes ? keyOf(bytes) : files.contentKey(path);
    },
  });
}
