import { type ObjectStore, parseObject, type VersionObject } from './content.ts';
import type { Remember } from './history.ts';
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

/** Comparisons of the same two lists of objects, made once. */
export function comparisonsOf({ engine }: ReleaseStore): Remember {
  return (key, compare) => engine.remember({ name: 'comparison', module: 'src/compare/index.ts' }, key, compare);
}
