import type { Report } from './report.ts';

/** For programs: a {@link CheckReport}. */
export function formatJson({ check }: Report): string {
  return `${JSON.stringify(check, undefined, 2)}\n`;
}
