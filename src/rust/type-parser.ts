import { skipAttributes } from './attribute-syntax.ts';
import { type Cursor, SyntaxProblem } from './cursor.ts';
import type { GenericArgument, PathSegment, PathType, TypeExpr } from './type-expr.ts';

/** Reads a type at the cursor. `bounds` false stops before a `+`, as after `&` and `as`. */
export function parseTypeExpr(cursor: Cursor, bounds = true): TypeExpr {
  return cursor.nested(() => readType(cursor, bounds));
}

function readType(cursor: Cursor, bounds: boolean): TypeExpr {
  const { start } = cursor.peek();
  const other = (): TypeExpr => ({ kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) });
  const traitObject = (): TypeExpr => ({ kind: 'traitObject', span: cursor.spanFrom(start) });
  const isHigherRanked = cursor.at('for');
  if (isHigherRanked) {
    readBoundLifetimes(cursor);
    const { text } = cursor.peek();
    if (!cursor.atIdentifier && !/^(fn|unsafe|extern|super|self|Self|crate)$/.test(text))
      cursor.fail('`fn` or a trait');
  }
  const { text: word, kind } = cursor.peek();
  switch (word) {
    case 'try':
      return cursor.fail('a type');
    case '(':
      return readParenthesized(cursor, bounds);
    case '[':
      return readBracketed(cursor);
    case '!':
      if (cursor.atJoined('!=')) break;
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
      cursor.next();
      cursor.accept('*');
      readBounds(cursor, bounds);
      return traitObject();
    case 'impl':
      cursor.next();
      readBounds(cursor, bounds, 'const');
      return other();
    case 'unsafe':
    case 'extern':
    case 'fn':
      readFunction(cursor);
      return other();
  }
  if (kind === 'lifetime') {
    readBounds(cursor, true);
    return traitObject();
  }
  const path = parsePath(cursor, 'type');
  if (path.qualifiedSelf !== undefined) return path;
  const isPlain = path.segments.every(({ brackets }) => brackets === undefined);
  if (isPlain && cursor.at('!') && !cursor.atJoined('!=')) {
    cursor.next();
    cursor.skipGroup();
    return other();
  }
  if (bounds && cursor.at('+')) readMoreBounds(cursor, 'lenient');
  else if (!isHigherRanked) return path;
  return traitObject();
}

/** `()`, `(A,)`, `(A, B)`, `(A)`, which is `A`, and `(A) + B`. */
function readParenthesized(cursor: Cursor, bounds: boolean): TypeExpr {
  const { start } = cursor.peek();
  const content = cursor.inside();
  if (content.atEnd) return { kind: 'tuple', elements: [], span: cursor.spanFrom(start) };
  const end = (): void => {
    if (!content.atEnd) content.fail('`)`');
  };
  if (content.peek().kind === 'lifetime') {
    const first = content.peek().start;
    readBounds(content, true);
    end();
    return { kind: 'traitObject', brackets: 1, span: content.spanFrom(first) };
  }
  if (content.at('?')) {
    readBound(content);
    end();
    readMoreBounds(cursor, 'strict');
    return { kind: 'traitObject', span: cursor.spanFrom(start) };
  }
  const first = parseTypeExpr(content);
  if (content.at(',')) {
    const elements = [first];
    while (content.accept(',') && !content.atEnd) elements.push(parseTypeExpr(content));
    end();
    return { kind: 'tuple', elements, span: cursor.spanFrom(start) };
  }
  end();
  if (!bounds || !cursor.at('+') || !canBeBound(first, cursor.text)) {
    return { ...first, brackets: (first.brackets ?? 0) + 1 };
  }
  readMoreBounds(cursor, 'strict');
  return { kind: 'traitObject', span: cursor.spanFrom(start) };
}

/** Whether a type in brackets can be the first of several bounds: a path, or a trait object of one bound without `dyn`. */
function canBeBound(type: TypeExpr, text: string): boolean {
  if (type.brackets) return false;
  if (type.kind === 'path') return type.qualifiedSelf === undefined;
  return type.kind === 'traitObject' && !/^dyn\b|\+/.test(text.slice(type.span.start, type.span.end));
}

function readBracketed(cursor: Cursor): TypeExpr {
  const { start } = cursor.peek();
  const content = cursor.inside();
  const element = parseTypeExpr(content);
  const span = cursor.spanFrom(start);
  if (content.atEnd) return { kind: 'slice', element, span };
  content.expect(';');
  const length = content.expressions.parseConstExpr(content);
  if (!content.atEnd) content.fail('`]`');
  return { kind: 'array', element, length, span };
}

/** `for<'a, 'b>`: the parameters may be written like those of an item, though the compiler wants no more than lifetimes. */
export function readBoundLifetimes(cursor: Cursor): void {
  cursor.expect('for');
  skipGenericParameters(cursor);
}

/** `<'a: 'b, T: Bound = Default, const N: usize = 4>` */
export function skipGenericParameters(cursor: Cursor): void {
  cursor.expect('<');
  while (!cursor.at('>')) {
    skipAttributes(cursor, 'outer');
    if (cursor.peek().kind === 'lifetime') {
      cursor.next();
      if (cursor.accept(':')) {
        while (cursor.peek().kind === 'lifetime') {
          cursor.next();
          if (!cursor.accept('+')) break;
        }
      }
    } else if (cursor.accept('const')) {
      cursor.expectIdentifier('a name');
      cursor.expect(':');
      parseTypeExpr(cursor);
      if (cursor.accept('=')) cursor.expressions.parseConstArgument(cursor);
    } else {
      cursor.expectIdentifier('a parameter');
      if (cursor.accept(':')) skipBounds(cursor);
      if (cursor.accept('=')) parseTypeExpr(cursor);
    }
    if (!cursor.accept(',')) break;
  }
  cursor.expect('>');
}

/** Bounds of a parameter, an associated type or a trait, which may be none. */
export function skipBounds(cursor: Cursor): void {
  while (!/^(,|>|=|\{|;|:)?$/.test(cursor.peek().text)) {
    readBound(cursor, 'const');
    if (!cursor.accept('+')) return;
  }
}

/** `where T: Bound, 'a: 'b`, or nothing. */
export function skipWhereClause(cursor: Cursor): void {
  if (!cursor.accept('where')) return;
  while (!cursor.atEnd && !/^(\{|,|;|=|:)$/.test(cursor.peek().text)) {
    if (cursor.peek().kind === 'lifetime') cursor.next();
    else {
      if (cursor.at('for')) readBoundLifetimes(cursor);
      parseTypeExpr(cursor);
    }
    cursor.expect(':');
    skipBounds(cursor);
    if (!cursor.accept(',')) return;
  }
}

type Constness = 'const' | undefined;

/** `A + B + 'a`: at least one of them a trait. */
function readBounds(cursor: Cursor, several: boolean, constness?: Constness): void {
  const { start } = cursor.peek();
  let hasTrait = readBound(cursor, constness);
  while (several && cursor.accept('+')) {
    if (!atBound(cursor, constness)) break;
    hasTrait = readBound(cursor, constness) || hasTrait;
  }
  if (!hasTrait) throw new SyntaxProblem('expected at least one trait', start);
}

/** What follows the first bound. `strict`: a `+` at the end is an error. */
function readMoreBounds(cursor: Cursor, end: 'strict' | 'lenient'): void {
  while (cursor.accept('+')) {
    if (end === 'lenient' && !atBound(cursor)) return;
    readBound(cursor);
  }
}

function atBound(cursor: Cursor, constness?: Constness): boolean {
  const { kind, text } = cursor.peek();
  if (kind === 'ident' || kind === 'lifetime' || /^(::|\?|\()$/.test(text)) return true;
  return constness === 'const' && text === '[';
}

/** One bound. True when it is a trait, false when it is a lifetime or says only what is captured. */
function readBound(cursor: Cursor, constness?: Constness): boolean {
  if (cursor.peek().kind === 'lifetime') {
    cursor.next();
    return false;
  }
  if (cursor.at('use') && constness === 'const') {
    readCaptured(cursor);
    return false;
  }
  return cursor.nested(() => {
    const parenthesized = cursor.at('(');
    const content = parenthesized ? cursor.inside() : cursor;
    readTraitBound(content, constness);
    if (parenthesized && !content.atEnd) content.fail('`)`');
    return true;
  });
}

/** `for<'a> ?Trait<T>`, `Fn(A) -> B` */
function readTraitBound(cursor: Cursor, constness: Constness): void {
  const isHigherRanked = cursor.at('for');
  if (isHigherRanked) readBoundLifetimes(cursor);
  if (constness === 'const') {
    if (cursor.at('[') && cursor.at('const', 1) && cursor.at(']', 2)) cursor.index += 3;
    else cursor.accept('const');
  }
  if (cursor.at('?')) {
    if (isHigherRanked) cursor.fail('a trait');
    cursor.next();
    if (cursor.at('for')) cursor.fail('a trait');
  }
  const path = parsePath(cursor, 'type');
  if (path.qualifiedSelf !== undefined) throw new SyntaxProblem('expected a trait', path.span.start);
  if (path.segments.at(-1)?.brackets !== undefined) return;
  const hasColons = cursor.at('::') && cursor.at('(', 1);
  if (hasColons) cursor.next();
  if (!cursor.at('(')) return;
  const inputs = cursor.inside();
  while (!inputs.atEnd) {
    parseTypeExpr(inputs);
    if (!inputs.atEnd) inputs.expect(',');
  }
  if (cursor.accept('->')) parseTypeExpr(cursor, false);
}

/** `use<'a, T>` */
function readCaptured(cursor: Cursor): void {
  cursor.expect('use');
  cursor.expect('<');
  while (!cursor.at('>')) {
    const { kind } = cursor.next();
    if (kind !== 'lifetime' && kind !== 'ident') {
      cursor.index--;
      cursor.fail('a lifetime or a type');
    }
    if (!cursor.accept(',')) break;
  }
  cursor.expect('>');
}

/** `unsafe extern "C" fn(name: A, ...) -> B` */
function readFunction(cursor: Cursor): void {
  cursor.accept('unsafe');
  if (cursor.accept('extern') && cursor.peek().kind === 'string') cursor.next();
  cursor.expect('fn');
  if (!cursor.at('(')) cursor.fail('`(`');
  const inputs = cursor.inside();
  for (let isFirst = true; !inputs.atEnd; isFirst = false) {
    skipAttributes(inputs, 'outer');
    if (isFirst && inputs.at('mut') && inputs.at('self', 1)) inputs.next();
    const canHaveName = inputs.atIdentifier || inputs.at('_') || (isFirst && inputs.at('self'));
    if (canHaveName && inputs.at(':', 1)) inputs.index += 2;
    if (inputs.atJoined('...')) {
      inputs.index += 3;
      inputs.accept(',');
      if (!inputs.atEnd) inputs.fail('`)`');
      break;
    }
    parseTypeExpr(inputs);
    if (!inputs.atEnd) inputs.expect(',');
  }
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
      if (trait.qualifiedSelf !== undefined) throw new SyntaxProblem('expected a trait', trait.span.start);
      global = trait.global;
      segments.push(...trait.segments);
    }
    cursor.expect('>');
    cursor.expect('::');
  } else {
    global = cursor.accept('::');
  }
  do segments.push(readSegment(cursor, context));
  while (cursor.at('::') && !cursor.at('(', 1) && cursor.accept('::'));
  return { kind: 'path', global, qualifiedSelf, segments, span: cursor.spanFrom(start) };
}

const KEYWORDS_OF_PATHS = new Set(['crate', 'self', 'super', 'try']);

function readSegment(cursor: Cursor, context: 'type' | 'expression'): PathSegment {
  const { text, start } = cursor.peek();
  const isKeyword = KEYWORDS_OF_PATHS.has(text);
  if (!isKeyword && text !== 'Self' && !cursor.atIdentifier)
    cursor.fail(context === 'type' ? 'a type' : 'an expression');
  cursor.next();
  const word = text.startsWith('r#') ? { name: text.slice(2), raw: true as const } : { name: text };
  const hasGenerics =
    (cursor.at('::') && cursor.at('<', 1)) || (context === 'type' && cursor.at('<') && !cursor.atJoined('<='));
  if (isKeyword || !hasGenerics) return { ...word, generics: [], span: cursor.spanFrom(start) };
  cursor.accept('::');
  const generics = readGenericArguments(cursor);
  return { ...word, generics, brackets: '<', span: cursor.spanFrom(start) };
}

/** `::<T>` behind the name of a method. */
export function readTurbofish(cursor: Cursor): void {
  cursor.expect('::');
  readGenericArguments(cursor);
}

function readGenericArguments(cursor: Cursor): GenericArgument[] {
  const generics: GenericArgument[] = [];
  cursor.expect('<');
  while (!cursor.at('>')) {
    generics.push(readGenericArgument(cursor));
    if (!cursor.accept(',')) break;
  }
  cursor.expect('>');
  return generics;
}

function readGenericArgument(cursor: Cursor): GenericArgument {
  const { start } = cursor.peek();
  if (cursor.peek().kind === 'lifetime' && !cursor.at('+', 1)) return { kind: 'lifetime', name: cursor.next().text };
  if (atConstArgument(cursor)) {
    const value = cursor.expressions.parseConstArgument(cursor);
    return { kind: 'const', value, span: cursor.spanFrom(start) };
  }
  const type = parseTypeExpr(cursor);
  const isName =
    type.kind === 'path' && !type.brackets && !type.qualifiedSelf && !type.global && type.segments.length === 1;
  if (!isName || !(cursor.at('=') || cursor.at(':'))) return { kind: 'type', type };
  if (cursor.next().text === ':') {
    while (!cursor.at(',') && !cursor.at('>')) {
      readBound(cursor, 'const');
      if (!cursor.accept('+')) break;
    }
  } else if (atConstArgument(cursor)) cursor.expressions.parseConstArgument(cursor);
  else parseTypeExpr(cursor);
  return { kind: 'constraint', span: cursor.spanFrom(start) };
}

function atConstArgument(cursor: Cursor): boolean {
  return cursor.atLiteral || cursor.at('{') || (cursor.at('-') && /^(integer|float)$/.test(cursor.peek(1).kind));
}
