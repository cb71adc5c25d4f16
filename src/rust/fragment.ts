import { SyntaxProblem } from './cursor.ts';
import { skipExpression } from './expression.ts';
import { rustCursor } from './grammar.ts';
import { lexFragment } from './lexer.ts';
import { problemOfToken } from './literal.ts';
import type { TypeExpr } from './type-expr.ts';
import { parseTypeExpr } from './type-parser.ts';

/** A parsed type, or why the text is none: `offset` counts UTF-16 units from its start. */
export type ParsedType =
  | { readonly type: TypeExpr; readonly error?: undefined }
  | { readonly type?: undefined; readonly error: { readonly message: string; readonly offset: number } };

/**
 * Reads a text that must be one Rust type, as `syn` 2 does. What cannot be a value in a message is kept as `other`.
 * Spans are offsets into `text`.
 */
export function parseType(text: string): ParsedType {
  const cursor = rustCursor(text, lexFragment(text));
  try {
    for (const token of cursor.tokens) {
      const problem = problemOfToken(token);
      if (problem !== undefined) throw new SyntaxProblem(problem, token.start);
    }
    const type = parseTypeExpr(cursor);
    if (!cursor.atEnd) cursor.fail('the end of the type');
    return { type };
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return { error: { message: problem.message, offset: problem.offset } };
  }
}

/** Reads a text that must be one Rust identifier, which blanks and comments may surround. Undefined when it is none. */
export function parseIdentifier(text: string): string | undefined {
  const cursor = rustCursor(text, lexFragment(text));
  return cursor.tokens.length === 2 && cursor.atIdentifier ? cursor.peek().text : undefined;
}

/** Whether a text is one path, perhaps with generics: `::a::B<u8>`. */
export function isPath(text: string): boolean {
  const { type } = parseType(text);
  return type?.kind === 'path' && !type.qualifiedSelf && !type.brackets;
}

/** Whether a text is a Rust expression. */
export function isExpression(text: string): boolean {
  const cursor = rustCursor(text, lexFragment(text));
  try {
    skipExpression(cursor);
    return cursor.atEnd;
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return false;
    throw problem;
  }
}
