import { type Crate, type Declared, type Module, type PathType, parseType } from '../rust/index.ts';
import { type RustTypes, type TypeId, walk } from '../schema/index.ts';
import type { Source, Span } from '../text/index.ts';

/** A type that code of the tree serializes, which is no part of an interface or of a message contract. */
export interface SerializedType {
  /** Path from its crate, as a message contract names it. */
  readonly path: string;
  readonly encoding: 'hubpack' | 'ssmarshal';
  /** Where the tree says so: the call, or the definition. */
  readonly source: Source;
  readonly span: Span;
  /** `call`: code serializes it. `derive`: it derives `SerializedSize`, and nothing else that does holds it. */
  readonly found: 'call' | 'derive';
}

/** Modules of one crate that are looked into. */
const MAX_MODULES = 500;

/**
 * Finds types that are serialized outside of generated stubs: those that calls of `hubpack` and `ssmarshal` name, and those that derive
 * `SerializedSize` for nobody else. Calls in tests, and on a generic parameter, are skipped.
 * @param known ids of types that interfaces and message contracts reach
 */
export function serializedTypes(
  crates: ReadonlyMap<string, Crate>,
  types: RustTypes,
  known: ReadonlySet<TypeId>,
): SerializedType[] {
  const found = new Map<string, SerializedType>();
  const derived: DerivedType[] = [];
  for (const crate of crates.values()) {
    if (crate.outside || !usesEncoding(crate)) continue;
    for (const module of modulesOf(crate, types)) {
      derived.push(...derivedIn(module));
      for (const call of callsIn(module, types)) if (!found.has(call.path)) found.set(call.path, call);
    }
  }
  const called = [...found.values()].filter(({ path }) => !known.has(path));
  const reached = new Set([...known, ...called.flatMap(({ path }) => [path, ...reachedFrom(path, crates, types)])]);
  const rest = derived.filter(({ id }) => !reached.has(id));
  const inside = new Set(rest.flatMap(({ id }) => reachedFrom(id, crates, types)));
  const roots = new Map(rest.filter(({ id }) => !inside.has(id)).map((one) => [one.id, one]));
  return [
    ...called,
    ...[...roots.values()].map(
      ({ id, declared }): SerializedType => ({
        path: id,
        encoding: 'hubpack',
        source: declared.source,
        span: 'nameSpan' in declared.item ? declared.item.nameSpan : declared.item.span,
        found: 'derive',
      }),
    ),
  ].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

interface DerivedType {
  readonly id: TypeId;
  readonly declared: Declared;
}

function usesEncoding({ dependencies }: Crate): boolean {
  return dependencies.has('hubpack') || dependencies.has('ssmarshal');
}

function modulesOf(crate: Crate, { program }: RustTypes): Module[] {
  const root = program.root(crate);
  const modules = root ? [root] : [];
  for (let at = 0; at < modules.length && modules.length < MAX_MODULES; at++) {
    const module = modules[at] as Module;
    for (const name of module.modules.keys()) {
      modules.push(...program.children(module, name).map((child) => child.module));
    }
  }
  return [...new Set(modules)];
}

/** Types without generic parameters: of one with some, only a use says what it is. */
function derivedIn(module: Module): DerivedType[] {
  return [...module.types.values()].flat().flatMap((declared): DerivedType[] => {
    const { item } = declared;
    if ((item.kind !== 'struct' && item.kind !== 'enum') || item.generics.length > 0) return [];
    // What a build script writes is no message that somebody could list.
    if (!declared.source.path.endsWith('.rs')) return [];
    const isSerialized = item.attributes.some(
      ({ name, argument }) => name === 'derive' && /\bSerializedSize\b/.test(argument),
    );
    const id = [module.crate.externName, ...module.path, item.name].join('::');
    return isSerialized ? [{ id, declared }] : [];
  });
}

const CALL = /\b(hubpack|ssmarshal)::(serialize|deserialize|deserialize_from)\s*(?:::\s*<([^;(){}]*)>)?\s*\(/g;

/** How far before a call its type may be written, in UTF-16 units. */
const REACH = 400;

function callsIn(module: Module, types: RustTypes): SerializedType[] {
  const { source } = module;
  const { text } = source;
  if (!text.includes('hubpack::') && !text.includes('ssmarshal::')) return [];
  const tests = text.search(/#\[cfg\(test\)\]\s*(?:pub\s+)?mod\b/);
  return [...text.matchAll(CALL)].flatMap((call): SerializedType[] => {
    if (tests >= 0 && call.index > tests) return [];
    const [whole, encoding, operation, turbofish] = call as unknown as [
      string,
      'hubpack' | 'ssmarshal',
      string,
      string?,
    ];
    const start = functionStart(text, call.index);
    const written =
      turbofish ??
      (operation === 'serialize'
        ? argumentType(text, call.index + whole.length, start)
        : letType(text.slice(Math.max(start, call.index - REACH), call.index)));
    const path =
      written === undefined ? undefined : pathOf(withLocalUse(written, text.slice(start, call.index)), module, types);
    if (path === undefined) return [];
    return [{ path, encoding, source, span: { start: call.index, end: call.index + whole.length - 1 }, found: 'call' }];
  });
}

function functionStart(text: string, offset: number): number {
  return Math.max(0, text.lastIndexOf('fn ', offset));
}

/** `let (message, _): (Message, _) = ` and `let message: Message = `, right before the call. */
function letType(before: string): string | undefined {
  const [, type] = /\blet\s+(?:mut\s+)?(?:\w+|\([^()]*\))\s*:\s*([^=;]+?)\s*=\s*(?:match\s+)?$/.exec(before) ?? [];
  if (type === undefined) return undefined;
  const [, first] = /^\(\s*([^,]+),/.exec(type) ?? [];
  return first ?? type;
}

/** The type of what is serialized: `&Message::Reset`, `&Message { … }`, or a variable whose type the function states. */
function argumentType(text: string, from: number, start: number): string | undefined {
  const argument = lastArgument(text, from);
  const [, value] = /^&\s*(?:mut\s+)?([\w:]+)/.exec(argument) ?? /^([\w:]+)$/.exec(argument) ?? [];
  if (value === undefined) return undefined;
  if (/^[a-z_]\w*$/.test(value)) return variableType(value, text.slice(start, from));
  return value;
}

function lastArgument(text: string, from: number): string {
  let depth = 0;
  let last = from;
  for (let at = from; at < text.length && at < from + REACH; at++) {
    const character = text[at] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) {
      if (depth === 0) {
        const argument = text.slice(last, at).trim();
        return argument === ''
          ? (text
              .slice(from, last - 1)
              .split(',')
              .at(-1)
              ?.trim() ?? '')
          : argument;
      }
      depth--;
    } else if (character === ',' && depth === 0 && text.slice(at + 1, at + REACH).trimStart()[0] !== ')') last = at + 1;
  }
  return '';
}

/** From a parameter, a `let` with a type, or a `let` of a struct or variant. The last one counts. */
function variableType(name: string, before: string): string | undefined {
  const typed = [
    ...before.matchAll(new RegExp(`\\b${name}\\s*:\\s*&?(?:'\\w+\\s+)?(?:mut\\s+)?([A-Z][\\w]*(?:::\\w+)*)`, 'g')),
  ];
  const built = [
    ...before.matchAll(new RegExp(`\\blet\\s+(?:mut\\s+)?${name}\\s*=\\s*([A-Za-z_][\\w]*(?:::\\w+)*)`, 'g')),
  ];
  return [...typed, ...built].at(-1)?.[1];
}

/** The path from its crate of a type that is written in a module: of `Message::Reset` and `Message::new` that of `Message`. */
function pathOf(written: string, module: Module, { names }: RustTypes): string | undefined {
  const { type } = parseType(written.trim());
  if (type?.kind !== 'path') return undefined;
  const segments = type.segments.map(({ name }) => name);
  // `self`, a constant or a function is no type.
  if (!segments.some((name) => /^[A-Z]/.test(name))) return undefined;
  for (let length = segments.length; length > 0; length--) {
    const [found] = names.resolve(module, segments.slice(0, length), 'type', type.global).found;
    if (found?.kind === 'type') {
      const { item, module: owner } = found.declared;
      const isMessage = (item.kind === 'struct' || item.kind === 'enum') && item.generics.length === 0;
      return isMessage ? [owner.crate.externName, ...owner.path, item.name].join('::') : undefined;
    }
    if (found?.kind === 'missing') return pathOutside(found.crate.name, found.path);
  }
  return segments.length === 1 ? pathOfGlob(segments[0] as string, module, names) : undefined;
}

/** Of `Answer::Done` in a crate whose sources are not at hand, that of `Answer`. */
function pathOutside(crate: string, path: readonly string[]): string {
  const [last = '', before = ''] = path.toReversed();
  const isVariant = /^[A-Z]/.test(last) && /^[A-Z]/.test(before);
  return [crate.replaceAll('-', '_'), ...(isVariant ? path.slice(0, -1) : path)].join('::');
}

/** A name that only a glob import of a crate whose sources are not at hand can have. */
function pathOfGlob(name: string, module: Module, names: RustTypes['names']): string | undefined {
  const outside = module.globs.flatMap(({ import: entry }) =>
    names.resolve(module, entry.path, 'type', entry.global).found.filter(({ kind }) => kind === 'missing'),
  );
  const [only, ...others] = outside;
  if (only?.kind !== 'missing' || others.length > 0) return undefined;
  return [only.crate.name.replaceAll('-', '_'), ...only.path, name].join('::');
}

/** A type with the path that a `use` in the body of the function gives it. */
function withLocalUse(written: string, before: string): string {
  const [first = ''] = written.split('::');
  for (const [, path, list] of before.matchAll(/\buse\s+([\w:]+?)::(\w+|\{[^}]*\});/g)) {
    if ((list as string).match(/\w+/g)?.includes(first)) return `${path}::${written}`;
  }
  return written;
}

/** Ids of the definitions that a type holds, without itself. */
function reachedFrom(path: string, crates: ReadonlyMap<string, Crate>, types: RustTypes): TypeId[] {
  const [first = '', ...rest] = path.split('::');
  const crate = [...crates.values()].find(({ externName }) => externName === first);
  const module = crate && types.program.root(crate);
  const expr = parseType(['crate', ...rest].join('::')).type as PathType | undefined;
  if (!module || !expr) return [];
  const type = types.apart(() =>
    types.resolve(expr, { module, source: module.source, parameters: new Map(), depth: 0 }),
  );
  const reached = new Set<TypeId>();
  walk([type], types.table, (inner) => {
    if (inner.kind === 'named' && inner.id !== path) reached.add(inner.id);
  });
  return [...reached];
}
