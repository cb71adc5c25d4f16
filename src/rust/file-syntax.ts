import { SyntaxProblem } from './cursor.ts';
import { rustCursor } from './grammar.ts';
import { skipItems } from './item-syntax.ts';
import { lex } from './lexer.ts';
import { problemOfToken } from './literal.ts';

/**
 * Why a text is no Rust file, as far as the grammar says: `offset` counts UTF-16 units. Undefined when it is one.
 * What macros are called with is not looked at.
 */
export function fileProblem(text: string): SyntaxProblem | undefined {
  const cursor = rustCursor(text, lex(text));
  try {
    for (const token of cursor.tokens) {
      const problem = problemOfToken(token);
      if (problem !== undefined) throw new SyntaxProblem(problem, token.start);
    }
    skipItems(cursor);
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return problem;
  }
  return undefined;
}
