import type { BreakingOutput } from './report.ts';

/** For programs: a {@link BreakingReport}. */
export function formatBreakingJson({ breaking }: BreakingOutput): string {
  return `${JSON.stringify(breaking, undefined, 2)}\n`;
}
