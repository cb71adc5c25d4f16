import type { Span } from '../text/index.ts';
import type { Token } from './lexer.ts';

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
const MAX_DEPTH = 120;

/** A place in a run of tokens, moving forward. */
export class Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  index: number;
  /** Index behind the last token of the run. */
  readonly end: number;
  #depth: number;

  constructor(text: string, tokens: readonly Token[], index = 0, end = tokens.length - 1, depth = 0) {
    this.text = text;
    this.tokens = tokens;
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

  /** Two tokens without a space between them, such as the halves of `<<`. */
  atPair(first: string, second: string): boolean {
    return this.at(first) && this.at(second, 1) && this.peek().end === this.peek(1).start;
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
    return new Cursor(this.text, this.tokens, from, this.index - 1, this.#depth + 1);
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
