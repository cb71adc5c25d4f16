import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { InterfaceBuild } from '../../compare/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { FileSet } from '../../text/index.ts';
import {
  GitRepository,
  type OnFetch,
  type Opened,
  type OutsideCrateOptions,
  openArchive,
  opened,
  openRevision,
  openTree,
  refused,
  rootOf,
  type Tree,
} from '../../tree/index.ts';
import type { Config } from '../config.ts';
import { INDEX_ADDRESS, type ReleaseDocument } from '../documents/index.ts';
import { openRegistry, type PublishedRegistry } from '../published/open.ts';
import type { Redirects } from '../published/source.ts';
import { TreeResults } from '../results/tree-results.ts';
import { type Against, type PathKind, parseAgainst } from './against.ts';
import { openLock } from './lock.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** The tree that is compared, and what its other side is read with. */
export interface AgainstContext {
  /** The tree's folder: revisions are those of its repository. */
  readonly folder: string;
  /** Revision of the tree itself, when it is not read as it lies there. */
  readonly revision?: string;
  /** Both sides are read with the configuration of the tree. */
  readonly config: Config;
  readonly outside: OutsideCrateOptions;
  /** Both sides share its results, for most of their files are the same. */
  readonly engine: Engine;
  /** Files of the tree itself: a revision is read there, where both are the same. */
  readonly near?: FileSet;
  /** Where a registry on the web may lead to. */
  readonly redirects?: Redirects;
  /** Called before a partial clone fetches what it lacks. */
  readonly onFetch?: OnFetch;
}

/** What to compare with when nobody says: the configuration's `breaking.against`, else the merge base with the main branch. */
export function defaultAgainst({ folder, config, onFetch }: AgainstContext): Opened<string> {
  if (config.breaking.against !== undefined) return opened(config.breaking.against);
  const help = 'say with `--against` what to compare with, or set `breaking.against` in the configuration';
  const repository = repositoryOf(folder, onFetch);
  if (!repository.ok) return repository;
  const branch = repository.value.mainBranch();
  if (branch) return opened(`merge-base:${branch}`);
  const fetching = repository.value.isShallow
    ? 'fetch it, if it is called main: `git fetch --unshallow origin main:refs/remotes/origin/main`; or '
    : '';
  return refused(
    'unknown-revision',
    'the repository has no branch `main` or `master`, here or at `origin`',
    `${fetching}${help}`,
  );
}

/** Takes the words of `--against` as what they are, here and now. Paths are relative to the working directory. */
export function readAgainst(text: string, { folder }: AgainstContext): Opened<Against> {
  const isRevision = (name: string) => {
    const repository = GitRepository.open(folder);
    return repository.ok && repository.value.resolve(name).ok;
  };
  const parsed = parseAgainst(text, pathKind, isRevision);
  if (parsed.ok) return opened(parsed.value);
  return refused('unknown-revision', parsed.message, parsed.help);
}

function pathKind(path: string): PathKind {
  if (path.includes('\0')) return 'none';
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'none';
  if (!stats.isDirectory()) return 'file';
  const isRegistry = ['', 'api/v1/'].some((folder) => existsSync(join(path, folder, INDEX_ADDRESS)));
  return isRegistry ? 'registry' : 'folder';
}

/** Reads what a tree is compared with. */
export async function openAgainst(against: Against, context: AgainstContext): Promise<Opened<Snapshot>> {
  switch (against.kind) {
    case 'folder': {
      const root = rootOf(against.path);
      if (root !== against.path) {
        const help = root === undefined ? 'give the root of a tree' : `the root of its tree is \`${root}\``;
        return refused('not-a-folder', `\`${against.path}\` is not the root of a Hubris tree`, help);
      }
      // What lies in a folder need not be what its commit has.
      return snapshotOf(openTree(against.path), context, { commit: undefined });
    }
    case 'git':
    case 'merge-base': {
      const base = baseRevision(against, context);
      if (!base.ok) return base;
      const { repository, commit, label } = base.value;
      const tree = openRevision(repository, commit, undefined, context.near);
      return snapshotOf(tree, context, { label, commit, ...(tree.ok && { files: tree.value.files }) });
    }
    case 'archive':
      return snapshotOf(await openArchive(against.path), context);
    case 'lock':
      return openLock(against.path);
    case 'registry':
      return openRelease(against, context);
  }
}

/** Opens the sources that a tree is compared with, for whoever checks them too. Lock files and registries hold none. */
export async function openAgainstTree(against: Against, context: AgainstContext): Promise<Opened<Tree>> {
  switch (against.kind) {
    case 'folder':
      return openTree(against.path);
    case 'git':
    case 'merge-base': {
      const base = baseRevision(against, context);
      return base.ok ? openRevision(base.value.repository, base.value.commit) : base;
    }
    case 'archive':
      return openArchive(against.path);
    case 'lock':
    case 'registry':
      return refused(
        'unknown-revision',
        `a ${against.kind === 'lock' ? 'lock file' : 'registry'} holds no sources to check`,
        'name a folder, a revision such as `git:some-tag`, or an archive',
      );
  }
}

/** A release of a published registry: the one that is named, else the newest. */
async function openRelease(
  { place, release: name }: Extract<Against, { kind: 'registry' }>,
  { redirects }: AgainstContext,
): Promise<Opened<Snapshot>> {
  const registry = await openRegistry(place, redirects);
  if (!registry.ok) return registry;
  const release = await registry.value.release(name);
  return release.ok ? releaseSnapshot(registry.value, release.value) : release;
}

export async function releaseSnapshot(
  registry: PublishedRegistry,
  release: ReleaseDocument,
): Promise<Opened<Snapshot>> {
  const objects = await registry.objectsOf(release);
  if (!objects.ok) return objects;
  const { name, commit, broken, firmware } = release;
  return opened({
    label: name,
    ...(commit && { commit }),
    ...(isOfFirmware(release) && { firmware: { name: firmware?.[0]?.name, tasks: [], serversOf: () => [] } }),
    interfaces: objects.value.map((object, index) => ({
      ...object,
      build: buildIn(release, release.interfaces[index]),
    })),
    broken: broken.map(({ path, message, place }) => ({
      path,
      error: { message, place },
    })),
  });
}

/** A release of sources names the builds that it was verified against; one that was published of a build names that alone. */
function isOfFirmware({ firmware = [] }: ReleaseDocument): boolean {
  return firmware.length > 0 && firmware.every(({ verified }) => verified === undefined);
}

function buildIn(
  { components }: ReleaseDocument,
  released: ReleaseDocument['interfaces'][number] | undefined,
): InterfaceBuild {
  return { components, ...released?.build };
}

/** A commit of the tree's repository that it is compared with. */
export interface BaseRevision {
  readonly repository: GitRepository;
  readonly commit: string;
  readonly label: string;
}

export function baseRevision(
  against: Extract<Against, { kind: 'git' | 'merge-base' }>,
  { folder, revision = 'HEAD', onFetch }: Pick<AgainstContext, 'folder' | 'revision' | 'onFetch'>,
): Opened<BaseRevision> {
  const repository = repositoryOf(folder, onFetch);
  if (!repository.ok) return repository;
  const named = repository.value.resolve(against.kind === 'git' ? against.revision : against.branch);
  if (!named.ok) return named;
  if (against.kind === 'git') {
    return opened({ repository: repository.value, commit: named.value, label: against.revision });
  }
  const head = repository.value.resolve(revision);
  if (!head.ok) return head;
  const commit = repository.value.mergeBase(head.value, named.value);
  if (!commit.ok) return commit;
  return opened({ repository: repository.value, commit: commit.value, label: `merge base with ${against.branch}` });
}

/** The repository of a tree: where there is none, the tree has no past but one that somebody names. */
function repositoryOf(folder: string, onFetch?: OnFetch): Opened<GitRepository> {
  const repository = GitRepository.open(folder, onFetch);
  if (repository.ok) return repository;
  const { kind, message } = repository.problem;
  const instead = 'without git, name what to compare with: `--against` another folder or an archive';
  return refused(kind, message, kind === 'no-git' ? `install git; ${instead}` : instead);
}

function snapshotOf(
  tree: Opened<Tree>,
  { engine, config, outside }: AgainstContext,
  named?: Parameters<typeof readSnapshot>[1],
): Opened<Snapshot> {
  return tree.ok ? opened(readSnapshot(new TreeResults(engine, tree.value, { config, outside }), named)) : tree;
}
