import type { InterfaceDocument } from '../registry/index.ts';

/** A version of the file at one path. */
export interface VersionOfFile {
  history: InterfaceDocument;
  version: number;
}

/** What became of one operation, version by version and under every path that its file had. */
export interface OperationHistory {
  /** Version in which it came, or came back. */
  since: VersionOfFile;
  /** Each later version that gave it another number. */
  moves: (VersionOfFile & { from: number; to: number })[];
}

/**
 * Undefined when no version up to `until` has the operation. `historyAt` gives the history of a path, to follow a file that was
 * renamed.
 */
export function operationHistory(
  history: InterfaceDocument,
  name: string,
  historyAt: (path: string) => InterfaceDocument | undefined,
  until: number = history.versions.length,
): OperationHistory | undefined {
  let found: OperationHistory | undefined;
  let before: number | null = null;
  for (const { version, number, ...at } of numbersOf(history, name, historyAt, until, new Set())) {
    if (number === null) found = undefined;
    else if (!found || before === null) found = { since: { ...at, version }, moves: [] };
    else if (number !== before) found.moves.push({ ...at, version, from: before, to: number });
    before = number;
  }
  return found;
}

/** The number that an operation has from each version on in which that changes; where a file was renamed it may be told again. */
function numbersOf(
  history: InterfaceDocument,
  name: string,
  historyAt: (path: string) => InterfaceDocument | undefined,
  until: number,
  seen: ReadonlySet<string>,
): (VersionOfFile & { number: number | null })[] {
  const { movedFrom, movedFromVersion } = history;
  const numbers = history.operations.find((operation) => operation.name === name)?.numbers ?? [];
  const own = numbers.filter(({ version }) => version <= until).map((one) => ({ history, ...one }));
  const previous = movedFrom === undefined || seen.has(movedFrom) ? undefined : historyAt(movedFrom);
  if (!previous || movedFromVersion === undefined) return own;
  const earlier = numbersOf(previous, name, historyAt, movedFromVersion, new Set([...seen, history.path]));
  // What version 1 does not have is gone with it.
  const isKept = own[0]?.version === 1;
  return [...earlier, ...(isKept ? [] : [{ history, version: 1, number: null }]), ...own];
}

/** The version from which on the operation is gone; undefined when the newest one has it. */
export function goneSince(history: InterfaceDocument, name: string): number | undefined {
  const last = history.operations.find((operation) => operation.name === name)?.numbers.at(-1);
  return last?.number === null ? last.version : undefined;
}
