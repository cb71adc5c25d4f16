import { jsonText } from '../../text/index.ts';
import type { Report } from './report.ts';

/** For programs: a {@link CheckReport}. */
export function formatJson({ check }: Report): string {
  return `${jsonText(check)}\n`;
}
