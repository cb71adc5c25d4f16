import { formatBreakingJson } from './json.ts';
import type { BreakingFormat } from './report.ts';
import { formatBreakingText } from './text.ts';

/** How `breaking` writes its report, by the name that `--format` has for it. */
export const BREAKING_FORMATS: Readonly<Record<string, BreakingFormat>> = {
  text: formatBreakingText,
  json: formatBreakingJson,
};
