import { jsonText } from '../../../text/index.ts';
import type { BreakingOutput } from './report.ts';

/** For programs: a {@link BreakingReport}. */
export function formatBreakingJson({ breaking }: BreakingOutput): string {
  return `${jsonText(breaking)}\n`;
}
