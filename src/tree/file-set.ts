import { decodeUtf8, type FileSet, type Source } from '../text/index.ts';

/** A {@link FileSet} of what is stored somewhere. Each file is decoded once; `bytes` gives undefined for what cannot be read. */
export function storedFiles(
  unsortedPaths: Iterable<string>,
  bytes: (path: string) => Uint8Array | undefined,
  contentKey: (path: string) => string | undefined,
): FileSet {
  const paths = [...unsortedPaths].sort();
  const known = new Set(paths);
  const sources = new Map<string, Source | undefined>();
  return {
    paths,
    has: (path) => known.has(path),
    bytes: (path) => (known.has(path) ? bytes(path) : undefined),
    contentKey: (path) => (known.has(path) ? contentKey(path) : undefined),
    read(path) {
      if (!sources.has(path) && known.has(path)) {
        const content = bytes(path);
        sources.set(path, content && decodeUtf8(path, content).value);
      }
      return sources.get(path);
    },
  };
}
