import { posix } from 'node:path';
import { Memo } from '../engine/index.ts';
import { type Crate, type Dependencies, type MissingCrate, simplifyCfg } from '../rust/index.ts';
import { type Diagnostic, excerpt, type FileSet } from '../text/index.ts';
import { gitSource, type LockedPackage, pinned } from './cargo-lock.ts';
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
  /** False where {@link find} has nothing of that name, whatever is locked. */
  mayHave(name: string): boolean;
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

const NOTHING_OUTSIDE: OutsideCrates = { mayHave: () => false, find: () => undefined };

/** What a manifest says of its package alone: its version and lints change nothing here. Null without a package. */
const packageFacts = excerpt({
  name: 'package',
  of: tomlOf,
  take(parsed) {
    if (!parsed.ok) return null;
    const name = textAt(tableAt(parsed.table, 'package'), 'name');
    const binaries = Array.isArray(parsed.table.bin) ? parsed.table.bin.filter(isTable) : [];
    const paths = [tableAt(parsed.table, 'lib'), ...binaries].map((table) => textAt(table, 'path') ?? null);
    const library = textAt(tableAt(parsed.table, 'lib'), 'name') ?? null;
    const script = textAt(tableAt(parsed.table, 'package'), 'build') ?? null;
    return name === undefined ? null : { name, library, paths, script };
  },
});

/** The `package.workspace` of a manifest, and whether it has a `[workspace]` itself. */
const workspaceFacts = excerpt({
  name: 'workspace-of-package',
  of: tomlOf,
  take(parsed) {
    const table = parsed.ok ? parsed.table : {};
    return { named: textAt(tableAt(table, 'package'), 'workspace') ?? null, isRoot: isTable(table.workspace) };
  },
});

/** Where a dependency comes from. */
type Origin = Readonly<Partial<Record<'package' | 'path' | 'git' | 'version', string>>>;

function originOf(value: TomlValue): Origin {
  const table = asTable(value);
  const keys = (['package', 'path', 'git', 'version'] as const).filter((key) => textAt(table, key) !== undefined);
  return Object.fromEntries(keys.map((key) => [key, textAt(table, key)]));
}

/** A dependency as a manifest has it. The origin is null where the workspace says it. */
interface DependencyOrigin {
  readonly key: string;
  readonly origin: Origin | null;
}

/** Those of a manifest, in its order. Features are no part of it. */
const dependencyOrigins = excerpt({
  name: 'dependency-origins',
  of: tomlOf,
  take(parsed): DependencyOrigin[] {
    if (!parsed.ok) return [];
    const tables = [parsed.table, ...Object.values(tableAt(parsed.table, 'target')).filter(isTable)];
    return tables
      .flatMap((table) => Object.entries(tableAt(table, 'dependencies')))
      .map(([key, value]) => ({ key, origin: asTable(value).workspace === true ? null : originOf(value) }));
  },
});

/** What the workspace says of a dependency. */
const sharedOrigin = excerpt({
  name: 'shared-dependency-origin',
  of: tomlOf,
  take: (parsed, key) => originOf(parsed.ok ? (dependencyOfWorkspace(parsed.table, key) ?? {}) : {}),
});

/** The same without version and repository: that is enough to know by which name code uses it. */
const sharedPlace = excerpt({
  name: 'shared-dependency-place',
  of: tomlOf,
  take(parsed, key): Origin {
    const { git: _, version: __, ...place } = sharedOrigin.take(parsed, key);
    return place;
  },
});

function dependencyOfWorkspace(table: TomlTable, key: string): TomlValue | undefined {
  const shared = tableAt(table, 'workspace', 'dependencies');
  return Object.hasOwn(shared, key) ? shared[key] : undefined;
}

/** Folders that `[patch]` tables put in place of a package. */
const patches = excerpt({
  name: 'patches',
  of: tomlOf,
  take(parsed, name): readonly string[] {
    const tables = parsed.ok ? Object.values(tableAt(parsed.table, 'patch')).filter(isTable) : [];
    return tables.flatMap((table) => textAt(tableAt(table, name), 'path') ?? []);
  },
});

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
  readonly #workspaces = new Memo<string, string | undefined>();
  readonly #patches = new Memo<string, Crate | undefined>();
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
    const facts = files.excerpt(packageFacts, posix.join(folder, 'Cargo.toml'), '');
    if (!facts) return undefined;
    const { name, library, paths, script } = facts;
    const [libraryPath, ...binaries] = paths;
    const roots = [libraryPath, 'src/lib.rs', 'src/main.rs', ...binaries].flatMap((path) =>
      path == null ? [] : [posix.join(folder, path)],
    );
    const buildScript = posix.join(folder, script ?? 'build.rs');
    const crate: Crate = {
      name,
      externName: library ?? name.replaceAll('-', '_'),
      files,
      root: roots.find((path) => files.has(path)) ?? posix.join(folder, 'src/lib.rs'),
      ...(files.has(buildScript) && { buildScript }),
      ...(files !== this.#top.files && { outside: true }),
      dependencies: this.#dependencies(folder),
    };
    const features = new Memo<null, Package['features']>();
    const readFeatures = () => {
      const table = tableAt(this.#manifest(folder) ?? {}, 'features');
      return new Map(Object.keys(table).map((feature) => [feature, textsAt(table, feature)]));
    };
    const requirements = new Memo<null, readonly Requirement[]>();
    const readRequirements = () => this.#requirements(folder);
    const made: Package = {
      crate,
      folder,
      get features() {
        return features.get(null, readFeatures);
      },
      get requirements() {
        return requirements.get(null, readRequirements);
      },
    };
    packageOf.set(crate, made);
    return made;
  }

  /** Those of every target that a task may be compiled for. */
  #requirements(folder: string): Requirement[] {
    const manifest = this.#manifest(folder) ?? {};
    const targets = Object.entries(tableAt(manifest, 'target')).filter(([target]) => mayHold(target));
    const tables = [manifest, ...targets.map(([, table]) => table).filter(isTable)];
    let ofWorkspace: TomlTable | undefined;
    return tables
      .flatMap((table) => Object.entries(tableAt(table, 'dependencies')))
      .map(([name, value]) => {
        const own = asTable(value);
        const isShared = own.workspace === true;
        const base = isShared ? this.#workspaceFolder(folder) : folder;
        if (isShared) ofWorkspace ??= (base === undefined ? undefined : this.#manifest(base)) ?? {};
        const specification = isShared ? asTable(dependencyOfWorkspace(ofWorkspace ?? {}, name) ?? {}) : own;
        const found = this.#dependency(base ?? folder, name, originOf(specification));
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

  /**
   * By the name that the package's code uses. Those for one target alone and optional ones are among them. Who looks for a name depends on
   * which names there are, and on what that one stands for.
   */
  #dependencies(folder: string): Dependencies {
    const places = new Memo<null, ReadonlyMap<string, number>>();
    const found = new Memo<number, Crate | MissingCrate>();
    const origins = () => this.files.excerpt(dependencyOrigins, posix.join(folder, 'Cargo.toml'), '') ?? [];
    const placeOf = () =>
      places.get(null, () => new Map(origins().map((one, index) => [this.#externName(folder, one), index])));
    const dependencyAt = (index: number) =>
      found.get(index, () => this.#dependencyOf(folder, origins()[index] as DependencyOrigin));
    return {
      get(name) {
        const index = placeOf().get(name);
        return index === undefined ? undefined : dependencyAt(index);
      },
      has: (name) => placeOf().has(name),
      keys: () => placeOf().keys(),
      values: () => [...placeOf().values()].map(dependencyAt),
    };
  }

  #dependencyOf(folder: string, { key, origin }: DependencyOrigin): Crate | MissingCrate {
    const base = origin ? folder : this.#workspaceFolder(folder);
    return this.#dependency(base ?? folder, key, origin ?? this.#shared(sharedOrigin, base, key));
  }

  /** How code calls a dependency. Which version of it is locked matters only where its sources may be at hand. */
  #externName(folder: string, { key, origin }: DependencyOrigin): string {
    const base = origin ? folder : this.#workspaceFolder(folder);
    const { package: renamed, path } = origin ?? this.#shared(sharedPlace, base, key);
    const mayBeHere = path !== undefined || this.#top.#patched(key) || this.#top.#outside.mayHave(key);
    const dependency = renamed === undefined && mayBeHere ? this.#dependencyOf(folder, { key, origin }) : undefined;
    const name = dependency && 'externName' in dependency ? dependency.externName : key;
    return name.replaceAll('-', '_');
  }

  #shared(excerpt: typeof sharedOrigin, folder: string | undefined, key: string): Origin {
    return (folder !== undefined && this.files.excerpt(excerpt, posix.join(folder, 'Cargo.toml'), key)) || {};
  }

  /** The nearest folder at or above whose manifest has a `[workspace]`. */
  #workspaceFolder(folder: string): string | undefined {
    return this.#workspaces.get(folder, () => {
      const factsOf = (at: string) => this.files.excerpt(workspaceFacts, posix.join(at, 'Cargo.toml'), '');
      const named = factsOf(folder)?.named;
      if (named != null) return pathInTree(folder, named)?.replace(/^\.$|\/$/, '');
      for (let at = folder; ; at = folderOf(at)) {
        if (factsOf(at)?.isRoot) return at;
        if (at === '') return undefined;
      }
    });
  }

  #dependency(base: string, key: string, { package: renamed, path, git, version }: Origin): Crate | MissingCrate {
    const name = renamed ?? key;
    if (path === undefined) return this.#top.#patched(name) ?? this.#top.#fromOutside(name, git, version);
    const target = pathInTree(base, path)?.replace(/^\.$|\/$/, '');
    const local = target === undefined ? undefined : this.at(target);
    const unreadable = target === undefined || local ? undefined : this.#unreadable(target);
    const requirement = `path ${posix.join(base, path)}`;
    return local?.crate ?? { missing: true, name, requirement, ...(unreadable && { unreadable }) };
  }

  /** The package of the tree that `[patch]` puts in place of one from outside. */
  #patched(name: string): Crate | undefined {
    return this.#patches.get(name, () => {
      for (const path of this.files.excerpt(patches, 'Cargo.toml', name) ?? []) {
        const crate = this.at(path)?.crate;
        if (crate) return crate;
      }
      return undefined;
    });
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
    const candidates = this.files.excerpt(pinned, 'Cargo.lock', name) ?? [];
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
