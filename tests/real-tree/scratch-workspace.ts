import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { stringify } from 'smol-toml';
import type { Crate } from '../../src/rust/index.ts';
import type { FileSet } from '../../src/text/index.ts';
import { isTable, parseToml, type TomlTable, type TomlValue, tableAt, textAt, textsAt } from '../../src/tree/toml.ts';

/** Crates of ours in place of the tree's or of others' that run on a microcontroller alone, by the name of the package. */
const DOUBLES = ['counters', 'idol-runtime', 'userlib'];

/** What code of derives names beside what the code itself does. */
const NAMED_BY_DERIVES = ['num-traits'];

/** Puts the stubs of a crate, and nothing in the place of every other file that its own build script would make, where it includes them from. */
const BUILD_SCRIPT = `fn main() {
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
    for entry in std::fs::read_dir("generated").unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), out.join(entry.file_name())).unwrap();
    }
}
`;

/** What is compiled of a crate: its library as the tree has it, or a text in place of it. */
export interface Wanted {
  readonly crate: Crate;
  /** Stubs by the name of the file. */
  readonly stubs: Readonly<Record<string, string>>;
  /** Instead of the crate's own sources. Of its dependencies, those remain that the text or a stub names. */
  readonly text?: string;
  /** What an image turns on of it. */
  readonly features?: readonly string[];
}

/**
 * A cargo workspace in a scratch folder with crates of a tree, and all crates of the tree that these depend on. Build scripts,
 * dependencies for one target and crates from repositories are left out: what needs them does not compile.
 */
export class ScratchWorkspace {
  readonly folder: string;
  /** By package name: packages from repositories that the crate asks for. */
  readonly leftOut = new Map<string, readonly string[]>();
  /** By package name: files that the crate's own build script would make, and that are empty here. */
  readonly emptied = new Map<string, readonly string[]>();
  /** By package name: crates that the stubs of its encodings need, and that its manifest does not have. */
  readonly unlisted = new Map<string, readonly string[]>();
  /** By package name: packages of the tree that the crate depends on. */
  readonly dependencies = new Map<string, readonly string[]>();
  readonly #tree: FileSet;
  readonly #generation: string;
  readonly #placed = new Set<string>();
  readonly #wanted = new Map<string, Wanted>();

  constructor(folder: string, tree: FileSet, generation: string) {
    this.folder = folder;
    this.#tree = tree;
    this.#generation = generation;
    rmSync(folder, { recursive: true, force: true });
  }

  /** Writes everything. */
  write(wanted: readonly Wanted[]): void {
    for (const one of wanted) if (one.text === undefined) this.#wanted.set(one.crate.name, one);
    for (const one of wanted) this.#place(one.crate, one);
    this.#placeUserlib(wanted);
    const lock = this.#tree.bytes('Cargo.lock');
    if (lock) this.#write('Cargo.lock', lock);
    const patched = tableAt(readManifest(this.#tree, ''), 'patch', 'crates-io');
    const debugAssertions = 'ssmarshal' in patched ? { ssmarshal: { 'debug-assertions': false } } : {};
    this.#write(
      'Cargo.toml',
      stringify({
        workspace: {
          resolver: '2',
          members: [...this.#placed].sort(),
          'default-members': wanted.map(({ crate, text }) => folderOf(crate, text)),
        },
        profile: { dev: { debug: false, incremental: false, package: debugAssertions } },
      }),
    );
  }

  #place(crate: Crate, wanted?: Wanted): void {
    const { stubs = {}, text } = wanted ?? {};
    const folder = folderOf(crate, text);
    if (this.#placed.has(folder)) return;
    this.#placed.add(folder);
    const own = crateFolder(crate);
    const sources = text === undefined ? crate.files.paths.filter((path) => isSource(path, own)) : [];
    if (text !== undefined) this.#write(posix.join(folder, 'src/lib.rs'), text);
    for (const path of sources) this.#write(posix.join(folder, path.slice(own.length)), crate.files.bytes(path) ?? '');
    const whole =
      text ??
      sources
        .filter((path) => path.endsWith('.rs'))
        .map((path) => crate.files.read(path)?.text ?? '')
        .join('\n');
    const generated = crate.outside ? [] : includedFiles(whole).map((name) => [name, stubs[name] ?? ''] as const);
    this.emptied.set(
      crate.name,
      generated.flatMap(([name, content]) => (content === '' ? [name] : [])),
    );
    for (const [name, content] of generated) this.#write(posix.join(folder, 'generated', name), content);
    if (generated.length > 0) this.#write(posix.join(folder, 'build.rs'), BUILD_SCRIPT);
    const code = text === undefined ? undefined : [text, ...Object.values(stubs)].join('\n');
    this.#write(
      posix.join(folder, 'Cargo.toml'),
      stringify(this.#manifestOf(crate, generated.length > 0, code, wanted?.features)),
    );
  }

  /** The double, with the tree's own units, which are the same on any machine. */
  #placeUserlib(wanted: readonly Wanted[]): void {
    const own = wanted.flatMap(({ crate }) => [...crate.dependencies.values()]).find(({ name }) => name === 'userlib');
    if (own === undefined || 'missing' in own) throw new Error('the tree has no userlib');
    const units = [...own.dependencies.values()].find(({ name }) => name === 'userlib-units');
    const file = this.#tree.read(posix.join(crateFolder(own), 'src/units.rs'));
    const dependencies: TomlTable = { double: { package: 'userlib', path: resolve('tests/rust/userlib') } };
    if (units && !('missing' in units)) {
      this.#place(units);
      dependencies['userlib-units'] = { path: join(this.folder, folderOf(units, undefined)) };
    }
    if (file) {
      this.#write('userlib/src/units.rs', file.text);
      Object.assign(dependencies, this.#manifestOf(own, false, file.text).dependencies);
    }
    const module = file ? 'pub mod units;' : units ? 'pub use userlib_units as units;' : '';
    this.#write('userlib/src/lib.rs', `pub use double::*;\n${module}\n`);
    this.#write(
      'userlib/Cargo.toml',
      stringify({ package: { name: 'userlib', version: '0.1.0', edition: '2021', publish: false }, dependencies }),
    );
  }

  #manifestOf(
    crate: Crate,
    hasBuildScript: boolean,
    code: string | undefined,
    turnedOn: readonly string[] = [],
  ): TomlTable {
    const folder = crateFolder(crate);
    const manifest = readManifest(crate.files, folder);
    const own = tableAt(manifest, 'package');
    const workspace = tableAt(readManifest(crate.files, ''), 'workspace');
    const dependencies: TomlTable = {};
    const leftOut: string[] = [];
    const inTree: string[] = [];
    // Build scripts of crates from elsewhere need no image.
    const isBuiltByItself = crate.outside === true && crate.buildScript !== undefined;
    for (const [key, value] of Object.entries(tableAt(manifest, 'dependencies'))) {
      const isNamed =
        code === undefined ||
        NAMED_BY_DERIVES.includes(key) ||
        new RegExp(`\\b${key.replaceAll('-', '_')}\\b`).test(code);
      if (!isNamed) continue;
      const specification = inherited(asTable(value), tableAt(workspace, 'dependencies')[key]);
      const name = textAt(specification, 'package') ?? key;
      const found = [...crate.dependencies.values()].find((dependency) => dependency.name === name);
      const { workspace: _, git: __, rev: ___, branch: ____, tag: _____, path: ______, ...rest } = specification;
      if (DOUBLES.includes(name)) {
        const generation: TomlTable =
          name === 'idol-runtime' ? { 'default-features': false, features: [this.#generation] } : {};
        const path = name === 'userlib' ? join(this.folder, 'userlib') : resolve('tests/rust', name);
        dependencies[key] = { path, ...(rest.optional ? { optional: true } : {}), ...generation };
      } else if (specification.git === undefined && specification.path === undefined) {
        dependencies[key] = rest;
      } else if (found && !('missing' in found)) {
        this.#place(found, this.#wanted.get(found.name));
        inTree.push(name);
        delete rest.version;
        dependencies[key] = { ...rest, path: join(this.folder, folderOf(found, undefined)) };
      } else if (rest.optional !== true) leftOut.push(name);
    }
    this.leftOut.set(crate.name, leftOut);
    this.unlisted.set(
      crate.name,
      ['hubpack', 'ssmarshal'].filter(
        (library) => code?.includes(`${library}::`) && !Object.hasOwn(dependencies, library),
      ),
    );
    this.dependencies.set(crate.name, inTree);
    const edition = textAt(own, 'edition') ?? textAt(tableAt(workspace, 'package'), 'edition') ?? '2015';
    const features = featuresOf(tableAt(manifest, 'features'), dependencies);
    const { name: lib, 'proc-macro': isMacro, path } = tableAt(manifest, 'lib');
    return {
      package: {
        name: crate.name,
        version: '0.1.0',
        edition,
        publish: false,
        build: hasBuildScript || isBuiltByItself ? 'build.rs' : false,
      },
      lib: {
        ...(lib && { name: lib }),
        ...(isMacro && { 'proc-macro': isMacro }),
        ...(path && code === undefined && { path }),
      },
      features: {
        ...features,
        ...(turnedOn.length > 0 && { default: turnedOn.filter((name) => Object.hasOwn(features, name)) }),
      },
      dependencies,
      ...(isBuiltByItself && { 'build-dependencies': tableAt(manifest, 'build-dependencies') }),
    };
  }

  #write(path: string, content: string | Uint8Array): void {
    const to = join(this.folder, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, content);
  }
}

function readManifest(files: FileSet, folder: string): TomlTable {
  const source = files.read(posix.join(folder, 'Cargo.toml'));
  const parsed = source && parseToml(source);
  return parsed?.ok ? parsed.table : {};
}

function asTable(value: TomlValue): TomlTable {
  return isTable(value) ? value : { version: value };
}

/** What a manifest asks of a dependency, with what it leaves to the workspace. */
function inherited(asked: TomlTable, shared: TomlValue | undefined): TomlTable {
  if (asked.workspace !== true || shared === undefined) return asked;
  const features = [...textsAt(asTable(shared), 'features'), ...textsAt(asked, 'features')];
  return { ...asTable(shared), ...asked, features };
}

/** The features whose parts are all there: what a feature asks of a dependency that was left out, it no longer asks. */
function featuresOf(features: TomlTable, dependencies: TomlTable): TomlTable {
  const has = (part: string) => {
    const [name = ''] = part.replace(/^dep:/, '').split(/\??\//);
    const isDouble = DOUBLES.includes(name) && part.includes('/');
    return !isDouble && (Object.hasOwn(dependencies, name) || (Object.hasOwn(features, name) && !part.includes('/')));
  };
  return Object.fromEntries(
    Object.entries(features).map(([name, parts]) => [
      name,
      (Array.isArray(parts) ? parts : []).filter((part): part is string => typeof part === 'string' && has(part)),
    ]),
  );
}

/** Names of the files that code includes from where build scripts write. */
function includedFiles(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/env!\("OUT_DIR"\),\s*"\/([^"]+)"/g), ([, name]) => name as string))];
}

function isSource(path: string, folder: string): boolean {
  return (folder === '' || path.startsWith(`${folder}/`)) && !/(^|\/)Cargo\.toml$/.test(path.slice(folder.length));
}

/** The folder of a crate's manifest. */
export function crateFolder(crate: Crate): string {
  for (let folder = posix.dirname(crate.root); ; folder = posix.dirname(folder)) {
    if (crate.files.has(posix.join(folder, 'Cargo.toml'))) return folder === '.' ? '' : folder;
    if (folder === '.') throw new Error(`${crate.name} has no manifest`);
  }
}

/** Its folder in the workspace. Crates from outside the tree have one for all. */
function folderOf(crate: Crate, text: string | undefined): string {
  if (text !== undefined) return posix.join('of', crate.name);
  return crate.outside ? posix.join('outside', crate.name) : crateFolder(crate);
}
