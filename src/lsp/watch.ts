import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Connection, DidChangeWatchedFilesNotification, type InitializeParams } from 'vscode-languageserver/node';
import { watchTree } from '../tree/index.ts';
import type { OpenTree } from './open-tree.ts';

/** Files that a tree is read from; changes of others do not matter. */
const WATCHED = '**/*.{idol,idl,rs,toml,lock,json}';

interface Followed {
  readonly connection: Connection;
  readonly capabilities: InitializeParams['capabilities'];
  /** Something changed among the files of a tree. */
  readonly onFiles: (tree: OpenTree) => void;
  /** Something changed in its repository: the name of the file there, where the system gives it. */
  readonly onRepository: (tree: OpenTree, name: string | null) => void;
}

/** Follows trees: their files through the editor where it can, else through the system, and their repositories. */
export class TreeWatches {
  readonly #followed: Followed;
  readonly #editorWatches: boolean;
  readonly #watches = new Map<OpenTree, { stop(): unknown }[]>();

  constructor(followed: Followed) {
    this.#followed = followed;
    this.#editorWatches = followed.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  }

  /** Asks an editor that can for news of files. */
  register(): void {
    if (!this.#editorWatches) return;
    const watchers = [{ globPattern: WATCHED }];
    void this.#followed.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  /** Begins to follow a tree, if it is not followed yet. */
  follow(tree: OpenTree): void {
    if (this.#watches.has(tree)) return;
    const { onFiles, onRepository } = this.#followed;
    const watches: { stop(): unknown }[] = [watchRepository(tree.folder, (name) => onRepository(tree, name))];
    this.#watches.set(tree, watches);
    if (this.#editorWatches) return;
    void watchTree(tree.folder, () => onFiles(tree)).then((watch) => watches.push(watch));
  }

  forget(tree: OpenTree): void {
    for (const watch of this.#watches.get(tree) ?? []) watch.stop();
    this.#watches.delete(tree);
  }
}

/**
 * Calls `onChange` when another commit may be checked out, made or fetched in the repository around a folder, with the name of the file
 * that changed where the system tells it. Runs no git.
 */
function watchRepository(folder: string, onChange: (name: string | null) => void): { stop(): void } {
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
