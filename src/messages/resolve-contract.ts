import type { Interface, TypeString } from '../idol/index.ts';
import { type Crate, type MissingCrate, type Module, type PathType, parseType, type TypeExpr } from '../rust/index.ts';
import {
  type InterfaceSchema,
  type MessageContract,
  type MessageDirection,
  type RustTypes,
  reachableTypes,
  resolveInterface,
  type TrailingPart,
  typesInOperation,
} from '../schema/index.ts';
import { filesOf, nearestFirst, Source, type Span, suggest } from '../text/index.ts';
import type { ContractPlaces } from './read-contract.ts';
import type { ContractSettings } from './settings.ts';

/** Something that a contract names and that the tree does not have. */
export interface ContractProblem {
  readonly span: Span;
  readonly message: string;
  readonly help?: string;
}

/** A contract in one tree. */
export interface ResolvedContract {
  /** Absent where the tree has none of its messages. Directions whose type the tree does not have are left out. */
  readonly schema?: InterfaceSchema;
  readonly problems: readonly ContractProblem[];
}

/**
 * Finds what the types and constants of a message contract stand for. A path begins with the name of a crate of the tree, or of a
 * crate that one of these depends on.
 */
export function resolveContract(
  source: Interface,
  settings: ContractSettings,
  crates: ReadonlyMap<string, Crate>,
  types: RustTypes,
  places: ContractPlaces,
): ResolvedContract {
  return new ContractResolution(crates, types, places).resolve(source, settings);
}

class ContractResolution {
  readonly #types: RustTypes;
  readonly #places: ContractPlaces;
  readonly #crates: ReadonlyMap<string, Crate>;
  readonly #scope: Crate;
  readonly #dependencies = new Map<string, Crate | MissingCrate>();
  readonly #problems: ContractProblem[] = [];

  constructor(crates: ReadonlyMap<string, Crate>, types: RustTypes, places: ContractPlaces) {
    this.#crates = crates;
    this.#types = types;
    this.#places = places;
    this.#scope = {
      name: '',
      externName: '',
      files: filesOf({ 'lib.rs': '' }),
      root: 'lib.rs',
      dependencies: this.#dependencies,
    };
  }

  resolve(source: Interface, settings: ContractSettings): ResolvedContract {
    const configured = Object.entries(settings.directions);
    const kept = source.operations.filter((operation) =>
      operation.args.map(({ type }) => this.#isFound(type)).every(Boolean),
    );
    const version = this.#number(settings.version, ['version']);
    const minVersion = this.#number(settings.minVersion, ['minVersion']);
    const directions = kept.map((operation): MessageDirection => {
      const [name, direction] = configured[operation.number - 1] as (typeof configured)[number];
      const limit = this.#number(direction.limit, ['directions', name, 'limit']);
      return {
        sender: direction.from,
        receiver: direction.to,
        ...(limit !== undefined && { limit }),
        after: direction.after.map((part, index): TrailingPart => {
          if (part.type !== undefined) {
            return { kind: 'number', name: part.name, type: { kind: 'integer', name: part.type } };
          }
          const maxLen = this.#number(part.maxLen, ['directions', name, 'after', index, 'maxLen']);
          return { kind: 'bytes', name: part.name, ...(maxLen !== undefined && { maxLen }) };
        }),
      };
    });
    if (kept.length === 0) return { problems: this.#problems };
    const messages: MessageContract = {
      directions,
      ...(version !== undefined && { version }),
      ...(minVersion !== undefined && { minVersion }),
    };
    const resolved = resolveInterface({ ...source, operations: kept }, [{ crate: this.#scope, stub: '' }], this.#types);
    // A direction that is left out moves no other: numbers of directions are not sent.
    const operations = resolved.operations.map((operation, index) => ({ ...operation, number: index + 1 }));
    const table = reachableTypes(operations.flatMap(typesInOperation), resolved.types);
    return { schema: { ...resolved, operations, types: table, messages }, problems: this.#problems };
  }

  /** Whether the names of a type are found. What is wrong inside its definitions is a matter of checks. */
  #isFound({ text, expr, span }: TypeString): boolean {
    if (!expr) {
      const { error } = parseType(text);
      this.#problems.push({
        span,
        message: `\`${text}\` is not a Rust type: ${error?.message ?? 'it cannot be read'}`,
      });
      return false;
    }
    const before = this.#problems.length;
    for (const path of pathsIn(expr)) this.#lookFor(path, text, span);
    return this.#problems.length === before;
  }

  #lookFor({ segments, qualifiedSelf }: PathType, text: string, span: Span): void {
    const names = segments.map(({ name }) => name);
    if (qualifiedSelf) return;
    const module = this.#enter(names);
    if (!module) return;
    const { found, problem } = this.#types.names.resolve(module, names, 'type');
    if (found.length > 0) return;
    this.#problems.push({ span, ...this.#missing('type', names, problem?.module, text) });
  }

  /** The value of a constant, or the number itself. Undefined, and reported, where it has no single value. */
  #number(setting: number | string | undefined, path: readonly PropertyKey[]): number | undefined {
    if (typeof setting !== 'string') return setting;
    const span = this.#places.value(...path);
    const { type: expr } = parseType(setting);
    if (expr?.kind !== 'path') {
      this.#problems.push({ span, message: `\`${setting}\` is not the path of a constant` });
      return undefined;
    }
    const names = expr.segments.map(({ name }) => name);
    const module = this.#enter(names);
    if (!module) return undefined;
    const { found, problem } = this.#types.names.resolve(module, names, 'value');
    if (found.length === 0) {
      this.#problems.push({ span, ...this.#missing('constant', names, problem?.module, setting) });
      return undefined;
    }
    const context = { module, source: new Source('', setting), parameters: new Map(), depth: 0 };
    const value = this.#types.constants.length({ kind: 'path', path: expr, span: expr.span }, context);
    if (typeof value === 'number') return value;
    const why = value.kind === 'unresolved' ? value.reason.message : 'It differs between configurations.';
    this.#problems.push({ span, message: `the value of \`${setting}\` is not known. ${why}` });
    return undefined;
  }

  /** The scope of all crates, with the one that a path begins with. */
  #enter([first = '']: readonly string[]): Module | undefined {
    if (!this.#dependencies.has(first)) {
      const crate = this.#crateNamed(first);
      if (crate) this.#dependencies.set(first, crate);
    }
    return this.#types.program.root(this.#scope);
  }

  #crateNamed(name: string): Crate | MissingCrate | undefined {
    let missing: MissingCrate | undefined;
    for (const crate of this.#crates.values()) if (crate.externName === name) return crate;
    for (const crate of this.#crates.values()) {
      const dependency = crate.dependencies.get(name);
      if (dependency && !('missing' in dependency)) return dependency;
      missing ??= dependency;
    }
    return missing;
  }

  #missing(
    what: 'type' | 'constant',
    names: readonly string[],
    module: Module | undefined,
    text: string,
  ): Omit<ContractProblem, 'span'> {
    const path = names.join('::');
    const message = `there is no ${what} \`${path}\`${text === path ? '' : `, in \`${text}\``}`;
    if (!this.#dependencies.has(names[0] ?? '')) {
      const crates = [...this.#crates.values()].map(({ externName }) => externName);
      const help = nearestFirst(names[0] ?? '', crates, 'crates');
      return { message: `${message}: the tree has no crate \`${names[0]}\``, ...(help !== undefined && { help }) };
    }
    if (!module) return { message };
    const own = what === 'type' ? [...module.types.keys(), ...module.modules.keys()] : [...module.values.keys()];
    const candidates = [...own, ...module.imports.keys()];
    const wrong = names.find((name, index) => index > 0 && !candidates.includes(name)) ?? names.at(-1) ?? '';
    const near = suggest(wrong, candidates);
    const help = near === undefined ? nearestFirst(wrong, own, `${what}s there`) : `did you mean \`${near}\`?`;
    return { message, ...(help !== undefined && { help }) };
  }
}

/** Every path that a type is written with. */
function pathsIn(expr: TypeExpr): PathType[] {
  switch (expr.kind) {
    case 'path':
      return [
        expr,
        ...expr.segments.flatMap(({ generics }) =>
          generics.flatMap((argument) => (argument.kind === 'type' ? pathsIn(argument.type) : [])),
        ),
      ];
    case 'tuple':
      return expr.elements.flatMap(pathsIn);
    case 'array':
    case 'slice':
      return pathsIn(expr.element);
    default:
      return [];
  }
}
