import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { type FileSet, storedFiles } from '../text/index.ts';
import { ignoredByGit } from './ignored.ts';
import { isOwnOutput } from './own-output.ts';
import { ReadFailure } from './problem.ts';

const IGNORED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules', 'target']);

/** True of the path of a folder which holds build products or other people's trees. */
export function isIgnoredFolder(path: string): boolean {
  return IGNORED_FOLDERS.has(basename(path));
}

/** True of a path that lies in such a folder, at any depth. */
export function isIgnored(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => IGNORED_FOLDERS.has(folder));
}

/** What lies in a folder and is no source, sorted. */
export interface Skipped {
  /** Folders that this program wrote. */
  readonly outputs: readonly string[];
  /** Interface files that git ignores. */
  readonly ignored: readonly string[];
}

/**
 * The files below a folder. Each file is read once, on first use, so that everybody sees the same text; one that is gone or may not be
 * read is absent. A link to a file inside the folder is that file; links that lead out of it, and links to folders, are not followed.
 * Throws a {@link ReadFailure} when a folder cannot be listed.
 */
export function folderFiles(folder: string): FileSet {
  const root = realpathSync(folder);
  return filesAt(root, listFiles(root).paths);
}

export interface ListOptions {
  /** Starts no git: what git ignores is then among the files. */
  readonly withoutGit?: boolean;
  /** Called now and then with the number of files that were found. */
  readonly onListing?: (count: number) => void;
  /** With more files than this the folder is no tree. */
  readonly maxFiles?: number;
}

/** The same, of a tree: without what is no source of it. */
export function treeFiles(
  folder: string,
  { withoutGit = false, ...listing }: ListOptions = {},
): { readonly files: FileSet; readonly skipped: Skipped } {
  const root = realpathSync(folder);
  const { paths, outputs } = listFiles(root, listing);
  const interfaces = paths.filter((path) => path.endsWith('.idol'));
  const ignored = withoutGit ? new Set<string>() : ignoredByGit(root, interfaces);
  const files = filesAt(
    root,
    paths.filter((path) => !ignored.has(path)),
  );
  return { files, skipped: { outputs: outputs.sort(), ignored: [...ignored].sort() } };
}

function filesAt(root: string, paths: readonly string[]): FileSet {
  const contents = new Map<string, Uint8Array | undefined>();
  const bytes = (path: string) => {
    if (!contents.has(path)) contents.set(path, readOrUndefined(join(root, path)));
    return contents.get(path);
  };
  const keys = new Map<string, string | undefined>();
  const contentKey = (path: string) => {
    const content = bytes(path);
    if (!keys.has(path)) keys.set(path, content && gitBlobId(content));
    return keys.get(path);
  };
  return { folder: root, ...storedFiles({ paths, bytes, contentKey }) };
}

/** The id that git (with SHA-1) gives a blob of this content, so that folders and revisions share what caches key on. */
export function gitBlobId(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/** A hundred times the files of a large tree. What has more is no tree: the root of a disk, a home. */
const MAX_FILES = 500_000;
/** So many files are listed in about a tenth of a second. */
const LISTING_STEP = 10_000;

function listFiles(
  root: string,
  { onListing, maxFiles = MAX_FILES }: Pick<ListOptions, 'onListing' | 'maxFiles'> = {},
): { paths: string[]; outputs: string[] } {
  const paths: string[] = [];
  const outputs: string[] = [];
  const folders = [''];
  let shown = 0;
  for (let prefix = folders.pop(); prefix !== undefined; prefix = folders.pop()) {
    if (paths.length > maxFiles) throw new ReadFailure(tooManyFiles(root, maxFiles), 'name the root of the tree');
    if (paths.length >= shown + LISTING_STEP) {
      shown = paths.length;
      onListing?.(shown);
    }
    const entries = entriesOf(join(root, prefix));
    const names = new Set(entries.map(({ name }) => name));
    if (prefix !== '' && isOwnOutput(basename(prefix), (name) => names.has(name))) {
      outputs.push(prefix);
      continue;
    }
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.isDirectory()) {
        if (!IGNORED_FOLDERS.has(entry.name)) folders.push(`${path}/`);
      } else if (entry.isFile() || (entry.isSymbolicLink() && isFileInside(root, path))) {
        paths.push(path);
      }
    }
  }
  return { paths, outputs };
}

function tooManyFiles(root: string, maxFiles: number): string {
  return `\`${root}\` has more than ${maxFiles.toLocaleString('en-US')} files: reading stops at this limit`;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // Gone since it was listed.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new ReadFailure(`\`${folder}\` cannot be listed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isFileInside(root: string, path: string): boolean {
  try {
    const target = realpathSync(join(root, path));
    const inside = relative(root, target);
    return inside !== '..' && !inside.startsWith(`..${sep}`) && statSync(target).isFile();
  } catch {
    return false;
  }
}

function readOrUndefined(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
