import { Source } from './source.ts';

/**
 * The files of one tree at one revision, whether they lie in a folder, in git, or in memory (tests, the browser).
 * Reading is synchronous: whoever opens the set has fetched what can be asked for.
 */
export interface FileSet {
  /** Every path in the set, relative to the tree's root, sorted by code unit. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** The file's text, or undefined when there is no such file. Text that is not UTF-8 is read with replacement characters. */
  read(path: string): Source | undefined;
  /** The file's bytes as they are. */
  bytes(path: string): Uint8Array | undefined;
  /** A key that two files share only if their content is equal (a git object id or a hash): what caches key on. */
  contentKey(path: string): string | undefined;
}

/** A file set of texts in memory. */
export function filesOf(texts: Readonly<Record<string, string>>): FileSet {
  const paths = Object.keys(texts).sort();
  const encoder = new TextEncoder();
  return {
    paths,
    has: (path) => Object.hasOwn(texts, path),
    read: (path) => (Object.hasOwn(texts, path) ? new Source(path, texts[path] as string) : undefined),
    bytes: (path) => (Object.hasOwn(texts, path) ? encoder.encode(texts[path]) : undefined),
    contentKey: (path) => (Object.hasOwn(texts, path) ? `text:${texts[path]}` : undefined),
  };
}
