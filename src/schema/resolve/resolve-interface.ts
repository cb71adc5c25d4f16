import type { Interface, TypeString } from '../../idol/index.ts';
import { type Crate, type Module, Program } from '../../rust/index.ts';
import { filesOf, Source } from '../../text/index.ts';
import type { InterfaceSchema } from '../model.ts';
import { schemaOf } from '../schema-of.ts';
import type { Type } from '../types.ts';
import { partsOf, typesInOperation, walk } from '../walk.ts';
import type { RustTypes } from './rust-types.ts';

/** A crate that includes a stub of an interface: the interface's types mean what they mean there. */
export interface StubScope {
  readonly crate: Crate;
  /** Name of the generated file in `OUT_DIR`. */
  readonly stub: string;
}

/**
 * The schema of an interface: finds what its types stand for. Scopes are tried in their order: clients' before servers' is what
 * Hubris means. A type that no scope knows is answered as the first scope sees it.
 */
export function resolveInterface(source: Interface, scopes: readonly StubScope[], types: RustTypes): InterfaceSchema {
  const modules = new ScopeModules(scopes, types);
  const schema = schemaOf(
    source,
    (type) => resolveString(type, modules, types),
    () => types.table,
  );
  return isTooLarge(schema) ? schemaOf(source, tooLarge, () => ({})) : schema;
}

/**
 * Types that all of an interface may be made of, its definitions counted once. Real interfaces stay below 200; whoever shows
 * or compares an interface walks them all.
 */
const MAX_PARTS_OF_INTERFACE = 50_000;

function isTooLarge({ operations, types }: InterfaceSchema): boolean {
  let parts = 0;
  walk(operations.flatMap(typesInOperation), types, () => parts++);
  return parts > MAX_PARTS_OF_INTERFACE;
}

function tooLarge({ text }: TypeString): Type {
  const message = `Written out, the types of this interface contain more than ${MAX_PARTS_OF_INTERFACE} others.`;
  return { kind: 'unresolved', text, reason: { kind: 'unsupported', message } };
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
    const type = types.apart(() => types.resolve(expr, { module, source, parameters: new Map(), depth: 0 }));
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
    case 'alternatives':
      return type.cases.every((each) => lacksName(each.type));
    default:
      return partsOf(type).some(lacksName);
  }
}
