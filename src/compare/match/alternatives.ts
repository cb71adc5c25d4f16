import type { Condition } from '../../schema/index.ts';

/** A case of a type or of a length that differs between images or by `cfg`. */
export interface Conditional {
  readonly condition: Condition;
}

/** The cases of two versions that hold together, and where: `image `a`` or a `cfg` predicate. */
export interface CasePair<C> {
  old: C;
  new: C;
  where: string[];
}

/**
 * Matches the cases of a type that differs between images or by `cfg`. An image that only one version has is nobody's change:
 * there are no two ends of different versions in it.
 */
export function pairCases<C extends Conditional>(oldCases: readonly C[], newCases: readonly C[]): CasePair<C>[] {
  const pairs: CasePair<C>[] = [];
  for (const old of oldCases) {
    for (const now of newCases) {
      const where = commonConditions(old.condition, now.condition);
      if (where.length > 0) pairs.push({ old, new: now, where });
    }
  }
  return pairs;
}

/** Whether both versions make the same distinctions, images that only one of them has apart. */
export function haveSameConditions(oldCases: readonly Conditional[], newCases: readonly Conditional[]): boolean {
  const predicates = (cases: readonly Conditional[]) =>
    cases
      .flatMap(({ condition }) => (condition.kind === 'cfg' ? [condition.predicate] : []))
      .sort()
      .join();
  return predicates(oldCases) === predicates(newCases) && pairCases(oldCases, newCases).length > 0;
}

function commonConditions(a: Condition, b: Condition): string[] {
  if (a.kind === 'cfg' || b.kind === 'cfg') {
    return a.kind === 'cfg' && b.kind === 'cfg' && a.predicate === b.predicate ? [`with \`${a.predicate}\``] : [];
  }
  // Two manifests may make images of one name.
  const common = new Set(a.images.filter((image) => b.images.includes(image)));
  return [...common].map((image) => `in image \`${image}\``);
}

/** Where a change is, at the end of a sentence: nothing for everywhere. */
export function describeWhere(where: readonly string[]): string {
  if (where.length === 0) return '';
  const images = where.flatMap((one) => /^in image (.+)$/.exec(one)?.[1] ?? []);
  const all = images.length > 1 && images.length === where.length ? images : where;
  const shown = all.slice(0, 3).join(', ');
  const more = all.length > 3 ? ` and ${all.length - 3} more` : '';
  return ` (${all === images ? 'in images ' : ''}${shown}${more})`;
}
