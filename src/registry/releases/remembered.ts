import type { InterfaceComparison } from '../../compare/index.ts';
import { type ObjectStore, parseObject, type VersionObject } from './content.ts';
import { type ComparedLists, compareLists, type Remember } from './history.ts';
import type { ReleaseStore } from './release-store.ts';

/** Objects of a store, each parsed once. That it has them is the caller's care. */
export function objectsOf(store: Pick<ObjectStore, 'get'>): (hash: string) => VersionObject {
  const parsed = new Map<string, VersionObject>();
  return (hash) => {
    const known = parsed.get(hash) ?? parseObject(store.get(hash) ?? new Uint8Array());
    parsed.set(hash, known);
    return known;
  };
}

const COMPARISON = { name: 'comparison', module: 'src/compare/index.ts' };

/** Comparisons of the same two lists of objects, made once. */
export function comparisonsOf({ engine }: ReleaseStore): Remember {
  return (key, lists) => engine.remember(COMPARISON, key, () => compareLists(lists()));
}

/**
 * Does work with the comparisons that are known, and finds those that are not: the work gets none in their place. Where nothing is
 * missing, its value is what it would be with all.
 */
export function missingComparisons<T>(
  { engine }: ReleaseStore,
  work: (remember: Remember) => T,
): { readonly value: T; readonly missing: ReadonlyMap<string, ComparedLists> } {
  const missing = new Map<string, ComparedLists>();
  const value = work((key, lists) => {
    const known = engine.remembered<InterfaceComparison[]>(COMPARISON, key);
    if (!known && !missing.has(key)) missing.set(key, lists());
    return known ?? [];
  });
  return { value, missing };
}

/** Keeps a comparison that was made elsewhere. */
export function keepComparisons({ engine }: ReleaseStore, key: string, comparisons: InterfaceComparison[]): void {
  engine.remember(COMPARISON, key, () => comparisons);
}
