import type { InterfaceDocument } from '../registry/index.ts';
import type { NumberColumn } from './figures/index.ts';

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
  const paths = pathsOf(history, historyAt);
  const columns: { first: LineRelease; last: LineRelease; numbers: ReadonlyMap<string, number> }[] = [];
  for (const release of family.releases) {
    const numbers = numbersIn(release.name, paths);
    if (!numbers) continue;
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

/** The history of the file, and of the files that it was before. */
function pathsOf(
  history: InterfaceDocument,
  historyAt: (path: string) => InterfaceDocument | undefined,
): InterfaceDocument[] {
  const paths = [history];
  for (let at = history.movedFrom; at !== undefined; ) {
    const previous = historyAt(at);
    if (!previous || paths.includes(previous)) break;
    paths.push(previous);
    at = previous.movedFrom;
  }
  return paths;
}

function numbersIn(release: string, paths: readonly InterfaceDocument[]): Map<string, number> | undefined {
  for (const { versions, operations } of paths) {
    const version = versions.find(({ releases }) => releases.includes(release))?.number;
    if (version === undefined) continue;
    const numbers = new Map<string, number>();
    for (const { name, numbers: since } of operations) {
      const number = since.findLast((one) => one.version <= version)?.number;
      if (typeof number === 'number') numbers.set(name, number);
    }
    return numbers;
  }
  return undefined;
}

function isSame(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([name, number]) => b.get(name) === number);
}

/** `v1.0.2` of `gimlet-v1.0.2` in the line `gimlet`. */
function withoutPrefix(name: string, family: string): string {
  const rest = name.startsWith(family) ? name.slice(family.length).replace(/^[-_/]+/, '') : name;
  return rest || name;
}
