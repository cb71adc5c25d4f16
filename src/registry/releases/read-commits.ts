import { type GitRepository, openRevision, prepareRevisions } from '../../tree/index.ts';
import type { ReleaseContent } from './content.ts';
import { type ReadOptions, ReleaseReader } from './release-reader.ts';

/** Commits whose files are read together: neighbors share most of them. */
const AT_ONCE = 8;

/** What each commit holds, with the folder in it that the repository was opened at. */
export function readCommits(
  repository: GitRepository,
  commits: readonly string[],
  options: ReadOptions,
): Map<string, ReleaseContent> {
  const reader = new ReleaseReader(options);
  const identityOf = (commit: string) => `${commit}:${repository.prefix}`;
  const contents = new Map<string, ReleaseContent>();
  const unread: string[] = [];
  for (const commit of commits) {
    const known = reader.known(identityOf(commit));
    if (known) contents.set(commit, known);
    else unread.push(commit);
  }
  for (let at = 0; at < unread.length; at += AT_ONCE) {
    const together = unread.slice(at, at + AT_ONCE);
    prepareRevisions(repository, together, () => unread.slice(at));
    for (const [index, commit] of together.entries()) {
      options.onProgress?.(commits.length - unread.length + at + index, commits.length, commit);
      const tree = openRevision(repository, commit);
      const content = reader.read(tree.ok ? tree.value : undefined);
      reader.keep(identityOf(commit), content);
      contents.set(commit, content);
    }
  }
  return contents;
}
