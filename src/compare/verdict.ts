import type { Finding, Level, Outcome } from './model.ts';

/** Which pairs of old and new must go on working, in the words of schema registries. */
export type Mode = 'backward' | 'forward' | 'full' | 'none';

export const MODES: Readonly<Record<Mode, string>> = {
  backward: 'new servers work for old clients',
  forward: 'new clients work with old servers',
  full: 'both',
  none: 'nothing has to: everything is reported, nothing fails',
};

/** What is asked of a change. */
export interface Policy {
  mode: Mode;
  /** Levels that make a run fail; what else was found is reported. */
  levels: readonly Level[];
}

export const DEFAULT_POLICY: Policy = { mode: 'full', levels: ['wire'] };

/** Whether a finding makes a run fail. An unknown outcome does: nobody has shown that it is ok. */
export function isBreaking(finding: Finding, policy: Policy): boolean {
  if (policy.mode === 'none') return false;
  const { judgements } = finding;
  if (judgements && policy.levels.includes('wire') && finding.levels.includes('wire')) {
    if (policy.mode !== 'forward' && isBad(judgements.oldClient.outcome)) return true;
    if (policy.mode !== 'backward' && isBad(judgements.newClient.outcome)) return true;
  }
  return finding.levels.some((level) => level !== 'wire' && policy.levels.includes(level));
}

function isBad(outcome: Outcome): boolean {
  return outcome.kind !== 'ok';
}
