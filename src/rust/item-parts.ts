import { readAttributes } from './attributes.ts';
import { parseConstArgument, parseConstExpr } from './const-parser.ts';
import { type Cursor, SyntaxProblem } from './cursor.ts';
import type { GenericParameter } from './item.ts';
import type { ConstExpr } from './type-expr.ts';
import { parseTypeExpr } from './type-parser.ts';

export function readName(cursor: Cursor): { name: string; nameSpan: { start: number; end: number } } {
  const { kind, text, start, end } = cursor.peek();
  if (kind !== 'ident') cursor.fail('a name');
  cursor.next();
  return { name: text.replace(/^r#/, ''), nameSpan: { start, end } };
}

export function skipVisibility(cursor: Cursor): void {
  if (!cursor.accept('pub')) return;
  if (cursor.at('(') && /^(crate|self|super|in)$/.test(cursor.peek(1).text)) cursor.skipGroup();
}

/** `<'a, T: Bound = Default, const N: usize = 4>`, or nothing. */
export function readGenerics(cursor: Cursor): GenericParameter[] {
  const generics: GenericParameter[] = [];
  if (!cursor.accept('<')) return generics;
  while (!cursor.at('>')) {
    readAttributes(cursor);
    if (cursor.peek().kind === 'lifetime') {
      generics.push({ kind: 'lifetime', name: cursor.next().text });
      skipBounds(cursor);
    } else if (cursor.accept('const')) {
      const { name } = readName(cursor);
      cursor.expect(':');
      parseTypeExpr(cursor);
      generics.push({
        kind: 'const',
        name,
        default: cursor.accept('=') ? parseConstArgument(cursor) : undefined,
      });
    } else {
      const { name } = readName(cursor);
      skipBounds(cursor);
      generics.push({ kind: 'type', name, default: cursor.accept('=') ? parseTypeExpr(cursor) : undefined });
    }
    if (!cursor.accept(',')) break;
  }
  cursor.expect('>');
  return generics;
}

/** Moves to the `,`, `=` or `>` that ends a parameter's bounds. */
function skipBounds(cursor: Cursor): void {
  for (let depth = 0; !cursor.atEnd; ) {
    const { kind, text } = cursor.peek();
    if (depth === 0 && /^[,=>]$/.test(text)) return;
    if (text === '<') depth++;
    if (text === '>') depth--;
    if (kind === 'open') cursor.skipGroup();
    else cursor.next();
  }
}

export function skipWhere(cursor: Cursor): void {
  if (!cursor.accept('where')) return;
  while (!cursor.atEnd && !cursor.at('{') && !cursor.at(';') && !cursor.at('=')) {
    if (cursor.peek().kind === 'open') cursor.skipGroup();
    else cursor.next();
  }
}

/** The value of a constant or discriminant: what cannot be read as an expression is kept as text. */
export function readValue(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  const from = cursor.index;
  try {
    const value = parseConstExpr(cursor);
    if (cursor.atEnd || cursor.at(',') || cursor.at(';')) return value;
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  cursor.index = from;
  while (!cursor.atEnd && !cursor.at(';')) {
    skipToComma(cursor);
    if (cursor.at(',')) break;
  }
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

export function skipToComma(cursor: Cursor): void {
  while (!cursor.atEnd && !cursor.at(',') && !cursor.at(';')) {
    const { kind, partner } = cursor.peek();
    if (kind === 'open' && partner >= 0 && partner < cursor.end) cursor.skipGroup();
    else cursor.next();
  }
}

/** Moves behind the next `;` or `{…}` on this level. */
export function skipItem(cursor: Cursor): void {
  while (!cursor.atEnd) {
    const { kind, text, partner } = cursor.peek();
    if (kind === 'open' && partner >= 0 && partner < cursor.end) {
      cursor.skipGroup();
      if (text === '{') return;
    } else {
      cursor.next();
      if (text === ';') return;
    }
  }
}
