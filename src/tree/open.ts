import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { MAX_FIRMWARE_BYTES } from '../firmware/index.ts';
import type { FileSet } from '../text/index.ts';
import { firmwareTree } from './firmware-tree.ts';
import { type ListOptions, treeFiles } from './folder.ts';
import { GitRepository } from './git.ts';
import type { OnFetch } from './git-promisor.ts';
import type { Tree } from './model.ts';
import { type Opened, opened, refused } from './problem.ts';
import { revisionFiles } from './revision.ts';

/**
 * Opens the tree in a folder, as it lies there or, with `rev`, as git has it at that revision (nothing is checked out). A file is taken as
 * the firmware of a build: an archive, a dump or an ELF file.
 * Bad input is a {@link TreeProblem}: not a folder, not a git repository, unknown revision …
 * @param options `withoutGit` starts no git: then nothing is known of a folder's commit, and files that git ignores are among its files.
 * A folder with more than 500,000 files is refused by a {@link ReadFailure}; `onListing` hears of the progress
 */
export function openTree(
  folder: string,
  options: { rev?: string; onFetch?: OnFetch } & ListOptions = {},
): Opened<Tree> {
  const file = statsOf(folder);
  if (file?.isFile() && options.rev === undefined) {
    if (file.size > MAX_FIRMWARE_BYTES)
      return refused('not-an-archive', `\`${folder}\` is too large for a build archive`);
    const tree = firmwareTree(new Uint8Array(readFileSync(folder)), basename(folder));
    if (tree.ok) return tree;
    const help = 'give the root of a tree, or the build archive of an image (`build-<image>.zip`)';
    return refused('not-an-archive', tree.problem.message.replace(`\`${basename(folder)}\``, `\`${folder}\``), help);
  }
  if (file?.isFile()) {
    return refused('not-a-folder', `\`${folder}\` is a file, which has no revisions`, 'leave out `--rev`');
  }
  if (file === undefined) {
    const what = /\.\w+$/.test(basename(folder)) ? 'file' : 'folder';
    return refused('not-a-folder', `there is no ${what} \`${folder}\``, 'give the root of a Hubris tree');
  }
  if (!file.isDirectory()) {
    return refused('not-a-folder', `\`${folder}\` is not a folder`, 'give the root of a Hubris tree');
  }
  if (options.rev === undefined) return opened(folderTree(folder, options));
  const repository = GitRepository.open(folder, options.onFetch);
  return repository.ok ? openRevision(repository.value, options.rev) : repository;
}

/**
 * The tree of an open repository at a revision. Use one repository for many revisions: it fetches each blob once.
 * @param related commits that will be opened as well, which a partial clone fetches together
 * @param near files of another state of the tree, such as the working tree: what is the same there is read there
 */
export function openRevision(
  repository: GitRepository,
  rev: string,
  related: () => readonly string[] = () => [],
  near?: FileSet,
): Opened<Tree> {
  const commit = repository.resolve(rev);
  if (!commit.ok) return commit;
  const files = revisionFiles(repository, commit.value, related, near);
  if (!files.ok) return files;
  let web: { readonly url: string | undefined } | undefined;
  return opened({
    files: files.value,
    label: rev,
    commit: commit.value,
    prefix: repository.prefix,
    get web() {
      web ??= { url: webAddress(repository.remote()) };
      return web.url;
    },
  });
}

function folderTree(folder: string, options: ListOptions): Tree {
  let around: { readonly repository: GitRepository | undefined } | undefined;
  // A folder need not be in a repository, and each question is a run of git: nothing is asked before somebody wants to know.
  const repository = () => {
    around ??= { repository: options.withoutGit ? undefined : GitRepository.around(folder) };
    return around.repository;
  };
  let commit: { readonly id: string | undefined } | undefined;
  let web: { readonly url: string | undefined } | undefined;
  const { files, skipped } = treeFiles(folder, options);
  return {
    files,
    skipped,
    label: basename(realpathSync(resolve(folder))) || folder,
    get commit() {
      commit ??= { id: repository()?.head() };
      return commit.id;
    },
    get web() {
      web ??= { url: webAddress(repository()?.remote()) };
      return web.url;
    },
    get prefix() {
      return repository()?.prefix ?? '';
    },
  };
}

/** `git@host:owner/name.git` and its other spellings as `https://host/owner/name`, without any credentials. */
export function webAddress(remote: string | undefined): string | undefined {
  const match =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+)$/.exec(remote ?? '') ??
    /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!\/)(.+)$/.exec(remote ?? '');
  const [, host, path] = match ?? [];
  return host && path ? `https://${host}/${path.replace(/\/+$/, '').replace(/\.git$/, '')}` : undefined;
}

/** Undefined for what cannot be looked at, for whatever reason. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
