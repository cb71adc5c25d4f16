import type { FileSet } from '../../text/index.ts';

/** A file set that remembers what was asked of it. */
export interface RecordedFiles {
  readonly files: FileSet;
  /** Paths of which the content, or only the presence, was asked for. */
  readonly asked: ReadonlySet<string>;
}

export function recordFiles(files: FileSet): RecordedFiles {
  const asked = new Set<string>();
  const note = <T>(answer: (path: string) => T) => {
    return (path: string) => {
      asked.add(path);
      return answer(path);
    };
  };
  return {
    asked,
    files: {
      paths: files.paths,
      list: files.list,
      derived: (derivation, path) => {
        asked.add(path);
        return files.derived(derivation, path);
      },
      has: note(files.has),
      read: note(files.read),
      bytes: note(files.bytes),
      contentKey: note(files.contentKey),
    },
  };
}

/**
 * Whether somebody who asked one set these things would have read the same of another, but for the files of `except`. What is listed
 * counts as well: the interface files and manifests must be the same ones.
 */
export function answersAlike({ files, asked }: RecordedFiles, other: FileSet, except: ReadonlySet<string>): boolean {
  const listed = (set: FileSet) => set.paths.filter((path) => path.endsWith('.toml') || path.endsWith('.idol'));
  const [mine, theirs] = [listed(files), listed(other)];
  if (mine.length !== theirs.length || mine.some((path, index) => path !== theirs[index])) return false;
  return [...asked].every((path) => except.has(path) || files.contentKey(path) === other.contentKey(path));
}
