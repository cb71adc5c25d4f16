import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PACKAGE_ROOT, programInfo } from '../program/index.ts';
import type { Config } from '../registry/index.ts';

/**
 * The page of a check or rule: on the site of the tree where its address is configured, else in the checkout of this program, else in its
 * repository.
 */
export function pageOf(id: string, { origin, base }: Pick<Config, 'origin' | 'base'>): string {
  if (origin !== undefined) return `${origin}${base}checks/${id}/`;
  const file = `content/checks/${id}.md`;
  const path = join(PACKAGE_ROOT, file);
  return existsSync(path) ? pathToFileURL(path).href : `${programInfo().homepage}/blob/main/${file}`;
}
