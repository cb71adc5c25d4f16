import type { Crate, Token } from '../rust/index.ts';

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

/** What an expression is: one of some clients, or none of them (the empty set). Undefined where the tokens do not tell. */
type Known = ReadonlySet<CalledClient> | undefined;

const NONE: ReadonlySet<CalledClient> = new Set();

/** A file of a crate, with what its method calls are made on. */
export interface Reader {
  readonly tokens: readonly Token[];
  /** @param end index of the last token before the dot of a method call */
  receiversAt(end: number): Known;
}

/** Reads the files of one crate: what one of them declares holds in all. */
export function readersOf(files: readonly (readonly Token[])[], clients: readonly CalledClient[]): Reader[] {
  const parts = files.map((tokens) => new File(tokens, clients));
  const all = [...new Set(parts.flatMap((file) => [...file.structs.keys()]))];
  // A name that two files declare, such as those of two boards, is known in them alone.
  const ofCrate = new Map(
    all.flatMap((name): [string, Fields][] => {
      const [first, ...others] = parts.flatMap((file) => file.structs.get(name) ?? []);
      return first && others.length === 0 ? [[name, first]] : [];
    }),
  );
  const named = bindingsOf(parts);
  return parts.map((file) => {
    const structs = new Map([...ofCrate, ...file.structs]);
    const byName = new Map([...named, ...bindingsOf([file])]);
    return { tokens: file.tokens, receiversAt: (end) => receiversAt(file, end, structs, byName) };
  });
}

/** A written type: what it is, and its name if it is no client. With a client or a generic argument in it, only its name is known. */
interface Typed {
  readonly type: Known;
  readonly name: string | undefined;
}

/** A struct's fields by name; those of a tuple by position. */
type Fields = ReadonlyMap<string, Typed>;
type Structs = ReadonlyMap<string, Fields>;
/** In place of the fields of a type that derefs to another. */
const DEREFERENCED: Fields = new Map();

/** By name: the clients that a variable, a field or a function of that name has or gives, somewhere in the crate. */
type Bindings = ReadonlyMap<string, ReadonlySet<CalledClient>>;

/** What a method is called on, by the last part of the expression. */
function receiversAt(file: File, end: number, structs: Structs, byName: Bindings): Known {
  const { tokens } = file;
  const last = tokens[end];
  if (last?.text === ')' && last.partner >= 0) {
    const callee = last.partner - 1;
    const name = tokens[callee];
    if (name?.kind !== 'ident') return undefined;
    // `Client::from(…)`, or a function or method that gives a client.
    const made = tokens[callee - 1]?.text === '::' ? file.clientsAt(callee - 2) : [];
    return made.length > 0 ? new Set(made) : byName.get(name.text);
  }
  if (last?.kind !== 'ident' && last?.kind !== 'integer') return undefined;
  const path = file.pathBefore(end);
  return path === undefined ? byName.get(last.text) : (file.typeOf(path, end, structs) ?? byName.get(last.text));
}

/** `x: Client`, `let x = Client::from(…)`, `fn x(…) -> Client`: a crate that uses one name for two things has both. */
function bindingsOf(files: readonly File[]): Bindings {
  const bindings = new Map<string, Set<CalledClient>>();
  for (const file of files) {
    for (const [index, token] of file.tokens.entries()) {
      if (token.kind !== 'ident') continue;
      const found = file.clientsAt(index);
      const name = found.length > 0 ? file.boundName(index) : undefined;
      if (name === undefined) continue;
      const known = bindings.get(name) ?? new Set();
      for (const client of found) known.add(client);
      bindings.set(name, known);
    }
  }
  return bindings;
}

const WRAPPERS = new Set(['&', 'mut', '<', 'Option', 'Some', 'OnceCell', 'RefCell', 'impl', 'dyn', '(']);

class File {
  readonly tokens: readonly Token[];
  readonly #clients: readonly CalledClient[];
  /** Names that `use` gives: of clients, and of the crates that have them. */
  readonly #imported = new Map<string, CalledClient[]>();
  readonly #crates = new Map<string, CalledClient['crate']>();
  readonly structs: Structs;

  constructor(tokens: readonly Token[], clients: readonly CalledClient[]) {
    this.tokens = tokens;
    this.#clients = clients;
    for (const { crate } of clients) this.#crates.set(crate.externName, crate);
    for (const [index, token] of tokens.entries())
      if (token.text === 'use' && token.kind === 'ident') this.#readUse(index);
    this.structs = new Map(this.#declaredStructs());
  }

  /** `use seq_api::Sequencer`, `use seq_api::{Sequencer as Seq}`, `use drv_seq_api as seq_api`. */
  #readUse(start: number): void {
    const { tokens } = this;
    const root = tokens[start + 1]?.text === '::' ? start + 2 : start + 1;
    const crate = this.#crates.get(tokens[root]?.text ?? '');
    if (!crate) return;
    for (let at = root; at < tokens.length && tokens[at]?.text !== ';'; at++) {
      const alias = tokens[at + 1]?.text === 'as' ? tokens[at + 2]?.text : undefined;
      if (at === root && alias !== undefined) this.#crates.set(alias, crate);
      const client = this.#clients.find((one) => one.crate === crate && one.name === tokens[at]?.text);
      if (at > root && client) this.#imported.set(alias ?? client.name, [client]);
    }
  }

  /** The clients that an identifier may name: a path before it, or a `use`, decides between crates. */
  clientsAt(index: number): readonly CalledClient[] {
    const { tokens } = this;
    const name = tokens[index]?.text ?? '';
    if (tokens[index - 1]?.text === '.') return [];
    if (tokens[index - 1]?.text !== '::')
      return this.#imported.get(name) ?? this.#clients.filter((one) => one.name === name);
    const named = this.#clients.filter((one) => one.name === name);
    const crate = this.#crates.get(tokens[index - 2]?.text ?? '');
    return crate ? named.filter((one) => one.crate === crate) : named;
  }

  /** What stands before a type or an expression, and gets it: a field, a variable or a function. */
  boundName(index: number): string | undefined {
    const { tokens } = this;
    let at = index;
    while (tokens[at - 1]?.text === '::' && tokens[at - 2]?.kind === 'ident') at -= 2;
    at--;
    // References and wrappers such as `&mut`, `Option<` and `&'a`.
    while (at >= 0 && (tokens[at]?.kind === 'lifetime' || WRAPPERS.has(tokens[at]?.text ?? ''))) at--;
    const before = tokens[at];
    if (before?.text === ':' || before?.text === '=') {
      const name = tokens[at - 1];
      return name?.kind === 'ident' ? name.text : undefined;
    }
    if (before?.text !== '->' || tokens[at - 1]?.text !== ')') return undefined;
    const open = tokens[at - 1]?.partner ?? -1;
    return tokens[open - 2]?.text === 'fn' ? tokens[open - 1]?.text : undefined;
  }

  /** `self.bus.dev` as its names, if an expression is nothing else and ends at a token. */
  pathBefore(end: number): readonly string[] | undefined {
    const names: string[] = [];
    for (let at = end; ; at -= 2) {
      const token = this.tokens[at];
      if (token?.kind !== 'ident' && token?.kind !== 'integer') return undefined;
      names.unshift(token.text);
      const before = this.tokens[at - 1]?.text;
      if (before === '::') return undefined;
      if (before !== '.') return names;
    }
  }

  /** What a path of fields is at a place: declared by the function or the `impl` around it, then followed through structs. */
  typeOf([root = '', ...fields]: readonly string[], place: number, structs: Structs): Known {
    let type: Typed | undefined = root === 'self' ? this.#implemented(place) : this.#declared(root, place, structs);
    for (const field of fields) type = type?.name === undefined ? undefined : structs.get(type.name)?.get(field);
    const declared = type?.name === undefined ? undefined : structs.get(type.name);
    return declared === undefined ? type?.type : declared === DEREFERENCED ? undefined : NONE;
  }

  /** The type of the innermost `impl` around a place. Undefined in a trait, and where the type is a generic argument. */
  #implemented(place: number): Typed | undefined {
    const { tokens } = this;
    const open = this.#enclosing(place, (at) => tokens[at]?.text === 'impl' && tokens[at]?.kind === 'ident');
    if (open === undefined) return undefined;
    const generics = this.#generics(open.keyword + 1);
    let start = generics.end;
    for (let at = start; at < open.brace; at++)
      if (tokens[at]?.text === 'for' && tokens[at + 1]?.text !== '<') start = at + 1;
    return this.#typeAt(start, generics.names);
  }

  /** The last declaration of a variable before a place, in the function around it: an argument, or a `let` with its type or value. */
  #declared(name: string, place: number, structs: Structs): Typed | undefined {
    const { tokens } = this;
    const open = this.#enclosing(place, (at) => tokens[at]?.text === 'fn' && tokens[at]?.kind === 'ident');
    if (open === undefined) return undefined;
    const generics = this.#generics(open.keyword + 2);
    for (let at = place - 1; at > open.keyword; at--) {
      if (tokens[at]?.text !== name || tokens[at]?.kind !== 'ident') continue;
      const [before, after] = [tokens[at - 1]?.text, tokens[at + 1]?.text];
      const isLet = before === 'let' || (before === 'mut' && tokens[at - 2]?.text === 'let');
      const isArgument = at < open.brace && after === ':';
      if (isArgument || (isLet && after === ':')) return this.#typeAt(at + 2, generics.names);
      if (isLet && after === '=') return this.#valueAt(at + 2, structs);
      // Another pattern may declare it anew: `Some(x)`, `|x|`, `for x in`.
      if (
        before === 'for' ||
        before === '|' ||
        after === '|' ||
        (before === '(' && /^(?:Some|Ok|Err)$/.test(tokens[at - 2]?.text ?? ''))
      )
        return undefined;
    }
    return undefined;
  }

  /** `Client::from(…)`, `&self.field`. */
  #valueAt(start: number, structs: Structs): Typed | undefined {
    const { tokens } = this;
    let at = start;
    while (tokens[at]?.text === '&' || tokens[at]?.text === 'mut') at++;
    let end = at;
    const separator = tokens[at + 1]?.text === '::' ? '::' : '.';
    while (tokens[end + 1]?.text === separator && tokens[end + 2] !== undefined) end += 2;
    if (separator === '::') {
      const made = tokens[end + 1]?.text === '(' ? this.clientsAt(end - 2) : [];
      return made.length > 0 ? { type: new Set(made), name: undefined } : undefined;
    }
    const path = tokens[end + 1]?.text === ';' ? this.pathBefore(end) : undefined;
    return path?.[0] === 'self' ? { type: this.typeOf(path, at, structs), name: undefined } : undefined;
  }

  /** Where the innermost block with a keyword in its head opens, of those around a place or with the place in their head. */
  #enclosing(place: number, isKeyword: (at: number) => boolean): { keyword: number; brace: number } | undefined {
    const { tokens } = this;
    for (let at = place; at >= 0; at--) {
      const token = tokens[at];
      if (token?.text === '}' && token.partner >= 0) at = token.partner;
      else if (token?.text === '{' && token.partner > place) {
        const keyword = this.#headOf(at, isKeyword);
        if (keyword !== undefined) return { keyword, brace: at };
      }
    }
    return undefined;
  }

  /** Index of a keyword in what stands before a brace, back to the item or statement before. */
  #headOf(brace: number, isKeyword: (at: number) => boolean): number | undefined {
    for (let at = brace - 1; at >= 0; at--) {
      const { text = '' } = this.tokens[at] ?? {};
      if (text === '{' || text === '}' || text === ';') return undefined;
      // `fn f(_: impl Trait) -> impl Trait`: the keyword of an item stands at its beginning.
      if (isKeyword(at) && !/^(?:->|[:<&(,+])$/.test(this.tokens[at - 1]?.text ?? '')) return at;
      if (text === ')' || text === ']') at = this.tokens[at]?.partner ?? at;
    }
    return undefined;
  }

  /** Names of generic arguments from a `<` on, and where they end. */
  #generics(start: number): { names: ReadonlySet<string>; end: number } {
    const names = new Set<string>();
    if (this.tokens[start]?.text !== '<') return { names, end: start };
    let depth = 0;
    for (let at = start; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (token?.text === '<') depth++;
      if (token?.text === '>' && --depth === 0) return { names, end: at + 1 };
      if (depth === 1 && token?.kind === 'ident' && /^[<,]$/.test(this.tokens[at - 1]?.text ?? ''))
        names.add(token.text);
    }
    return { names, end: start };
  }

  /** What a written type is, and its name if it is a plain one. Nothing is said of what may stand for anything, or may hide a client. */
  #typeAt(start: number, generic: ReadonlySet<string>): Typed {
    const { tokens } = this;
    const unknown = { type: undefined, name: undefined };
    let at = start;
    while (tokens[at]?.text === '&' || tokens[at]?.text === 'mut' || tokens[at]?.kind === 'lifetime') at++;
    if (tokens[at]?.kind !== 'ident') return unknown;
    while (tokens[at + 1]?.text === '::' && tokens[at + 2]?.kind === 'ident') at += 2;
    const { text } = tokens[at] as Token;
    const found = this.clientsAt(at);
    if (found.length > 0) return { type: new Set(found), name: undefined };
    if (generic.has(text) || text === 'Self' || text === 'impl' || text === 'dyn') return unknown;
    for (let end = at + 1, depth = 0; tokens[end] !== undefined; end++) {
      const token = tokens[end] as Token;
      if (token.text === '<') depth++;
      if (token.text === '>') depth--;
      if (depth <= 0) break;
      if (this.clientsAt(end).length > 0 || generic.has(token.text)) return { type: undefined, name: text };
    }
    return { type: NONE, name: text };
  }

  /** The structs that the file declares. Of a type that derefs to another nothing is said: a method of the other may be called on it. */
  *#declaredStructs(): Iterable<[string, Fields]> {
    const { tokens } = this;
    for (const [index, token] of tokens.entries()) {
      const name = tokens[index + 1];
      if (token.text !== 'struct' || token.kind !== 'ident' || name?.kind !== 'ident') continue;
      const generics = this.#generics(index + 2);
      let open = generics.end;
      while (open < tokens.length && !/^[{(;]$/.test(tokens[open]?.text ?? '')) open++;
      const close = tokens[open]?.partner ?? -1;
      const fields = new Map<string, Typed>();
      const isTuple = tokens[open]?.text === '(';
      let isStart = true;
      for (let at = open + 1, depth = 0; at < close; at++) {
        const { text, partner, kind } = tokens[at] as Token;
        if (text === '<') depth++;
        else if (text === '>') depth--;
        else if (text === ',' && depth === 0) isStart = true;
        else if (/^[([{]$/.test(text) && partner > at) at = partner;
        else if (isStart && kind === 'ident' && text !== 'pub' && (isTuple || tokens[at + 1]?.text === ':')) {
          fields.set(isTuple ? String(fields.size) : text, this.#typeAt(isTuple ? at : at + 2, generics.names));
          isStart = false;
        }
      }
      yield [name.text, fields];
    }
    for (const [index, token] of tokens.entries()) {
      if (token.text !== 'Deref' || tokens[index + 1]?.text !== 'for') continue;
      const { name } = this.#typeAt(index + 2, new Set());
      if (name !== undefined) yield [name, DEREFERENCED];
    }
  }
}
