import type { Family } from './families.ts';

/** Commit -> its parents, for every commit that the releases lead to. */
export type Parents = ReadonlyMap<string, readonly string[]>;

/**
 * The release before each one: the same commit under a lower version, else the nearest ancestor that is a release of the
 * family (of several equally near, the highest version). Version order is not history order: backports exist.
 */
export function predecessors(
  family: Family,
  commitOf: ReadonlyMap<string, string>,
  parents: Parents,
): Map<string, string> {
  const namesAt = new Map<string, string[]>();
  for (const { name } of family.releases) {
    const commit = commitOf.get(name);
    if (commit) namesAt.set(commit, [...(namesAt.get(commit) ?? []), name]);
  }
  const found = new Map<string, string>();
  for (const { name } of family.releases) {
    const commit = commitOf.get(name);
    if (!commit) continue;
    const here = namesAt.get(commit) ?? [];
    const before = here[here.indexOf(name) - 1] ?? nearestRelease(commit, namesAt, parents);
    if (before) found.set(name, before);
  }
  return found;
}

/** Breadth first, so that the first one met is the nearest. */
function nearestRelease(start: string, namesAt: ReadonlyMap<string, readonly string[]>, parents: Parents) {
  const seen = new Set([start]);
  for (let level = parents.get(start) ?? []; level.length > 0; ) {
    const names = level.flatMap((commit) => namesAt.get(commit)?.slice(-1) ?? []);
    if (names.length > 0) return names.at(-1);
    const next = new Set(level.flatMap((commit) => parents.get(commit) ?? []).filter((commit) => !seen.has(commit)));
    for (const commit of next) seen.add(commit);
    level = [...next];
  }
  return undefined;
}

/** Commits so that each stands behind all its ancestors; those that history leaves open, in the order given. */
export function ancestorsFirst(commits: readonly string[], parents: Parents): string[] {
  const wanted = new Set(commits);
  const done = new Set<string>();
  const ordered: string[] = [];
  for (const commit of commits) {
    // An explicit stack: a history of some thousand commits is too deep for recursion.
    const stack: { commit: string; next: number }[] = [{ commit, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1) as { commit: string; next: number };
      const parent = parents.get(top.commit)?.[top.next++];
      if (parent !== undefined) {
        if (!done.has(parent)) stack.push({ commit: parent, next: 0 });
      } else {
        stack.pop();
        if (!done.has(top.commit) && wanted.has(top.commit)) ordered.push(top.commit);
        done.add(top.commit);
      }
    }
  }
  return ordered;
}
