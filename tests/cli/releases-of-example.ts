import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commit, git } from '../tree/scratch.ts';

/** Makes the example tree's releases the commits of a repository, tagged `mast-v1.0.0` and so on. */
export function commitExampleReleases(folder: string): void {
  for (const release of ['1.0.0', '1.1.0', '2.0.0']) {
    for (const name of readdirSync(folder)) if (name !== '.git') rmSync(join(folder, name), { recursive: true });
    cpSync(join('idl', release), folder, { recursive: true });
    commit(folder, release);
    git(folder, 'tag', `mast-v${release}`);
  }
}
