import { posix } from 'node:path';

/** The path that `relative` means when it is written in a file of `folder`; undefined when it leads out of the tree. */
export function pathInTree(folder: string, relative: string): string | undefined {
  if (posix.isAbsolute(relative)) return undefined;
  const path = posix.join(folder, relative);
  return path === '..' || path.startsWith('../') ? undefined : path;
}
