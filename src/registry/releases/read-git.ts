import type { GitRepository } from '../../tree/index.ts';
import { ancestorsFirst, predecessors } from './ancestry.ts';
import { readFamilies } from './families.ts';
import { type ComparedLists, type History, makeHistory, type ReadRelease, type Remember } from './history.ts';
import { portions } from './portions.ts';
import { readCommits } from './read-commits.ts';
import { type ReadOptions, workersFor } from './release-reader.ts';
import type { ReleaseStore } from './release-store.ts';
import { comparisonsOf, keepComparisons, missingComparisons, objectsOf } from './remembered.ts';
import type { ReleaseWorkers, WorkerTask } from './workers.ts';

/** Every tagged release of a repository that a family takes in and that has interfaces. Tags on one commit are read once. */
export async function readGitHistory(repository: GitRepository, options: ReadOptions): Promise<History> {
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
  const workers = workersFor(options);
  try {
    const contents = await readCommits(
      repository,
      commits,
      { ...options, onProgress: (done, all, commit) => onProgress?.(done, all, namesOf.get(commit)?.[0] ?? commit) },
      workers,
    );
    const predecessorOf = new Map(families.flatMap((family) => [...predecessors(family, commitOf, parents)]));
    const releases = commits.flatMap((commit): ReadRelease[] => {
      const content = contents.get(commit);
      if (!content) return [];
      if (content.interfaces.length + content.broken.length === 0) return [];
      const date = dates.get(commit);
      return (namesOf.get(commit) ?? []).map((name) => ({ name, commit, ...(date && { date }), content }));
    });
    const object = objectsOf(store);
    const history = (remember: Remember) => makeHistory(families, releases, predecessorOf, object, remember);
    const { value, missing } = missingComparisons(store, history);
    if (missing.size === 0) return value;
    if (workers) await compareAhead(workers, store, missing);
    return history(comparisonsOf(store));
  } finally {
    if (workers !== options.workers) await workers?.stop();
  }
}

/** Fewer comparisons take less time than starting workers. */
const MIN_COMPARISONS = 16;

/** Comparisons that one of the workers makes in one go. */
const COMPARISONS_AT_ONCE = 16;

/** Makes comparisons, each by one of the workers. */
async function compareAhead(workers: ReleaseWorkers, store: ReleaseStore, missing: ReadonlyMap<string, ComparedLists>) {
  if (missing.size < (workers.areStarted ? 1 : MIN_COMPARISONS)) return;
  const keys = new Map<WorkerTask, readonly string[]>();
  for (const together of portions(neighborsFirst(missing), COMPARISONS_AT_ONCE)) {
    keys.set(
      { kind: 'compare', lists: together.map(([, lists]) => lists) },
      together.map(([key]) => key),
    );
  }
  await workers.run([...keys.keys()], (answer, task) => {
    if (answer.kind !== 'compare') return;
    for (const [index, key] of keys.get(task)?.entries() ?? []) {
      const comparisons = answer.comparisons[index];
      if (comparisons) keepComparisons(store, key, comparisons);
    }
  });
  await workers.settle(store.engine);
  store.refresh();
}

/** Comparisons of two versions stand behind that of the first two releases in which the new one appears: they try the same calls. */
function neighborsFirst(missing: ReadonlyMap<string, ComparedLists>): [string, ComparedLists][] {
  const places = new Map<unknown, number>();
  const all = [...missing].map((one, index) => {
    const [, { after, shared }] = one;
    if (shared) for (const { schema } of after) places.set(schema, places.get(schema) ?? index);
    return { one, index };
  });
  const placeOf = ({ one: [, { after, shared }], index }: (typeof all)[number]) =>
    (shared ? undefined : places.get(after[0]?.schema)) ?? index;
  return all.sort((a, b) => placeOf(a) - placeOf(b) || a.index - b.index).map(({ one }) => one);
}
