import { posix } from 'node:path';
import { type FileSet, storedFiles } from '../text/index.ts';
import { isIgnored } from './folder.ts';
import type { GitEntry, GitRepository } from './git.ts';
import { withoutOwnOutput } from './own-output.ts';
import { type Opened, opened } from './problem.ts';

/**
 * The files of a commit, straight from git's objects. The first file that is read brings all of its kind in one go, since starting
 * git costs more than reading.
 * @param related commits that will be read as well: a partial clone fetches what it lacks of them in the same request
 * @param near files with git's ids as content keys, such as those of the working tree: what is the same there is read there
 */
export function revisionFiles(
  repository: GitRepository,
  commit: string,
  related: () => readonly string[] = () => [],
  near?: FileSet,
): Opened<FileSet> {
  const entries = repository.entries(commit);
  if (!entries.ok) return entries;
  const lacked = () => [commit, ...related()].flatMap((one) => sourcesOf(repository, one));
  const blobs = followLinks(repository, entries.value, lacked);
  const fetched = new Set<Kind>();
  const isNear = (path: string, blob: string) => near?.has(path) === true && near.contentKey(path) === blob;
  const bytes = (path: string) => {
    const blob = blobs.get(path) as string;
    if (isNear(path, blob)) return near?.bytes(path);
    const kind = kindOf(path);
    if (kind !== 'other' && !fetched.has(kind)) {
      fetched.add(kind);
      const differing = [...blobs].filter(([other, id]) => kindOf(other) === kind && !isNear(other, id));
      repository.fetch(
        differing.map(([, id]) => id),
        lacked,
      );
    }
    return repository.blob(blob);
  };
  return opened(storedFiles({ paths: blobs.keys(), bytes, contentKey: (path) => blobs.get(path) }));
}

/**
 * Brings everything here that reading these commits may ask for, in a few runs of git for all of them. What commits of an earlier call
 * had and these do not have is forgotten.
 * @param related other commits that will be read: a partial clone fetches what it lacks of them in the same request
 */
export function prepareRevisions(
  repository: GitRepository,
  commits: readonly string[],
  related: () => readonly string[] = () => [],
): void {
  repository.prepare(commits);
  const blobs = new Set(commits.flatMap((commit) => sourcesOf(repository, commit)));
  repository.keepOnly(blobs);
  repository.fetch(blobs, () => related().flatMap((commit) => sourcesOf(repository, commit)));
}

/** What is asked for together: manifests with interfaces, and Rust sources. Anything else comes alone. */
type Kind = 'description' | 'rust' | 'other';

function kindOf(path: string): Kind {
  if (/\.(?:toml|idol)$|(?:^|\/)build\.rs$/.test(path)) return 'description';
  return path.endsWith('.rs') ? 'rust' : 'other';
}

/** Every blob of a commit that reading it may ask for; also register maps and `Cargo.lock`, which otherwise come alone. */
function sourcesOf(repository: GitRepository, commit: string): string[] {
  const entries = repository.entries(commit);
  if (!entries.ok) return [];
  return entries.value
    .filter(
      ({ path, isLink }) =>
        !isIgnored(path) && (isLink || kindOf(path) !== 'other' || /\.json$|Cargo\.lock$/.test(path)),
    )
    .map(({ blob }) => blob);
}

/** Path -> blob. A link to a file of the revision stands for that file; any other link is left out, as in a folder. */
function followLinks(
  repository: GitRepository,
  entries: readonly GitEntry[],
  lacked: () => Iterable<string>,
): Map<string, string> {
  const sources = new Set(withoutOwnOutput(entries.map(({ path }) => path)));
  const wanted = entries.filter(({ path }) => sources.has(path) && !isIgnored(path));
  const files = new Map(wanted.filter((entry) => !entry.isLink).map((entry) => [entry.path, entry.blob]));
  const links = wanted.filter((entry) => entry.isLink);
  repository.fetch(
    links.map((link) => link.blob),
    lacked,
  );
  const linked: [string, string][] = [];
  for (const link of links) {
    const target = Buffer.from(repository.blob(link.blob)).toString();
    const blob = files.get(posix.join(posix.dirname(link.path), target));
    if (blob) linked.push([link.path, blob]);
  }
  for (const [path, blob] of linked) files.set(path, blob);
  return files;
}
