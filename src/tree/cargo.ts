import { posix } from 'node:path';
import { Memo } from '../engine/index.ts';
import { type Crate, type MissingCrate, simplifyCfg } from '../rust/index.ts';
import type { Diagnostic, FileSet } from '../text/index.ts';
import { gitSource, type LockedPackage, lockedPackages } from './cargo-lock.ts';
import { manifestSyntax } from './checks/manifest-syntax.ts';
import { pathInTree } from './paths.ts';
import { isTable, type TomlTable, type TomlValue, tableAt, textAt, textsAt, tomlOf } from './toml.ts';

/** A Cargo package of the tree. */
export interface Package {
  readonly crate: Crate;
  /** Folder of its manifest, '' for the tree's root. */
  readonly folder: string;
  /** The `[features]` of its manifest: what each one enables. */
  readonly features: ReadonlyMap<string, readonly string[]>;
  /** What it is compiled with, by the names of its manifest: no build or development dependencies. */
  readonly requirements: readonly Requirement[];
}

/** A dependency as a manifest asks for it, with what it inherits from the workspace. */
export interface Requirement {
  /** Its key in the manifest: what features call it. */
  readonly name: string;
  /** Undefined where its source is not at hand. */
  readonly package: Package | undefined;
  readonly isOptional: boolean;
  readonly defaultFeatures: boolean;
  readonly features: readonly string[];
}

/** The package of each crate that was read. */
const packageOf = new WeakMap<Crate, Package>();

/** Finds the sources of packages that are not in the tree. */
export interface OutsideCrates {
  /** @param locked what the tree's `Cargo.lock` says about the package, if anything */
  find(name: string, locked: LockedPackage | undefined): FoundCrate | undefined;
}

export interface FoundCrate {
  readonly files: FileSet;
  /** Folder of the manifest in `files`. */
  readonly folder: string;
  /** The folder that `files` are of; '' where they are the tree's own. */
  readonly set: string;
}

const NOTHING_OUTSIDE: OutsideCrates = { find: () => undefined };

/** Every package of the tree, by name, with its dependencies. The first of two packages of one name wins. */
export function readPackages(files: FileSet, outside: OutsideCrates = NOTHING_OUTSIDE): ReadonlyMap<string, Package> {
  const packages = new Map<string, Package>();
  const tree = new Cargo(files, outside);
  for (const found of tree.packages()) if (!packages.has(found.crate.name)) packages.set(found.crate.name, found);
  return packages;
}

/** A finding for each manifest that is no TOML: its package is left out of {@link readPackages}. */
export function unreadablePackages(files: FileSet): Diagnostic[] {
  return manifestsOf(files).flatMap((path) => {
    const parsed = files.derived(tomlOf, path);
    const source = parsed?.ok === false ? files.read(path) : undefined;
    return source && parsed?.ok === false ? [manifestSyntax.foundInPackage(source, parsed.span, parsed.message)] : [];
  });
}

function manifestsOf(files: FileSet): string[] {
  return files.list('', 'Cargo.toml').filter((path) => posix.basename(path) === 'Cargo.toml');
}

/** The folder of the package of that name, anywhere in a file set. */
export function packageFolder(files: FileSet, name: string): string | undefined {
  return new Cargo(files, NOTHING_OUTSIDE).packages().find(({ crate }) => crate.name === name)?.folder;
}

/** The manifests of one file set, read when asked for. */
class Cargo {
  readonly files: FileSet;
  readonly #outside: OutsideCrates;
  /** The tree that this file set is a dependency of; itself for the tree. */
  readonly #top: Cargo;
  readonly #packages = new Memo<string, Package | undefined>();
  readonly #external = new Memo<string, Crate | MissingCrate>();
  readonly #cargos = new Map<FileSet, Cargo>();

  constructor(files: FileSet, outside: OutsideCrates, top?: Cargo) {
    this.files = files;
    this.#outside = outside;
    this.#top = top ?? this;
  }

  packages(): Package[] {
    return manifestsOf(this.files).flatMap((path) => this.at(folderOf(path)) ?? []);
  }

  /** The package whose manifest lies in a folder. */
  at(folder: string): Package | undefined {
    return this.#packages.get(folder, () => this.#read(folder));
  }

  #manifest(folder: string): TomlTable | undefined {
    const parsed = this.files.derived(tomlOf, posix.join(folder, 'Cargo.toml'));
    return parsed?.ok ? parsed.table : undefined;
  }

  /** Path and line at which the manifest of a folder is no TOML. */
  #unreadable(folder: string): string | undefined {
    const path = posix.join(folder, 'Cargo.toml');
    const parsed = this.files.derived(tomlOf, path);
    const source = parsed?.ok === false ? this.files.read(path) : undefined;
    return source && parsed?.ok === false ? `${path}:${source.position(parsed.span.start).line}` : undefined;
  }

  #read(folder: string): Package | undefined {
    const { files } = this;
    const manifest = this.#manifest(folder);
    const name = manifest && textAt(tableAt(manifest, 'package'), 'name');
    if (manifest === undefined || name === undefined) return undefined;
    const binaries = Array.isArray(manifest.bin) ? manifest.bin.filter(isTable) : [];
    const roots = [
      textAt(tableAt(manifest, 'lib'), 'path'),
      'src/lib.rs',
      'src/main.rs',
      ...binaries.map((binary) => textAt(binary, 'path')),
    ].flatMap((path) => (path === undefined ? [] : [posix.join(folder, path)]));
    const buildScript = posix.join(folder, textAt(tableAt(manifest, 'package'), 'build') ?? 'build.rs');
    const dependencies = new Memo<null, ReadonlyMap<string, Crate | MissingCrate>>();
    const crate: Crate = {
      name,
      externName: textAt(tableAt(manifest, 'lib'), 'name') ?? name.replaceAll('-', '_'),
      files,
      root: roots.find((path) => files.has(path)) ?? posix.join(folder, 'src/lib.rs'),
      ...(files.has(buildScript) && { buildScript }),
      ...(files !== this.#top.files && { outside: true }),
      get dependencies() {
        return dependencies.get(null, readDependencies);
      },
    };
    const readDependencies = () => this.#dependencies(folder, manifest);
    let features: Package['features'] | undefined;
    const readFeatures = () => {
      const table = tableAt(manifest, 'features');
      return new Map(Object.keys(table).map((feature) => [feature, textsAt(table, feature)]));
    };
    const requirements = new Memo<null, readonly Requirement[]>();
    const readRequirements = () => this.#requirements(folder, manifest);
    const made: Package = {
      crate,
      folder,
      get features() {
        features ??= readFeatures();
        return features;
      },
      get requirements() {
        return requirements.get(null, readRequirements);
      },
    };
    packageOf.set(crate, made);
    return made;
  }

  /** Those of every target that a task may be compiled for. */
  #requirements(folder: string, manifest: TomlTable): Requirement[] {
    const targets = Object.entries(tableAt(manifest, 'target')).filter(([target]) => mayHold(target));
    const tables = [manifest, ...targets.map(([, table]) => table).filter(isTable)];
    return tables
      .flatMap((table) => Object.entries(tableAt(table, 'dependencies')))
      .map(([name, value]) => {
        const { specification, base } = this.#inherited(folder, name, value);
        const own = asTable(value);
        const found = this.#dependency(base, textAt(specification, 'package') ?? name, specification);
        return {
          name,
          package: 'missing' in found ? undefined : packageOf.get(found),
          isOptional: own.optional === true,
          // A member can add the default features to what the workspace says, and cannot take them away.
          defaultFeatures: defaultFeaturesOf(specification) !== false || defaultFeaturesOf(own) === true,
          features: [...textsAt(specification, 'features'), ...(specification === own ? [] : textsAt(own, 'features'))],
        };
      });
  }

  /** By the name that the package's code uses. Those for one target alone and optional ones are among them. */
  #dependencies(folder: string, manifest: TomlTable): ReadonlyMap<string, Crate | MissingCrate> {
    const found = new Map<string, Crate | MissingCrate>();
    const tables = [manifest, ...Object.values(tableAt(manifest, 'target')).filter(isTable)];
    for (const [key, value] of tables.flatMap((table) => Object.entries(tableAt(table, 'dependencies')))) {
      const { specification, base } = this.#inherited(folder, key, value);
      const renamed = textAt(specification, 'package');
      const dependency = this.#dependency(base, renamed ?? key, specification);
      const externName = renamed === undefined && 'externName' in dependency ? dependency.externName : key;
      found.set(externName.replaceAll('-', '_'), dependency);
    }
    return found;
  }

  /** A dependency's own table, or the workspace's for `workspace = true`; `base` is what its path is relative to. */
  #inherited(folder: string, key: string, value: TomlValue): { specification: TomlTable; base: string } {
    const own = asTable(value);
    if (own.workspace !== true) return { specification: own, base: folder };
    const base = this.#workspaceFolder(folder);
    const table = base === undefined ? undefined : this.#manifest(base);
    const inherited = table ? tableAt(table, 'workspace', 'dependencies')[key] : undefined;
    return { specification: asTable(inherited ?? {}), base: base ?? folder };
  }

  /** The nearest folder at or above whose manifest has a `[workspace]`. */
  #workspaceFolder(folder: string): string | undefined {
    const named = textAt(tableAt(this.#manifest(folder) ?? {}, 'package'), 'workspace');
    if (named !== undefined) return pathInTree(folder, named)?.replace(/^\.$|\/$/, '');
    for (let at = folder; ; at = folderOf(at)) {
      if (isTable(this.#manifest(at)?.workspace)) return at;
      if (at === '') return undefined;
    }
  }

  #dependency(base: string, name: string, specification: TomlTable): Crate | MissingCrate {
    const path = textAt(specification, 'path');
    if (path !== undefined) {
      const target = pathInTree(base, path)?.replace(/^\.$|\/$/, '');
      const local = target === undefined ? undefined : this.at(target);
      const unreadable = target === undefined || local ? undefined : this.#unreadable(target);
      const requirement = `path ${posix.join(base, path)}`;
      return local?.crate ?? { missing: true, name, requirement, ...(unreadable && { unreadable }) };
    }
    const git = textAt(specification, 'git');
    const version = textAt(specification, 'version');
    return this.#top.#patched(name) ?? this.#top.#fromOutside(name, git, version);
  }

  /** The package of the tree that `[patch]` puts in place of one from outside. */
  #patched(name: string): Crate | undefined {
    for (const table of Object.values(tableAt(this.#manifest('') ?? {}, 'patch'))) {
      const path = isTable(table) && isTable(table[name]) ? textAt(table[name], 'path') : undefined;
      const crate = path === undefined ? undefined : this.at(path)?.crate;
      if (crate) return crate;
    }
    return undefined;
  }

  #fromOutside(name: string, git: string | undefined, version: string | undefined): Crate | MissingCrate {
    return this.#external.get(`${name} ${git ?? ''} ${version ?? ''}`, () => {
      const locked = this.#locked(name, git, version);
      const found = this.#outside.find(name, locked);
      const crate = found && this.#cargoOf(found.files).at(found.folder)?.crate;
      return (
        crate ?? {
          missing: true,
          name,
          requirement: requirementOf(git, version, locked),
          ...(locked?.source && { revision: `${locked.version} (${locked.source})` }),
        }
      );
    });
  }

  #cargoOf(files: FileSet): Cargo {
    let cargo = this.#cargos.get(files);
    if (!cargo) {
      cargo = new Cargo(files, this.#outside, this);
      this.#cargos.set(files, cargo);
    }
    return cargo;
  }

  #locked(name: string, git: string | undefined, version: string | undefined): LockedPackage | undefined {
    const candidates = this.files.derived(lockedPackages, 'Cargo.lock')?.get(name) ?? [];
    const sameGit = candidates.find((locked) => git !== undefined && gitSource(locked)?.repository === git);
    const release = version?.replace(/^[^0-9]*/, '');
    const sameVersion = candidates.find((locked) => release !== undefined && isCompatible(release, locked.version));
    return sameGit ?? sameVersion ?? candidates[0];
  }
}

/** A target of `[target.….dependencies]` that a Hubris task may be compiled for: a triple, or a `cfg` that does not contradict it. */
function mayHold(target: string): boolean {
  const predicate = /^cfg\s*\(([\s\S]*)\)$/.exec(target.trim())?.[1];
  return predicate === undefined ? target.includes('-none-') : simplifyCfg(predicate) !== false;
}

function defaultFeaturesOf(specification: TomlTable): TomlValue | undefined {
  return specification['default-features'] ?? specification.default_features;
}

function asTable(value: TomlValue): TomlTable {
  return isTable(value) ? value : typeof value === 'string' ? { version: value } : {};
}

function folderOf(path: string): string {
  return posix.dirname(path).replace(/^\.$/, '');
}

/** Cargo's caret rule: the leftmost number that is not zero must be equal. */
function isCompatible(wanted: string, version: string): boolean {
  const parts = version.split('.');
  for (const [index, part] of wanted.split('.').entries()) {
    if (part !== parts[index]) return false;
    if (part !== '0') return true;
  }
  return true;
}

function requirementOf(git: string | undefined, version: string | undefined, locked: LockedPackage | undefined) {
  const pinned = locked && gitSource(locked);
  if (pinned) return `${pinned.repository} at revision ${pinned.commit}`;
  if (git !== undefined) return git;
  return `version ${locked?.version ?? version ?? '*'}`;
}
