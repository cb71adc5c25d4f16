import { z } from 'zod';
import type { Finding } from '../../compare/index.ts';
import type { ItemCache } from '../../rust/index.ts';
import { type GitRepository, openRevision, readWorkspace } from '../../tree/index.ts';
import { type Config, DEFAULT_CONFIG } from '../config.ts';
import { readInterfaces } from '../scan.ts';
import { ancestorsFirst, predecessors } from './ancestry.ts';
import type { Cache } from './cache.ts';
import { parseObject, type ReleaseContent, storeContent, type VersionObject } from './content.ts';
import { readFamilies } from './families.ts';
import { type History, makeHistory, type ReadRelease } from './history.ts';

const ContentSchema: z.ZodType<ReleaseContent> = z.object({
  interfaces: z.array(z.object({ path: z.string(), name: z.string(), contract: z.string(), object: z.string() })),
});

export interface ReadOptions {
  readonly config?: Config;
  readonly cache: Cache;
  /** Called before each release that has to be read. */
  readonly onProgress?: (done: number, all: number, name: string) => void;
}

/** Every tagged release of a repository that a family takes in. Tags on one commit are read once. */
export function readGitHistory(repository: GitRepository, options: ReadOptions): History {
  const { config = DEFAULT_CONFIG, cache, onProgress } = options;
  const tags = repository.tags();
  const families = readFamilies(
    tags.map(({ name }) => name),
    config.families,
  );
  const taken = new Set(families.flatMap((family) => family.releases.map(({ name }) => name)));
  const commitOf = new Map(tags.filter(({ name }) => taken.has(name)).map(({ name, commit }) => [name, commit]));
  const parents = repository.parents([...new Set(commitOf.values())]);
  const commits = ancestorsFirst([...new Set(commitOf.values())], parents);
  const contents = new Map<string, ReleaseContent>();
  const items: ItemCache = new Map();
  commits.forEach((commit, done) => {
    const name = [...commitOf].find(([, at]) => at === commit)?.[0] ?? commit;
    onProgress?.(done, commits.length, name);
    contents.set(commit, readContent(repository, commit, config, cache, items));
  });
  const dates = repository.dates(commits);
  const releases = commits.flatMap((commit) =>
    families.flatMap((family) =>
      family.releases
        .filter(({ name }) => commitOf.get(name) === commit)
        .map(({ name }): ReadRelease => {
          const date = dates.get(commit);
          return { name, commit, ...(date && { date }), content: contents.get(commit) ?? { interfaces: [] } };
        }),
    ),
  );
  const predecessorOf = new Map(families.flatMap((family) => [...predecessors(family, commitOf, parents)]));
  return makeHistory(families, releases, predecessorOf, objectsOf(cache), findingsOf(cache));
}

/** What a commit holds. One that cannot be read as a tree (before there were interfaces) holds nothing. */
function readContent(
  repository: GitRepository,
  commit: string,
  config: Config,
  cache: Cache,
  items: ItemCache,
): ReleaseContent {
  const key = JSON.stringify([commit, repository.prefix, config.target, config.crates]);
  const known = ContentSchema.safeParse(cache.readResult('releases', key));
  if (known.success && known.data.interfaces.every(({ object }) => cache.has(object))) return known.data;
  const tree = openRevision(repository, commit);
  if (!tree.ok) return { interfaces: [] };
  const content = storeContent(readInterfaces(tree.value, readWorkspace(tree.value), config, items), cache);
  cache.writeResult('releases', key, content);
  return content;
}

/** Objects parsed once. */
export function objectsOf(cache: Cache): (hash: string) => VersionObject {
  const parsed = new Map<string, VersionObject>();
  return (hash) => {
    const known = parsed.get(hash) ?? parseObject(cache.get(hash) ?? '');
    parsed.set(hash, known);
    return known;
  };
}

/** Findings that an earlier run made of the same two lists of objects. */
export function findingsOf(cache: Cache) {
  return (key: string, compare: () => Finding[]): Finding[] => {
    const known = cache.readResult('findings', key);
    if (Array.isArray(known)) return known as Finding[];
    const findings = compare();
    cache.writeResult('findings', key, findings);
    return findings;
  };
}
