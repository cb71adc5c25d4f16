import { isIgnoredFolder } from './folder.ts';

export interface TreeWatcher {
  stop(): Promise<void>;
}

/**
 * How long after an event `onChange` is called, in milliseconds. chokidar drops an event that follows another one of the same file within
 * 50 ms, as that of a write follows that of the truncation before it. Who reads only after that time has read what the second one left.
 */
const SETTLE = 100;

/**
 * Calls `onChange` after each change of a file or folder of a tree, until the watcher is stopped. Folders that hold no sources are left
 * out. Resolves when every file is watched: only a read that begins after that misses nothing, however slow the machine is.
 *
 * @param folder root of the tree, absolute. Where it is gone, the watcher sees nothing, and not that it is back.
 */
export async function watchTree(folder: string, onChange: () => void): Promise<TreeWatcher> {
  const { watch } = await import('chokidar');
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => path !== folder && isIgnoredFolder(path),
  });
  const settle = () => void setTimeout(onChange, SETTLE);
  // A file that cannot be watched (the system has a limit) is one whose changes are not seen; reading the tree still works.
  watcher.on('all', settle).on('error', settle);
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return { stop: () => watcher.close() };
}
