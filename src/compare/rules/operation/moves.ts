import type { OperationSchema } from '../../../schema/index.ts';
import { movedPairs, type Pair } from '../../match/align.ts';
import type { Match } from '../../match/match.ts';

/** Operations that were added or removed one behind the other, and the pairs behind them whose numbers they moved. */
export interface Run {
  operations: OperationSchema[];
  moved: Pair<OperationSchema>[];
}

/** Runs of added operations, with the pairs that they pushed to other numbers. */
export function addedRuns(match: Match): Run[] {
  return runsOf(match.operations.added, match, ({ new: now }) => now.number);
}

/** Runs of removed operations, with the pairs that moved up. */
export function removedRuns(match: Match): Run[] {
  return runsOf(match.operations.removed, match, ({ old }) => old.number);
}

function runsOf(
  operations: readonly OperationSchema[],
  match: Match,
  numberOf: (pair: Pair<OperationSchema>) => number,
): Run[] {
  const moved = reorderedPairs(match).length > 0 ? [] : renumberedPairs(match);
  const runs: OperationSchema[][] = [];
  for (const operation of operations.toSorted((a, b) => a.number - b.number)) {
    const last = runs.at(-1);
    if (last?.at(-1)?.number === operation.number - 1) last.push(operation);
    else runs.push([operation]);
  }
  return runs.map((run) => {
    const from = run[0]?.number ?? 0;
    return { operations: run, moved: moved.filter((pair) => numberOf(pair) > from) };
  });
}

/** Operations of which the order changed, beyond what comes and goes between them. */
export function reorderedPairs(match: Match): Pair<OperationSchema>[] {
  return movedPairs(match.operations.pairs, match.new.schema.operations);
}

/** Pairs with another number. */
export function renumberedPairs(match: Match): Pair<OperationSchema>[] {
  return match.operations.pairs.filter((pair) => pair.old.number !== pair.new.number);
}

/** `operation `a``, `operations `a`, `b``. */
export function describeRun({ operations }: Run): string {
  const names = operations.map(({ name }) => `\`${name}\``).join(', ');
  return operations.length === 1 ? `operation ${names}` : `operations ${names}`;
}

/** `number 3`, `numbers 3 to 5`. */
export function describeNumbers({ operations }: Run): string {
  const [first, last] = [operations[0]?.number, operations.at(-1)?.number];
  return first === last ? `number ${first}` : `numbers ${first} to ${last}`;
}

/** What moved, as the end of a sentence: `, which moves 3 others`. */
export function describeMoved({ moved }: Run): string {
  if (moved.length === 0) return '';
  return `, which moves ${moved.length === 1 ? `\`${moved[0]?.new.name}\`` : `${moved.length} others`}`;
}
