import { join } from 'node:path';
import type { Declared, Found, Module } from '../rust/index.ts';
import type { Source, Span } from '../text/index.ts';
import type { InterfaceFile } from '../tree/index.ts';
import type { PathAt } from './item-at.ts';
import type { TreeState } from './open-tree.ts';

/** The modules in which the types of an interface have their meaning: those that include its client stubs, then its servers'. */
export function scopesOf({ program }: TreeState, { stubs }: InterfaceFile): Module[] {
  const ordered = (['client', 'server'] as const).flatMap((side) => stubs.filter((stub) => stub.side === side));
  const modules = ordered.flatMap(({ crate, stub }) => program.including(crate, stub) ?? program.root(crate) ?? []);
  return [...new Set(modules)];
}

/** What a path in a type string of an interface stands for, in the first scope that knows it. */
export function foundAt(state: TreeState, file: InterfaceFile, { path, global }: PathAt): readonly Found[] {
  for (const module of scopesOf(state, file)) {
    const { found } = state.names.resolve(module, path, 'type', global);
    if (found.length > 0) return found;
    const value = state.names.resolve(module, path, 'value', global).found;
    if (value.length > 0) return value;
  }
  return [];
}

/** Where something is declared in Rust. */
export interface RustPlace {
  readonly source: Source;
  readonly name: Span;
  readonly item: Span;
  /** File on disk. Undefined where the folder of a crate from outside the tree is not known. */
  readonly file: string | undefined;
}

/** Where what a name stands for is declared; undefined for what no source declares. */
export function placeOf(found: Found, folder: string): RustPlace | undefined {
  switch (found.kind) {
    case 'type':
    case 'const':
      return declaredPlace(found.declared, folder);
    case 'member':
      return placeOf(found.of, folder);
    case 'module': {
      const { source, crate } = found.module;
      const start = { start: 0, end: 0 };
      return { source, name: start, item: start, file: fileOf(source, crate, folder) };
    }
    case 'primitive':
    case 'builtin':
    case 'missing':
      return undefined;
  }
}

function declaredPlace({ item, source, module }: Declared, folder: string): RustPlace | undefined {
  if (!('nameSpan' in item)) return undefined;
  return { source, name: item.nameSpan, item: item.span, file: fileOf(source, module.crate, folder) };
}

/** A text that a build script makes lies in no file. */
function fileOf({ path }: Source, { files, outside }: Module['crate'], folder: string): string | undefined {
  if (!files.has(path)) return undefined;
  if (outside) return files.folder === undefined ? undefined : join(files.folder, path);
  return join(folder, path);
}
