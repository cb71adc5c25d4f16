import {
  allOf,
  type ConstExpr,
  type Declared,
  type Found,
  type GenericArgument,
  type GenericParameter,
  type ImplItem,
  type Module,
  Names,
  type PathType,
  Program,
  type TypeExpr,
} from '../../rust/index.ts';
import type { Length, Type, TypeTable, UnresolvedReason } from '../types.ts';
import { partsOf } from '../walk.ts';
import { Budget, MAX_PARTS } from './budget.ts';
import { builtinType, primitiveType } from './builtin-types.ts';
import { Constants } from './constants.ts';
import { Definitions, type TypeItem } from './definitions.ts';
import { type Environment, generatorOf } from './environment.ts';
import type { Measure } from './measure.ts';
import type { Resolver } from './resolver.ts';
import type { Argument } from './type-context.ts';
import { contextOf, place, type TypeContext, textOf } from './type-context.ts';
import { notFound, outside, unresolved } from './unresolved.ts';

/** Aliases, generics and nested types deeper than this are refused. */
const MAX_DEPTH = 64;

export interface RustTypesOptions {
  readonly environment?: Environment;
  /** Answers constants that ask for sizes. */
  readonly measure: Measure;
}

/**
 * The Rust types of one revision: finds what a written type stands for and keeps every definition that it meets.
 * Definitions are shared between all interfaces resolved with the same object.
 */
export class RustTypes implements Resolver {
  readonly program: Program;
  readonly names: Names;
  readonly measure: Measure;
  readonly constants: Constants;
  readonly #definitions: Definitions;
  readonly #openAliases = new Set<unknown>();
  readonly #budget = new Budget();
  readonly #aliases = new Map<Declared, Map<string, ResolvedAlias>>();
  /** Depth that resolving has reached since somebody set it lower. */
  #deepest = 0;
  /** Answers so far that hold only where they were asked for: cut off, or in a circle. */
  #localAnswers = 0;

  constructor({ environment = { images: [] }, measure }: RustTypesOptions) {
    this.program = new Program({
      generator: generatorOf(environment),
      architectures: measure.architectures,
    });
    this.names = new Names(this.program);
    this.measure = measure;
    this.constants = new Constants(this);
    this.#definitions = new Definitions(this);
  }

  get table(): TypeTable {
    return this.#definitions.table;
  }

  /** What a type stands for. Always an answer: `unresolved` says why there is no better one. */
  resolve(expr: TypeExpr, context: TypeContext): Type {
    this.#deepest = Math.max(this.#deepest, context.depth);
    if (context.depth > MAX_DEPTH) return this.#cutOff(expr, context, 'The type is nested too deeply.');
    if (!this.#budget.spend(1)) return this.#tooMany(expr, context);
    const inner = { ...context, depth: context.depth + 1 };
    switch (expr.kind) {
      case 'path':
        return this.#path(expr, inner);
      case 'tuple':
        if (expr.elements.length === 0) return { kind: 'unit' };
        return { kind: 'tuple', elements: expr.elements.map((element) => this.resolve(element, inner)) };
      case 'array': {
        const length = this.constants.length(expr.length, inner);
        return { kind: 'array', element: this.resolve(expr.element, inner), length };
      }
      case 'slice':
        return { kind: 'slice', element: this.resolve(expr.element, inner) };
      case 'never':
        return { kind: 'never' };
      case 'reference':
        return unresolved(expr, context, 'unsupported', 'A reference cannot be sent to another task.');
      case 'pointer':
        return unresolved(expr, context, 'unsupported', 'A pointer cannot be sent to another task.');
      case 'traitObject':
        return unresolved(expr, context, 'unsupported', 'A trait object has no size that is known here.');
      case 'other':
        return unresolved(expr, context, 'unsupported', 'This type is more than this program understands.');
    }
  }

  /** Does work whose types are counted apart from those around it. */
  apart<T>(work: () => T): T {
    return this.#budget.apart(work);
  }

  #tooMany(expr: TypeExpr, context: TypeContext): Type {
    return this.#cutOff(expr, context, `Written out, the type contains more than ${MAX_PARTS} others.`);
  }

  #cutOff(expr: TypeExpr, context: TypeContext, message: string): Type {
    this.#localAnswers++;
    return unresolved(expr, context, 'unsupported', message);
  }

  /** What a path of a type leads to, by name alone. */
  find(path: PathType, module: Module): readonly Found[] {
    const names = path.segments.map(({ name }) => name);
    return this.names.resolve(module, names, 'type', path.global).found;
  }

  #path(expr: PathType, context: TypeContext): Type {
    const names = expr.segments.map(({ name }) => name);
    const [first = ''] = names;
    if (expr.qualifiedSelf) {
      return this.#associatedOf(this.resolve(expr.qualifiedSelf, context), names.at(-1) as string, expr, context);
    }
    if (names.length === 1) {
      const parameter = context.parameters.get(first);
      if (parameter?.kind === 'type') {
        const isWithin = this.#budget.spend(this.#budget.partsOf(parameter.type) - 1);
        return isWithin ? parameter.type : this.#tooMany(expr, context);
      }
    }
    if (first === 'Self' && context.self) {
      if (names.length === 1) return context.self.type;
      return this.#associated(context.self.declared, names[1] as string, context.self.type, expr, context);
    }
    const { found, problem } = this.names.resolve(context.module, names, 'type', expr.global);
    if (found.length === 0) {
      const unknown = problem ?? { name: first, generated: [], missing: [] };
      return {
        kind: 'unresolved',
        text: textOf(expr, context),
        reason: notFound(unknown, place(expr, context)),
      };
    }
    const args = expr.segments.at(-1)?.generics.filter(({ kind }) => kind === 'type' || kind === 'const') ?? [];
    const cases = found.map((each) => ({
      condition: allOf(each.conditions),
      type: this.#found(each, args, expr, context, found.length > 1),
    }));
    const [one] = cases;
    if (one && cases.every(({ type }) => isSame(type, one.type))) return one.type;
    return {
      kind: 'alternatives',
      cases: cases.map(({ condition, type }) => ({
        condition: condition ?? { kind: 'cfg', predicate: 'all()' },
        type,
      })),
    };
  }

  #found(
    found: Found,
    args: readonly GenericArgument[],
    expr: PathType,
    context: TypeContext,
    isOneOfMany: boolean,
  ): Type {
    switch (found.kind) {
      case 'primitive':
        return (
          primitiveType(found.name) ??
          unresolved(expr, context, 'unsupported', `\`${found.name}\` has no size that is known here.`)
        );
      case 'builtin': {
        const types = args.map((argument) => this.#argumentType(argument, context));
        return (
          builtinType(found.path, types) ??
          unresolved(
            expr,
            context,
            'unsupported',
            `This program does not know the definition of \`${found.path.join('::')}\`.`,
          )
        );
      }
      case 'missing':
        return { kind: 'unresolved', text: textOf(expr, context), reason: outside(found, place(expr, context)) };
      case 'module':
        return unresolved(expr, context, 'invalid', `\`${textOf(expr, context)}\` is a module, not a type.`);
      case 'const':
        return unresolved(expr, context, 'invalid', `\`${textOf(expr, context)}\` is a constant, not a type.`);
      case 'member':
        return this.#member(found, expr, context);
      case 'type':
        return this.#declared(found.declared, args, expr, context, isOneOfMany ? found.conditions : []);
    }
  }

  #member(found: Extract<Found, { kind: 'member' }>, expr: PathType, context: TypeContext): Type {
    if (found.of.kind === 'type') {
      const self = this.#found(found.of, [], expr, context, false);
      return this.#associated(found.of.declared, found.name, self, expr, context);
    }
    return unresolved(expr, context, 'not-found', `There is no type \`${textOf(expr, context)}\`.`);
  }

  #declared(
    declared: Declared,
    args: readonly GenericArgument[],
    expr: PathType,
    context: TypeContext,
    conditions: Found['conditions'],
  ): Type {
    const { item } = declared;
    const broken = this.#syntaxProblem(declared);
    if (broken !== undefined) return unresolved(expr, context, 'unsupported', broken);
    switch (item.kind) {
      case 'alias': {
        if (this.#openAliases.has(declared)) {
          this.#localAnswers++;
          return unresolved(expr, context, 'invalid', `\`${item.name}\` is an alias of itself.`);
        }
        this.#openAliases.add(declared);
        const parameters = this.#bind(item.generics, args, declared, expr, context);
        const type = this.#alias(declared, item.type, parameters, context.depth);
        this.#openAliases.delete(declared);
        return type;
      }
      case 'struct':
      case 'enum':
      case 'union':
      case 'flags': {
        const typed = declared as Declared<TypeItem>;
        const generics = item.kind === 'flags' ? [] : item.generics;
        const parameters = this.#bind(generics, args, declared, expr, context);
        const id = this.#definitions.define(typed, parameters, conditions, context.depth);
        return id === undefined
          ? unresolved(expr, context, 'unsupported', 'There are more types here than this program follows.')
          : { kind: 'named', id };
      }
      default:
        return unresolved(expr, context, 'invalid', `\`${textOf(expr, context)}\` is not a type.`);
    }
  }

  /**
   * Why a declaration may not be what it seems: its file has an error of syntax, or one of its crate that may have an `impl` of it.
   * An error anywhere in a file counts, for what is skipped because of it is not known.
   */
  #syntaxProblem({ item, module, source }: Declared): string | undefined {
    if (!('name' in item)) return undefined;
    const name = item.name as string;
    const own = this.program.syntaxProblem(module.crate, source);
    if (own !== undefined) return `The file of \`${name}\` cannot be parsed: ${own}.`;
    for (const other of this.program.loaded(module.crate)) {
      if (other.source === source || !other.source.text.includes(name)) continue;
      const problem = this.program.syntaxProblem(other.crate, other.source);
      if (problem !== undefined) return `A file that mentions \`${name}\` cannot be parsed: ${problem}.`;
    }
    return undefined;
  }

  /**
   * What an alias stands for, worked out once for the same arguments: two uses share one type. It counts and nests as if it
   * were worked out again.
   */
  #alias(declared: Declared, expr: TypeExpr, parameters: ReadonlyMap<string, Argument>, depth: number): Type {
    let known = this.#aliases.get(declared);
    if (!known) {
      known = new Map();
      this.#aliases.set(declared, known);
    }
    const key = this.#definitions.genericsText(parameters);
    // What is unresolved says where it was written, so that two of the same text differ.
    const isShared = [...parameters.values()].every(isResolved);
    const before = isShared ? known.get(key) : undefined;
    const isUsable = before && depth + before.height <= MAX_DEPTH && this.#budget.spent + before.parts <= MAX_PARTS;
    if (isUsable) {
      this.#budget.spend(before.parts);
      this.#deepest = Math.max(this.#deepest, depth + before.height);
      return before.type;
    }
    const [spent, deepest, localAnswers] = [this.#budget.spent, this.#deepest, this.#localAnswers];
    this.#deepest = depth;
    const type = this.resolve(expr, { ...contextOf(declared, depth), parameters });
    if (isShared && this.#localAnswers === localAnswers) {
      known.set(key, { type, parts: this.#budget.spent - spent, height: this.#deepest - depth });
    }
    this.#deepest = Math.max(this.#deepest, deepest);
    return type;
  }

  #bind(
    parameters: readonly GenericParameter[],
    args: readonly GenericArgument[],
    declared: Declared,
    expr: PathType,
    context: TypeContext,
  ): ReadonlyMap<string, Argument> {
    const bound = new Map<string, Argument>();
    let index = 0;
    for (const parameter of parameters) {
      if (parameter.kind === 'lifetime') continue;
      const argument = args[index++];
      const own = { ...contextOf(declared, context.depth), parameters: bound };
      if (parameter.kind === 'const') {
        const value = argument ? constArgument(argument) : parameter.default;
        const length = value && this.constants.length(value, argument ? context : own);
        const missing = { kind: 'invalid' as const, message: `The constant \`${parameter.name}\` is not given.` };
        const unknown: Length = { kind: 'unresolved', text: parameter.name, reason: missing };
        bound.set(parameter.name, { kind: 'const', length: length ?? unknown });
      } else if (argument) {
        bound.set(parameter.name, { kind: 'type', type: this.#argumentType(argument, context) });
      } else if (parameter.default) {
        bound.set(parameter.name, { kind: 'type', type: this.resolve(parameter.default, own) });
      } else {
        const type = unresolved(expr, context, 'invalid', `The type \`${parameter.name}\` is not given.`);
        bound.set(parameter.name, { kind: 'type', type });
      }
    }
    return bound;
  }

  #argumentType(argument: GenericArgument, context: TypeContext): Type {
    if (argument.kind === 'type') return this.resolve(argument.type, context);
    const reason: UnresolvedReason = { kind: 'invalid', message: 'A constant stands where a type is needed.' };
    return { kind: 'unresolved', text: '_', reason };
  }

  /** `<T as Trait>::Name` of a resolved `T`, where `T` is a definition of ours. */
  #associatedOf(self: Type, name: string, expr: PathType, context: TypeContext): Type {
    const declared = self.kind === 'named' ? this.#definitions.declared(self.id) : undefined;
    if (declared) return this.#associated(declared, name, self, expr, context);
    return unresolved(
      expr,
      context,
      'unsupported',
      `\`${name}\` is chosen by a trait, which this program does not follow.`,
    );
  }

  #associated(declared: Declared, name: string, self: Type, expr: PathType, context: TypeContext): Type {
    const aliases = this.impls(declared).flatMap((found) =>
      found.item.types.filter((alias) => alias.name === name).map((alias) => ({ found, alias })),
    );
    if (aliases.length > 1) {
      return unresolved(expr, context, 'unsupported', `Several traits or conditions give \`${name}\` a meaning.`);
    }
    for (const { found, alias } of aliases) {
      if (this.#openAliases.has(alias)) break;
      this.#openAliases.add(alias);
      const type = this.resolve(alias.type, { ...contextOf(found, context.depth), self: { type: self, declared } });
      this.#openAliases.delete(alias);
      return type;
    }
    return unresolved(
      expr,
      context,
      'not-found',
      `There is no associated type \`${name}\` in what this program reads.`,
    );
  }

  /** What `Self` is in an `impl` of a definition, without generic arguments. */
  selfOf(declared: Declared): NonNullable<TypeContext['self']> {
    const id = this.#definitions.define(declared as Declared<TypeItem>, new Map(), [], 0);
    const reason = { kind: 'unsupported' as const, message: 'There are more types here than this program follows.' };
    return { type: id === undefined ? { kind: 'unresolved', text: 'Self', reason } : { kind: 'named', id }, declared };
  }

  /** The `impl` blocks of a type among the modules that have been read, its own module's first. */
  impls(declared: Declared): Declared<ImplItem>[] {
    const { module, item } = declared;
    const modules = [module, ...this.program.loaded(module.crate).filter((other) => other !== module)];
    return modules.flatMap(({ impls }) =>
      impls.filter(({ item: { self }, module: place }) => {
        if (self.kind !== 'path' || !('name' in item) || self.segments.at(-1)?.name !== item.name) return false;
        return this.find(self, place).some((found) => found.kind === 'type' && found.declared === declared);
      }),
    );
  }
}

function isResolved(argument: Argument): boolean {
  if (argument.kind === 'const') return typeof argument.length === 'number';
  return isWhole(argument.type);
}

function isWhole(type: Type): boolean {
  if (type.kind === 'unresolved' || (type.kind === 'array' && typeof type.length !== 'number')) return false;
  return partsOf(type).every(isWhole);
}

/** An alias with its arguments: what it stands for, what that counts, and how much deeper it nests. */
interface ResolvedAlias {
  readonly type: Type;
  readonly parts: number;
  readonly height: number;
}

/** Equal types are made by the same steps, so that even their text is equal. */
function isSame(a: Type, b: Type): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** A generic argument that is a path may be a constant as well as a type. */
function constArgument(argument: GenericArgument): ConstExpr | undefined {
  if (argument.kind === 'const') return argument.value;
  if (argument.kind === 'type' && argument.type.kind === 'path') {
    return { kind: 'path', path: argument.type, span: argument.type.span };
  }
  return undefined;
}
