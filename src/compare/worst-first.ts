import type { Finding, Outcome } from './model.ts';

export type OutcomeKind = Outcome['kind'];

/** From the worst on. */
export const OUTCOME_KINDS: readonly OutcomeKind[] = ['silent', 'panic', 'fault', 'unknown', 'ok'];

/** The worse of the two directions; undefined when nothing travels differently. */
export function worstOf({ judgements }: Pick<Finding, 'judgements'>): OutcomeKind | undefined {
  if (!judgements) return undefined;
  const kinds = [judgements.oldClient.outcome.kind, judgements.newClient.outcome.kind];
  return OUTCOME_KINDS.find((kind) => kinds.includes(kind));
}

/** Place in a list that has the worst first; what does not travel differently comes last. */
export function badness(finding: Pick<Finding, 'judgements'>): number {
  const worst = worstOf(finding);
  return worst === undefined ? OUTCOME_KINDS.length : OUTCOME_KINDS.indexOf(worst);
}

/** The same findings, the worst first; those that are equally bad as they stood. */
export function worstFirst<F extends Pick<Finding, 'judgements'>>(findings: readonly F[]): F[] {
  return findings.toSorted((a, b) => badness(a) - badness(b));
}
