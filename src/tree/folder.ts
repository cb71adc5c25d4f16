import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { FileSet } from '../text/index.ts';
import { storedFiles } from './file-set.ts';

const IGNORED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules', 'target']);

/** True of a path that lies in a folder which holds build products or other people's trees, at any depth. */
export function isIgnored(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => IGNORED_FOLDERS.has(folder));
}

/**
 * The files below a folder. Each file is read once, on first use, so that everybody sees the same text; what cannot be
 * read is absent. A link to a file inside the folder is that file; links that lead out of it, and links to folders, are
 * not followed.
 */
export function folderFiles(folder: string): FileSet {
  const root = realpathSync(folder);
  const contents = new Map<string, Uint8Array | undefined>();
  const bytes = (path: string) => {
    if (!contents.has(path)) contents.set(path, readOrUndefined(join(root, path)));
    return contents.get(path);
  };
  return storedFiles(listFiles(root), bytes, (path) => {
    const content = bytes(path);
    return content && gitBlobId(content);
  });
}

/** The id that git (with SHA-1) gives a blob of this content, so that folders and revisions share what caches key on. */
export function gitBlobId(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

function listFiles(root: string): string[] {
  const paths: string[] = [];
  const folders = [''];
  for (let prefix = folders.pop(); prefix !== undefined; prefix = folders.pop()) {
    for (const entry of entriesOf(join(root, prefix))) {
      const path = prefix + entry.name;
      if (entry.isDirectory()) {
        if (!IGNORED_FOLDERS.has(entry.name)) folders.push(`${path}/`);
      } else if (entry.isFile() || (entry.isSymbolicLink() && isFileInside(root, path))) {
        paths.push(path);
      }
    }
  }
  return paths;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
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
