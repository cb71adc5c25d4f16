import { parseConstExpr } from './const-parser.ts';
import { Cursor, SyntaxProblem } from './cursor.ts';
import { lex } from './lexer.ts';
import type { GenericArgument, PathSegment, PathType, TypeExpr } from './type-expr.ts';

/** A parsed type, or why the text is none: `offset` counts UTF-16 units from its start. */
export type ParsedType =
  | { readonly type: TypeExpr; readonly error?: undefined }
  | { readonly type?: undefined; readonly error: { readonly message: string; readonly offset: number } };

/**
 * Reads a text that must be one Rust type. Everything that Rust's grammar allows as a type is accepted;
 * what cannot be a value in a message is kept as `other`. Spans are offsets into `text`.
 */
export function parseType(text: string): ParsedType {
  const cursor = new Cursor(text, lex(text));
  try {
    const type = parseTypeExpr(cursor);
    if (!cursor.atEnd) cursor.fail('the end of the type');
    return { type };
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return { error: { message: problem.message, offset: problem.offset } };
  }
}

/** True for a word that can name something. A raw identifier (`r#type`) always can. */
export function isIdentifier(word: string): boolean {
  const raw = word.startsWith('r#');
  const name = raw ? word.slice(2) : word;
  if (!/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name) || name === '_') return false;
  return raw ? !/^(crate|self|super|Self)$/.test(name) : !KEYWORDS.has(name);
}

const KEYWORDS = new Set(
  (
    'abstract as async await become box break const continue crate do dyn else enum extern false final fn for if impl ' +
    'in let loop macro match mod move mut override priv pub ref return Self self static struct super trait true try ' +
    'type typeof unsafe unsized use virtual where while yield'
  ).split(' '),
);

/** Reads a type at the cursor. `bounds` false stops before a `+`, as after `&` and `as`. */
export function parseTypeExpr(cursor: Cursor, bounds = true): TypeExpr {
  return cursor.nested(() => {
    const { start } = cursor.peek();
    const type = readType(cursor, bounds);
    if (!bounds || !cursor.at('+') || !(type.kind === 'path' || type.kind === 'traitObject')) return type;
    while (cursor.accept('+')) if (!atBoundsEnd(cursor)) readBound(cursor);
    return { kind: 'traitObject', span: cursor.spanFrom(start) };
  });
}

function readType(cursor: Cursor, bounds: boolean): TypeExpr {
  const { text: word, kind, start } = cursor.peek();
  const other = (): TypeExpr => ({ kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) });
  switch (word) {
    case '(':
      return readParenthesized(cursor);
    case '[':
      return readBracketed(cursor);
    case '!':
      cursor.next();
      return { kind: 'never', span: cursor.spanFrom(start) };
    case '&': {
      cursor.next();
      if (cursor.peek().kind === 'lifetime') cursor.next();
      const mutable = cursor.accept('mut');
      const target = parseTypeExpr(cursor, false);
      return { kind: 'reference', mutable, target, span: cursor.spanFrom(start) };
    }
    case '*': {
      cursor.next();
      const mutable = cursor.accept('mut');
      if (!mutable) cursor.expect('const');
      const target = parseTypeExpr(cursor, false);
      return { kind: 'pointer', mutable, target, span: cursor.spanFrom(start) };
    }
    case '_':
      cursor.next();
      return other();
    case 'dyn':
    case 'impl':
      cursor.next();
      readBound(cursor);
      if (bounds) while (cursor.accept('+')) if (!atBoundsEnd(cursor)) readBound(cursor);
      return word === 'dyn' ? { kind: 'traitObject', span: cursor.spanFrom(start) } : other();
    case 'for':
      readHigherRanked(cursor);
      if (/^(unsafe|extern|fn)$/.test(cursor.peek().text)) {
        readFunction(cursor);
        return other();
      }
      readBound(cursor);
      return { kind: 'traitObject', span: cursor.spanFrom(start) };
    case 'unsafe':
    case 'extern':
    case 'fn':
      readFunction(cursor);
      return other();
    case '?':
      readBound(cursor);
      return { kind: 'traitObject', span: cursor.spanFrom(start) };
  }
  if (kind === 'lifetime') {
    readBound(cursor);
    if (!cursor.at('+')) cursor.fail('`+` and a trait');
    return { kind: 'traitObject', span: cursor.spanFrom(start) };
  }
  const path = parsePath(cursor, 'type');
  if (cursor.at('!') && cursor.peek(1).kind === 'open') {
    cursor.next();
    cursor.skipGroup();
    return other();
  }
  return path;
}

/** `()`, `(A,)`, `(A, B)`; `(A)` is `A`. */
function readParenthesized(cursor: Cursor): TypeExpr {
  const { start } = cursor.expect('(');
  const elements: TypeExpr[] = [];
  let trailingComma = true;
  while (!cursor.at(')')) {
    elements.push(parseTypeExpr(cursor));
    trailingComma = cursor.accept(',');
    if (!trailingComma) break;
  }
  cursor.expect(')');
  if (elements.length === 1 && !trailingComma) return elements[0] as TypeExpr;
  return { kind: 'tuple', elements, span: cursor.spanFrom(start) };
}

function readBracketed(cursor: Cursor): TypeExpr {
  const { start } = cursor.expect('[');
  const element = parseTypeExpr(cursor);
  if (cursor.accept(';')) {
    const length = parseConstExpr(cursor);
    cursor.expect(']');
    return { kind: 'array', element, length, span: cursor.spanFrom(start) };
  }
  cursor.expect(']');
  return { kind: 'slice', element, span: cursor.spanFrom(start) };
}

function readHigherRanked(cursor: Cursor): void {
  cursor.expect('for');
  cursor.expect('<');
  while (!cursor.at('>')) {
    if (cursor.next().kind !== 'lifetime') {
      cursor.index--;
      cursor.fail('a lifetime');
    }
    if (!cursor.accept(',')) break;
  }
  cursor.expect('>');
}

function atBoundsEnd(cursor: Cursor): boolean {
  return cursor.atEnd || /^(>|\)|\]|,|=|;|\{)$/.test(cursor.peek().text);
}

function readBound(cursor: Cursor): void {
  if (cursor.peek().kind === 'lifetime') {
    cursor.next();
    return;
  }
  cursor.nested(() => {
    const parenthesized = cursor.accept('(');
    cursor.accept('?');
    if (cursor.at('for')) readHigherRanked(cursor);
    parsePath(cursor, 'type');
    if (parenthesized) cursor.expect(')');
  });
}

/** `unsafe extern "C" fn(name: A, ...) -> B` */
function readFunction(cursor: Cursor): void {
  cursor.accept('unsafe');
  if (cursor.accept('extern') && cursor.peek().kind === 'string') cursor.next();
  cursor.expect('fn');
  cursor.expect('(');
  while (!cursor.at(')')) {
    while (cursor.accept('#')) cursor.skipGroup();
    if (cursor.at(':', 1)) {
      if (cursor.next().kind !== 'ident') {
        cursor.index--;
        cursor.fail('a name');
      }
      cursor.next();
    }
    if (cursor.accept('.')) {
      cursor.expect('.');
      cursor.expect('.');
    } else {
      parseTypeExpr(cursor);
    }
    if (!cursor.accept(',')) break;
  }
  cursor.expect(')');
  if (cursor.accept('->')) parseTypeExpr(cursor, false);
}

/**
 * Reads a path. In a type `A<B>` carries generics; in an expression they need `A::<B>`, because there `<` compares.
 */
export function parsePath(cursor: Cursor, context: 'type' | 'expression'): PathType {
  const { start } = cursor.peek();
  const segments: PathSegment[] = [];
  let qualifiedSelf: TypeExpr | undefined;
  let global = false;
  if (cursor.accept('<')) {
    qualifiedSelf = parseTypeExpr(cursor);
    if (cursor.accept('as')) {
      const trait = parsePath(cursor, 'type');
      global = trait.global;
      segments.push(...trait.segments);
    }
    cursor.expect('>');
    cursor.expect('::');
  } else {
    global = cursor.accept('::');
  }
  do segments.push(readSegment(cursor, context));
  while (cursor.at('::') && cursor.peek(1).kind === 'ident' && cursor.accept('::'));
  if (cursor.at('::')) {
    cursor.next();
    cursor.fail('a name');
  }
  return { kind: 'path', global, qualifiedSelf, segments, span: cursor.spanFrom(start) };
}

function readSegment(cursor: Cursor, context: 'type' | 'expression'): PathSegment {
  const { text, kind, start } = cursor.peek();
  const named = kind === 'ident' && (isIdentifier(text) || /^(crate|self|super|Self)$/.test(text));
  if (!named) cursor.fail(context === 'type' ? 'a type' : 'an expression');
  cursor.next();
  let generics: readonly GenericArgument[] = [];
  if (cursor.at('::') && cursor.at('<', 1)) {
    cursor.next();
    generics = readGenericArguments(cursor);
  } else if (context === 'type' && cursor.at('<')) {
    generics = readGenericArguments(cursor);
  } else if (context === 'type' && cursor.at('(')) {
    generics = readFunctionTraitArguments(cursor);
  }
  return { name: text.startsWith('r#') ? text.slice(2) : text, generics, span: cursor.spanFrom(start) };
}

function readGenericArguments(cursor: Cursor): GenericArgument[] {
  const generics: GenericArgument[] = [];
  cursor.expect('<');
  while (!cursor.at('>')) {
    const argument = readGenericArgument(cursor);
    if (argument) generics.push(argument);
    if (!cursor.accept(',')) break;
  }
  cursor.expect('>');
  return generics;
}

/** Undefined for a constraint on an associated type (`Item = T`, `Item: Bound`): it carries nothing. */
function readGenericArgument(cursor: Cursor): GenericArgument | undefined {
  const { kind, text } = cursor.peek();
  if (kind === 'lifetime') return { kind: 'lifetime', name: cursor.next().text };
  const literal = kind === 'integer' || kind === 'float' || kind === 'string' || kind === 'char';
  if (literal || /^(-|\{|true|false)$/.test(text)) {
    return { kind: 'const', value: parseConstExpr(cursor, 'literal') };
  }
  const type = parseTypeExpr(cursor);
  const isName = type.kind === 'path' && type.segments.length === 1;
  if (isName && cursor.accept('=')) {
    parseTypeExpr(cursor);
    return undefined;
  }
  if (isName && cursor.accept(':')) {
    do if (!atBoundsEnd(cursor)) readBound(cursor);
    while (cursor.accept('+'));
    return undefined;
  }
  return { kind: 'type', type };
}

/** `Fn(A, B) -> C` */
function readFunctionTraitArguments(cursor: Cursor): GenericArgument[] {
  const generics: GenericArgument[] = [];
  cursor.expect('(');
  while (!cursor.at(')')) {
    generics.push({ kind: 'type', type: parseTypeExpr(cursor) });
    if (!cursor.accept(',')) break;
  }
  cursor.expect(')');
  if (cursor.accept('->')) generics.push({ kind: 'type', type: parseTypeExpr(cursor, false) });
  return generics;
}
