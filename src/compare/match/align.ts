/** Two lists of named things matched one to one, in the order of the old list (`added`: of the new one). */
export interface Alignment<T> {
  pairs: Pair<T>[];
  removed: T[];
  added: T[];
}

export interface Pair<T> {
  old: T;
  new: T;
}

/**
 * Matches by name, since a name is what people mean by a thing. What is left is matched by position when `isRename` says that
 * the two are alike: a rename in place.
 */
export function alignByName<T extends { name: string }>(
  oldItems: readonly T[],
  newItems: readonly T[],
  isRename: (old: T, renamed: T) => boolean,
): Alignment<T> {
  if (haveSameNames(oldItems, newItems)) {
    return { pairs: oldItems.map((old, position) => ({ old, new: newItems[position] as T })), removed: [], added: [] };
  }
  const newByName = new Map(newItems.map((item) => [item.name, item]));
  const oldNames = new Set(oldItems.map((item) => item.name));
  const added = new Set(newItems.filter((item) => !oldNames.has(item.name)));
  const pairs: Pair<T>[] = [];
  const removed: T[] = [];
  oldItems.forEach((old, position) => {
    const sameName = newByName.get(old.name);
    const inPlace = newItems[position];
    if (sameName) {
      pairs.push({ old, new: sameName });
    } else if (inPlace && added.has(inPlace) && isRename(old, inPlace)) {
      pairs.push({ old, new: inPlace });
      added.delete(inPlace);
    } else {
      removed.push(old);
    }
  });
  return { pairs, removed, added: [...added] };
}

/** Whether both lists have the same names in the same order, each once: most do, and need no search. */
function haveSameNames<T extends { name: string }>(oldItems: readonly T[], newItems: readonly T[]): boolean {
  if (oldItems.length !== newItems.length || oldItems.some(({ name }, position) => name !== newItems[position]?.name))
    return false;
  return oldItems.length < 2 || new Set(oldItems.map(({ name }) => name)).size === oldItems.length;
}

/**
 * The pairs that stand in another order than before, as few as explain it: all but a longest run that kept its order.
 * One item that moved is one item, however many it passed.
 */
export function movedPairs<T>(pairs: readonly Pair<T>[], newOrder: readonly T[]): Pair<T>[] {
  const positions = pairs.map((pair) => newOrder.indexOf(pair.new));
  const keptUpTo = positions.map(() => 1);
  const previous = positions.map(() => -1);
  let last = positions.length > 0 ? 0 : -1;
  for (let i = 1; i < positions.length; i++) {
    for (let j = 0; j < i; j++) {
      if (
        (positions[j] as number) < (positions[i] as number) &&
        (keptUpTo[j] as number) + 1 > (keptUpTo[i] as number)
      ) {
        keptUpTo[i] = (keptUpTo[j] as number) + 1;
        previous[i] = j;
      }
    }
    if ((keptUpTo[i] as number) > (keptUpTo[last] as number)) last = i;
  }
  const kept = new Set<number>();
  for (let at = last; at >= 0; at = previous[at] as number) kept.add(at);
  return pairs.filter((_, i) => !kept.has(i));
}
