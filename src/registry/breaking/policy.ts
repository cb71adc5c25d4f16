import { LEVELS, type Level, MODES, type Mode, type Policy } from '../../compare/index.ts';

/** A mode as people write it: against the last version, or `-transitive`: against all earlier releases of the line. */
export type ModeName = Mode | `${Mode}-transitive`;

export const MODE_NAMES = (Object.keys(MODES) as Mode[]).flatMap((mode): ModeName[] => [mode, `${mode}-transitive`]);

export const LEVEL_NAMES = Object.keys(LEVELS) as Level[];

/** What is asked of a change, and of how many releases. */
export interface BreakingPolicy extends Policy {
  readonly transitive: boolean;
}

export function policyOf(name: ModeName, levels: readonly Level[]): BreakingPolicy {
  const transitive = name.endsWith('-transitive');
  return { mode: name.replace('-transitive', '') as Mode, transitive, levels };
}
