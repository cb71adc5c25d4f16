import type { Command } from 'commander';
import { generator } from '../api/index.ts';
import {
  type Cache,
  type Config,
  defaultCacheFolder,
  folderCache,
  type History,
  memoryCache,
  type ReadOptions,
  readFolderHistory,
  readGitHistory,
} from '../registry/index.ts';
import { GitRepository } from '../tree/index.ts';
import type { Place } from './place.ts';
import { givenCrates } from './project.ts';
import type { Session } from './session.ts';

/** Options of the commands that read releases. */
export interface CacheFlags {
  /** A folder; false: no cache. */
  readonly cache?: string | false;
}

export function addCacheOptions(command: Command): Command {
  return command
    .option(
      '--cache <folder>',
      'where results are kept for the next run (default: idol-registry in the XDG cache folder)',
    )
    .option('--no-cache', 'keep nothing, and use nothing that was kept');
}

/** Where results are kept between runs: the one folder for every command, unless the user names another. */
export function openCache(session: Session, { cache }: CacheFlags): Cache {
  if (cache === false) return memoryCache();
  return folderCache(cache ?? defaultCacheFolder(session.terminal.env));
}

/** What all readers of releases get. `folder` is the tree's, which the configuration's paths are relative to. */
export function readOptions(session: Session, folder: string, config: Config, cache: Cache): ReadOptions {
  return {
    cache,
    generator: generator(),
    config,
    crates: givenCrates(session, folder, config),
    onFetch: session.onFetch,
    onProgress: (done, all, name) => session.progress.show(`reading releases: ${done + 1} of ${all}, ${name} …`),
  };
}

/** The releases beside a tree, or those that git's tags name; undefined where there are neither. */
export function readHistory({ folder, releases }: Place, options: ReadOptions): History | undefined {
  if (releases) return readFolderHistory(releases, options);
  const repository = GitRepository.around(folder, options.onFetch);
  const history = repository && readGitHistory(repository, options);
  return history && history.releases.length > 0 ? history : undefined;
}
