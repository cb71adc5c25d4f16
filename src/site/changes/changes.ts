import {
  badness as badnessOf,
  type Cause,
  type InterfaceComparison,
  type OperationVerdict,
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

/** A cause, with the interface that has it and the verdicts of the operations that it touches. */
export interface Change {
  readonly interface: InterfaceComparison['interface'];
  readonly cause: Cause;
  readonly verdicts: readonly OperationVerdict[];
}

/** The changes of comparisons, those with the worst verdicts first. */
export function changesOf(comparisons: readonly InterfaceComparison[]): Change[] {
  return comparisons
    .flatMap((comparison) =>
      comparison.causes.map((cause) => ({
        interface: comparison.interface,
        cause,
        verdicts: verdictsOf(comparison, cause),
      })),
    )
    .sort((a, b) => badness(a) - badness(b));
}

/** Its worst verdict; undefined where it touches no call. */
export function worstOf({ verdicts }: Change): VerdictKind | undefined {
  return worstVerdict(verdicts)?.verdict.kind;
}

/** Place in a list that has the worst first; what touches no call comes last. */
export function badness({ verdicts }: Change): number {
  return badnessOf(worstVerdict(verdicts)?.verdict);
}

/** How many changes have which worst verdict, from the worst on: "3 silent", "1 fault". */
export function tally(changes: readonly Change[]): { kind: VerdictKind; text: string }[] {
  return VERDICT_KINDS.flatMap((kind) => {
    const count = changes.filter((one) => worstOf(one) === kind).length;
    const isNoun = kind === 'panic' || kind === 'fault';
    return count === 0 ? [] : [{ kind, text: `${count} ${kind}${isNoun && count > 1 ? 's' : ''}` }];
  });
}
