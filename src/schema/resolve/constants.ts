import { allOf, type Condition, type ConstExpr, ConstProblem } from '../../rust/index.ts';
import type { Length, UnresolvedReason } from '../types.ts';
import { Ambiguous, Evaluation, ReasonedProblem } from './const-evaluation.ts';
import type { ConstantEvaluator, Resolver } from './resolver.ts';
import { place, type TypeContext, textOf } from './type-context.ts';

/** Rust's limit for an array on a 32-bit machine. */
const MAX_LENGTH = 2n ** 31n;
const MAX_CASES = 200;

/** Evaluates constants of a program. */
export class Constants implements ConstantEvaluator {
  readonly #types: Resolver;

  constructor(types: Resolver) {
    this.#types = types;
  }

  /** An array length in elements. */
  length(expr: ConstExpr, context: TypeContext): Length {
    const parameter = this.#parameter(expr, context);
    if (parameter !== undefined) return parameter;
    try {
      const cases = this.#cases(expr, context, 'usize', []);
      for (const { value } of cases) {
        if (value < 0n || value >= MAX_LENGTH)
          throw new ConstProblem(`${value} is not a length that an array can have.`);
      }
      const [first] = cases;
      if (first && cases.every(({ value }) => value === first.value)) return Number(first.value);
      return {
        kind: 'alternatives',
        cases: cases.map(({ condition, value }) => ({ condition, value: Number(value) })),
      };
    } catch (problem) {
      if (!(problem instanceof ConstProblem)) throw problem;
      return { kind: 'unresolved', text: textOf(expr, context), reason: this.#reason(problem, expr, context) };
    }
  }

  /** An integer such as a discriminant, or undefined when it has no single value. */
  integer(expr: ConstExpr, context: TypeContext, expected: string): bigint | undefined {
    try {
      const cases = this.#cases(expr, context, expected, []);
      const [first] = cases;
      return first && cases.every(({ value }) => value === first.value) ? first.value : undefined;
    } catch (problem) {
      if (!(problem instanceof ConstProblem)) throw problem;
      return undefined;
    }
  }

  #reason(problem: ConstProblem, expr: ConstExpr, context: TypeContext): UnresolvedReason {
    if (problem instanceof ReasonedProblem) return problem.reason;
    const mention = place(expr, context);
    const message = `The length \`${textOf(expr, context)}\` cannot be evaluated. ${problem.message}`;
    return { kind: 'constant', message, ...(mention && { mention }) };
  }

  /** A generic parameter that is the whole expression keeps all that is known of it. */
  #parameter(expr: ConstExpr, { parameters }: TypeContext): Length | undefined {
    if (expr.kind !== 'path' || expr.path.segments.length !== 1) return undefined;
    const argument = parameters.get(expr.path.segments[0]?.name ?? '');
    return argument?.kind === 'const' ? argument.length : undefined;
  }

  /** The values under each condition that matters. */
  #cases(
    expr: ConstExpr,
    context: TypeContext,
    expected: string,
    assumed: readonly Condition[],
  ): { condition: Condition; value: bigint }[] {
    try {
      const { value } = new Evaluation(this.#types, assumed).evaluate(expr, context, expected);
      return [{ condition: allOf(assumed) ?? { kind: 'cfg', predicate: 'all()' }, value }];
    } catch (problem) {
      if (!(problem instanceof Ambiguous)) throw problem;
      const isTooMuch = problem.conditions.length > MAX_CASES || assumed.length > 2;
      if (isTooMuch) throw new ConstProblem('It depends on too many conditions.');
      return problem.conditions.flatMap((condition) => this.#cases(expr, context, expected, [...assumed, condition]));
    }
  }
}
