import {
  badness as badnessOf,
  byChange,
  type Cause,
  type Effect,
  effectsOf,
  type InterfaceComparison,
  interfaceNameAmong,
  type OperationVerdict,
  operationNameAmong,
  VERDICT_KINDS,
  type VerdictKind,
  verdictsOf,
  worstVerdict,
} from '../../compare/index.ts';

/** What each verdict means. */
export const VERDICT_MEANINGS: Readonly<Record<VerdictKind, string>> = {
  silent: 'wrong data, or the wrong operation, is accepted, and nobody notices',
  panic: 'the client or the server panics, or the kernel faults the server',
  fault: 'the kernel faults the client',
  unknown: 'something that both sides use could not be resolved, so nothing is claimed',
  ok: 'every call works',
};

/** A cause, with the interfaces that have it: several where a type that they share changed. */
export interface Change {
  readonly cause: Cause;
  readonly places: readonly [ChangePlace, ...ChangePlace[]];
}

export interface ChangePlace {
  readonly interface: InterfaceComparison['interface'];
  /** The cause as this interface has it: with its own operations. */
  readonly cause: Cause;
  /** Of the operations that it touches. */
  readonly verdicts: readonly OperationVerdict[];
}

/** The changes of comparisons, those with the worst verdicts first. */
export function changesOf(comparisons: readonly InterfaceComparison[]): Change[] {
  const all = comparisons.flatMap((comparison) =>
    comparison.causes.map(
      (cause): ChangePlace => ({ interface: comparison.interface, cause, verdicts: verdictsOf(comparison, cause) }),
    ),
  );
  return byChange(all)
    .map((places): Change => ({ cause: places[0].cause, places }))
    .sort((a, b) => badness(a) - badness(b));
}

/** Names of the interfaces that a change touches. */
export function interfaceNames({ places }: Change): string[] {
  const all = places.map((one) => one.interface);
  return all.map((one) => interfaceNameAmong(one, all));
}

/** Names of the operations that a change touches, with their interfaces where there are several. */
export function operationNames({ places }: Change): string[] {
  const all = places.map((one) => one.interface);
  return [
    ...new Set(
      places.flatMap(({ interface: one, cause }) =>
        cause.operations.map((operation) => operationNameAmong(operation, one, all)),
      ),
    ),
  ];
}

/** What a change does to calls, by direction. */
export function effectsOfChange({ places }: Change): Effect[] {
  const all = places.map((one) => one.interface);
  const names = new Map(
    places.flatMap(({ interface: one, verdicts }) =>
      verdicts.map((verdict) => [verdict, operationNameAmong(verdict.operation, one, all)] as const),
    ),
  );
  return effectsOf([...names.keys()], (verdict) => names.get(verdict) ?? '');
}

function worstIn({ places }: Change): OperationVerdict | undefined {
  return worstVerdict(places.flatMap(({ verdicts }) => verdicts));
}

/** Its worst verdict; undefined where it touches no call. */
export function worstOf(change: Change): VerdictKind | undefined {
  return worstIn(change)?.verdict.kind;
}

/** Place in a list that has the worst first; what touches no call comes last. */
export function badness(change: Change): number {
  return badnessOf(worstIn(change)?.verdict);
}

/** How many changes have which worst verdict, from the worst on: "3 silent", "1 fault". */
export function tally(changes: readonly Change[]): { kind: VerdictKind; text: string }[] {
  return VERDICT_KINDS.flatMap((kind) => {
    const count = changes.filter((one) => worstOf(one) === kind).length;
    const isNoun = kind === 'panic' || kind === 'fault';
    return count === 0 ? [] : [{ kind, text: `${count} ${kind}${isNoun && count > 1 ? 's' : ''}` }];
  });
}
