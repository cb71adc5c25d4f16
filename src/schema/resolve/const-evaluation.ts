import {
  allOf,
  type Condition,
  type ConstExpr,
  type ConstItem,
  ConstProblem,
  type ConstScope,
  type ConstValue,
  conditionKey,
  conditionsOf,
  type Declared,
  evaluateConst,
  type Found,
  integerConstant,
  type PathType,
  type TypeExpr,
  type VariantItem,
} from '../../rust/index.ts';
import type { Length, Type, UnresolvedReason } from '../types.ts';
import { derivesOf } from './definition-attributes.ts';
import type { Resolver } from './resolver.ts';
import { contextOf, place, type TypeContext } from './type-context.ts';
import { notFound, outside } from './unresolved.ts';

/** Constants that one expression may go through, counted with repetition. */
const MAX_STEPS = 5_000;
const MAX_CHAIN = 60;

/** Thrown when a constant has several values, until one of the conditions is assumed. */
export class Ambiguous {
  readonly conditions: readonly Condition[];

  constructor(conditions: readonly Condition[]) {
    this.conditions = conditions;
  }
}

/** A problem with a full reason, such as a crate that is not at hand. */
export class ReasonedProblem extends ConstProblem {
  readonly reason: UnresolvedReason;

  constructor(reason: UnresolvedReason) {
    super(reason.message);
    this.reason = reason;
  }
}

/** One evaluation of an expression, with what is assumed of conditions. */
export class Evaluation {
  readonly #types: Resolver;
  readonly #assumed: ReadonlySet<string>;
  readonly #open = new Set<unknown>();
  #steps = 0;

  constructor(types: Resolver, assumed: readonly Condition[]) {
    this.#types = types;
    this.#assumed = new Set(assumed.map(conditionKey));
  }

  evaluate(expr: ConstExpr, context: TypeContext, expected?: string): ConstValue {
    const scope: ConstScope = {
      pointerWidth: this.#types.measure.pointerWidth,
      path: (path) => this.#path(path, context, expected),
      sizeOf: (type) => this.#sizeOf(type, context),
      primitive: (type) => this.#primitive(type, context),
    };
    return evaluateConst(expr, scope, expected);
  }

  #primitive(expr: TypeExpr, context: TypeContext): string | undefined {
    const type = this.#types.resolve(expr, context);
    if (type.kind === 'bool') return 'bool';
    return type.kind === 'integer' && !type.unaligned ? type.name : undefined;
  }

  #sizeOf(expr: TypeExpr, context: TypeContext): bigint {
    const type = this.#types.resolve(expr, context);
    const size = this.#types.measure.sizeOf(type, this.#types.table);
    if (typeof size === 'string') throw new ConstProblem(size);
    return BigInt(size);
  }

  /** `MAX_SIZE` of hubpack's `SerializedSize`. */
  #maxSize(type: Type): ConstValue {
    const size = this.#types.measure.maxSizeOf(type, this.#types.table);
    if (typeof size === 'string') throw new ConstProblem(size);
    return { value: BigInt(size), type: 'usize' };
  }

  #path(path: PathType, context: TypeContext, expected: string | undefined): ConstValue {
    const names = path.segments.map(({ name }) => name);
    const [first = ''] = names;
    const last = names.at(-1) as string;
    if (path.qualifiedSelf) {
      const type = this.#primitive(path.qualifiedSelf, context);
      const value = type && integerConstant(type, last, this.#types.measure.pointerWidth);
      if (value) return value;
      if (last === 'MAX_SIZE') return this.#maxSize(this.#types.resolve(path.qualifiedSelf, context));
      const self = path.qualifiedSelf;
      if (self.kind !== 'path') throw new ConstProblem(`\`${last}\` is chosen by a trait.`);
      return this.#associated(this.#one(this.#types.find(self, context.module)), last, expected);
    }
    const parameter = names.length === 1 ? context.parameters.get(first) : undefined;
    if (parameter?.kind === 'const') return this.#argument(parameter.length);
    if (first === 'Self' && context.self) {
      return this.#memberOf(context.self.declared, last, expected);
    }
    const { found, problem } = this.#types.names.resolve(context.module, names, 'value', path.global);
    if (found.length === 0) {
      const at = place(path, context);
      throw new ReasonedProblem(notFound(problem ?? { name: last, generated: [], missing: [] }, at));
    }
    const one = this.#one(found);
    switch (one.kind) {
      case 'const':
        return this.#item(one.declared, expected);
      case 'member':
        return this.#associated(one.of, one.name, expected);
      case 'builtin': {
        const value = integerConstant(one.path.at(-2) as string, last, this.#types.measure.pointerWidth);
        if (value) return value;
        throw new ConstProblem(`This program does not know the value of \`${one.path.join('::')}\`.`);
      }
      case 'missing':
        throw new ReasonedProblem(outside(one, place(path, context)));
      case 'module':
      case 'type':
      case 'primitive':
        throw new ConstProblem(`\`${names.join('::')}\` is not a constant.`);
    }
  }

  #argument(length: Length): ConstValue {
    if (typeof length === 'number') return { value: BigInt(length), type: 'usize' };
    if (length.kind === 'unresolved') throw new ReasonedProblem(length.reason);
    const assumed = length.cases.find(({ condition }) => this.#assumed.has(conditionKey(condition)));
    if (!assumed) throw new Ambiguous(length.cases.map(({ condition }) => condition));
    return { value: BigInt(assumed.value), type: 'usize' };
  }

  /** The one definition that holds under what is assumed. */
  #one<T extends Pick<Found, 'conditions'>>(found: readonly T[]): T {
    const [first] = found;
    if (first === undefined) throw new ConstProblem('A name is not found.');
    if (found.length === 1) return first;
    const keyed = found.map((each) => ({ each, condition: allOf(each.conditions) }));
    const assumed = keyed.find(({ condition }) => condition && this.#assumed.has(conditionKey(condition)));
    if (assumed) return assumed.each;
    throw new Ambiguous(keyed.map(({ condition }) => condition ?? { kind: 'cfg', predicate: 'all()' }));
  }

  #associated(of: Found, name: string, expected: string | undefined): ConstValue {
    switch (of.kind) {
      case 'primitive': {
        const value = integerConstant(of.name, name, this.#types.measure.pointerWidth);
        if (value) return value;
        break;
      }
      case 'type':
        if (of.declared.item.kind === 'alias') {
          const context = contextOf(of.declared, 0);
          const target = of.declared.item.type;
          const primitive = this.#primitive(target, context);
          const value = primitive && integerConstant(primitive, name, this.#types.measure.pointerWidth);
          if (value) return value;
          if (target.kind === 'path' && this.#steps++ < MAX_STEPS) {
            return this.#associated(this.#one(this.#types.find(target, of.declared.module)), name, expected);
          }
          break;
        }
        return this.#memberOf(of.declared, name, expected);
      case 'missing':
        throw new ReasonedProblem(outside({ ...of, path: [...of.path, name] }, undefined));
      case 'builtin':
      case 'const':
      case 'member':
      case 'module':
        break;
    }
    throw new ConstProblem(`The value of \`${name}\` is not known here.`);
  }

  /** An associated constant, or the number of an enum's variant. */
  #memberOf(declared: Declared, name: string, expected: string | undefined): ConstValue {
    const { item } = declared;
    if (item.kind === 'enum') {
      const variants = item.variants.filter(
        ({ cfg }) => conditionsOf(cfg, this.#types.program.architectures) !== undefined,
      );
      const index = variants.findIndex((variant) => variant.name === name);
      if (index >= 0) return this.#discriminant(declared, variants.slice(0, index + 1), name);
    }
    const named = (owner: Declared, consts: readonly ConstItem[]) =>
      consts.flatMap((constant): Declared<ConstItem>[] => {
        const own = constant.name === name ? conditionsOf(constant.cfg, this.#types.program.architectures) : undefined;
        return own ? [{ ...owner, item: constant, conditions: [...owner.conditions, ...own] }] : [];
      });
    const constants = this.#types.impls(declared).flatMap((found) => named(found, found.item.consts));
    if (item.kind === 'flags') constants.push(...named(declared, item.flags));
    if (constants.length > 0) return this.#item(this.#one(constants), expected, this.#types.selfOf(declared));
    const derives = 'attributes' in item ? derivesOf(item.attributes) : [];
    if (name === 'MAX_SIZE' && derives.includes('SerializedSize'))
      return this.#maxSize(this.#types.selfOf(declared).type);
    throw new ConstProblem(`There is no constant \`${name}\` in what this program reads.`);
  }

  /** The value of the last of these variants. */
  #discriminant(declared: Declared, variants: readonly VariantItem[], name: string): ConstValue {
    const from = variants.findLastIndex(({ discriminant }) => discriminant !== undefined);
    const counted = variants.slice(Math.max(0, from), -1);
    if (counted.some(({ cfg }) => conditionsOf(cfg, this.#types.program.architectures)?.length)) {
      throw new ConstProblem(`The number of \`${name}\` depends on whether variants before it are there.`);
    }
    const explicit = variants[from]?.discriminant;
    const base = explicit
      ? this.#once(explicit, name, () => this.evaluate(explicit, contextOf(declared, 0), 'isize'))
      : undefined;
    return { value: (base?.value ?? 0n) + BigInt(variants.length - 1 - Math.max(0, from)), type: 'isize' };
  }

  #item(declared: Declared<ConstItem>, expected: string | undefined, self?: TypeContext['self']): ConstValue {
    const { value, type, name } = declared.item;
    const broken = this.#types.program.syntaxProblem(declared.module.crate, declared.source);
    if (broken !== undefined) throw new ConstProblem(`The file of \`${name}\` cannot be parsed: ${broken}.`);
    if (!value) throw new ConstProblem(`\`${name}\` has no value.`);
    const context = { ...contextOf(declared, 0), self };
    return this.#once(declared.item, name, () => {
      const declaredType = type && this.#primitive(type, context);
      const { value: number, type: own } = this.evaluate(value, context, declaredType ?? expected);
      return { value: number, type: declaredType ?? own };
    });
  }

  #once<T>(thing: unknown, name: string, evaluate: () => T): T {
    if (this.#open.has(thing)) throw new ConstProblem(`\`${name}\` is defined by itself.`);
    if (++this.#steps > MAX_STEPS || this.#open.size > MAX_CHAIN) {
      throw new ConstProblem('It takes more steps than this program makes.');
    }
    this.#open.add(thing);
    try {
      return evaluate();
    } finally {
      this.#open.delete(thing);
    }
  }
}
