import { type GitRepository, openRevision, type Tree } from '../../tree/index.ts';
import { ancestorsFirst, predecessors } from './ancestry.ts';
import { readFamilies } from './families.ts';
import { type History, makeHistory, type ReadRelease } from './history.ts';
import { type ReadOptions, ReleaseReader } from './release-reader.ts';
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
  const reader = new ReleaseReader(options);
  const identityOf = (commit: string) => `${commit}:${repository.prefix}`;
  const unread = () => commits.filter((commit) => !reader.knows(identityOf(commit)));
  const releases = commits.flatMap((commit, done): ReadRelease[] => {
    const names = families.flatMap((family) =>
      family.releases.map(({ name }) => name).filter((name) => commitOf.get(name) === commit),
    );
    onProgress?.(done, commits.length, names[0] ?? commit);
    const content = reader.read(() => treeAt(repository, commit, unread), identityOf(commit));
    if (content.interfaces.length + content.broken.length === 0) return [];
    const date = dates.get(commit);
    return names.map((name) => ({ name, commit, ...(date && { date }), content }));
  });
  const predecessorOf = new Map(families.flatMap((family) => [...predecessors(family, commitOf, parents)]));
  return makeHistory(families, releases, predecessorOf, objectsOf(store), comparisonsOf(store));
}

/** Undefined when the commit has no such folder yet, or no longer. */
function treeAt(repository: GitRepository, commit: string, related: () => readonly string[]): Tree | undefined {
  const tree = openRevision(repository, commit, related);
  return tree.ok ? tree.value : undefined;
}
