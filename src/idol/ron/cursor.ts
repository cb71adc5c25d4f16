import type { Source, Span } from '../../text/index.ts';
import type { Explanation, Findings } from '../findings.ts';
import { Lexer, type Token } from './lexer.ts';
import type { Comment, Word } from './value.ts';

export type Opening = '(' | '[' | '{';
export type Closing = ')' | ']' | '}';

/** The place in a text up to which a parser has come, one token at a time. */
export class Cursor {
  readonly source: Source;
  /** The one that comes next. */
  token: Token;
  /** The last one that was passed. */
  previous: Token;
  readonly #findings: Findings;
  readonly #lexer: Lexer;
  #ahead: Token | undefined;
  /** The last answer of `indentOfLine`: a bracket's line may be long, and the question comes again with every item. */
  #lineIndent = { offset: -1, indent: 0 };

  constructor(findings: Findings) {
    this.source = findings.source;
    this.#findings = findings;
    this.#lexer = new Lexer(findings);
    this.token = this.#lexer.next();
    this.previous = this.token;
  }

  /** Those that have been passed. */
  get comments(): readonly Comment[] {
    return this.#lexer.comments;
  }

  /** True when a comment or string without end, or too many errors, hid the rest of the text. */
  get isCutShort(): boolean {
    return this.#lexer.isCutShort;
  }

  get hasReported(): boolean {
    return this.#findings.diagnostics.length > 0;
  }

  report(span: Span, message: string, explanation?: Explanation): void {
    this.#lexer.report(span, message, explanation);
  }

  /** Leaves the rest of the text unread. */
  cutShort(): void {
    this.#lexer.cutShort();
    this.#ahead = undefined;
    this.token = this.#lexer.next();
  }

  /** Passes over a word. */
  word(): Word {
    const token = this.advance();
    if (token.kind !== 'word') return { text: '', span: token.span };
    const { text, raw, span } = token;
    return raw ? { text, raw, span } : { text, span };
  }

  /** Whether the next token is of one of these kinds. */
  at(...kinds: Token['kind'][]): boolean {
    return kinds.includes(this.token.kind);
  }

  /** Passes over the next token if it is of this kind. */
  accept(kind: Token['kind']): boolean {
    if (!this.at(kind)) return false;
    this.advance();
    return true;
  }

  acceptWord(text: string): boolean {
    return this.token.kind === 'word' && this.token.text === text && this.accept('word');
  }

  /** Passes over the next token and gives it. */
  advance(): Token {
    this.previous = this.token;
    this.token = this.#ahead ?? this.#lexer.next();
    this.#ahead = undefined;
    return this.previous;
  }

  /** The token after the next one. */
  peek(): Token {
    this.#ahead ??= this.#lexer.next();
    return this.#ahead;
  }

  /** A token as a message names it. */
  describe({ kind, span }: Token): string {
    const text = this.source.slice({ start: span.start, end: Math.min(span.end, span.start + 60) });
    switch (kind) {
      case 'end':
        return 'the end of the file';
      case 'word':
        return `\`${text}\``;
      case 'string':
        return /^[^\n]{0,40}$/.test(text) ? `\`${text}\`` : 'a string';
      case 'char':
        return 'a character';
      case 'integer':
      case 'float':
        return 'a number';
      default:
        return `\`${kind}\``;
    }
  }

  /** Passes over an opening bracket and everything up to the one that closes it, whatever the depth. */
  skipBalanced(): void {
    let depth = 0;
    do {
      if (isOpening(this.token.kind)) depth++;
      else if (isClosing(this.token.kind)) depth--;
      this.advance();
    } while (depth > 0 && this.token.kind !== 'end');
  }

  /** White space before an offset in its line; undefined when there is more than that. */
  indentOf(offset: number): number | undefined {
    const { text } = this.source;
    let start = offset;
    while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
    return start === 0 || text[start - 1] === '\n' ? offset - start : undefined;
  }

  /** White space at the start of the line of an opening bracket. */
  indentOfLine(offset: number): number {
    if (this.#lineIndent.offset === offset) return this.#lineIndent.indent;
    const lineStart = this.source.text.lastIndexOf('\n', offset - 1) + 1;
    let end = lineStart;
    while (this.source.text[end] === ' ' || this.source.text[end] === '\t') end++;
    this.#lineIndent = { offset, indent: end - lineStart };
    return this.#lineIndent.indent;
  }

  /** Whether there is a line end before the next token. */
  breaksLineBefore({ span }: Token): boolean {
    return this.source.text.slice(this.previous.span.end, span.start).includes('\n');
  }

  /** Whether the next token can begin a value, an entry or a field. */
  canBeginItem(): boolean {
    switch (this.token.kind) {
      case ',':
      case ':':
      case '#':
      case '!':
      case 'end':
      case ')':
      case ']':
      case '}':
        return false;
      default:
        return true;
    }
  }
}

export function isOpening(kind: Token['kind']): kind is Opening {
  return kind === '(' || kind === '[' || kind === '{';
}

export function isClosing(kind: Token['kind']): kind is Closing {
  return kind === ')' || kind === ']' || kind === '}';
}
