import { posix } from 'node:path';
import { type Crate, lex } from '../rust/index.ts';
import type { Source } from '../text/index.ts';
import { type CalledClient, readersOf } from './receivers.ts';

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
 * A use is a call where its receiver was made or declared as the client, and it is none where the receiver is declared as something
 * else. That is read from tokens alone, without the types of Rust: a receiver that nothing in its crate declares leaves a use of the
 * name.
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

function sitesIn(crate: Crate, clients: readonly CalledClient[]): CallSite[] {
  const methods = new Set(clients.flatMap(({ operations }) => operations));
  const folder = posix.dirname(crate.root);
  const called = crate.files.list(folder, '.rs').flatMap((path): Source[] => {
    const source = crate.files.read(path);
    if (!source) return [];
    const mayMatter = callsOneOf(source.text, methods) || clients.some(({ name }) => source.text.includes(name));
    return mayMatter ? [source] : [];
  });
  const readers = readersOf(
    called.map(({ text }) => lex(text)),
    clients,
  );
  return called.flatMap((source, index): CallSite[] => {
    const reader = readers[index];
    if (!reader) return [];
    return reader.tokens.flatMap((token, at): CallSite[] => {
      const isCalled =
        token.kind === 'ident' && reader.tokens[at - 1]?.text === '.' && reader.tokens[at + 1]?.text === '(';
      const having = isCalled ? clients.filter(({ operations }) => operations.includes(token.text)) : [];
      if (having.length === 0) return [];
      const receivers = reader.receiversAt(at - 2);
      const certain = having.filter((client) => receivers?.has(client));
      if (receivers !== undefined && certain.length === 0) return [];
      const place = { path: source.path, ...source.position(token.start) };
      return (certain.length > 0 ? certain : having).map((client) => ({
        interface: client.path,
        operation: token.text,
        crate: crate.name,
        ...place,
        isCall: certain.length === 1,
      }));
    });
  });
}

const METHOD_CALL = /\.\s*([A-Za-z_][A-Za-z0-9_]*)\s*\(/g;

function callsOneOf(text: string, methods: ReadonlySet<string>): boolean {
  for (const [, name = ''] of text.matchAll(METHOD_CALL)) if (methods.has(name)) return true;
  return false;
}
