import type { Judgement } from '../../../compare/index.ts';
import type { BreakingReport, ReportedFinding } from '../../../registry/index.ts';
import type { Paint } from '../../../text/index.ts';

/** What a format gets: the report as it is published, and what only some formats show. */
export interface BreakingOutput {
  readonly breaking: BreakingReport;
  /** Path of the tree inside its repository, for what names files from the repository's root. */
  readonly prefix: string;
  /** How long the run took, in milliseconds. */
  readonly duration: number;
  readonly paint: Paint;
  /** False with `--quiet`: no closing words. */
  readonly summary: boolean;
}

export type BreakingFormat = (output: BreakingOutput) => string;

/** Both directions of a finding, with the words that name them. */
export function directionsOf({
  judgements,
}: ReportedFinding): { readonly who: string; readonly judgement: Judgement }[] {
  if (!judgements) return [];
  return [
    { who: 'old client, new server', judgement: judgements.oldClient },
    { who: 'new client, old server', judgement: judgements.newClient },
  ];
}

/** Names that a list may have before it is cut. */
const MOST_NAMES = 8;

/** The operations that carry a changed type; nothing where the message names the operation itself. */
export function reachedWords({ operations, message }: ReportedFinding): string {
  const names = [...new Set(operations.map((operation) => `\`${(operation.new ?? operation.old)?.name}\``))];
  if (names.length === 1 && names.every((name) => message.includes(name))) return '';
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `fault BadLeases`, `panic`, `ok`: an outcome in few words. */
export function outcomeWords({ outcome }: Judgement): string {
  return outcome.kind === 'fault' ? `fault ${outcome.fault}` : outcome.kind;
}

export function count(amount: number, thing: string, things = `${thing}s`): string {
  return `${amount} ${amount === 1 ? thing : things}`;
}

/** What a policy asks for, as the end of a sentence. */
export function policyWords({ policy }: BreakingReport): string {
  return `mode ${policy.mode}${policy.transitive ? '-transitive' : ''}, level ${policy.levels.join(', ')}`;
}

/** What the tree was compared with, as the end of a sentence. */
export function againstWords({ against }: BreakingReport): string {
  const [first] = against;
  if (!first) return 'nothing';
  const commit =
    first.commit && !first.label.includes(first.commit.slice(0, 7)) ? ` (${first.commit.slice(0, 10)})` : '';
  return against.length === 1 ? `${first.label}${commit}` : `${first.label}${commit} and ${against.length - 1} earlier`;
}
