import { skipAttributes } from './attribute-syntax.ts';
import type { Cursor } from './cursor.ts';
import { atItem, skipItem } from './item-syntax.ts';
import { skipPattern } from './pattern.ts';
import { parsePath, parseTypeExpr, readBoundLifetimes, readTurbofish } from './type-parser.ts';

/**
 * Rust expressions as `syn` 2 reads them: what it accepts, and where one ends. They are passed over, not understood: nobody needs the value of a
 * `match` in an array's length, but whether there is one decides whether a text is a type. Grammar: https://doc.rust-lang.org/reference/expressions.html
 *
 * The functions throw `SyntaxProblem`, as those of the cursor do.
 */
export function skipExpression(cursor: Cursor): void {
  ambiguous(cursor, true);
}

/** `{ … }` with the statements in it. */
export function skipBlock(cursor: Cursor): void {
  if (!cursor.at('{')) cursor.fail('a block');
  const body = cursor.inside();
  skipAttributes(body, 'inner');
  statements(body);
}

/** What of an expression decides what may come behind it. */
type Shape =
  | 'range'
  | 'comparison'
  /** Ends with a block, so that a statement or arm needs no `;` or `,` behind it. */
  | 'block'
  /** `m! { … }` */
  | 'bracedMacro'
  | 'other';

/** How tight an operator binds. */
const JUMP = 0;
const ASSIGN = 1;
const RANGE = 2;
const COMPARE = 5;
const CAST = 12;

/** Longest first, as they are told apart. */
const BINARY: readonly (readonly [operator: string, precedence: number])[] = [
  ...['<<=', '>>=', '+=', '-=', '*=', '/=', '%=', '^=', '&=', '|='].map((operator) => [operator, ASSIGN] as const),
  ['&&', 4],
  ['||', 3],
  ['<<', 9],
  ['>>', 9],
  ...['==', '<=', '!=', '>='].map((operator) => [operator, COMPARE] as const),
  ['+', 10],
  ['-', 10],
  ['*', 11],
  ['/', 11],
  ['%', 11],
  ['^', 7],
  ['&', 8],
  ['|', 6],
  ['<', COMPARE],
  ['>', COMPARE],
];

/** Its operators by their first character, in the order in which they are tried. */
const BINARY_BY_FIRST = Map.groupBy(BINARY, ([operator]) => operator.charAt(0));

function ambiguous(cursor: Cursor, allowStruct: boolean): Shape {
  return binary(cursor, unary(cursor, allowStruct), allowStruct, JUMP);
}

function binary(cursor: Cursor, first: Shape, allowStruct: boolean, base: number): Shape {
  let left = first;
  // Nothing follows a range but what encloses it.
  while (left !== 'range') {
    const operator = binaryOperator(cursor);
    if (operator !== undefined) {
      const [text, precedence] = operator;
      if (precedence < base) return left;
      if (precedence === COMPARE && left === 'comparison') cursor.fail('brackets around one of the comparisons');
      cursor.index += text.length;
      operand(cursor, allowStruct, precedence);
      left = precedence === COMPARE ? 'comparison' : 'other';
    } else if (ASSIGN >= base && cursor.at('=')) {
      cursor.next();
      operand(cursor, allowStruct, ASSIGN);
      left = 'other';
    } else if (RANGE >= base && cursor.atJoined('..')) {
      range(cursor, allowStruct);
      left = 'range';
    } else if (CAST >= base && cursor.accept('as')) {
      parseTypeExpr(cursor, false);
      const isField = cursor.at('.') && !cursor.atJoined('..');
      if (isField || cursor.at('?') || cursor.at('[') || cursor.at('(')) cursor.fail('brackets around the cast');
      left = 'other';
    } else return left;
  }
  return left;
}

function binaryOperator(cursor: Cursor): (typeof BINARY)[number] | undefined {
  const { kind, text } = cursor.peek();
  if (kind !== 'punct') return undefined;
  return BINARY_BY_FIRST.get(text)?.find(([operator]) => cursor.atJoined(operator));
}

/** What stands right of an operator, with all that binds tighter. */
function operand(cursor: Cursor, allowStruct: boolean, precedence: number): void {
  let right = unary(cursor, allowStruct);
  for (;;) {
    const next = nextPrecedence(cursor);
    if (!(next > precedence || (next === precedence && precedence === ASSIGN))) return;
    const before = cursor.index;
    right = binary(cursor, right, allowStruct, next);
    if (cursor.index === before) return;
  }
}

function nextPrecedence(cursor: Cursor): number {
  const operator = binaryOperator(cursor);
  if (operator !== undefined) return operator[1];
  if (cursor.at('=')) return ASSIGN;
  if (cursor.atJoined('..')) return RANGE;
  return cursor.at('as') ? CAST : JUMP;
}

/** `..`, `..=`, and the end where there is one. */
function range(cursor: Cursor, allowStruct: boolean): void {
  const isClosed = cursor.atJoined('..=');
  if (cursor.atJoined('...')) cursor.fail('`..` or `..=`');
  cursor.index += isClosed ? 3 : 2;
  if (!isClosed && endsRange(cursor, allowStruct)) return;
  operand(cursor, allowStruct, RANGE);
}

function endsRange(cursor: Cursor, allowStruct: boolean): boolean {
  if (cursor.atEnd || (!allowStruct && cursor.at('{'))) return true;
  if (cursor.at('.')) return !cursor.atJoined('..');
  if (/^(,|;|\?|=>|=|\+|\/|%|\^|>|as)$/.test(cursor.peek().text)) return true;
  return ['<=', '!=', '-=', '*=', '&=', '|=', '<<='].some((operator) => cursor.atJoined(operator));
}

function unary(cursor: Cursor, allowStruct: boolean): Shape {
  return cursor.nested((): Shape => {
    const from = cursor.index;
    skipAttributes(cursor, 'outer');
    if (cursor.index > from && cursor.atJoined('..')) cursor.fail('an expression that can have attributes');
    if (cursor.accept('&')) {
      const isRaw = cursor.at('raw') && (cursor.at('mut', 1) || cursor.at('const', 1));
      if (isRaw) cursor.index += 2;
      else cursor.accept('mut');
      unary(cursor, allowStruct);
      return 'other';
    }
    if (cursor.accept('*') || cursor.accept('!') || cursor.accept('-')) {
      unary(cursor, allowStruct);
      return 'other';
    }
    return trailers(cursor, atom(cursor, allowStruct));
  });
}

/** Calls, fields, methods, indices and `?` behind an expression. */
function trailers(cursor: Cursor, first: Shape): Shape {
  let shape = first;
  for (;;) {
    if (cursor.at('(')) {
      expressionsIn(cursor.inside());
    } else if (cursor.at('[')) {
      const index = cursor.inside();
      skipExpression(index);
      expectEnd(index);
    } else if (cursor.at('.') && !cursor.atJoined('..') && shape !== 'range') {
      cursor.next();
      member(cursor);
    } else if (cursor.at('?') && shape !== 'range') {
      cursor.next();
    } else return shape;
    shape = 'other';
  }
}

function member(cursor: Cursor): void {
  const { kind, text } = cursor.peek();
  if (kind === 'float') {
    // `pair.0.1`, and `pair.0.` before a field of it.
    if (!/^[0-9]+\.([0-9]+)?$/.test(text)) cursor.fail('a field or method name');
    cursor.next();
    if (text.endsWith('.')) member(cursor);
    return;
  }
  if (kind === 'integer' && /^[0-9]+$/.test(text)) {
    cursor.next();
    return;
  }
  if (cursor.accept('await')) return;
  cursor.expectIdentifier('a field or method name');
  const hasTurbofish = cursor.at('::');
  if (hasTurbofish) readTurbofish(cursor);
  if (cursor.at('(')) expressionsIn(cursor.inside());
  else if (hasTurbofish) cursor.fail('`(`');
}

/** `a, b, c` with or without a comma at the end, up to the end of the brackets. */
function expressionsIn(content: Cursor): void {
  while (!content.atEnd) {
    skipExpression(content);
    if (!content.atEnd) content.expect(',');
  }
}

function expectEnd(content: Cursor): void {
  if (!content.atEnd) content.fail('the end of the brackets');
}

function atom(cursor: Cursor, allowStruct: boolean): Shape {
  const { text, kind } = cursor.peek();
  if (cursor.atLiteral) {
    cursor.next();
    return 'other';
  }
  if (atBlockKeyword(cursor)) return blockLike(cursor);
  if (atClosure(cursor)) return closure(cursor, allowStruct);
  switch (text) {
    case '(':
      expressionsIn(cursor.inside());
      return 'other';
    case '[':
      arrayOrRepeat(cursor.inside());
      return 'other';
    case '_':
      cursor.next();
      return 'other';
    case 'async':
      cursor.next();
      cursor.accept('move');
      skipBlock(cursor);
      return 'other';
    case 'break':
      cursor.next();
      if (cursor.peek().kind === 'lifetime') {
        cursor.next();
        if (cursor.at(':')) cursor.fail('brackets around a loop with a label');
      }
      if (canBegin(cursor) && (allowStruct || !cursor.at('{'))) ambiguous(cursor, allowStruct);
      return 'other';
    case 'continue':
      cursor.next();
      if (cursor.peek().kind === 'lifetime') cursor.next();
      return 'other';
    case 'return':
    case 'yield':
      cursor.next();
      if (canBegin(cursor)) ambiguous(cursor, true);
      return 'other';
    case 'become':
      cursor.next();
      ambiguous(cursor, allowStruct);
      return 'other';
    case 'let':
      cursor.next();
      skipPattern(cursor, 'alternatives');
      cursor.expect('=');
      operand(cursor, allowStruct, COMPARE);
      return 'other';
  }
  if (cursor.atJoined('..')) {
    range(cursor, allowStruct);
    return 'range';
  }
  if (text === 'try' && !cursor.at('!', 1) && !cursor.at('::', 1)) cursor.fail('an expression');
  if (kind === 'ident' || text === '::' || text === '<') return pathMacroOrStruct(cursor, allowStruct);
  return cursor.fail('an expression');
}

/** At what ends with a block, in any place: `if`, `loop`, `unsafe { … }`, `'a: { … }`. */
function atBlockKeyword(cursor: Cursor): boolean {
  const { text, kind } = cursor.peek();
  if (kind === 'lifetime') return true;
  switch (text) {
    case '{':
    case 'if':
    case 'while':
    case 'loop':
    case 'match':
    case 'unsafe':
      return true;
    case 'for':
      return !(cursor.at('<', 1) && (cursor.peek(2).kind === 'lifetime' || cursor.at('>', 2)));
    case 'const':
    case 'try':
      return cursor.at('{', 1);
    default:
      return false;
  }
}

function blockLike(cursor: Cursor): Shape {
  if (cursor.peek().kind === 'lifetime') {
    cursor.next();
    cursor.expect(':');
    if (!/^(while|for|loop|\{)$/.test(cursor.peek().text)) cursor.fail('a loop or a block');
  }
  const { text } = cursor.peek();
  if (text === '{') {
    skipBlock(cursor);
    return 'block';
  }
  cursor.next();
  switch (text) {
    case 'if':
      condition(cursor);
      skipBlock(cursor);
      if (cursor.accept('else')) {
        if (cursor.at('if')) cursor.nested(() => blockLike(cursor));
        else skipBlock(cursor);
      }
      return 'block';
    case 'while':
      condition(cursor);
      break;
    case 'for':
      skipPattern(cursor, 'alternatives');
      cursor.expect('in');
      condition(cursor);
      break;
    case 'match':
      condition(cursor);
      arms(cursor);
      return 'block';
  }
  skipBlock(cursor);
  return 'block';
}

/** An expression before a block, which is not the body of a struct. */
function condition(cursor: Cursor): void {
  ambiguous(cursor, false);
}

function arms(cursor: Cursor): void {
  if (!cursor.at('{')) cursor.fail('the arms of a `match`');
  const body = cursor.inside();
  skipAttributes(body, 'inner');
  while (!body.atEnd) {
    skipAttributes(body, 'outer');
    skipPattern(body, 'alternatives');
    if (body.accept('if')) skipExpression(body);
    body.expect('=>');
    const shape = statementExpression(body);
    if (!body.accept(',') && shape !== 'block' && !body.atEnd) body.fail('`,`');
  }
}

function atClosure(cursor: Cursor): boolean {
  const { text } = cursor.peek();
  switch (text) {
    case '|':
    case 'move':
    case 'static':
      return true;
    case 'for':
      return cursor.at('<', 1);
    case 'const':
      return !cursor.at('{', 1);
    case 'async':
      return cursor.at('|', 1) || (cursor.at('move', 1) && !cursor.at('{', 2));
    default:
      return false;
  }
}

function closure(cursor: Cursor, allowStruct: boolean): Shape {
  if (cursor.at('for')) readBoundLifetimes(cursor);
  for (const word of ['const', 'static', 'async', 'move']) cursor.accept(word);
  cursor.expect('|');
  while (!cursor.at('|')) {
    skipAttributes(cursor, 'outer');
    skipPattern(cursor, 'single');
    if (cursor.accept(':')) parseTypeExpr(cursor);
    if (!cursor.at('|')) cursor.expect(',');
  }
  cursor.expect('|');
  if (cursor.accept('->')) {
    parseTypeExpr(cursor);
    skipBlock(cursor);
  } else ambiguous(cursor, allowStruct);
  return 'other';
}

function arrayOrRepeat(content: Cursor): void {
  if (content.atEnd) return;
  skipExpression(content);
  if (content.accept(';')) {
    skipExpression(content);
    expectEnd(content);
  } else if (!content.atEnd) {
    content.expect(',');
    expressionsIn(content);
  }
}

function pathMacroOrStruct(cursor: Cursor, allowStruct: boolean): Shape {
  const path = parsePath(cursor, 'expression');
  const isPlain = path.qualifiedSelf === undefined && path.segments.every(({ brackets }) => brackets === undefined);
  if (isPlain && cursor.at('!') && !cursor.atJoined('!=')) return macro(cursor);
  if (allowStruct && cursor.at('{')) structFields(cursor.inside());
  return 'other';
}

/** `! ( … )` with whatever is in the brackets. */
function macro(cursor: Cursor): Shape {
  cursor.expect('!');
  const isBraced = cursor.at('{');
  cursor.skipGroup();
  return isBraced ? 'bracedMacro' : 'other';
}

function structFields(content: Cursor): void {
  while (!content.atEnd) {
    if (content.atJoined('..')) {
      content.index += 2;
      if (!content.atEnd) skipExpression(content);
      expectEnd(content);
      return;
    }
    skipAttributes(content, 'outer');
    const isIndex = content.peek().kind === 'integer' && /^[0-9]+$/.test(content.peek().text);
    if (isIndex) content.next();
    else content.expectIdentifier('a field');
    if (isIndex || content.at(':')) {
      content.expect(':');
      skipExpression(content);
    }
    if (!content.atEnd) content.expect(',');
  }
}

/** Whether what comes can be the value of a `break` or `return`. */
function canBegin(cursor: Cursor): boolean {
  const { kind, text } = cursor.peek();
  if (text === 'as') return false;
  if (kind === 'doc') return true;
  if (kind === 'ident' || kind === 'open' || kind === 'lifetime' || cursor.atLiteral) return true;
  switch (text) {
    case '!':
      return !cursor.atJoined('!=');
    case '-':
      return !cursor.atJoined('-=');
    case '*':
      return !cursor.atJoined('*=');
    case '|':
      return !cursor.atJoined('|=');
    case '&':
      return !cursor.atJoined('&=');
    case '.':
      return cursor.atJoined('..');
    case '<':
      return !cursor.atJoined('<=') && !cursor.atJoined('<<=');
    case '::':
    case '#':
      return true;
    default:
      return false;
  }
}

/** An expression where a statement or an arm begins: one with a block ends there, unless a method is called on it. */
function statementExpression(cursor: Cursor): Shape {
  skipAttributes(cursor, 'outer');
  if (!atBlockKeyword(cursor)) return ambiguous(cursor, true);
  const shape = cursor.nested(() => blockLike(cursor));
  const goesOn = (cursor.at('.') && !cursor.atJoined('..')) || cursor.at('?');
  return goesOn ? binary(cursor, trailers(cursor, shape), true, JUMP) : shape;
}

function statements(body: Cursor): void {
  for (;;) {
    while (body.accept(';'));
    if (body.atEnd) return;
    if (statement(body) && !body.atEnd) body.fail('`;`');
  }
}

/** Passes over a statement. True when something is missing behind it: only the last of a block can stand so. */
function statement(cursor: Cursor): boolean {
  skipAttributes(cursor, 'outer');
  if (cursor.accept('let')) {
    local(cursor);
    return false;
  }
  if (atItem(cursor)) {
    skipItem(cursor);
    return false;
  }
  const shape = statementExpression(cursor);
  return !cursor.accept(';') && shape !== 'block' && shape !== 'bracedMacro';
}

function local(cursor: Cursor): void {
  skipPattern(cursor, 'single');
  if (cursor.accept(':')) parseTypeExpr(cursor);
  if (cursor.accept('=')) {
    skipExpression(cursor);
    const endsWithBrace = cursor.tokens[cursor.index - 1]?.text === '}';
    if (!endsWithBrace && cursor.accept('else')) skipBlock(cursor);
  }
  cursor.expect(';');
}
