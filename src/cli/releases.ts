import { generator } from '../api/index.ts';
import {
  type Config,
  type History,
  type ReadOptions,
  ReleaseStore,
  readFolderHistory,
  readGitHistory,
} from '../registry/index.ts';
import { GitRepository } from '../tree/index.ts';
import type { Place } from './place.ts';
import { outsideOf } from './project.ts';
import type { Session } from './session.ts';

/** What all readers of releases get. `folder` is the tree's, which the configuration's paths are relative to. */
export function readOptions(session: Session, folder: string, config: Config): ReadOptions {
  return {
    store: new ReleaseStore(session.engine),
    generator: generator(),
    config,
    outside: outsideOf(session, folder, config),
    onFetch: session.onFetch,
    onProgress: (done, all, name) => session.progress.show(`reading releases: ${done + 1} of ${all}, ${name} …`),
  };
}

/** The releases beside a tree, or those that git's tags name; undefined where there are neither. */
export async function readHistory({ folder, releases }: Place, options: ReadOptions): Promise<History | undefined> {
  if (releases) return readFolderHistory(releases, options);
  const repository = GitRepository.around(folder, options.onFetch);
  const history = repository && (await readGitHistory(repository, options));
  return history && history.releases.length > 0 ? history : undefined;
}
