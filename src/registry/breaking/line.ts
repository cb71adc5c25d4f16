import type { GitRepository, Opened } from '../../tree/index.ts';
import { opened, refused } from '../../tree/index.ts';
import { openRegistry } from '../published/open.ts';
import type { Redirects } from '../published/source.ts';
import type { History, ReleaseEntry, VersionObject } from '../releases/index.ts';
import type { Against } from './against.ts';
import { releaseSnapshot } from './open-against.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * All earlier releases of the line that leads to a commit, nearest first: those among its ancestors. When what was asked for is itself
 * a release, only its family counts; a branch continues every line that leads to it. Releases of one commit are one.
 */
export function earlierReleases(
  history: History,
  object: (hash: string) => VersionObject,
  repository: GitRepository,
  base: { readonly commit: string; readonly label: string },
): Snapshot[] {
  const ancestors = repository.parents([base.commit]);
  const family = history.releases.find(({ name }) => name === base.label)?.family;
  const seen = new Set([base.commit]);
  const line: ReleaseEntry[] = [];
  for (const release of [...history.releases].reverse()) {
    const { commit } = release;
    if (commit === undefined || !ancestors.has(commit) || seen.has(commit)) continue;
    if (family !== undefined && release.family !== family) continue;
    seen.add(commit);
    line.push(release);
  }
  return line.map(({ name, commit, interfaces }) => ({
    label: name,
    ...(commit && { commit }),
    interfaces: interfaces.map((one) => object(one.object)),
    broken: [],
  }));
}

/** The release of a published registry and all before it, by what each one followed. */
export async function openLine(
  { place, release: wanted }: Extract<Against, { kind: 'registry' }>,
  redirects?: Redirects,
): Promise<Opened<Snapshot[]>> {
  const registry = await openRegistry(place, redirects);
  if (!registry.ok) return registry;
  const line: Snapshot[] = [];
  const seen = new Set<string>();
  for (let name = wanted; name === undefined || !seen.has(name); ) {
    const release = await registry.value.release(name);
    if (!release.ok) return release;
    const snapshot = await releaseSnapshot(registry.value, release.value);
    if (!snapshot.ok) return snapshot;
    seen.add(release.value.name);
    line.push(snapshot.value);
    if (release.value.predecessor === undefined) break;
    name = release.value.predecessor;
  }
  return opened(line);
}

export function hasNoLine({ kind }: Against): Opened<never> {
  return refused(
    'unknown-revision',
    `a ${kind} has no earlier releases, which a transitive mode compares with`,
    'compare with a git revision or a registry, or leave `-transitive` away',
  );
}
