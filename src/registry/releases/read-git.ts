import type { GitRepository } from '../../tree/index.ts';
import { ancestorsFirst, predecessors } from './ancestry.ts';
import { readFamilies } from './families.ts';
import { type History, makeHistory, type ReadRelease } from './history.ts';
import { readCommits } from './read-commits.ts';
import type { ReadOptions } from './release-reader.ts';
import { comparisonsOf, objectsOf } from './remembered.ts';

/** Every tagged release of a repository that a family takes in and that has interfaces. Tags on one commit are read once. */
export function readGitHistory(repository: GitRepository, options: ReadOptions): History {
  const { config, store, onProgress } = options;
  const tags = repository.tags();
  const families = readFamilies(
    tags.map(({ name }) => name),
    config?.families,
  );
  const taken = new Set(families.flatMap((family) => family.releases.map(({ name }) => name)));
  const commitOf = new Map(tags.filter(({ name }) => taken.has(name)).map(({ name, commit }) => [name, commit]));
  const tagged = [...new Set(commitOf.values())];
  const parents = repository.parents(tagged);
  const dates = repository.dates(tagged);
  const day = (commit: string) => dates.get(commit) ?? '';
  // A release on a branch of its own stands among those of its time, not behind the newest.
  const byDate = tagged.toSorted((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0));
  const commits = ancestorsFirst(byDate, parents);
  const namesOf = new Map(
    commits.map((commit) => {
      const names = families.flatMap((family) => family.releases.map(({ name }) => name));
      return [commit, names.filter((name) => commitOf.get(name) === commit)] as const;
    }),
  );
  const contents = readCommits(repository, commits, {
    ...options,
    onProgress: (done, all, commit) => onProgress?.(done, all, namesOf.get(commit)?.[0] ?? commit),
  });
  const releases = commits.flatMap((commit): ReadRelease[] => {
    const content = contents.get(commit);
    if (!content) return [];
    if (content.interfaces.length + content.broken.length === 0) return [];
    const date = dates.get(commit);
    return (namesOf.get(commit) ?? []).map((name) => ({ name, commit, ...(date && { date }), content }));
  });
  const predecessorOf = new Map(families.flatMap((family) => [...predecessors(family, commitOf, parents)]));
  return makeHistory(families, releases, predecessorOf, objectsOf(store), comparisonsOf(store));
}
