import type { Diagnostic } from '../text/index.ts';

/**
 * The findings that were not there before. Lines do not count, because text above a finding moves it. A finding in a file
 * that moved as a whole is not new either.
 *
 * @param isThere whether a path is still a file of the tree
 */
export function newFindings(
  now: readonly Diagnostic[],
  before: readonly Diagnostic[],
  isThere: (path: string) => boolean,
): Diagnostic[] {
  const known = new Map<string, number>();
  const add = (key: string) => known.set(key, (known.get(key) ?? 0) + 1);
  for (const finding of before) {
    const { path } = finding.source;
    add(isThere(path) ? `${path}\0${sameText(finding)}` : sameText(finding));
  }
  const take = (key: string) => {
    const left = known.get(key) ?? 0;
    if (left > 0) known.set(key, left - 1);
    return left > 0;
  };
  const [unmatched, paths] = [[] as Diagnostic[], new Set(before.map(({ source }) => source.path))];
  for (const finding of now) if (!take(`${finding.source.path}\0${sameText(finding)}`)) unmatched.push(finding);
  // What is left in a file that was not there before may have come with it from elsewhere.
  return unmatched.filter((finding) => paths.has(finding.source.path) || !take(sameText(finding)));
}

function sameText({ check, message }: Diagnostic): string {
  return `${check}\0${message}`;
}
