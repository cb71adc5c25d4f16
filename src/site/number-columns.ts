import { carriedVersions, type InterfaceDocument, lineageOf } from '../registry/index.ts';
import type { NumberColumn } from './figures/index.ts';
import { numbersOf } from './lineage.ts';

/** A release of a product line, for one column. */
interface LineRelease {
  readonly name: string;
  readonly href: string;
}

/**
 * The columns of a number map: the releases of one product line that have the interface, under any path that its file had.
 * Neighbors with the same numbers are one column.
 */
export function numberColumns(
  history: InterfaceDocument,
  family: { readonly name: string; readonly releases: readonly LineRelease[] },
  historyAt: (path: string) => InterfaceDocument | undefined,
): NumberColumn[] {
  const carried = carriedVersions(lineageOf(history, historyAt));
  const columns: { first: LineRelease; last: LineRelease; numbers: ReadonlyMap<string, number> }[] = [];
  for (const release of family.releases) {
    const version = carried.get(release.name);
    if (!version) continue;
    const numbers = numbersOf(version);
    const previous = columns.at(-1);
    if (previous && isSame(previous.numbers, numbers)) previous.last = release;
    else columns.push({ first: release, last: release, numbers });
  }
  return columns.map(({ first, last, numbers }) => ({
    label: withoutPrefix(first.name, family.name),
    title: first === last ? first.name : `${first.name} to ${last.name}`,
    href: first.href,
    numbers,
  }));
}

function isSame(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([name, number]) => b.get(name) === number);
}

/** `v1.0.2` of `gimlet-v1.0.2` in the line `gimlet`. */
function withoutPrefix(name: string, family: string): string {
  const rest = name.startsWith(family) ? name.slice(family.length).replace(/^[-_/]+/, '') : name;
  return rest || name;
}
