import { type Cursor, SyntaxProblem } from './cursor.ts';
import { skipBlock, skipExpression } from './expression.ts';
import type { ConstExpr } from './type-expr.ts';
import { parsePath, parseTypeExpr } from './type-parser.ts';

type Operator = Extract<ConstExpr, { kind: 'binary' }>['operator'];

/** By rising precedence. */
const LEVELS: readonly (readonly Operator[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];

/** A chain of operators becomes a tree of its length: this bounds the depth for whoever walks it. */
const MAX_OPERATORS = 400;

/**
 * Reads an expression in constant position. What no array length needs (statements, calls, comparisons …) must be Rust and is kept as `other`: a constant
 * that is not evaluated.
 */
export function parseConstExpr(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  const value = cursor.isSkipping ? undefined : readUnderstood(cursor);
  if (value !== undefined) return value;
  const { isSkipping } = cursor;
  cursor.isSkipping = true;
  skipExpression(cursor);
  cursor.isSkipping = isSkipping;
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

/** The expression, or undefined, with the cursor where it was, when it is not of the kind that can be evaluated. */
function readUnderstood(cursor: Cursor): ConstExpr | undefined {
  const from = cursor.index;
  try {
    const value = readBinary(cursor, 0);
    if (cursor.atEnd || cursor.peek().kind === 'close' || /^(,|;)$/.test(cursor.peek().text)) return value;
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  cursor.index = from;
  return undefined;
}

/** Reads what may stand bare among generic arguments: a literal, a number with a sign, the name of a constant, or a block. */
export function parseConstArgument(cursor: Cursor): ConstExpr {
  const { text, kind, start } = cursor.peek();
  if (text === '-') {
    cursor.next();
    if (!/^(integer|float)$/.test(cursor.peek().kind)) cursor.fail('a number');
    const operand = readPrimary(cursor);
    return { kind: 'unary', operator: '-', operand, span: cursor.spanFrom(start) };
  }
  if (cursor.atLiteral || kind === 'ident') return readPrimary(cursor);
  if (text === '{') return readBlock(cursor);
  return cursor.fail('a literal or a block');
}

function readBinary(cursor: Cursor, level: number): ConstExpr {
  const operators = LEVELS[level];
  if (operators === undefined) return readCast(cursor);
  const { start } = cursor.peek();
  let left = readBinary(cursor, level + 1);
  for (let count = 0; ; count++) {
    const operator = operators.find((candidate) => atOperator(cursor, candidate));
    if (operator === undefined) return left;
    if (count >= MAX_OPERATORS) cursor.fail('fewer operators');
    cursor.index += operator.length;
    const right = readBinary(cursor, level + 1);
    left = { kind: 'binary', operator, left, right, span: cursor.spanFrom(start) };
  }
}

function atOperator(cursor: Cursor, operator: Operator): boolean {
  return cursor.atJoined(operator) && !cursor.atJoined(operator + operator[0]) && !cursor.atJoined(`${operator}=`);
}

function readCast(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  let value = readUnary(cursor);
  for (let count = 0; cursor.accept('as'); count++) {
    if (count >= MAX_OPERATORS) cursor.fail('fewer casts');
    const type = parseTypeExpr(cursor, false);
    value = { kind: 'cast', operand: value, type, span: cursor.spanFrom(start) };
  }
  return value;
}

function readUnary(cursor: Cursor): ConstExpr {
  return cursor.nested((): ConstExpr => {
    const { text, start } = cursor.peek();
    if (text !== '-' && text !== '!') return readPostfix(cursor);
    cursor.next();
    const operand = readUnary(cursor);
    return { kind: 'unary', operator: text, operand, span: cursor.spanFrom(start) };
  });
}

/** A value, a call of `size_of::<T>` by whatever path, a newtype around a value, or the bits behind flags. */
function readPostfix(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  let value = readPrimary(cursor);
  if (cursor.at('(')) {
    const last = value.kind === 'path' ? value.path.segments.at(-1) : undefined;
    if (last && NEWTYPE.test(last.name)) {
      cursor.next();
      const inside = readBinary(cursor, 0);
      cursor.expect(')');
      return inside;
    }
    const argument = last?.generics[0];
    if (last?.name !== 'size_of' || last.generics.length !== 1 || argument?.kind !== 'type') cursor.fail('an operator');
    cursor.next();
    cursor.expect(')');
    value = { kind: 'sizeOf', type: argument.type, span: cursor.spanFrom(start) };
  }
  // The integer behind a bitflags value, a field before it was a method: flags are integers here all along.
  while (cursor.at('.') && cursor.at('bits', 1)) cursor.index += cursor.at('(', 2) && cursor.at(')', 3) ? 4 : 2;
  return value;
}

/** A tuple struct, by its name: a newtype around an integer is that integer. */
const NEWTYPE = /^[A-Z]\w*[a-z]/;

function readPrimary(cursor: Cursor): ConstExpr {
  const { kind, text, start } = cursor.peek();
  const other = (): ConstExpr => ({ kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) });
  switch (kind) {
    case 'integer': {
      cursor.next();
      const literal = integerLiteral(text);
      return literal === undefined ? other() : { kind: 'integer', ...literal, span: cursor.spanFrom(start) };
    }
    case 'char': {
      cursor.next();
      const byte = /^b'([^\\])'$/.exec(text);
      if (byte === null) return other();
      const value = BigInt((byte[1] as string).charCodeAt(0));
      return { kind: 'integer', value, suffix: 'u8', span: cursor.spanFrom(start) };
    }
    case 'float':
    case 'string':
      cursor.next();
      return other();
  }
  switch (text) {
    case 'true':
    case 'false':
      cursor.next();
      return { kind: 'bool', value: text === 'true', span: cursor.spanFrom(start) };
    case '(': {
      const content = cursor.inside();
      const value = parseConstExpr(content);
      if (!content.atEnd) content.fail('`)`');
      return value;
    }
    case '{':
      return readBlock(cursor);
  }
  if (text === 'try') cursor.fail('a value');
  const path = parsePath(cursor, 'expression');
  return { kind: 'path', path, span: path.span };
}

/** A block of one expression is that expression. */
function readBlock(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  const from = cursor.index;
  try {
    const content = cursor.inside();
    // A block at the start is a statement of its own.
    const value = content.at('{') ? undefined : readBinary(content, 0);
    if (value !== undefined && content.atEnd) return value;
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  cursor.index = from;
  skipBlock(cursor);
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

/** The value and suffix of an integer literal as written, or undefined when it has a suffix of no integer type. */
function integerLiteral(text: string): { value: bigint; suffix?: string } | undefined {
  const parts = /^(0x[0-9a-fA-F_]+?|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*)([iu](?:8|16|32|64|128|size))?$/.exec(text);
  const digits = parts?.[1]?.replaceAll('_', '');
  if (digits === undefined || /^0[xob]$/.test(digits)) return undefined;
  return parts?.[2] === undefined ? { value: BigInt(digits) } : { value: BigInt(digits), suffix: parts[2] };
}
