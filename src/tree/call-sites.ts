import { posix } from 'node:path';
import { type Crate, lex, type Token } from '../rust/index.ts';
import type { Source } from '../text/index.ts';

/** The client of an interface, as code that calls it sees it. */
export interface CalledClient {
  /** Path of the interface file. */
  readonly path: string;
  /** Of the generated type: the name of the interface. */
  readonly name: string;
  /** The crate that includes the generated client. */
  readonly crate: Crate;
  /** Names of the operations: of the client's methods. */
  readonly operations: readonly string[];
}

/** A place where the code of a tree calls an operation, or where something of that name is called. */
export interface CallSite {
  /** Path of the interface file. */
  readonly interface: string;
  readonly operation: string;
  /** Package name of the crate that the code is in. */
  readonly crate: string;
  readonly path: string;
  /** Both count from 1; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** What it is called on is known to be the client. Otherwise only the method's name is the same. */
  readonly isCall: boolean;
}

/**
 * Uses of the methods of generated clients in the crates that have them: in the API crate itself and in what depends on it.
 * A use is a call where its receiver was made or declared as the client. That is read from tokens alone, without the types of
 * Rust: a receiver that nothing in its crate declares leaves a use of the name.
 */
export function callSites(crates: Iterable<Crate>, clients: readonly CalledClient[]): CallSite[] {
  const sites: CallSite[] = [];
  for (const crate of crates) {
    const reached = clients.filter((client) => client.crate === crate || dependsOn(crate, client.crate));
    if (reached.length > 0 && !crate.outside) sites.push(...sitesIn(crate, reached));
  }
  return sites.sort(byPlace);
}

function dependsOn(crate: Crate, wanted: Crate): boolean {
  return [...crate.dependencies.values()].some((dependency) => dependency === wanted);
}

function byPlace(a: CallSite, b: CallSite): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line;
}

interface RustFile {
  readonly source: Source;
  readonly tokens: readonly Token[];
}

/** By name: the clients that a variable, a field or a function of that name has or gives. */
type Bindings = ReadonlyMap<string, ReadonlySet<CalledClient>>;

function sitesIn(crate: Crate, clients: readonly CalledClient[]): CallSite[] {
  const methods = new Set(clients.flatMap(({ operations }) => operations));
  const folder = posix.dirname(crate.root);
  const called = crate.files.list(folder, '.rs').flatMap((path): RustFile[] => {
    const source = crate.files.read(path);
    if (!source) return [];
    const mayMatter = callsOneOf(source.text, methods) || clients.some(({ name }) => source.text.includes(name));
    return mayMatter ? [{ source, tokens: lex(source.text) }] : [];
  });
  const bindings = bindingsOf(called, clients);
  return called.flatMap((file) => usesIn(file, crate.name, clients, bindings));
}

const METHOD_CALL = /\.\s*([A-Za-z_][A-Za-z0-9_]*)\s*\(/g;

function callsOneOf(text: string, methods: ReadonlySet<string>): boolean {
  for (const [, name = ''] of text.matchAll(METHOD_CALL)) if (methods.has(name)) return true;
  return false;
}

/** `x: Client`, `let x = Client::from(…)`, `fn x(…) -> Client`: a crate that uses one name for two things has both. */
function bindingsOf(files: readonly RustFile[], clients: readonly CalledClient[]): Bindings {
  const bindings = new Map<string, Set<CalledClient>>();
  for (const { tokens } of files) {
    for (const [index, token] of tokens.entries()) {
      if (token.kind !== 'ident') continue;
      const found = clientsAt(tokens, index, clients);
      const name = found.length > 0 ? boundName(tokens, pathStart(tokens, index)) : undefined;
      if (name === undefined) continue;
      const known = bindings.get(name) ?? new Set();
      for (const client of found) known.add(client);
      bindings.set(name, known);
    }
  }
  return bindings;
}

/** The clients that an identifier may name: a path before it decides between crates. */
function clientsAt(tokens: readonly Token[], index: number, clients: readonly CalledClient[]): CalledClient[] {
  const named = clients.filter(({ name }) => name === tokens[index]?.text);
  if (tokens[index - 1]?.text !== '::') return named;
  const inCrate = named.filter(({ crate }) => crate.externName === tokens[index - 2]?.text);
  return inCrate.length > 0 ? inCrate : named;
}

/** Index of the first token of the path that ends at an identifier. */
function pathStart(tokens: readonly Token[], index: number): number {
  let start = index;
  while (tokens[start - 1]?.text === '::' && tokens[start - 2]?.kind === 'ident') start -= 2;
  return start;
}

/** What stands before a type or an expression, and gets it: a field, a variable or a function. */
function boundName(tokens: readonly Token[], start: number): string | undefined {
  let at = start - 1;
  // References and wrappers such as `&mut`, `Option<` and `&'a`.
  while (at >= 0 && isWrapper(tokens, at)) at--;
  const before = tokens[at];
  if (before?.text === ':' || before?.text === '=') {
    const name = tokens[at - 1];
    return name?.kind === 'ident' ? name.text : undefined;
  }
  if (before?.text !== '->' || tokens[at - 1]?.text !== ')') return undefined;
  const open = tokens[at - 1]?.partner ?? -1;
  return tokens[open - 2]?.text === 'fn' ? tokens[open - 1]?.text : undefined;
}

const WRAPPERS = new Set(['&', 'mut', '<', 'Option', 'Some', 'OnceCell', 'RefCell', 'impl', 'dyn', '(']);

function isWrapper(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token !== undefined && (token.kind === 'lifetime' || WRAPPERS.has(token.text));
}

function usesIn(
  { source, tokens }: RustFile,
  crate: string,
  clients: readonly CalledClient[],
  bindings: Bindings,
): CallSite[] {
  const sites: CallSite[] = [];
  for (const [index, token] of tokens.entries()) {
    const isCalled = token.kind === 'ident' && tokens[index - 1]?.text === '.' && tokens[index + 1]?.text === '(';
    if (!isCalled) continue;
    const having = clients.filter(({ operations }) => operations.includes(token.text));
    if (having.length === 0) continue;
    const receivers = receiversAt(tokens, index - 2, clients, bindings);
    const certain = having.filter((client) => receivers?.has(client));
    if (receivers !== undefined && certain.length === 0) continue;
    const place = source.position(token.start);
    for (const client of certain.length > 0 ? certain : having) {
      const isCall = certain.length === 1;
      sites.push({ interface: client.path, operation: token.text, crate, path: source.path, ...place, isCall });
    }
  }
  return sites;
}

/** What a method is called on, by the last part of the expression; undefined where nothing declares it. */
function receiversAt(
  tokens: readonly Token[],
  end: number,
  clients: readonly CalledClient[],
  bindings: Bindings,
): ReadonlySet<CalledClient> | undefined {
  const last = tokens[end];
  if (last?.kind === 'ident') return bindings.get(last.text);
  if (last?.text !== ')' || last.partner < 0) return undefined;
  const callee = last.partner - 1;
  const name = tokens[callee];
  if (name?.kind !== 'ident') return undefined;
  // `Client::from(…)`, or a function or method that gives a client.
  const made = tokens[callee - 1]?.text === '::' ? clientsAt(tokens, callee - 2, clients) : [];
  return made.length > 0 ? new Set(made) : bindings.get(name.text);
}
