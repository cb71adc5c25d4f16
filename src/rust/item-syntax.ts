import { skipAttributes } from './attribute-syntax.ts';
import type { Cursor } from './cursor.ts';
import { skipPattern } from './pattern.ts';
import { parsePath, parseTypeExpr, skipGenericParameters, skipWhereClause } from './type-parser.ts';

/** Whether an item begins here, among the statements of a block. */
export function atItem(cursor: Cursor): boolean {
  const second = cursor.peek(1);
  switch (cursor.peek().text) {
    case 'pub':
    case 'extern':
    case 'use':
    case 'fn':
    case 'mod':
    case 'type':
    case 'struct':
    case 'enum':
    case 'trait':
    case 'impl':
    case 'macro':
      return true;
    case 'const':
      return !/^(\{|static|async|move|\|)$/.test(second.text);
    case 'static':
      return second.text === 'mut' || second.kind === 'ident';
    case 'unsafe':
      return second.text !== '{';
    case 'async':
      return /^(unsafe|extern|fn)$/.test(second.text);
    case 'union':
      return second.kind === 'ident';
    case 'crate':
      return second.text !== '::';
    default:
      return cursor.peek().kind === 'ident' && cursor.at('!', 1) && cursor.peek(2).kind === 'ident';
  }
}

/** Passes over an item in a block of an expression. Of the larger ones, only where they end is looked at. */
export function skipItem(cursor: Cursor): void {
  if (cursor.accept('pub') && cursor.at('(')) cursor.skipGroup();
  if (cursor.at('static') || (cursor.at('const') && !/^(fn|unsafe|async|extern)$/.test(cursor.peek(1).text))) {
    constant(cursor);
  } else if (cursor.accept('use')) {
    use(cursor);
  } else if (cursor.accept('struct')) {
    struct(cursor);
  } else {
    const from = cursor.index;
    while (/^(const|async|unsafe|extern)$/.test(cursor.peek().text)) {
      if (cursor.next().text === 'extern' && cursor.peek().kind === 'string') cursor.next();
    }
    if (cursor.at('fn')) functionItem(cursor);
    else {
      cursor.index = from;
      toEnd(cursor);
    }
  }
}

/** `const A: T = value;` and `static mut A: T = value;`, whose type may be missing. */
function constant(cursor: Cursor): void {
  const isConst = cursor.next().text === 'const';
  cursor.accept('mut');
  if (!cursor.accept('_')) cursor.expectIdentifier('a name');
  if (isConst || cursor.at(':')) {
    cursor.expect(':');
    parseTypeExpr(cursor);
  }
  if (cursor.accept('=')) cursor.expressions.skipExpression(cursor);
  cursor.expect(';');
}

function use(cursor: Cursor): void {
  cursor.accept('::');
  useTree(cursor);
  cursor.expect(';');
}

function useTree(cursor: Cursor): void {
  if (cursor.accept('*')) return;
  if (cursor.at('{')) {
    const trees = cursor.inside();
    while (!trees.atEnd) {
      trees.accept('::');
      useTree(trees);
      if (!trees.atEnd) trees.expect(',');
    }
    return;
  }
  if (!cursor.atIdentifier && !/^(self|super|crate|try)$/.test(cursor.peek().text)) cursor.fail('a path');
  cursor.next();
  if (cursor.accept('::')) cursor.nested(() => useTree(cursor));
  else if (cursor.accept('as') && !cursor.accept('_')) cursor.expectIdentifier('a name');
}

function functionItem(cursor: Cursor): void {
  cursor.expect('fn');
  cursor.expectIdentifier('a name');
  if (cursor.at('<')) skipGenericParameters(cursor);
  if (!cursor.at('(')) cursor.fail('`(`');
  const inputs = cursor.inside();
  for (let isFirst = true; !inputs.atEnd; isFirst = false) {
    skipAttributes(inputs, 'outer');
    if (!isFirst || !receiver(inputs)) {
      if (inputs.atJoined('...')) inputs.index += 3;
      else {
        skipPattern(inputs, 'single');
        inputs.expect(':');
        parseTypeExpr(inputs);
      }
    }
    if (!inputs.atEnd) inputs.expect(',');
  }
  if (cursor.accept('->')) parseTypeExpr(cursor);
  skipWhereClause(cursor);
  if (!cursor.accept(';')) cursor.expressions.skipBlock(cursor);
}

/** `self`, `&'a mut self`, `self: T` */
function receiver(cursor: Cursor): boolean {
  const from = cursor.index;
  if (cursor.accept('&') && cursor.peek().kind === 'lifetime') cursor.next();
  cursor.accept('mut');
  if (!cursor.accept('self')) {
    cursor.index = from;
    return false;
  }
  if (cursor.accept(':')) parseTypeExpr(cursor);
  return true;
}

function struct(cursor: Cursor): void {
  cursor.expectIdentifier('a name');
  if (cursor.at('<')) skipGenericParameters(cursor);
  skipWhereClause(cursor);
  if (cursor.at('{')) {
    cursor.skipGroup();
    return;
  }
  if (cursor.at('(')) {
    cursor.skipGroup();
    skipWhereClause(cursor);
  }
  cursor.expect(';');
}

/** An item ends with its body or with a `;`. */
function toEnd(cursor: Cursor): void {
  if (cursor.peek().kind === 'ident' && cursor.at('!', 1)) parsePath(cursor, 'expression');
  for (;;) {
    const { kind, text } = cursor.peek();
    if (kind === 'end') cursor.fail('the rest of the item');
    if (kind === 'open') cursor.skipGroup();
    else cursor.next();
    if (text === '{' || text === ';') return;
  }
}
