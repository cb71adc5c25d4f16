import { posix } from 'node:path';
import { type Crate, type ImplItem, isIdentifier, type Module } from '../rust/index.ts';
import type { Source, Span } from '../text/index.ts';
import type { InterfaceFile } from '../tree/index.ts';
import type { TreeState } from './open-tree.ts';

/** A place in a Rust file of the tree. */
export interface RustUse {
  readonly source: Source;
  readonly span: Span;
}

/** Modules of one crate that are looked at. */
const MAX_MODULES = 2_000;

/** The functions with which servers implement an operation: those of the trait that the server stub declares. */
export function implementationsOf(state: TreeState, { stubs }: InterfaceFile, operation: string): RustUse[] {
  const crates = new Set(stubs.filter(({ side }) => side === 'server').map(({ crate }) => crate));
  return [...crates]
    .flatMap((crate) => modulesOf(state, crate))
    .flatMap(({ impls }) =>
      impls
        .filter(({ item }) => isServer(item))
        .flatMap(({ item, source }) =>
          item.functions
            .filter(({ name }) => name === operation)
            .flatMap(({ name, body }) => nameBefore(source, name, body.start) ?? []),
        ),
    );
}

/** `impl idl::InOrderFanImpl for ServerImpl`: what the generated trait is called. */
function isServer({ trait }: ImplItem): boolean {
  return /^(?:InOrder|Pipelined)\w*Impl$/.test(trait?.segments.at(-1)?.name ?? '');
}

/** The name of a function in front of its body. */
function nameBefore(source: Source, name: string, body: number): RustUse | undefined {
  const head = source.text.lastIndexOf(`fn ${name}`, body);
  if (head < 0) return undefined;
  return { source, span: { start: head + 3, end: head + 3 + name.length } };
}

/**
 * Calls of an operation in the crates of tasks that call its interface, and in the crates of its client stubs. Found by the text
 * `.name(`: which value a method is called on would take a Rust compiler.
 */
export function callsOf({ tree, workspace }: TreeState, { path, stubs }: InterfaceFile, operation: string): RustUse[] {
  if (!isIdentifier(operation)) return [];
  const tasks = workspace.images.flatMap((image) => image.tasks);
  const callers = tasks.filter((task) => task.calls.some((call) => call.path === path)).map(({ crate }) => crate);
  const clients = stubs.filter(({ side }) => side === 'client').map(({ crate }) => crate.name);
  const folders = new Set([...callers, ...clients].flatMap((name) => sourceFolder(workspace.crates.get(name)) ?? []));
  const call = new RegExp(`\\.\\s*(?:r#)?(${operation})\\s*\\(`, 'g');
  return [...folders].flatMap((folder) =>
    tree.files.list(folder, '.rs').flatMap((file): RustUse[] => {
      const source = tree.files.read(file);
      if (!source?.text.includes(operation)) return [];
      return [...source.text.matchAll(call)].map((match) => {
        const start = match.index + match[0].indexOf(operation);
        return { source, span: { start, end: start + operation.length } };
      });
    }),
  );
}

function sourceFolder(crate: Crate | undefined): string | undefined {
  return crate && !crate.outside ? posix.dirname(crate.root) : undefined;
}

/** All modules of a crate, its root first. */
function modulesOf({ program }: TreeState, crate: Crate): Module[] {
  const root = program.root(crate);
  const found = root ? [root] : [];
  for (let at = 0; at < found.length && found.length < MAX_MODULES; at++) {
    const module = found[at] as Module;
    for (const name of module.modules.keys()) {
      found.push(...program.children(module, name).map((child) => child.module));
    }
  }
  return found;
}
