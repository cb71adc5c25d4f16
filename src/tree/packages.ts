import { posix } from 'node:path';
import type { Crate, MissingCrate } from '../rust/index.ts';
import type { FileSet } from '../text/index.ts';
import { pathInTree } from './paths.ts';
import { isTable, parseToml, type TomlTable, tableAt, textAt } from './toml.ts';

/** A Cargo package of the tree: its crate, and where its build script is. */
export interface Package {
  readonly crate: Crate;
  /** Folder of its manifest, '' for the tree's root. */
  readonly folder: string;
  readonly buildScript?: string;
}

/** Every package of the tree, by name. Dependencies by path alone: others are outside the tree. */
export function readPackages(files: FileSet): ReadonlyMap<string, Package> {
  const packages = new Map<string, Package>();
  const byFolder = new Map<string, Package>();
  for (const path of files.paths.filter((path) => posix.basename(path) === 'Cargo.toml')) {
    const source = files.read(path);
    const parsed = source && parseToml(source);
    if (!parsed?.ok) continue;
    const name = textAt(tableAt(parsed.table, 'package'), 'name');
    if (name === undefined) continue;
    const read = readPackage(files, posix.dirname(path).replace(/^\.$/, ''), name, parsed.table, byFolder);
    packages.set(name, read);
    byFolder.set(read.folder, read);
  }
  return packages;
}

function readPackage(
  files: FileSet,
  folder: string,
  name: string,
  manifest: TomlTable,
  byFolder: ReadonlyMap<string, Package>,
): Package {
  const candidates = [textAt(tableAt(manifest, 'lib'), 'path'), 'src/lib.rs', 'src/main.rs'];
  const paths = candidates.flatMap((candidate) => (candidate ? [posix.join(folder, candidate)] : []));
  const root = paths.find((path) => files.has(path)) ?? posix.join(folder, 'src/lib.rs');
  const buildScript = posix.join(folder, textAt(tableAt(manifest, 'package'), 'build') ?? 'build.rs');
  let dependencies: ReadonlyMap<string, Crate | MissingCrate> | undefined;
  return {
    crate: {
      name,
      externName: name.replaceAll('-', '_'),
      files,
      root,
      get dependencies() {
        dependencies ??= readDependencies(folder, manifest, byFolder);
        return dependencies;
      },
    },
    folder,
    ...(files.has(buildScript) ? { buildScript } : {}),
  };
}

function readDependencies(folder: string, manifest: TomlTable, byFolder: ReadonlyMap<string, Package>) {
  const found = new Map<string, Crate | MissingCrate>();
  const tables = [manifest, ...Object.values(tableAt(manifest, 'target')).filter(isTable)];
  for (const [key, value] of tables.flatMap((table) => Object.entries(tableAt(table, 'dependencies')))) {
    const path = isTable(value) ? textAt(value, 'path') : undefined;
    const dependency =
      path === undefined ? undefined : byFolder.get((pathInTree(folder, path) ?? '').replace(/\/$/, ''));
    if (dependency) found.set(key.replaceAll('-', '_'), dependency.crate);
  }
  return found;
}
