import { parseInterface } from '../../src/idol/index.ts';
import type { Crate, MissingCrate } from '../../src/rust/index.ts';
import {
  type ImageContents,
  type InterfaceSchema,
  RustTypes,
  resolveInterface,
  type StubScope,
  type Type,
} from '../../src/schema/index.ts';
import { filesOf, Source } from '../../src/text/index.ts';
import { ARM, measureOf } from '../../src/wire/index.ts';

/** A crate in memory. Files are below `src/` but for those that begin with a `/`, which are beside it. */
export function crateOf(
  name: string,
  files: Record<string, string>,
  dependencies: Record<string, Crate | MissingCrate> = {},
): Crate {
  const paths = Object.entries(files).map(([path, text]) => [
    path.startsWith('/') ? `${name}${path}` : `${name}/src/${path}`,
    text,
  ]);
  return {
    name,
    externName: name.replaceAll('-', '_'),
    files: filesOf(Object.fromEntries(paths)),
    root: `${name}/src/lib.rs`,
    ...('/build.rs' in files && { buildScript: `${name}/build.rs` }),
    dependencies: new Map(Object.entries(dependencies)),
  };
}

export function missing(name: string): MissingCrate {
  return { missing: true, name, requirement: 'version 1.2.3' };
}

export const INCLUDE_CLIENT = 'include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));';

/** Resolves one type string as the argument of an operation. */
export function resolveType(
  text: string,
  crates: Crate | readonly StubScope[],
  images: readonly ImageContents[] = [],
): InterfaceSchema & { readonly type: Type } {
  const quoted = JSON.stringify(text);
  const ron = `Interface(name: "I", ops: { "op": (args: { "a": ${quoted} }, reply: Simple("()"), idempotent: true) })`;
  const { value } = parseInterface(new Source('i.idol', ron));
  if (!value) throw new Error('the test’s own interface is broken');
  const scopes = 'root' in crates ? [{ crate: crates, stub: 'client_stub.rs' }] : crates;
  const schema = resolveInterface(value, scopes, new RustTypes({ environment: { images }, measure: measureOf(ARM) }));
  return { ...schema, type: schema.operations[0]?.args[0]?.type as Type };
}

/** The same for a crate of one file. */
export function resolveIn(lib: string, text: string): ReturnType<typeof resolveType> {
  return resolveType(text, crateOf('api', { 'lib.rs': lib }));
}
