import type { ConstExpr, PathType, TypeExpr } from './type-expr.ts';

/** A value in constant position. A literal without a suffix has no type until something gives it one. */
export interface ConstValue {
  readonly value: bigint;
  /** `u8` … `isize`, or `bool` (then the value is 0 or 1). */
  readonly type?: string;
}

/** Thrown while evaluating, and caught by whoever asked: a sentence that says what stands in the way. */
export class ConstProblem {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** What an expression's surroundings know. Each function may throw a {@link ConstProblem}. */
export interface ConstScope {
  /** In bytes: that of the machine the code is for. */
  readonly pointerWidth: number;
  path(path: PathType): ConstValue;
  /** In bytes. */
  sizeOf(type: TypeExpr): bigint;
  /** The primitive that a type stands for: `u8`, `usize`, `bool` … */
  primitive(type: TypeExpr): string | undefined;
}

/** Deeper expressions than anybody writes are refused, so that they do not exhaust the stack. */
const MAX_DEPTH = 700;

/**
 * The value of an expression, by Rust's rules for constants: arithmetic that leaves its type is an error, `as` wraps.
 * Throws a {@link ConstProblem}. `expected` is the type that the surroundings want of an untyped literal.
 */
export function evaluateConst(expr: ConstExpr, scope: ConstScope, expected?: string, depth = 0): ConstValue {
  if (depth > MAX_DEPTH) throw new ConstProblem('The expression is nested too deeply.');
  const evaluate = (inner: ConstExpr, type?: string) => evaluateConst(inner, scope, type, depth + 1);
  switch (expr.kind) {
    case 'integer':
      return fit({ value: expr.value, type: expr.suffix ?? expected }, scope);
    case 'bool':
      return { value: expr.value ? 1n : 0n, type: 'bool' };
    case 'path':
      return scope.path(expr.path);
    case 'sizeOf':
      return { value: scope.sizeOf(expr.type), type: 'usize' };
    case 'unary': {
      const { value, type } = evaluate(expr.operand, expr.operator === '!' ? expected : undefined);
      if (expr.operator === '-') return fit({ value: -value, type: type ?? expected }, scope);
      return type === 'bool' ? { value: 1n - value, type } : { value: wrap(~value, type ?? 'i32', scope), type };
    }
    case 'cast': {
      const type = scope.primitive(expr.type);
      if (type === undefined) throw new ConstProblem('The expression is cast to a type that is not an integer.');
      return { value: wrap(evaluate(expr.operand).value, type, scope), type };
    }
    case 'binary': {
      const isShift = expr.operator === '<<' || expr.operator === '>>';
      const left = evaluate(expr.left, expected);
      const right = evaluate(expr.right, isShift ? undefined : (left.type ?? expected));
      const type = left.type ?? (isShift ? undefined : right.type);
      return operate(expr.operator, left.value, right.value, type, scope);
    }
    case 'other':
      throw new ConstProblem(`\`${shorten(expr.text)}\` is more than this program evaluates.`);
  }
}

/** The value of `u32::MAX`, `MIN` or `BITS`, or undefined for other names. */
export function integerConstant(type: string, name: string, pointerWidth: number): ConstValue | undefined {
  const bits = bitsOf(type, pointerWidth);
  if (bits === undefined) return undefined;
  const signed = type.startsWith('i');
  switch (name) {
    case 'BITS':
      return { value: BigInt(bits), type: 'u32' };
    case 'MAX':
      return { value: (1n << BigInt(signed ? bits - 1 : bits)) - 1n, type };
    case 'MIN':
      return { value: signed ? -(1n << BigInt(bits - 1)) : 0n, type };
    default:
      return undefined;
  }
}

type Operator = Extract<ConstExpr, { kind: 'binary' }>['operator'];

function operate(operator: Operator, left: bigint, right: bigint, type: string | undefined, scope: ConstScope) {
  const result = (value: bigint) => fit({ value, type }, scope);
  switch (operator) {
    case '+':
      return result(left + right);
    case '-':
      return result(left - right);
    case '*':
      return result(left * right);
    case '/':
    case '%':
      if (right === 0n) throw new ConstProblem('The expression divides by zero.');
      return result(operator === '/' ? left / right : left % right);
    case '<<':
    case '>>': {
      const bits = type === undefined ? 128 : (bitsOf(type, scope.pointerWidth) ?? 128);
      if (right < 0n || right >= BigInt(bits))
        throw new ConstProblem('The expression shifts by more bits than there are.');
      const shifted = operator === '<<' ? left << right : left >> right;
      return { value: type === undefined ? shifted : wrap(shifted, type, scope), type };
    }
    case '&':
      return result(left & right);
    case '|':
      return result(left | right);
    case '^':
      return result(left ^ right);
  }
}

function bitsOf(type: string, pointerWidth: number): number | undefined {
  const width = /^[iu](8|16|32|64|128|size)$/.exec(type)?.[1];
  if (width === undefined) return undefined;
  return width === 'size' ? 8 * pointerWidth : Number(width);
}

/** The value as `as` makes it. */
function wrap(value: bigint, type: string, { pointerWidth }: ConstScope): bigint {
  const bits = bitsOf(type, pointerWidth);
  if (bits === undefined) return value;
  return type.startsWith('i') ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/** The value itself, if its type can hold it; without a type, any that a Rust integer can. */
function fit(result: ConstValue, scope: ConstScope): ConstValue {
  const { value, type } = result;
  const fits =
    type === undefined || bitsOf(type, scope.pointerWidth) === undefined
      ? value >= -(1n << 127n) && value < 1n << 128n
      : wrap(value, type, scope) === value;
  if (!fits) throw new ConstProblem(`The value ${value} does not fit ${type ?? 'any integer'}.`);
  return result;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
