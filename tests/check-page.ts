import { existsSync, readFileSync } from 'node:fs';
import { type CheckPage, parseCheckPage } from '../src/text/index.ts';

/** The page of a check or rule, which has its documentation and its examples. Throws with what to do where there is none. */
export function checkPageOf(id: string): CheckPage {
  const path = `content/checks/${id}.md`;
  if (!existsSync(path)) throw new Error(`\`${id}\` has no page: write ${path}, as CONTRIBUTING.md describes`);
  return parseCheckPage(readFileSync(path, 'utf8'));
}
