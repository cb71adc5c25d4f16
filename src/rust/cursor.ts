import type { Span } from '../text/index.ts';
import { isIdentifier } from './identifier.ts';
import type { Token } from './lexer.ts';
import type { ConstExpr } from './type-expr.ts';

/** What a parser of this stage throws; the stage's public functions catch it. */
export class SyntaxProblem {
  readonly message: string;
  /** Where in the text it went wrong. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    this.message = message;
    this.offset = offset;
  }
}

/** Deeper nesting than any program has; it keeps a hostile text from overflowing the stack. */
const MAX_DEPTH = 240;

/**
 * What types, patterns and items hold of expressions, which hold types, patterns and items. A cursor brings these functions along, so that the files of
 * the grammar build on each other in one direction. All of them throw `SyntaxProblem`.
 */
export interface ExpressionGrammar {
  /** Passes over an expression. */
  skipExpression(cursor: Cursor): void;
  /** Passes over `{ … }` with statements in it. */
  skipBlock(cursor: Cursor): void;
  /** Reads an expression in constant position, such as an array's length. */
  parseConstExpr(cursor: Cursor): ConstExpr;
  /** Reads a constant among generic arguments. */
  parseConstArgument(cursor: Cursor): ConstExpr;
}

/** A place in a run of tokens, moving forward. */
export class Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly expressions: ExpressionGrammar;
  index: number;
  /** Index behind the last token of the run. */
  readonly end: number;
  /** True while an expression is passed over: what constants in it are worth is not worked out. */
  isSkipping = false;
  #depth: number;

  constructor(
    text: string,
    tokens: readonly Token[],
    expressions: ExpressionGrammar,
    index = 0,
    end = tokens.length - 1,
    depth = 0,
  ) {
    this.text = text;
    this.tokens = tokens;
    this.expressions = expressions;
    this.index = index;
    this.end = end;
    this.#depth = depth;
  }

  /** The token `ahead` places on; behind the run it is one of kind `end`. */
  peek(ahead = 0): Token {
    const index = this.index + ahead;
    if (index < this.end) return this.tokens[index] as Token;
    const { start } = this.tokens[this.end] as Token;
    return { kind: 'end', text: '', start, end: start, partner: -1 };
  }

  get atEnd(): boolean {
    return this.index >= this.end;
  }

  next(): Token {
    const token = this.peek();
    if (!this.atEnd) this.index++;
    return token;
  }

  at(text: string, ahead = 0): boolean {
    const index = this.index + ahead;
    return index < this.end && (this.tokens[index] as Token).text === text;
  }

  /** Single characters of punctuation without a space between them, such as those of `<<=`. */
  atJoined(operator: string): boolean {
    for (let ahead = 0; ahead < operator.length; ahead++) {
      if (!this.at(operator[ahead] as string, ahead)) return false;
      if (ahead > 0 && this.peek(ahead - 1).end !== this.peek(ahead).start) return false;
    }
    return true;
  }

  /** At a literal: of a number, character or text, or `true` or `false`. */
  get atLiteral(): boolean {
    const { kind, text } = this.peek();
    if (kind === 'ident') return text === 'true' || text === 'false';
    return kind === 'integer' || kind === 'float' || kind === 'string' || kind === 'char';
  }

  /** At a word that can name something. */
  get atIdentifier(): boolean {
    const { kind, text } = this.peek();
    return kind === 'ident' && isIdentifier(text);
  }

  expectIdentifier(what: string): void {
    if (!this.atIdentifier) this.fail(what);
    this.next();
  }

  accept(text: string): boolean {
    const found = this.at(text);
    if (found) this.index++;
    return found;
  }

  expect(text: string): Token {
    if (!this.at(text)) this.fail(`\`${text}\``);
    return this.next();
  }

  fail(expected: string): never {
    const token = this.peek();
    const found = token.kind === 'end' ? 'the end' : `\`${token.text}\``;
    throw new SyntaxProblem(`expected ${expected}, found ${found}`, token.start);
  }

  /** Moves behind the bracket that closes the one here. */
  skipGroup(): void {
    const { kind, partner, start } = this.peek();
    if (kind !== 'open') this.fail('a bracket');
    if (partner < 0 || partner >= this.end) throw new SyntaxProblem('this bracket is never closed', start);
    this.index = partner + 1;
  }

  /** A cursor over the inside of the brackets here; this one moves behind them. */
  inside(): Cursor {
    const from = this.index + 1;
    this.skipGroup();
    if (this.#depth >= MAX_DEPTH) throw new SyntaxProblem('nested too deeply', this.peek().start);
    const inside = new Cursor(this.text, this.tokens, this.expressions, from, this.index - 1, this.#depth + 1);
    inside.isSkipping = this.isSkipping;
    return inside;
  }

  /** Reads something that can contain itself. */
  nested<T>(read: () => T): T {
    if (this.#depth >= MAX_DEPTH) throw new SyntaxProblem('nested too deeply', this.peek().start);
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  /** From `start` to the end of the last token read. */
  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.tokens[this.index - 1]?.end ?? start) };
  }

  textFrom(start: number): string {
    return this.text.slice(start, this.spanFrom(start).end);
  }
}
