import { formatBreakingGithub } from './github.ts';
import { formatBreakingGitlab } from './gitlab.ts';
import { formatBreakingJson } from './json.ts';
import { formatBreakingJunit } from './junit.ts';
import { formatBreakingMarkdown } from './markdown.ts';
import type { BreakingFormat } from './report.ts';
import { formatBreakingSarif } from './sarif.ts';
import { formatBreakingText } from './text.ts';

/** How `breaking` writes its report, by the name that `--format` has for it. */
export const BREAKING_FORMATS: Readonly<Record<string, BreakingFormat>> = {
  text: formatBreakingText,
  json: formatBreakingJson,
  github: formatBreakingGithub,
  sarif: formatBreakingSarif,
  junit: formatBreakingJunit,
  markdown: formatBreakingMarkdown,
  gitlab: formatBreakingGitlab,
};
