import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What this program is, as its sources have it. A published package has no sources to ask: `packages/bundle.ts` puts constants in
// the place of this file.

export interface ProgramFacts {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Where its sources and issues are. */
  readonly homepage: string;
}

/** Folder of the package: the one with `package.json`, with a slash at its end. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Name, version and addresses of this program. */
export function programFacts(): ProgramFacts {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
}

/** Every stage that a cached result depends on. */
const CACHED_STAGES = 'text engine rust idol schema wire runtime compare stubs tree firmware messages registry'.split(
  ' ',
);

/** A hash of the stages whose results are cached: another program, other results. */
export function programHash(): string {
  const hash = createHash('sha256');
  for (const stage of CACHED_STAGES) {
    const files = readdirSync(join(PACKAGE_ROOT, 'src', stage), { recursive: true, withFileTypes: true });
    for (const path of files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .sort()) {
      hash.update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}
