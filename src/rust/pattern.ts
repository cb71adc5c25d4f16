import { skipAttributes } from './attribute-syntax.ts';
import type { Cursor } from './cursor.ts';
import { parsePath } from './type-parser.ts';

/**
 * Passes over a Rust pattern as `syn` 2 reads it: `alternatives` may be divided by `|`.
 * Grammar: https://doc.rust-lang.org/reference/patterns.html
 */
export function skipPattern(cursor: Cursor, extent: 'single' | 'alternatives'): void {
  if (extent === 'single') {
    single(cursor);
    return;
  }
  if (atAlternative(cursor)) cursor.next();
  single(cursor);
  while (atAlternative(cursor)) {
    cursor.next();
    single(cursor);
  }
}

function atAlternative(cursor: Cursor): boolean {
  return cursor.at('|') && !cursor.atJoined('||') && !cursor.atJoined('|=');
}

function single(cursor: Cursor): void {
  cursor.nested(() => {
    const { text } = cursor.peek();
    const next = cursor.peek(1).text;
    if (text === '::' || text === '<' || /^(Self|super|crate)$/.test(text)) return path(cursor);
    if (text === 'self' && next === '::') return path(cursor);
    if (cursor.atIdentifier && (/^(::|!|\{|\()$/.test(next) || (next === '.' && cursor.at('.', 2))))
      return path(cursor);
    if (text === '_') {
      cursor.next();
      return;
    }
    if (text === '-' || text === 'const' || cursor.atLiteral) return literalOrRange(cursor);
    if (text === 'ref' || text === 'mut' || text === 'self' || cursor.atIdentifier) return identifier(cursor);
    if (text === '&') {
      cursor.next();
      cursor.accept('mut');
      return single(cursor);
    }
    if (text === '(') return patternsIn(cursor.inside());
    if (text === '[') return elementsIn(cursor.inside());
    if (cursor.atJoined('..')) return halfOpen(cursor);
    if (text === 'box') {
      cursor.next();
      return single(cursor);
    }
    return cursor.fail('a pattern');
  });
}

/** `a @ …`, `ref mut a` */
function identifier(cursor: Cursor): void {
  cursor.accept('ref');
  cursor.accept('mut');
  if (!cursor.accept('self')) cursor.expectIdentifier('a name');
  if (cursor.accept('@')) single(cursor);
}

/** `A::B`, `A::B { … }`, `A::B(…)`, `A..B`, `m!(…)` */
function path(cursor: Cursor): void {
  const { qualifiedSelf, segments } = parsePath(cursor, 'expression');
  const isPlain = qualifiedSelf === undefined && segments.every(({ brackets }) => brackets === undefined);
  if (isPlain && cursor.at('!') && !cursor.atJoined('!=')) {
    cursor.next();
    cursor.skipGroup();
  } else if (cursor.at('{')) {
    fieldsIn(cursor.inside());
  } else if (cursor.at('(')) {
    patternsIn(cursor.inside());
  } else if (cursor.atJoined('..')) {
    rangeEnd(cursor);
  }
}

function patternsIn(content: Cursor): void {
  while (!content.atEnd) {
    skipPattern(content, 'alternatives');
    if (!content.atEnd) content.expect(',');
  }
}

/** Patterns of a slice: a range with one end would be taken for the rest. */
function elementsIn(content: Cursor): void {
  while (!content.atEnd) {
    const from = content.index;
    skipPattern(content, 'alternatives');
    const { text } = content.tokens[content.index - 1] ?? {};
    const beginsOpen = content.tokens[from]?.text === '.';
    const namesRest = content.tokens[content.index - 3]?.text === '@';
    if ((beginsOpen && content.index > from + 2) || (!beginsOpen && text === '.' && !namesRest)) {
      content.fail('brackets around the range');
    }
    if (!content.atEnd) content.expect(',');
  }
}

function fieldsIn(content: Cursor): void {
  while (!content.atEnd) {
    skipAttributes(content, 'outer');
    if (content.atJoined('..')) {
      content.index += 2;
      if (!content.atEnd) content.fail('the end of the fields');
      return;
    }
    if (content.peek().kind === 'integer') {
      content.next();
      content.expect(':');
      skipPattern(content, 'alternatives');
    } else if (content.atIdentifier && content.at(':', 1)) {
      content.index += 2;
      skipPattern(content, 'alternatives');
    } else {
      content.accept('box');
      content.accept('ref');
      content.accept('mut');
      content.expectIdentifier('a field');
    }
    if (!content.atEnd) content.expect(',');
  }
}

function literalOrRange(cursor: Cursor): void {
  bound(cursor);
  if (cursor.atJoined('..')) rangeEnd(cursor);
}

/** `..`, `..5`, `..=5` */
function halfOpen(cursor: Cursor): void {
  const isClosed = cursor.atJoined('..=');
  cursor.index += isClosed ? 3 : 2;
  if (atBound(cursor)) bound(cursor);
  else if (isClosed) cursor.fail('the end of the range');
}

function rangeEnd(cursor: Cursor): void {
  const isClosed = cursor.atJoined('..=') || cursor.atJoined('...');
  cursor.index += isClosed ? 3 : 2;
  if (atBound(cursor)) bound(cursor);
  else if (isClosed) cursor.fail('the end of the range');
}

function atBound(cursor: Cursor): boolean {
  const { text, kind } = cursor.peek();
  if (cursor.atEnd || /^(\||=|:|,|;|if|=>|in)$/.test(text)) return false;
  return kind === 'ident' || cursor.atLiteral || /^(-|::|<|const)$/.test(text);
}

/** A literal, perhaps negative, a path, or a constant block. */
function bound(cursor: Cursor): void {
  if (cursor.accept('const')) {
    cursor.expressions.skipBlock(cursor);
  } else if (cursor.at('-')) {
    cursor.next();
    const { kind } = cursor.next();
    if (kind !== 'integer' && kind !== 'float') {
      cursor.index--;
      cursor.fail('a number');
    }
  } else if (cursor.atLiteral) {
    cursor.next();
  } else parsePath(cursor, 'expression');
}
