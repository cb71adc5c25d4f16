import { unseenType } from '../../compare/index.ts';
import { type FileSet, suggest } from '../../text/index.ts';
import { type Opened, opened, refused, type Tree } from '../../tree/index.ts';
import { matchesInterface } from './globs.ts';
import type { BreakingReport } from './report.ts';
import type { Snapshot } from './snapshot.ts';

/** What was to be compared. */
export interface ComparedSources {
  readonly tree: Tree;
  /** Set when the tree is a commit, and not a folder that may differ from the one that is checked out. */
  readonly isCommit: boolean;
  readonly after: Snapshot;
  readonly sources: readonly Snapshot[];
  /** Globs that were to choose interfaces. */
  readonly only: readonly string[];
}

/** Whether a report is an answer. One that compared nothing would be green without having looked. */
export function somethingCompared(
  { counts, entries, unreadable }: BreakingReport,
  { tree, isCommit, after, sources, only }: ComparedSources,
): Opened<undefined> {
  // Where interfaces differ the sources do, and nobody has to read and compare all files. A type that is not resolved may differ from itself.
  const mayBeItself = sources.length === 1 && entries.every(({ rule }) => rule === unseenType.id);
  if (mayBeItself && sources.every((source) => isItself(tree, isCommit, source))) {
    const commit = tree.commit?.slice(0, 10) ?? '';
    return refused(
      'nothing-to-compare',
      `the tree is the revision that it is compared with: both are commit ${commit}`,
      'name an earlier revision with `--against`, such as the tag of the last release',
    );
  }
  if (counts.compared + unreadable.length > 0) return opened(undefined);
  const names = [after, ...sources].flatMap(namesOf);
  for (const glob of only) {
    if (names.some((one) => matchesInterface(glob, one))) continue;
    const near = suggest(
      glob,
      names.flatMap(({ name, paths }) => [name, ...paths]),
    );
    return refused(
      'nothing-to-compare',
      `no interface has the path or name \`${glob}\``,
      near ? `did you mean \`${near}\`?` : 'run `idol-registry check` to list the interfaces',
    );
  }
  const labels = sources.map(({ label }) => `\`${label}\``).join(', ');
  const isEmpty = sources.every(({ interfaces, broken }) => interfaces.length + broken.length === 0);
  const message = isEmpty
    ? `there is no interface in ${labels}: nothing was compared`
    : `no interface is in both \`${after.label}\` and ${labels}: nothing was compared`;
  if (tree.files.has('.gitmodules')) {
    return refused(
      'nothing-to-compare',
      message,
      'the files of a submodule are in a repository of its own: give the folder of the submodule as the tree',
    );
  }
  return refused('nothing-to-compare', message, 'name with `--against` a source that has these interfaces');
}

function namesOf({ interfaces, broken }: Snapshot) {
  return [
    ...interfaces.map(({ schema, path }) => ({ name: schema.name, paths: [path] })),
    ...broken.map(({ path }) => ({ name: path, paths: [path] })),
  ];
}

/** Whether a tree is what one of its sources is, and not only alike. */
function isItself(tree: Tree, isCommit: boolean, source: Snapshot): boolean {
  if (source.commit === undefined || source.commit !== tree.commit) return false;
  if (isCommit) return true;
  return source.files !== undefined && hasSameFiles(tree.files, source.files);
}

function hasSameFiles(now: FileSet, before: FileSet): boolean {
  const known = new Set(before.paths);
  const isSource = (path: string) => /\.(?:idol|rs|toml|lock)$/.test(path);
  const isSame = (path: string) => now.contentKey(path) === before.contentKey(path);
  // Interface files were read before, and mostly differ first.
  return (
    before.list('', '.idol').every(isSame) &&
    now.paths.every((path) => known.has(path) || !isSource(path)) &&
    before.paths.every(isSame)
  );
}
