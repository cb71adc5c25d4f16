import type { Cursor } from './cursor.ts';
import { SyntaxProblem } from './cursor.ts';
import type { ConstExpr } from './type-expr.ts';
import { parsePath, parseTypeExpr } from './type-parser.ts';

type Operator = Extract<ConstExpr, { kind: 'binary' }>['operator'];

/** By rising precedence. */
const LEVELS: readonly (readonly Operator[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];

/** A chain of operators becomes a tree of its length: this bounds the depth for whoever walks it. */
const MAX_OPERATORS = 400;

/**
 * Reads an expression in constant position. What no array length needs (blocks, calls, comparisons …) is kept as `other`.
 * `literal` reads what may stand bare among generic arguments: a literal, perhaps negative, or a block.
 */
export function parseConstExpr(cursor: Cursor, extent: 'expression' | 'literal' = 'expression'): ConstExpr {
  if (extent === 'literal') return readUnary(cursor);
  const { start } = cursor.peek();
  const value = readBinary(cursor, 0);
  if (!atOpaqueOperator(cursor)) return value;
  while (atOpaqueOperator(cursor)) {
    while (cursor.peek().kind === 'punct' && /^[=<>&|.!]$/.test(cursor.peek().text)) cursor.next();
    readBinary(cursor, 0);
  }
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

/** Comparisons, `&&`, `||`, ranges, assignments: expressions, but none that gives an integer. */
function atOpaqueOperator(cursor: Cursor): boolean {
  return /^[=<>]$/.test(cursor.peek().text) || ['=', '.', '&', '|'].some((second) => atOperatorPair(cursor, second));
}

function atOperatorPair(cursor: Cursor, second: string): boolean {
  return cursor.atPair(second === '=' ? '!' : second, second);
}

function readBinary(cursor: Cursor, level: number): ConstExpr {
  const operators = LEVELS[level];
  if (operators === undefined) return readCast(cursor);
  const { start } = cursor.peek();
  let left = readBinary(cursor, level + 1);
  for (let count = 0; ; count++) {
    const operator = operators.find((candidate) => atOperator(cursor, candidate));
    if (operator === undefined) return left;
    if (count >= MAX_OPERATORS) throw new SyntaxProblem('too many operators', cursor.peek().start);
    cursor.index += operator.length;
    const right = readBinary(cursor, level + 1);
    left = { kind: 'binary', operator, left, right, span: cursor.spanFrom(start) };
  }
}

function atOperator(cursor: Cursor, operator: Operator): boolean {
  if (operator.length === 2) return cursor.atPair(operator[0] as string, operator[1] as string) && !cursor.at('=', 2);
  return cursor.at(operator) && !cursor.atPair(operator, operator) && !cursor.atPair(operator, '=');
}

function readCast(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  let value = readUnary(cursor);
  for (let count = 0; cursor.accept('as'); count++) {
    if (count >= MAX_OPERATORS) throw new SyntaxProblem('too many casts', cursor.peek().start);
    const type = parseTypeExpr(cursor, false);
    value = { kind: 'cast', operand: value, type, span: cursor.spanFrom(start) };
  }
  return value;
}

function readUnary(cursor: Cursor): ConstExpr {
  return cursor.nested((): ConstExpr => {
    const { text, start } = cursor.peek();
    if (text === '-' || text === '!') {
      cursor.next();
      const operand = readUnary(cursor);
      return { kind: 'unary', operator: text, operand, span: cursor.spanFrom(start) };
    }
    if (text === '&' || text === '*') {
      cursor.next();
      cursor.accept('mut');
      readUnary(cursor);
      return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
    }
    return readPostfix(cursor);
  });
}

function readPostfix(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  let value = readPrimary(cursor);
  for (;;) {
    const { text } = cursor.peek();
    if (text === '(') {
      value = readCall(cursor, value, start);
      continue;
    }
    if (text === '[') {
      cursor.skipGroup();
    } else if (text === '?') {
      cursor.next();
    } else if (text === '.' && cursor.at('bits', 1)) {
      // The integer behind a bitflags value, a field before it was a method: flags are integers here all along.
      cursor.index += cursor.at('(', 2) && cursor.at(')', 3) ? 4 : 2;
      continue;
    } else if (text === '.' && !cursor.at('.', 1)) {
      cursor.next();
      const { kind } = cursor.next();
      if (kind !== 'ident' && kind !== 'integer' && kind !== 'float') {
        cursor.index--;
        cursor.fail('a field or method name');
      }
    } else {
      return value;
    }
    value = { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
  }
}

/** `size_of::<T>()` by whatever path; every other call is opaque. */
function readCall(cursor: Cursor, callee: ConstExpr, start: number): ConstExpr {
  const empty = cursor.at(')', 1);
  cursor.skipGroup();
  const span = cursor.spanFrom(start);
  const last = callee.kind === 'path' ? callee.path.segments.at(-1) : undefined;
  const argument = last?.generics[0];
  if (empty && last?.name === 'size_of' && last.generics.length === 1 && argument?.kind === 'type') {
    return { kind: 'sizeOf', type: argument.type, span };
  }
  return { kind: 'other', text: cursor.textFrom(start), span };
}

function readPrimary(cursor: Cursor): ConstExpr {
  const { kind, text, start } = cursor.peek();
  const other = (): ConstExpr => ({ kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) });
  switch (kind) {
    case 'integer': {
      cursor.next();
      const literal = integerLiteral(text);
      if (literal === undefined) throw new SyntaxProblem(`\`${text}\` is not an integer`, start);
      return { kind: 'integer', ...literal, span: cursor.spanFrom(start) };
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
    case '(':
      return readParenthesized(cursor);
    case '{':
      return readBlock(cursor);
    case '[':
      cursor.skipGroup();
      return other();
    case 'if':
    case 'match':
    case 'unsafe':
    case 'loop':
    case 'while':
    case 'for':
    case 'const':
    case 'move':
    case '|':
      skipToEndOfExpression(cursor);
      return other();
  }
  const path = parsePath(cursor, 'expression');
  if (cursor.at('!') && cursor.peek(1).kind === 'open') {
    cursor.next();
    cursor.skipGroup();
    return other();
  }
  if (cursor.at('{')) {
    cursor.skipGroup();
    return other();
  }
  return { kind: 'path', path, span: path.span };
}

/** A block of one expression is that expression. */
function readBlock(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  const from = cursor.index;
  cursor.next();
  try {
    const value = parseConstExpr(cursor);
    if (cursor.accept('}')) return value;
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  cursor.index = from;
  cursor.skipGroup();
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

function readParenthesized(cursor: Cursor): ConstExpr {
  const { start } = cursor.expect('(');
  let count = 0;
  let value: ConstExpr | undefined;
  let trailingComma = false;
  while (!cursor.at(')')) {
    value = parseConstExpr(cursor);
    count++;
    trailingComma = cursor.accept(',');
    if (!trailingComma) break;
  }
  cursor.expect(')');
  if (count === 1 && !trailingComma && value) return value;
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

function skipToEndOfExpression(cursor: Cursor): void {
  for (;;) {
    const { kind, text } = cursor.peek();
    if (kind === 'end' || kind === 'close' || text === ',' || text === ';') return;
    if (kind === 'open') cursor.skipGroup();
    else cursor.next();
  }
}

/** The value and suffix of an integer literal as written, or undefined when its digits do not fit its base. */
function integerLiteral(text: string): { value: bigint; suffix?: string } | undefined {
  const parts = /^(0x[0-9a-fA-F_]+?|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*)([iu](?:8|16|32|64|128|size))?$/.exec(text);
  const digits = parts?.[1]?.replaceAll('_', '');
  if (digits === undefined || /^0[xob]$/.test(digits)) return undefined;
  return parts?.[2] === undefined ? { value: BigInt(digits) } : { value: BigInt(digits), suffix: parts[2] };
}
