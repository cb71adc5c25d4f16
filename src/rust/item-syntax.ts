import { skipAttributes } from './attribute-syntax.ts';
import type { Cursor } from './cursor.ts';
import { skipPattern } from './pattern.ts';
import { parsePath, parseTypeExpr, skipBounds, skipGenericParameters, skipWhereClause } from './type-parser.ts';

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
      return cursor.atIdentifier && cursor.at('!', 1) && cursor.peek(2).kind === 'ident';
  }
}

/** Passes over items up to the end of the cursor's run: those of a file or a module. */
export function skipItems(cursor: Cursor): void {
  skipAttributes(cursor, 'inner');
  while (!cursor.atEnd) {
    skipAttributes(cursor, 'outer');
    skipItem(cursor);
  }
}

/** Passes over an item behind its attributes. */
export function skipItem(cursor: Cursor): void {
  visibility(cursor);
  const { text } = cursor.peek();
  const next = cursor.peek(1);
  // These words mean something only before another.
  if (/^(auto|default|safe)$/.test(text) && next.kind === 'ident') {
    cursor.next();
    skipItem(cursor);
  } else if (text === 'unsafe' && /^(auto|impl|mod|trait)$/.test(next.text)) {
    cursor.next();
    skipItem(cursor);
  } else if (/^(union|macro)$/.test(text) && next.kind !== 'ident') {
    macroCall(cursor);
  } else if (text === 'const' && /^(fn|unsafe|async|extern)$/.test(next.text)) {
    functionItem(cursor);
  } else {
    const syntax = Object.hasOwn(ITEMS, text) ? ITEMS[text] : undefined;
    (syntax ?? macroCall)(cursor);
  }
}

/** Items by the word that they begin with. */
const ITEMS: Readonly<Record<string, (cursor: Cursor) => void>> = {
  use,
  struct,
  union: struct,
  enum: enumeration,
  mod: moduleItem,
  type: alias,
  trait: traitItem,
  impl: implementation,
  static: constant,
  const: constant,
  fn: functionItem,
  async: functionItem,
  unsafe: functionOrBlock,
  extern: functionOrBlock,
  macro: toEnd,
};

function visibility(cursor: Cursor): void {
  if (!cursor.accept('pub')) return;
  if (cursor.at('(') && /^(crate|self|super|in)$/.test(cursor.peek(1).text)) cursor.skipGroup();
}

/** `name! { … }`, `a::name!(…);` and `macro_rules! name { … }` */
function macroCall(cursor: Cursor): void {
  const { kind, text } = cursor.peek();
  if (kind !== 'ident' && text !== '::') cursor.fail('an item');
  parsePath(cursor, 'expression');
  cursor.expect('!');
  if (cursor.peek().kind === 'ident') cursor.next();
  const isBraced = cursor.at('{');
  cursor.skipGroup();
  if (!isBraced) cursor.expect(';');
}

/** A function that begins with `extern` or `unsafe`, `extern { … }`, or `extern crate`. */
function functionOrBlock(cursor: Cursor): void {
  const from = cursor.index;
  cursor.accept('unsafe');
  const isExtern = cursor.accept('extern');
  if (isExtern && cursor.peek().kind === 'string') cursor.next();
  if (isExtern && cursor.at('crate')) {
    toEnd(cursor);
  } else if (isExtern && cursor.at('{')) {
    skipItems(cursor.inside());
  } else {
    cursor.index = from;
    functionItem(cursor);
  }
}

function enumeration(cursor: Cursor): void {
  cursor.expect('enum');
  cursor.expectIdentifier('a name');
  if (cursor.at('<')) skipGenericParameters(cursor);
  skipWhereClause(cursor);
  if (!cursor.at('{')) cursor.fail('`{`');
  const variants = cursor.inside();
  while (!variants.atEnd) {
    skipAttributes(variants, 'outer');
    visibility(variants);
    variants.expectIdentifier('a variant');
    if (variants.at('(')) tupleFields(variants.inside());
    else if (variants.at('{')) namedFields(variants.inside());
    if (variants.accept('=')) variants.expressions.skipExpression(variants);
    if (!variants.atEnd) variants.expect(',');
  }
}

function namedFields(fields: Cursor): void {
  while (!fields.atEnd) {
    skipAttributes(fields, 'outer');
    visibility(fields);
    fields.expectIdentifier('a field');
    fields.expect(':');
    parseTypeExpr(fields);
    if (!fields.atEnd) fields.expect(',');
  }
}

function tupleFields(fields: Cursor): void {
  while (!fields.atEnd) {
    skipAttributes(fields, 'outer');
    visibility(fields);
    parseTypeExpr(fields);
    if (!fields.atEnd) fields.expect(',');
  }
}

function moduleItem(cursor: Cursor): void {
  cursor.expect('mod');
  cursor.expectIdentifier('a name');
  if (cursor.accept(';')) return;
  if (!cursor.at('{')) cursor.fail('`{` or `;`');
  skipItems(cursor.inside());
}

/** `type A<T>: Bound where … = T where …;`, of which a trait's may have no type. */
function alias(cursor: Cursor): void {
  cursor.expect('type');
  cursor.expectIdentifier('a name');
  if (cursor.at('<')) skipGenericParameters(cursor);
  if (cursor.accept(':')) skipBounds(cursor);
  skipWhereClause(cursor);
  if (cursor.accept('=')) parseTypeExpr(cursor);
  skipWhereClause(cursor);
  cursor.expect(';');
}

function traitItem(cursor: Cursor): void {
  cursor.expect('trait');
  cursor.expectIdentifier('a name');
  if (cursor.at('<')) skipGenericParameters(cursor);
  if (cursor.accept(':') || cursor.accept('=')) skipBounds(cursor);
  skipWhereClause(cursor);
  if (cursor.accept(';')) return;
  if (!cursor.at('{')) cursor.fail('`{`');
  skipItems(cursor.inside());
}

function implementation(cursor: Cursor): void {
  cursor.expect('impl');
  if (atParameters(cursor)) skipGenericParameters(cursor);
  cursor.accept('const');
  cursor.accept('!');
  if (cursor.at('impl')) cursor.fail('a type');
  parseTypeExpr(cursor);
  if (cursor.accept('for')) parseTypeExpr(cursor);
  skipWhereClause(cursor);
  if (!cursor.at('{')) cursor.fail('`{`');
  skipItems(cursor.inside());
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
  cursor.expect('use');
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
  while (/^(const|async|unsafe|extern)$/.test(cursor.peek().text)) {
    if (cursor.next().text === 'extern' && cursor.peek().kind === 'string') cursor.next();
  }
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
  cursor.next();
  cursor.expectIdentifier('a name');
  if (cursor.at('<')) skipGenericParameters(cursor);
  skipWhereClause(cursor);
  if (cursor.at('{')) {
    namedFields(cursor.inside());
    return;
  }
  if (cursor.at('(')) {
    tupleFields(cursor.inside());
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

/** At `<T>` and not at `<T as Trait>::Name`. */
function atParameters(cursor: Cursor): boolean {
  if (!cursor.at('<')) return false;
  const { kind, text } = cursor.peek(1);
  if (kind === 'lifetime' || text === '>' || text === '#' || text === 'const') return true;
  return kind === 'ident' && /^[>,:=]$/.test(cursor.peek(2).text);
}
