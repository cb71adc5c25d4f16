import type { AttributedType, Interface, TypeString } from '../idol/index.ts';
import { type Crate, type Module, Program } from '../rust/index.ts';
import { filesOf, Source } from '../text/index.ts';
import type { Type, TypeId, TypeTable } from './model.ts';
import { reach } from './reach.ts';
import type { ResolvedInterface, ResolvedOperation, ResolvedValue } from './resolved.ts';
import type { RustTypes } from './type-resolver.ts';

/** A crate that includes a stub of an interface: the interface's types mean what they mean there. */
export interface StubScope {
  readonly crate: Crate;
  /** Name of the generated file in `OUT_DIR`. */
  readonly stub: string;
}

/**
 * Finds what the types of an interface stand for. Scopes are tried in their order: clients' before servers' is what Hubris means.
 * A type that no scope knows is answered as the first scope sees it.
 */
export function resolveInterface(source: Interface, scopes: readonly StubScope[], types: RustTypes): ResolvedInterface {
  const modules = new ScopeModules(scopes, types);
  const resolve = (type: TypeString) => resolveString(type, modules, types);
  const value = ({ type, recv }: AttributedType): ResolvedValue =>
    recv.kind === 'FromBytes' ? { type: resolve(type) } : { type: resolve(type), raw: resolve(recv.raw) };
  const operations = source.operations.map(({ args, leases, reply }): ResolvedOperation => {
    const hasErrorType = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath';
    return {
      args: args.map(value),
      leases: leases.map(({ type }) => resolve(type)),
      ok: value(reply.ok),
      ...(hasErrorType && { error: resolve(reply.error.type) }),
    };
  });
  return { operations, types: reachable(operations, types.table) };
}

/** The modules that include the stubs, looked up only when an earlier one did not know a name. */
class ScopeModules {
  readonly #scopes: readonly StubScope[];
  readonly #types: RustTypes;
  readonly #found = new Map<number, Module | undefined>();

  constructor(scopes: readonly StubScope[], types: RustTypes) {
    this.#scopes = scopes;
    this.#types = types;
  }

  get(index: number): Module | undefined {
    if (!this.#found.has(index)) this.#found.set(index, this.#find(index));
    return this.#found.get(index);
  }

  #find(index: number): Module | undefined {
    const { program } = this.#types;
    const scope = this.#scopes[index];
    if (scope) return program.including(scope.crate, scope.stub) ?? program.root(scope.crate) ?? NOWHERE;
    return index === 0 ? NOWHERE : undefined;
  }
}

/** The scope of an interface that no crate uses: only Rust's own names mean something. */
const NOWHERE = new Program().root({
  name: '',
  externName: '',
  files: filesOf({ 'lib.rs': '' }),
  root: 'lib.rs',
  dependencies: new Map(),
}) as Module;

function resolveString({ text, expr }: TypeString, modules: ScopeModules, types: RustTypes): Type {
  if (!expr) {
    return { kind: 'unresolved', text, reason: { kind: 'invalid', message: `\`${text}\` is not a Rust type.` } };
  }
  const source = new Source('', text);
  let best: Type | undefined;
  for (let index = 0; ; index++) {
    const module = modules.get(index);
    if (!module) break;
    const type = types.resolve(expr, { module, source, parameters: new Map(), depth: 0 });
    if (!lacksName(type)) return type;
    best ??= type;
  }
  return best as Type;
}

/** True when another scope may know better: a name in the type string itself was not found. */
function lacksName(type: Type): boolean {
  switch (type.kind) {
    case 'unresolved':
      return type.reason.kind === 'not-found' || type.reason.kind === 'generated';
    case 'array':
      return lacksName(type.element) || (typeof type.length === 'object' && type.length.kind === 'unresolved');
    case 'slice':
      return lacksName(type.element);
    case 'tuple':
      return type.elements.some(lacksName);
    case 'option':
      return lacksName(type.some);
    case 'result':
      return lacksName(type.ok) || lacksName(type.err);
    case 'alternatives':
      return type.cases.every((each) => lacksName(each.type));
    case 'integer':
    case 'float':
    case 'bool':
    case 'char':
    case 'unit':
    case 'never':
    case 'named':
      return false;
  }
}

/** The part of a table that operations reach, by id in order. */
function reachable(operations: readonly ResolvedOperation[], table: TypeTable): TypeTable {
  const roots = operations.flatMap(({ args, leases, ok, error }) => [
    ...[...args, ok].flatMap(({ type, raw }) => (raw ? [type, raw] : [type])),
    ...leases,
    ...(error ? [error] : []),
  ]);
  const reached = new Set<TypeId>();
  reach(roots, table, (type) => {
    if (type.kind === 'named') reached.add(type.id);
  });
  const entries = [...reached].sort().flatMap((id) => {
    const definition = table[id];
    return definition ? [[id, definition] as const] : [];
  });
  return Object.fromEntries(entries);
}
