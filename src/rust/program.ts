import { conflictAt, derivation, lengthProblem, type Source } from '../text/index.ts';
import { stringLiteral } from './attributes.ts';
import { bothConditions, type Condition, conditionsOf, DEFAULT_ARCHITECTURES } from './condition.ts';
import type { Crate } from './crate.ts';
import { fileProblem } from './file-syntax.ts';
import type { BrokenItem, ConstItem, ImplItem, Import, Item, ModuleItem } from './item.ts';
import { readItems } from './item-reader.ts';

/** The items of a Rust file, or why nothing of it is read, as a sentence's end. */
export const rustItems = derivation<readonly Item[] | string>({
  name: 'rust-items',
  module: 'src/rust/item-reader.ts',
  make: (source) => sourceProblem(source) ?? readItems(source.text),
  keeps: true,
});

/** Where a Rust file has its first error of syntax; null for one without. */
const rustSyntax = derivation<{ readonly message: string; readonly offset: number } | null>({
  name: 'rust-syntax',
  module: 'src/rust/file-syntax.ts',
  make: ({ text }) => syntaxOf(text),
  keeps: true,
});

function syntaxOf(text: string): { message: string; offset: number } | null {
  const problem = fileProblem(text);
  return problem ? { message: problem.message, offset: problem.offset } : null;
}

/** What a build script writes into `OUT_DIR`, and when: one text per condition. */
export interface GeneratedText {
  readonly conditions: readonly Condition[];
  readonly source: Source;
}

/** Knows the files that build scripts make. */
export type Generator = (crate: Crate, file: string) => readonly GeneratedText[];

/** An item where it is declared, with all that must hold for it to be there. */
export interface Declared<T extends Item = Item> {
  readonly item: T;
  readonly module: Module;
  readonly source: Source;
  readonly conditions: readonly Condition[];
}

/** A module of a crate: a file or a part of one. Its content is indexed when it is made. */
export interface Module {
  readonly crate: Crate;
  /** Names from the crate's root to here; empty for the root. */
  readonly path: readonly string[];
  readonly parent?: Module;
  readonly source: Source;
  /** Folder in which the files of its submodules lie. */
  readonly directory: string;
  /** True where `#[path]` counts from the file's own folder. */
  readonly ownsFile: boolean;
  readonly types: Map<string, Declared[]>;
  readonly values: Map<string, Declared<ConstItem>[]>;
  readonly modules: Map<string, Declared<ModuleItem>[]>;
  readonly imports: Map<string, DeclaredImport[]>;
  readonly globs: DeclaredImport[];
  readonly impls: Declared<ImplItem>[];
  /** What could not be read as an item. */
  readonly broken: Declared<BrokenItem>[];
  /** Files of which nothing was read, and why, as a sentence's end. */
  readonly unread: { readonly path: string; readonly problem: string }[];
  /** Files from `OUT_DIR` that it includes. */
  readonly generated: { readonly file: string; readonly known: boolean }[];
}

interface DeclaredImport {
  readonly import: Import;
  readonly conditions: readonly Condition[];
}

/** A submodule, with what must hold for it to be this one. */
export interface ChildModule {
  readonly module: Module;
  readonly conditions: readonly Condition[];
}

const MAX_MODULE_DEPTH = 40;

/** Declarations of one name in one module: `cfg` chooses between some few. */
const MAX_OF_ONE_NAME = 256;

/** The modules of crates, read when asked for. */
export class Program {
  readonly #generator: Generator;
  readonly #roots = new Map<Crate, Module | undefined>();
  readonly #children = new Map<Module, Map<string, ChildModule[]>>();
  readonly #loaded = new Map<Crate, Module[]>();

  /** What `target_arch` is in the images of the tree. */
  readonly architectures: readonly string[];

  constructor({
    generator = () => [],
    architectures = DEFAULT_ARCHITECTURES,
  }: { generator?: Generator; architectures?: readonly string[] } = {}) {
    this.#generator = generator;
    this.architectures = architectures;
  }

  /** The crate's root module, or undefined when its root file is not there. */
  root(crate: Crate): Module | undefined {
    if (!this.#roots.has(crate)) {
      const source = crate.files.read(crate.root);
      this.#roots.set(
        crate,
        source && this.#load({ crate, path: [], source, directory: folderOf(crate.root), ownsFile: true }),
      );
    }
    return this.#roots.get(crate);
  }

  /** The modules that `name` can be below `module`: several when `cfg` chooses. */
  children(module: Module, name: string): readonly ChildModule[] {
    let byName = this.#children.get(module);
    if (!byName) {
      byName = new Map();
      this.#children.set(module, byName);
    }
    let found = byName.get(name);
    if (!found) {
      found = (module.modules.get(name) ?? []).flatMap((declared) => this.#open(declared));
      byName.set(name, found);
    }
    return found;
  }

  /** Modules of the crate that have been read so far, in the order of reading. */
  loaded(crate: Crate): readonly Module[] {
    return this.#loaded.get(crate) ?? [];
  }

  /**
   * Why a file is no Rust, as the end of a sentence, with path and line: nothing can be built of it, and what it seems to declare may
   * not be what is meant. Undefined for a file without an error of syntax.
   */
  syntaxProblem({ files }: Crate, source: Source): string | undefined {
    // What a build script writes is no file of the crate.
    const isFile = files.read(source.path)?.text === source.text;
    const problem = isFile ? files.derived(rustSyntax, source.path) : syntaxOf(source.text);
    return problem ? `${problem.message} (${source.path}:${source.position(problem.offset).line})` : undefined;
  }

  /**
   * The module of a crate that includes a file of its `OUT_DIR`: the scope of a generated stub. Reads the crate's modules, nearest
   * to the root first, until it finds it.
   */
  including(crate: Crate, file: string): Module | undefined {
    const root = this.root(crate);
    let level = root ? [root] : [];
    for (let depth = 0; level.length > 0 && depth <= MAX_MODULE_DEPTH; depth++) {
      const found = level.find(({ generated }) => generated.some((include) => include.file === file));
      if (found) return found;
      level = level.flatMap((module) =>
        [...module.modules.keys()].flatMap((name) => this.children(module, name).map((child) => child.module)),
      );
    }
    return undefined;
  }

  #open({ item, module, source, conditions }: Declared<ModuleItem>): ChildModule[] {
    const path = [...module.path, item.name];
    if (path.length > MAX_MODULE_DEPTH) return [];
    const directory = joinPath(module.directory, item.name);
    const { crate } = module;
    if (item.items) {
      const child = this.#load({ crate, path, parent: module, source, directory, ownsFile: false }, item.items);
      return [{ module: child, conditions }];
    }
    const base = module.ownsFile ? folderOf(source.path) : module.directory;
    const named: { file: string; conditions: readonly Condition[] }[] = [];
    const otherwise: string[] = [];
    for (const attribute of item.attributes) {
      const value = attribute.name === 'path' ? stringLiteral(attribute.argument) : undefined;
      if (value === undefined) continue;
      const when = conditionsOf(attribute.condition === undefined ? [] : [attribute.condition], this.architectures);
      if (when) named.push({ file: joinPath(base, value), conditions: when });
      if (attribute.condition === undefined) otherwise.push('any()');
      else otherwise.push(`not(${attribute.condition})`);
    }
    const unnamed = conditionsOf(otherwise, this.architectures);
    if (unnamed) {
      const file = [`${directory}.rs`, joinPath(directory, 'mod.rs')].find((candidate) => crate.files.has(candidate));
      if (file !== undefined) named.push({ file, conditions: unnamed });
    }
    return named.flatMap(({ file, conditions: when }) => {
      const both = bothConditions(conditions, when);
      const text = both && !isInside(module, file) ? crate.files.read(file) : undefined;
      if (!both || !text) return [];
      const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.rs$/, '');
      const ownDirectory = stem === 'mod' || item.attributes.some(({ name }) => name === 'path');
      const child = this.#load({
        crate,
        path,
        parent: module,
        source: text,
        directory: ownDirectory ? folderOf(file) : joinPath(folderOf(file), stem),
        ownsFile: true,
      });
      return [{ module: child, conditions: both }];
    });
  }

  #load(
    place: Pick<Module, 'crate' | 'path' | 'parent' | 'source' | 'directory' | 'ownsFile'>,
    items?: readonly Item[],
  ): Module {
    const module: Module = {
      ...place,
      types: new Map(),
      values: new Map(),
      modules: new Map(),
      imports: new Map(),
      globs: [],
      impls: [],
      broken: [],
      unread: [],
      generated: [],
    };
    this.#index(module, items ?? this.#items(module, module.source), module.source, [], new Set([module.source.path]));
    const loaded = this.#loaded.get(module.crate);
    if (loaded) loaded.push(module);
    else this.#loaded.set(module.crate, [module]);
    return module;
  }

  #items({ crate, unread }: Module, source: Source): readonly Item[] {
    const items = crate.files.derived(rustItems, source.path) ?? [];
    if (typeof items !== 'string') return items;
    unread.push({ path: source.path, problem: items });
    return [];
  }

  #index(
    module: Module,
    items: readonly Item[],
    source: Source,
    outer: readonly Condition[],
    /** Files whose items the module has: each is included once, so that circles end. */
    files: Set<string>,
  ): void {
    for (const item of items) {
      const own = conditionsOf(item.cfg, this.architectures);
      const conditions = own && bothConditions(outer, own);
      if (!conditions) continue;
      switch (item.kind) {
        case 'struct':
        case 'union':
        case 'enum':
        case 'flags':
        case 'alias':
          append(module.types, item.name, { item, module, source, conditions });
          break;
        case 'const':
          append(module.values, item.name, { item, module, source, conditions });
          break;
        case 'module':
          append(module.modules, item.name, { item, module, source, conditions });
          break;
        case 'broken':
          module.broken.push({ item, module, source, conditions });
          break;
        case 'impl':
          module.impls.push({ item, module, source, conditions });
          break;
        case 'use':
          for (const entry of item.imports) {
            const declared = { import: entry, conditions };
            if (entry.name === undefined) module.globs.push(declared);
            else append(module.imports, entry.name, declared);
          }
          break;
        case 'include':
          if (item.generated) {
            const texts = isStub(item.path) ? [] : this.#generator(module.crate, item.path);
            module.generated.push({ file: item.path, known: texts.length > 0 || isStub(item.path) });
            for (const text of texts) {
              this.#index(module, readItems(text.source.text), text.source, [...conditions, ...text.conditions], files);
            }
          } else {
            const file = joinPath(folderOf(source.path), item.path);
            const included = files.has(file) ? undefined : module.crate.files.read(file);
            files.add(file);
            if (included) this.#index(module, this.#items(module, included), included, conditions, files);
          }
          break;
      }
    }
  }
}

/** Why nothing of a file is read: its whole text would be misleading. */
function sourceProblem(source: Source): string | undefined {
  const tooLong = lengthProblem(source);
  if (tooLong !== undefined) return `is too long: ${tooLong}`;
  const conflict = conflictAt(source.text);
  if (conflict === undefined) return undefined;
  return `has a conflict marker in line ${source.position(conflict).line}: a merge is unresolved there`;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list.length < MAX_OF_ONE_NAME) list.push(value);
}

/** Stubs declare no types that an interface could mention. */
function isStub(file: string): boolean {
  return /(^|_)(client|server)_stub\.rs$/.test(file);
}

/** A file cannot be a module of itself: Rust refuses it, and it would have no end. */
function isInside(module: Module, file: string): boolean {
  for (let at: Module | undefined = module; at; at = at.parent) if (at.source.path === file) return true;
  return false;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Joins and normalises; a path that leaves the root keeps its `..` and is then found nowhere. */
function joinPath(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
