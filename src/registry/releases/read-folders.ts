import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openTree } from '../../tree/index.ts';
import { type Family, type ReleaseName, readFamilies } from './families.ts';
import { type History, makeHistory } from './history.ts';
import { type ReadOptions, ReleaseReader } from './release-reader.ts';
import { comparisonsOf, objectsOf } from './remembered.ts';

/** Folders of releases, one tree in each: `idl/1.0.0`, `idl/1.1.0`. */
export interface ReleaseFolders {
  readonly folder: string;
  readonly families: readonly Family[];
  /** The folder of the newest release. */
  readonly current: string;
}

/**
 * The releases below a folder that is no tree itself, or undefined when there are none. A release is a folder with a `Cargo.toml` and
 * a version in its name.
 */
export function releaseFolders(
  folder: string,
  patterns?: Readonly<Record<string, string>>,
): ReleaseFolders | undefined {
  if (isFile(join(folder, 'Cargo.toml'))) return undefined;
  const names = foldersIn(folder).filter((name) => isFile(join(folder, name, 'Cargo.toml')));
  const families = readFamilies(names, patterns).flatMap(({ name, releases }) => {
    const versioned = releases.filter(({ version }) => version !== undefined);
    return versioned.length > 0 ? [{ name, releases: versioned }] : [];
  });
  const newest = families.at(-1)?.releases.at(-1);
  return newest && { folder, families, current: join(folder, newest.name) };
}

/** The history that folders tell: a release follows the one before it in its family, by version. */
export function readFolderHistory({ folder, families }: ReleaseFolders, options: ReadOptions): History {
  const { store, onProgress } = options;
  const reader = new ReleaseReader(options);
  const all = families.flatMap((family) => family.releases);
  const releases = all.map(({ name }, done) => {
    onProgress?.(done, all.length, name);
    const tree = openTree(join(folder, name));
    return { name, content: reader.read(tree.ok ? tree.value : undefined) };
  });
  return makeHistory(families, releases, predecessorsByVersion(families), objectsOf(store), comparisonsOf(store));
}

/** The release of the family with the next lower version, for those that have one. */
export function predecessorsByVersion(families: readonly Family[]): Map<string, string> {
  const pairs = families.flatMap(({ releases }) => {
    const versioned = releases.filter((release): release is ReleaseName => release.version !== undefined);
    return versioned.slice(1).map(({ name }, index) => [name, versioned[index]?.name ?? ''] as const);
  });
  return new Map(pairs);
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
