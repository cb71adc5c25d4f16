import { type GitRepository, openRevision, prepareRevisions } from '../../tree/index.ts';
import { hashesOf, type ReleaseContent } from './content.ts';
import { portions } from './portions.ts';
import { type ReadOptions, ReleaseReader } from './release-reader.ts';
import type { ReleaseWorkers } from './workers.ts';

/** Commits whose files are read together: neighbors share most of them. */
const AT_ONCE = 8;

/**
 * What each commit holds, with the folder in it that the repository was opened at.
 * @param workers read them, where there are; this one reads what they could not store
 */
export async function readCommits(
  repository: GitRepository,
  commits: readonly string[],
  options: ReadOptions,
  workers: ReleaseWorkers | undefined,
): Promise<Map<string, ReleaseContent>> {
  const { store, onProgress } = options;
  const reader = new ReleaseReader(options);
  const identityOf = (commit: string) => `${commit}:${repository.prefix}`;
  const contents = new Map<string, ReleaseContent>();
  for (const commit of commits) {
    const known = reader.known(identityOf(commit));
    if (known) contents.set(commit, known);
  }
  const keep = (commit: string, content: ReleaseContent) => {
    reader.keep(identityOf(commit), content);
    contents.set(commit, content);
  };
  let done = contents.size;
  const unread = () => commits.filter((commit) => !contents.has(commit));
  const first = unread();
  if (workers && first.length > AT_ONCE) {
    // One request to the remote of a partial clone; workers then find everything here.
    if (repository.isPartial) prepareRevisions(repository, first.slice(0, AT_ONCE), () => first);
    const read = new Map<string, ReleaseContent>();
    const size = Math.min(AT_ONCE, Math.ceil(first.length / 4));
    await workers.run(
      tapered(first, size).map((together) => ({ kind: 'read', repository: repository.folder, commits: together })),
      (answer) => {
        if (answer.kind === 'progress') onProgress?.(done++, commits.length, answer.commit);
        if (answer.kind !== 'read') return;
        for (const content of answer.objects.values()) store.put(content);
        for (const { commit, content } of answer.releases) read.set(commit, content);
      },
    );
    await workers.settle(store.engine);
    store.refresh();
    for (const [commit, content] of read) {
      if (hashesOf(content, store).every((hash) => store.has(hash))) keep(commit, content);
    }
  }
  const left = unread();
  for (const together of portions(left, AT_ONCE)) {
    prepareRevisions(repository, together, () => left);
    for (const commit of together) {
      onProgress?.(done++, commits.length, commit);
      const tree = openRevision(repository, commit);
      keep(commit, reader.read(tree.ok ? tree.value : undefined));
    }
  }
  return contents;
}

/** Workers take tasks from both ends: those in the middle are the last ones, and smaller, so that none waits long for another. */
function tapered<T>(list: readonly T[], size: number): T[][] {
  const parts = portions(list, size);
  const middle = Math.max(0, Math.floor(parts.length / 2) - 1);
  const last = parts.slice(middle, middle + 2).flat();
  return [...parts.slice(0, middle), ...portions(last, Math.ceil(size / 2)), ...parts.slice(middle + 2)];
}
