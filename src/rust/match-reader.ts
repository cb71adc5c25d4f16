import { parseConstArgument, parseConstExpr } from './const-parser.ts';
import { type Cursor, SyntaxProblem } from './cursor.ts';
import { rustCursor } from './grammar.ts';
import { lex } from './lexer.ts';
import type { ConstExpr } from './type-expr.ts';
import { parsePath } from './type-parser.ts';

/** An arm of a `match` over an enum. */
export interface MatchArm {
  /** Last names of the patterns' paths: the variants. */
  readonly variants: readonly string[];
  /** Absent when the arm's expression is none that could be a constant. Spans are offsets into the text given. */
  readonly value?: ConstExpr;
}

/** The arms of the first `match` in a text whose patterns are variants of an enum; others are left out. */
export function readMatch(text: string): MatchArm[] {
  const tokens = lex(text);
  const keyword = tokens.findIndex((token) => token.kind === 'ident' && token.text === 'match');
  if (keyword < 0) return [];
  const cursor = rustCursor(text, tokens, keyword + 1);
  const arms: MatchArm[] = [];
  try {
    while (!cursor.at('{')) {
      if (cursor.atEnd) return arms;
      if (cursor.peek().kind === 'open') cursor.skipGroup();
      else cursor.next();
    }
    const body = cursor.inside();
    while (!body.atEnd) {
      const arm = readArm(body);
      if (arm) arms.push(arm);
    }
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  return arms;
}

function readArm(body: Cursor): MatchArm | undefined {
  const variants: string[] = [];
  const from = body.index;
  try {
    body.accept('|');
    do {
      const path = parsePath(body, 'expression');
      variants.push(path.segments.at(-1)?.name ?? '');
      if (body.at('(') || body.at('{')) body.skipGroup();
    } while (body.accept('|'));
    body.expect('=>');
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    body.index = from;
    while (!body.atEnd && !body.accept('=>')) {
      if (body.peek().kind === 'open') body.skipGroup();
      else body.next();
    }
    variants.length = 0;
  }
  const value = readValue(body);
  return variants.length > 0 ? { variants, value } : undefined;
}

function readValue(body: Cursor): ConstExpr | undefined {
  const from = body.index;
  const isBlock = body.at('{');
  try {
    const value = isBlock ? parseConstArgument(body) : parseConstExpr(body);
    if (body.atEnd || body.accept(',') || isBlock) return value;
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  body.index = from;
  while (!body.atEnd && !body.accept(',')) {
    if (body.peek().kind === 'open') body.skipGroup();
    else body.next();
  }
  return undefined;
}
