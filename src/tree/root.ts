import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import process from 'node:process';
import { GitRepository } from './git.ts';
import { ReadFailure } from './problem.ts';

/** The configuration of this program, which marks a root like a workspace does. */
export const CONFIG_FILE = 'idol-registry.config.json';

/** What is asked of a folder to see whether a tree begins there. */
interface Folder {
  has(path: string): boolean;
  /** The text of a file; '' where there is none. */
  text(path: string): string;
  /** True when a file whose name ends with `.toml` lies in `app/` or a folder of it. */
  hasImages(): boolean;
}

/**
 * The root of the tree that a folder belongs to: the folder itself, or the nearest one above it with a workspace or a configuration.
 * Undefined where there is none: what lies in such a folder is no whole tree, and its types would be searched in vain. The search
 * ends with the git repository.
 * @param rev looks at the folders as they are in that revision
 */
export function rootOf(folder: string, rev?: string): string | undefined {
  const repository = rev === undefined ? undefined : GitRepository.around(folder);
  const commit = repository?.resolve(rev as string);
  if (repository && commit?.ok) {
    const found = rootInRevision(repository, commit.value);
    if (found !== undefined) return found === 0 ? folder : above(folder, found);
  }
  return rootOnDisk(folder);
}

function rootOnDisk(folder: string): string | undefined {
  const start = resolve(folder);
  for (let at = start, levels = 0; ; at = dirname(at), levels++) {
    if (isRoot(onDisk(at), levels === 0)) return levels === 0 ? folder : above(folder, levels);
    if (at === dirname(at) || existsSync(join(at, '.git'))) break;
  }
  // Nothing above can be meant: a crate of no workspace, and a collection of interfaces alone, are whole.
  return ['Cargo.toml', 'idl', '.git'].some((name) => existsSync(join(start, name))) ? folder : undefined;
}

/** How many levels above the opened folder the root is. */
function rootInRevision(repository: GitRepository, commit: string): number | undefined {
  const paths = repository.paths(commit);
  const parts = repository.prefix === '' ? [] : repository.prefix.split('/');
  const at = (levels: number) => parts.slice(0, parts.length - levels).join('/');
  const found = [...parts.keys(), parts.length].find((levels) => isRoot(inRevision(at(levels)), levels === 0));
  return found ?? (paths.has(posix.join(at(0), 'Cargo.toml')) || parts.length === 0 ? 0 : undefined);

  function inRevision(folder: string): Folder {
    const inside = (path: string) => posix.join(folder, path);
    return {
      has: (path) => paths.has(inside(path)),
      text: (path) => repository.text(paths.get(inside(path))),
      hasImages() {
        const app = inside('app/');
        return [...paths.keys()].some((path) => path.startsWith(app) && isImagePath(path.slice(app.length)));
      },
    };
  }
}

function isRoot(folder: Folder, isStart: boolean): boolean {
  if (folder.has(CONFIG_FILE)) return true;
  if (/^[ \t]*\[[ \t]*workspace[ \t]*[\].]/m.test(folder.text('Cargo.toml'))) return true;
  // Above the folder that was named, a folder `app` is no proof: many places have one.
  return (isStart || folder.has('Cargo.toml')) && folder.hasImages();
}

function isImagePath(path: string): boolean {
  return path.endsWith('.toml') && path.split('/').length <= 2;
}

function onDisk(folder: string): Folder {
  return {
    has: (path) => existsSync(join(folder, path)),
    text(path) {
      try {
        return readFileSync(join(folder, path), 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
          return '';
        throw new ReadFailure(error instanceof Error ? error.message : String(error));
      }
    },
    hasImages() {
      const app = join(folder, 'app');
      return namesIn(app).some(
        (name) => isImagePath(name) || namesIn(join(app, name)).some((inner) => isImagePath(posix.join(name, inner))),
      );
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A folder some levels above, as one would write it in the working directory. */
function above(folder: string, levels: number): string {
  const path = resolve(folder, ...Array.from({ length: levels }, () => '..'));
  const short = relative(process.cwd(), path);
  return short === '' ? '.' : short.length < path.length ? short : path;
}
