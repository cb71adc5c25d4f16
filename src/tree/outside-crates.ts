import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, posix } from 'node:path';
import process from 'node:process';
import type { FileSet } from '../text/index.ts';
import { type FoundCrate, type OutsideCrates, packageFolder } from './cargo.ts';
import { gitSource, type LockedPackage } from './cargo-lock.ts';
import { folderFiles } from './folder.ts';
import { tableAt, textAt, tomlOf } from './toml.ts';

export interface OutsideCrateOptions {
  /**
   * Package name -> folder that has it, at any depth: what `--crate name=path` says. `name@revision` is for trees alone whose `Cargo.lock`
   * pins that version, or a commit that begins so.
   */
  readonly given?: ReadonlyMap<string, string>;
  /** Cargo's home folder; null looks into none. */
  readonly cargoHome?: string | null;
}

/** Finds crates from outside, and opens the folders in which they are. */
export interface OutsideFolders extends OutsideCrates {
  /** The files of a folder that {@link FoundCrate.set} named. Each folder is listed once. */
  open(folder: string): FileSet | undefined;
}

/**
 * Looks for packages outside a tree: first where the user says, then in the tree's folder of `cargo vendor`, then in Cargo's home,
 * where only what exactly fits the tree's `Cargo.lock` counts.
 */
export function outsideCrates(files: FileSet, options: OutsideCrateOptions = {}): OutsideFolders {
  const { given = new Map<string, string>(), cargoHome = defaultCargoHome() } = options;
  const vendor = vendorFolder(files);
  const isGiven = (name: string) => given.has(name) || [...given.keys()].some((key) => key.startsWith(`${name}@`));
  let vendored: readonly string[] | undefined;
  const isVendored = (name: string) => {
    vendored ??= files.list(vendor.replace(/^\.$/, ''), '/Cargo.toml').map((path) => posix.relative(vendor, path));
    return vendored.some((path) => path.startsWith(name));
  };
  const opened = new Map<string, FileSet>();
  const open = (folder: string) => {
    const known = opened.get(folder) ?? folderFiles(folder);
    opened.set(folder, known);
    return known;
  };
  const findIn = (folder: string, name: string): FoundCrate | undefined => {
    if (!existsSync(folder)) return undefined;
    const set = open(folder);
    const inside = packageFolder(set, name);
    return inside === undefined ? undefined : { files: set, folder: inside, set: folder };
  };
  return {
    mayHave: (name) => cargoHome !== null || isGiven(name) || isVendored(name),
    find(name, locked) {
      const folder = givenFolder(given, name, locked);
      if (folder !== undefined) return findIn(folder, name);
      const vendored = [`${name}-${locked?.version}`, name].map((each) => posix.join(vendor, each));
      const inTree = vendored.find((path) => isPackage(files, path, locked));
      if (inTree !== undefined) return { files, folder: inTree, set: '' };
      if (cargoHome === null || locked === undefined) return undefined;
      for (const checkout of cargoFolders(cargoHome, locked)) {
        const found = findIn(checkout, name);
        if (found) return found;
      }
      return undefined;
    },
    open: (folder) => (existsSync(folder) ? open(folder) : undefined),
  };
}

/** Fewer digits of a commit name too many commits. */
const SHORTEST_COMMIT = 7;

/** What is given for the revision that a tree pins, else what is given for all. */
function givenFolder(
  given: ReadonlyMap<string, string>,
  name: string,
  locked: LockedPackage | undefined,
): string | undefined {
  const commit = locked && gitSource(locked)?.commit;
  const isPinned = (revision: string) =>
    revision === locked?.version || (revision.length >= SHORTEST_COMMIT && commit?.startsWith(revision));
  const pinned = [...given].find(([key]) => key.startsWith(`${name}@`) && isPinned(key.slice(name.length + 1)));
  return pinned?.[1] ?? given.get(name);
}

function defaultCargoHome(): string {
  return process.env.CARGO_HOME ?? join(homedir(), '.cargo');
}

/** Where `.cargo/config.toml` says that vendored sources are, or the folder that `cargo vendor` uses unless told. */
function vendorFolder(files: FileSet): string {
  const parsed = files.derived(tomlOf, '.cargo/config.toml') ?? files.derived(tomlOf, '.cargo/config');
  const sources = parsed?.ok ? tableAt(parsed.table, 'source') : {};
  const named = Object.keys(sources).map((name) => textAt(tableAt(sources, name), 'directory'));
  return posix.normalize(named.find((directory) => directory !== undefined) ?? 'vendor').replace(/\/$/, '');
}

/** A vendored package must be of the locked version: a folder may have been vendored for another revision of the tree. */
function isPackage(files: FileSet, folder: string, locked: LockedPackage | undefined): boolean {
  const parsed = files.derived(tomlOf, `${folder}/Cargo.toml`);
  if (!parsed?.ok) return false;
  const version = textAt(tableAt(parsed.table, 'package'), 'version');
  return locked === undefined || version === undefined || version === locked.version;
}

function cargoFolders(home: string, locked: LockedPackage): string[] {
  const git = gitSource(locked);
  if (!git) {
    const sources = join(home, 'registry', 'src');
    return foldersIn(sources).map((registry) => join(sources, registry, `${locked.name}-${locked.version}`));
  }
  const checkouts = join(home, 'git', 'checkouts');
  const repository = basename(git.repository.replace(/\/$/, ''), '.git');
  return foldersIn(checkouts)
    .filter((folder) => folder.replace(/-[0-9a-f]+$/, '') === repository)
    .flatMap((folder) => foldersIn(join(checkouts, folder)).map((commit) => ({ folder, commit })))
    .filter(({ commit }) => commit.length >= 7 && git.commit.startsWith(commit))
    .map(({ folder, commit }) => join(checkouts, folder, commit));
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
