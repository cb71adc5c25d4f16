import type { InterfaceDocument } from '../registry/index.ts';

/** What became of one operation, version by version. */
export interface OperationHistory {
  /** Version in which it came, or came back. */
  since: number;
  /** Each later version that gave it another number. */
  moves: { version: number; from: number; to: number }[];
}

/** Undefined when no version up to `until` has the operation. */
export function operationHistory(
  history: InterfaceDocument,
  name: string,
  until: number = history.versions.length,
): OperationHistory | undefined {
  const numbers = history.operations.find((operation) => operation.name === name)?.numbers ?? [];
  let found: OperationHistory | undefined;
  for (const [at, { version, number }] of numbers.entries()) {
    if (version > until) break;
    const before = numbers[at - 1]?.number ?? null;
    if (number === null) found = undefined;
    else if (before === null || !found) found = { since: version, moves: [] };
    else found.moves.push({ version, from: before, to: number });
  }
  return found;
}

/** The version from which on the operation is gone; undefined when the newest one has it. */
export function goneSince(history: InterfaceDocument, name: string): number | undefined {
  const last = history.operations.find((operation) => operation.name === name)?.numbers.at(-1);
  return last?.number === null ? last.version : undefined;
}
