import { bothConditions, type Condition, eitherConditions } from './condition.ts';
import type { Crate, MissingCrate } from './crate.ts';
import type { ConstItem } from './item.ts';
import type { Declared, Module, Program } from './program.ts';

/** Rust keeps two sets of names that matter here: types (with modules and crates), and values (constants). */
export type Namespace = 'type' | 'value';

/** What a path can stand for. Several are found when `cfg` or an image's configuration chooses between them. */
export type Found =
  | { readonly kind: 'type'; readonly declared: Declared; readonly conditions: readonly Condition[] }
  | { readonly kind: 'const'; readonly declared: Declared<ConstItem>; readonly conditions: readonly Condition[] }
  | { readonly kind: 'module'; readonly module: Module; readonly conditions: readonly Condition[] }
  /** `T::NAME`: an enum's variant, or an associated constant or type. */
  | { readonly kind: 'member'; readonly of: Found; readonly name: string; readonly conditions: readonly Condition[] }
  | { readonly kind: 'primitive'; readonly name: string; readonly conditions: readonly Condition[] }
  /** In a crate that this program knows by heart: the path begins with the package's name. */
  | { readonly kind: 'builtin'; readonly path: readonly string[]; readonly conditions: readonly Condition[] }
  | {
      readonly kind: 'missing';
      readonly crate: MissingCrate;
      /** Names behind the crate's. */
      readonly path: readonly string[];
      readonly conditions: readonly Condition[];
    };

/** The step of a path at which nothing was found. */
export interface NameProblem {
  readonly name: string;
  /** Where it was looked for; absent for a name that no scope has. */
  readonly module?: Module;
  /** Files from the build script that the module includes and that are not known: the name may be in one. */
  readonly generated: readonly string[];
  /** Crates that the module imports everything of and that are not at hand: the name may be in one. */
  readonly missing: readonly MissingCrate[];
}

export interface Resolution {
  readonly found: readonly Found[];
  /** Set when nothing was found. */
  readonly problem?: NameProblem;
}

const PRIMITIVES = new Set('bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64'.split(' '));
const PRELUDE: ReadonlyMap<string, readonly string[]> = new Map([
  ['Option', ['core', 'option', 'Option']],
  ['Result', ['core', 'result', 'Result']],
]);
const STANDARD = new Set(['core', 'std', 'alloc']);
/** Packages whose types are built in, whether or not their sources are at hand. */
const BUILTIN_PACKAGES = new Set(['zerocopy', 'byteorder']);

/** Bounds for a hostile tree; a real query needs some tens of steps. */
const MAX_STEPS = 20_000;
const MAX_DEPTH = 150;
const MAX_FOUND = 256;
const MAX_HOPS = 20;

/** Finds what names in a program stand for. */
export class Names {
  readonly #program: Program;
  readonly #known = new Map<Module, Map<string, readonly Found[]>>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** What a path written in `scope` stands for. `global` is true of `::a::b`. */
  resolve(scope: Module, path: readonly string[], namespace: Namespace, global = false): Resolution {
    const { found, failed } = this.#path(scope, path, namespace, global, newQuery());
    return failed ? { found, problem: this.#problem(failed, namespace) } : { found };
  }

  #problem(failed: Failure, namespace: Namespace, hops = 0): NameProblem {
    const { name, module } = failed;
    const entry = module?.imports.get(name)?.[0]?.import;
    if (module && entry && hops < MAX_HOPS) {
      // The name is imported here, so that what is wrong is wrong where it comes from.
      const origin = this.#path(module, entry.path, namespace, entry.global, newQuery());
      if (origin.failed) return this.#problem(origin.failed, namespace, hops + 1);
    }
    const generated = module?.generated.filter(({ known }) => !known).map(({ file }) => file) ?? [];
    const sources = module?.globs.flatMap((glob) => {
      const { path: names, global: isGlobal } = glob.import;
      return this.#path(module, names, 'type', isGlobal, newQuery()).found;
    });
    const missing = sources?.flatMap((source) => (source.kind === 'missing' ? [source.crate] : [])) ?? [];
    return { ...failed, generated, missing };
  }

  #path(scope: Module, path: readonly string[], namespace: Namespace, global: boolean, query: Query): Step {
    let found: readonly Found[] = [];
    let module: Module | undefined = scope;
    let index = 0;
    const [first = ''] = path;
    if (/^(crate|self|super)$/.test(first)) {
      for (; /^(crate|self|super)$/.test(path[index] ?? ''); index++) {
        if (path[index] === 'crate') module = module && this.#program.root(module.crate);
        if (path[index] === 'super') module = module?.parent;
      }
      if (!module) return { found: [], failed: { name: path[index - 1] as string, module: scope } };
      found = [{ kind: 'module', module, conditions: [] }];
    } else {
      const here = path.length === 1 ? namespace : 'type';
      if (!global) found = this.#in(scope, first, here, query);
      if (found.length === 0) found = this.#beyond(scope, first, here);
      if (found.length === 0) return { found, failed: { name: first, module: global ? undefined : scope } };
      index = 1;
    }
    for (; index < path.length; index++) {
      const name = path[index] as string;
      const here = index === path.length - 1 ? namespace : 'type';
      const next = found.flatMap((from) => this.#step(from, name, here, query));
      if (next.length === 0) {
        const from = found.find(({ kind }) => kind === 'module');
        return { found: [], failed: { name, module: from?.kind === 'module' ? from.module : undefined } };
      }
      found = next;
    }
    return { found: unite(found) };
  }

  /** What `name` is below something already found. */
  #step(from: Found, name: string, namespace: Namespace, query: Query): readonly Found[] {
    switch (from.kind) {
      case 'module':
        return this.#in(from.module, name, namespace, query).flatMap((found) => withConditions(found, from.conditions));
      case 'builtin':
      case 'missing':
        return [{ ...from, path: [...from.path, name] }];
      case 'type':
      case 'primitive':
      case 'member':
        return [{ kind: 'member', of: from, name, conditions: from.conditions }];
      case 'const':
        return [];
    }
  }

  /** What a module itself declares or imports under a name. */
  #in(module: Module, name: string, namespace: Namespace, query: Query): readonly Found[] {
    const key = `${namespace} ${name}`;
    const known = this.#known.get(module)?.get(key);
    if (known) return known;
    let pending = query.pending.get(module);
    if (!pending) {
      pending = new Map();
      query.pending.set(module, pending);
    }
    const done = pending.get(key);
    if (done) return done;
    if (pending.has(key) || query.depth > MAX_DEPTH || query.steps > MAX_STEPS) {
      query.cycle = true;
      return [];
    }
    pending.set(key, undefined);
    query.steps++;
    query.depth++;
    const found = unite(this.#search(module, name, namespace, query));
    query.depth--;
    pending.set(key, found);
    // An answer from the middle of a cycle may lack what the cycle's start finds later.
    if (!query.cycle || query.depth === 0) {
      let memory = this.#known.get(module);
      if (!memory) {
        memory = new Map();
        this.#known.set(module, memory);
      }
      memory.set(key, found);
    }
    return found;
  }

  #search(module: Module, name: string, namespace: Namespace, query: Query): Found[] {
    const found: Found[] = [];
    if (namespace === 'type') {
      for (const declared of module.types.get(name) ?? []) {
        found.push({ kind: 'type', declared, conditions: declared.conditions });
      }
      for (const child of this.#program.children(module, name)) found.push({ kind: 'module', ...child });
    } else {
      for (const declared of module.values.get(name) ?? []) {
        found.push({ kind: 'const', declared, conditions: declared.conditions });
      }
    }
    for (const { import: entry, conditions } of module.imports.get(name) ?? []) {
      const imported = this.#path(module, entry.path, namespace, entry.global, query);
      found.push(...imported.found.flatMap((target) => withConditions(target, conditions)));
    }
    if (found.length > 0) return found;
    for (const { import: entry, conditions } of module.globs) {
      for (const from of this.#path(module, entry.path, 'type', entry.global, query).found) {
        const inside = this.#glob(from, name, namespace, query);
        found.push(...inside.flatMap((target) => withConditions(target, [...from.conditions, ...conditions])));
      }
      if (found.length > MAX_FOUND) break;
    }
    return found;
  }

  /** What a glob import of something brings in under a name. One of a crate that is not at hand does not say that it has the name. */
  #glob(from: Found, name: string, namespace: Namespace, query: Query): readonly Found[] {
    if (from.kind === 'module') return this.#in(from.module, name, namespace, query);
    const item = from.kind === 'type' ? from.declared.item : undefined;
    const isVariant = item?.kind === 'enum' && item.variants.some((variant) => variant.name === name);
    if (namespace === 'value' && isVariant) return [{ kind: 'member', of: from, name, conditions: [] }];
    return [];
  }

  /** What a name stands for when the module has none: a crate, or what every Rust program knows. */
  #beyond(scope: Module, name: string, namespace: Namespace): readonly Found[] {
    if (namespace === 'value') return [];
    const crate = scope.crate.dependencies.get(name);
    if (crate) return this.#crate(crate);
    if (STANDARD.has(name)) return [{ kind: 'builtin', path: ['core'], conditions: [] }];
    const prelude = PRELUDE.get(name);
    if (prelude) return [{ kind: 'builtin', path: prelude, conditions: [] }];
    return PRIMITIVES.has(name) ? [{ kind: 'primitive', name, conditions: [] }] : [];
  }

  #crate(crate: Crate | MissingCrate): readonly Found[] {
    if (BUILTIN_PACKAGES.has(crate.name)) return [{ kind: 'builtin', path: [crate.name], conditions: [] }];
    if ('missing' in crate) return [{ kind: 'missing', crate, path: [], conditions: [] }];
    const module = this.#program.root(crate);
    return module ? [{ kind: 'module', module, conditions: [] }] : [];
  }
}

/** What a path leads to, or the name at which it ends. */
interface Step {
  readonly found: readonly Found[];
  readonly failed?: Failure;
}

interface Failure {
  readonly name: string;
  readonly module?: Module;
}

interface Query {
  /** Answers of this query so far; undefined while one is being worked out. */
  readonly pending: Map<Module, Map<string, readonly Found[] | undefined>>;
  steps: number;
  depth: number;
  cycle: boolean;
}

function newQuery(): Query {
  return { pending: new Map(), steps: 0, depth: 0, cycle: false };
}

function withConditions(found: Found, conditions: readonly Condition[]): Found[] {
  if (conditions.length === 0) return [found];
  const both = bothConditions(conditions, found.conditions);
  return both ? [{ ...found, conditions: both }] : [];
}

/** Each thing once. What is found on two ways is there when either holds. */
function unite(found: readonly Found[]): readonly Found[] {
  if (found.length < 2) return found;
  const byThing = new Map<unknown, Found>();
  for (const candidate of found) {
    const thing = identity(candidate);
    const earlier = byThing.get(thing);
    const conditions = earlier ? eitherConditions(earlier.conditions, candidate.conditions) : candidate.conditions;
    byThing.set(thing, { ...candidate, conditions });
  }
  return [...byThing.values()];
}

function identity(found: Found): unknown {
  switch (found.kind) {
    case 'type':
    case 'const':
      return found.declared;
    case 'module':
      return found.module;
    case 'member':
      return found;
    case 'primitive':
      return found.name;
    case 'builtin':
      return found.path.join('::');
    case 'missing':
      return `${found.crate.name}::${found.path.join('::')}`;
  }
}
