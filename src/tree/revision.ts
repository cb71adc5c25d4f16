import { posix } from 'node:path';
import type { FileSet } from '../text/index.ts';
import { storedFiles } from './file-set.ts';
import { isIgnored } from './folder.ts';
import type { GitEntry, GitRepository } from './git.ts';
import { type Opened, opened } from './problem.ts';

/**
 * The files of a commit, straight from git's objects. The first file that is read brings all of its kind in one go,
 * since starting git costs more than reading.
 */
export function revisionFiles(repository: GitRepository, commit: string): Opened<FileSet> {
  const entries = repository.entries(commit);
  if (!entries.ok) return entries;
  const blobs = followLinks(repository, entries.value);
  const fetched = new Set<Kind>();
  const bytes = (path: string) => {
    const kind = kindOf(path);
    if (kind !== 'other' && !fetched.has(kind)) {
      fetched.add(kind);
      repository.fetch([...blobs].filter(([other]) => kindOf(other) === kind).map(([, blob]) => blob));
    }
    return repository.blob(blobs.get(path) as string);
  };
  return opened(storedFiles(blobs.keys(), bytes, (path) => blobs.get(path)));
}

/** What is asked for together: manifests with interfaces, and Rust sources. Anything else comes alone. */
type Kind = 'description' | 'rust' | 'other';

function kindOf(path: string): Kind {
  if (path.endsWith('.toml') || path.endsWith('.idol') || path.endsWith('build.rs')) return 'description';
  return path.endsWith('.rs') ? 'rust' : 'other';
}

/** Path -> blob. A link to a file of the revision stands for that file; any other link is left out, as in a folder. */
function followLinks(repository: GitRepository, entries: readonly GitEntry[]): Map<string, string> {
  const wanted = entries.filter((entry) => !isIgnored(entry.path));
  const files = new Map(wanted.filter((entry) => !entry.isLink).map((entry) => [entry.path, entry.blob]));
  const links = wanted.filter((entry) => entry.isLink);
  repository.fetch(links.map((link) => link.blob));
  const linked: [string, string][] = [];
  for (const link of links) {
    const target = repository.blob(link.blob);
    if (!target) continue;
    const blob = files.get(posix.join(posix.dirname(link.path), Buffer.from(target).toString()));
    if (blob) linked.push([link.path, blob]);
  }
  for (const [path, blob] of linked) files.set(path, blob);
  return files;
}
