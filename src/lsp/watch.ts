import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Calls `onChange` when another commit may be checked out, made or fetched in the repository around a folder, with the name of the file
 * that changed where the system tells it. Runs no git.
 */
export function watchRepository(folder: string, onChange: (name: string | null) => void): { stop(): void } {
  const watchers = gitFolders(folder).flatMap((path): FSWatcher[] => {
    try {
      const watcher = watch(path, { persistent: false }, (_, name) => {
        if (!name?.endsWith('.lock')) onChange(name);
      });
      // The folder is gone, or the system has no more watches: what the editor saves is followed all the same.
      watcher.on('error', () => watcher.close());
      return [watcher];
    } catch {
      return [];
    }
  });
  return {
    stop() {
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Folders of a repository in which something changes when another commit is checked out, made or fetched. */
function gitFolders(folder: string): string[] {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const git = join(at, '.git');
    const kind = kindOf(git);
    if (kind === 'folder') return [git, join(git, 'refs', 'heads')];
    if (kind === 'file') {
      // A worktree or a submodule says where its repository is.
      const named = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1];
      return named === undefined ? [] : [resolve(at, named)];
    }
    if (at === dirname(at)) return [];
  }
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() ? 'folder' : stats?.isFile() ? 'file' : undefined;
}
