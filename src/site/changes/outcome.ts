import { badness, type Finding, OUTCOME_KINDS, type Outcome, type OutcomeKind, worstOf } from '../../compare/index.ts';

export { badness, OUTCOME_KINDS, type OutcomeKind, worstFirst, worstOf } from '../../compare/index.ts';

/** What each kind of outcome means for the people at the client's end. */
export const OUTCOME_MEANINGS: Readonly<Record<OutcomeKind, string>> = {
  silent: 'wrong data, or the wrong operation, is accepted, and nobody notices',
  panic: 'the client panics',
  fault: 'the kernel faults the client',
  unknown: 'a type could not be resolved, so nothing is claimed',
  ok: 'the call works',
};

/** In a few words, for a badge. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'fault':
      return `fault ${outcome.fault}`;
    case 'silent':
    case 'panic':
    case 'unknown':
    case 'ok':
      return outcome.kind;
  }
}

/** The worst outcome among findings; `ok` when no call meets anything. */
export function worstAmong(findings: readonly Finding[]): OutcomeKind {
  return OUTCOME_KINDS[Math.min(...findings.map(badness), OUTCOME_KINDS.length - 1)] ?? 'ok';
}

/** How many findings end how, from the worst on: "3 silent", "1 fault". */
export function tally(findings: readonly Finding[]): { kind: OutcomeKind; text: string }[] {
  return OUTCOME_KINDS.flatMap((kind) => {
    const count = findings.filter((one) => worstOf(one) === kind).length;
    const isNoun = kind === 'panic' || kind === 'fault';
    return count === 0 ? [] : [{ kind, text: `${count} ${kind}${isNoun && count > 1 ? 's' : ''}` }];
  });
}
