import { parseConstArgument, parseConstExpr } from './const-parser.ts';
import { Cursor, type ExpressionGrammar } from './cursor.ts';
import { skipBlock, skipExpression } from './expression.ts';
import type { Token } from './lexer.ts';

const EXPRESSIONS: ExpressionGrammar = { skipExpression, skipBlock, parseConstExpr, parseConstArgument };

/** A cursor over the tokens of a Rust text, with all of the grammar. */
export function rustCursor(text: string, tokens: readonly Token[], index = 0): Cursor {
  return new Cursor(text, tokens, EXPRESSIONS, index);
}
