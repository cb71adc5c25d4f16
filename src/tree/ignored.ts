import { basename, dirname, resolve } from 'node:path';
import { Git, isBelowGit } from './git-process.ts';

/**
 * Paths in a folder that its git repository ignores, and that are not committed nevertheless. None in a folder that is ignored as a
 * whole: somebody put a tree there, and asks for it. Throws a ReadFailure when git fails.
 */
export function ignoredByGit(folder: string, paths: readonly string[]): ReadonlySet<string> {
  if (paths.length === 0 || !isBelowGit(folder)) return new Set();
  const git = new Git(folder);
  let asked = paths;
  while (asked.length > 0) {
    const answer = git.ask(['check-ignore', '-z', '--stdin'], asked.map((path) => `./${path}\0`).join(''));
    if (answer.kind === 'done') {
      const ignored = new Set(
        answer.output
          .toString()
          .split('\0')
          .filter(Boolean)
          .map((path) => path.slice(2)),
      );
      return isIgnoredAsWhole(folder) ? new Set() : ignored;
    }
    if (answer.kind === 'missing' || (answer.exitCode === 1 && answer.words === '')) break;
    // Something called `.git` that is none.
    if (answer.words.includes('not a git repository')) break;
    // A submodule has rules of its own; what lies there was put there on purpose.
    const submodule = /is in submodule '(.*)'/s.exec(answer.words)?.[1];
    const rest = asked.filter((path) => submodule === undefined || !path.startsWith(`${submodule}/`));
    if (rest.length === asked.length) throw git.failure(answer);
    asked = rest;
  }
  return new Set();
}

function isIgnoredAsWhole(folder: string): boolean {
  const path = resolve(folder);
  const answer = new Git(dirname(path)).ask(['check-ignore', '--quiet', '--', `./${basename(path)}`]);
  return answer.kind === 'done';
}
