import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ReleaseFolders, releaseFolders } from '../registry/index.ts';
import { GitRepository, rootOf } from '../tree/index.ts';
import { CannotRun, orCannotRun, type Session } from './session.ts';

/** A tree, or a folder whose subfolders are releases of one: then the newest of them is the tree. */
export interface Place {
  /** Root of the tree that is current. */
  readonly folder: string;
  readonly releases?: ReleaseFolders;
}

/**
 * The tree that a folder on the command line means: the folder, if it is the root of one or holds releases, else the nearest root above
 * it, which is reported. Anything else ends the run: in a part of a tree most types are missing, and no change is to be seen.
 */
export function placeOf(session: Session, folder: string): Place {
  const { rev } = session.options;
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isFile() && folder.endsWith('.idol')) return placeOf(session, dirname(folder));
  // Opening it says better what is wrong.
  if (!stats?.isDirectory()) return { folder };
  const root = rootOf(folder, rev);
  if (root === folder) return { folder };
  const releases = rev === undefined ? releaseFolders(folder) : undefined;
  if (releases) return { folder: releases.current, releases };
  if (root === undefined && rev !== undefined) orCannotRun(GitRepository.open(folder));
  if (root === undefined) throw new CannotRun(`\`${folder}\` is not a Hubris tree, and not in one`, WHAT_A_ROOT_IS);
  session.inform(`reading the tree in \`${root}\`, which \`${folder}\` is part of`);
  return { folder: root };
}

export const WHAT_A_ROOT_IS =
  'give the root of a tree: the folder with the workspace (`Cargo.toml`), with `app/` or with `idol-registry.config.json`';

/** The same, of the commands that read one tree: of several releases, the newest, which is reported. */
export function treeFolder(session: Session, folder: string): string {
  const place = placeOf(session, folder);
  if (place.releases) session.inform(`reading \`${place.folder}\`, the newest of the releases in \`${folder}\``);
  return place.folder;
}
