import type { InterfaceComparison } from '../../compare/index.ts';
import type { Cache } from './cache.ts';
import { type ObjectStore, parseObject, type VersionObject } from './content.ts';
import type { Remember } from './history.ts';

/** Objects of a store, each parsed once. That it has them is the caller's care. */
export function objectsOf(store: Pick<ObjectStore, 'get'>): (hash: string) => VersionObject {
  const parsed = new Map<string, VersionObject>();
  return (hash) => {
    const known = parsed.get(hash) ?? parseObject(store.get(hash) ?? new Uint8Array());
    parsed.set(hash, known);
    return known;
  };
}

/** Comparisons that an earlier run made of the same two lists of objects. */
export function comparisonsOf(cache: Cache): Remember {
  return (key, compare) => {
    const known = cache.readResult('comparisons', key);
    if (Array.isArray(known)) return known as InterfaceComparison[];
    const compared = compare();
    cache.writeResult('comparisons', key, compared);
    return compared;
  };
}
