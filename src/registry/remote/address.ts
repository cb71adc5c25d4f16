/** A registry on a branch of a git remote: `git+<remote>#<branch>`. */
export interface GitAddress {
  /** As git takes it: a URL, or a path. */
  readonly remote: string;
  readonly branch: string;
}

/** What a place on the command line means, if it begins with `git+`; undefined when it names no branch. */
export function gitAddressOf(place: string): GitAddress | undefined {
  const [, remote, branch] = /^git\+(.+)#([^#]+)$/s.exec(place) ?? [];
  return remote === undefined || branch === undefined ? undefined : { remote, branch };
}

export function isGitPlace(place: string): boolean {
  return place.startsWith('git+');
}

/** Object storage: `s3://bucket/prefix`. */
export function isS3Place(place: string): boolean {
  return place.startsWith('s3://');
}

/** The address without a password. */
export function publicPlace(place: string): string {
  return place.replace(/(\/\/)[^/@]*@/, '$1');
}

export const GIT_FORM = 'write `git+<remote>#<branch>`, such as `git+https://github.com/owner/name#gh-pages`';
