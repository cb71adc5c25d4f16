import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../program/index.ts';

/** The page of a check or rule, in Markdown; undefined when there is none. Packing puts all pages in the place of this file. */
export function checkPage(id: string): string | undefined {
  const file = join(PACKAGE_ROOT, 'content/checks', `${id}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
