import { conflictLineAt, isConflictMarker, type Span } from '../../text/index.ts';
import { ronSyntax } from '../checks/ron-syntax.ts';
import type { Explanation, Findings } from '../findings.ts';
import { decodeEscapes } from './escapes.ts';
import type { Comment } from './value.ts';

type Punctuation = '(' | ')' | '[' | ']' | '{' | '}' | ':' | ',' | '#' | '!';

/** `broken` is true when a diagnostic has already complained of it. */
export type Token = { readonly span: Span; readonly broken?: boolean } & (
  | { readonly kind: Punctuation | 'end' | 'float' }
  | { readonly kind: 'word'; readonly text: string; readonly raw?: true }
  | { readonly kind: 'string' | 'char'; readonly text: string }
  | { readonly kind: 'integer'; readonly value?: bigint; readonly signed: boolean }
);

const PUNCTUATION: ReadonlySet<string> = new Set<Punctuation>(['(', ')', '[', ']', '{', '}', ':', ',', '#', '!']);

/** A file with more errors than this is no interface; a reader needs none of the rest. */
const MAX_ERRORS = 200;
/** Digits of a number that are worth being worked out: no field of an interface takes more than 32 bits, in any base. */
const MAX_DIGITS = 64;

const WORD = /r#[A-Za-z0-9_.+-]+|[A-Za-z_][A-Za-z0-9_]*/y;
/** What an identifier cannot go on with, and a raw one can. */
const RAW_WORD_REST = /[.+-][A-Za-z0-9_.+-]*/y;
const NUMBER =
  /[+-]?(?:0[xob][0-9A-Za-z_]*|\.?[0-9][0-9A-Za-z_.]*(?:(?<=[eE])[+-][0-9A-Za-z_.]*)?|(?<=[+-])(?:inf|NaN)\b)/y;
const INTEGER = /^[+-]?(?:0x[0-9A-Fa-f][0-9A-Fa-f_]*|0o[0-7][0-7_]*|0b[01][01_]*|[0-9][0-9_]*)$/;
const FLOAT = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const RAW_STRING_START = /b?r(#*)"/y;
const CHAR = /'(?:\\(?:x[^'\n]{0,2}|u\{[^}'\n]*\}?|[^\n])|[^'\\])?'/uy;

/** Cuts RON text into tokens, one at a time. Comments are put aside; what is no token is reported and passed over. */
export class Lexer {
  readonly comments: Comment[] = [];
  readonly #findings: Findings;
  readonly #text: string;
  #at: number;
  #errors = 0;
  #seenEndlessString = false;
  #isInConflict = false;
  #isCutShort = false;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#text = findings.source.text;
    this.#at = 0;
    if (!this.#text.startsWith('\ufeff')) return;
    this.#at = 1;
    this.report({ start: 0, end: 1 }, 'this file begins with a byte order mark', {
      note: 'the Idol compiler takes it for a character of the interface',
      help: 'save the file as UTF-8 without a byte order mark',
    });
  }

  /** True when a comment or string without end, or too many errors, hid the rest of the text. */
  get isCutShort(): boolean {
    return this.#isCutShort;
  }

  report(span: Span, message: string, explanation?: Explanation): void {
    if (this.#errors > MAX_ERRORS) return;
    this.#errors++;
    if (this.#errors <= MAX_ERRORS) {
      this.#findings.add(ronSyntax, span, message, explanation);
    } else {
      this.#findings.add(ronSyntax, span, `more than ${MAX_ERRORS} errors; the rest of the file is not read`, {
        help: 'correct the first errors, then check again',
      });
      this.cutShort();
    }
  }

  /** Of a merge conflict the first side is read. */
  #conflict(start: number): void {
    const mark = this.#text[start];
    const lineEnd = this.#lineEnd(start);
    if (mark === '<' || !this.#isInConflict) {
      this.report({ start, end: lineEnd }, 'a conflict marker: this file has an unresolved merge conflict', {
        help: 'keep the correct lines of both versions, and remove the markers',
      });
    }
    this.#isInConflict = mark === '<';
    const end = mark === '|' || mark === '=' ? conflictLineAt(this.#text, '>', lineEnd) : undefined;
    this.#at = end === undefined ? lineEnd : this.#lineEnd(end);
  }

  #lineEnd(offset: number): number {
    const lineFeed = this.#text.indexOf('\n', offset);
    return lineFeed === -1 ? this.#text.length : lineFeed;
  }

  /** The next token; at the end of the text, or after too many errors, `end` for ever. */
  next(): Token {
    for (;;) {
      this.#skipBlanks();
      const start = this.#at;
      if (start >= this.#text.length) return { kind: 'end', span: { start, end: start } };
      const character = this.#text[start] as string;
      if (PUNCTUATION.has(character)) {
        this.#at++;
        return { kind: character as Punctuation, span: this.#since(start) };
      }
      if (isConflictMarker(this.#text, start)) {
        this.#conflict(start);
        continue;
      }
      if (character === '=') {
        this.#at++;
        const span = this.#since(start);
        this.report(span, 'unexpected `=`', { help: 'write `name: value`' });
        return { kind: ':', span, broken: true };
      }
      const token = this.#literal(start, character);
      if (token !== undefined) return token;
      this.#unexpected(start);
    }
  }

  #literal(start: number, character: string): Token | undefined {
    if (character === '"') return this.#string(start, start + 1);
    if (character === "'") return this.#char(start);
    if (/[0-9+.-]/.test(character)) {
      const number = this.#match(NUMBER);
      return number === undefined ? undefined : this.#number(start, number);
    }
    if (character === 'r' || character === 'b') {
      const raw = this.#match(RAW_STRING_START);
      if (raw !== undefined) return this.#withoutBytes(start, raw.startsWith('b'), this.#rawString(start, raw));
      if (this.#text.startsWith('b"', start)) return this.#withoutBytes(start, true, this.#string(start, start + 2));
      if (this.#text.startsWith("b'", start)) {
        this.#at++;
        return this.#withoutBytes(start, true, this.#char(start + 1));
      }
    }
    const word = this.#match(WORD);
    return word === undefined ? undefined : this.#word(start, word);
  }

  /** RON has had byte strings since 0.9 only. */
  #withoutBytes(start: number, isBytes: boolean, token: Token): Token {
    if (!isBytes || token.broken) return token;
    const span = this.#since(start);
    this.report(span, 'RON 0.8 has no byte strings', { help: 'remove the `b`, and write the text in double quotes' });
    return { ...token, span, broken: true };
  }

  /** A letter or `_`, then letters, digits and `_`; `r#` before it allows `.`, `+` and `-`, too. */
  #word(start: number, word: string): Token {
    if (word.startsWith('r#')) return { kind: 'word', text: word.slice(2), raw: true, span: this.#since(start) };
    const rest = this.#match(RAW_WORD_REST);
    if (rest === undefined) return { kind: 'word', text: word, span: this.#since(start) };
    const text = word + rest;
    const span = this.#since(start);
    const shown = shorten(text);
    this.report(span, `\`${shown}\` is not an identifier`, {
      note: 'an identifier is made of letters, digits and `_`',
      help: `write it as text, \`"${shown}"\`, or as a raw identifier, \`r#${shown}\``,
    });
    return { kind: 'word', text, span, broken: true };
  }

  /** `"` (character | escape)* `"`, over as many lines as it takes. */
  #string(start: number, contentStart: number): Token {
    const text = this.#text;
    let end = contentStart;
    let escaped = false;
    while (end < text.length) {
      const unit = text.charCodeAt(end);
      if (unit === QUOTE) break;
      if (unit === BACKSLASH) {
        escaped = true;
        end++;
      } else if (this.#seenEndlessString && unit === LINE_FEED) break;
      end++;
    }
    const closed = text.charCodeAt(end) === QUOTE;
    if (!closed && !this.#seenEndlessString) this.#seenEndlessString = true;
    if (!closed || this.#looksUnclosed(contentStart, end)) return this.#unclosedString(start, contentStart);
    this.#at = end + 1;
    const span = this.#since(start);
    const content = text.slice(contentStart, end);
    if (!escaped) return { kind: 'string', text: content, span };
    const decoded = decodeEscapes(content, contentStart, (place, message, help) =>
      this.report(place, message, { help }),
    );
    return { kind: 'string', ...decoded, span };
  }

  /**
   * A forgotten quote turns the file inside out: the string runs to the next one's opening quote, and that one's content follows
   * bare. Only a separator or a closing bracket can follow a string at once; so a string over several lines that is followed by something
   * else was meant to end on its first.
   */
  #looksUnclosed(contentStart: number, end: number): boolean {
    if (/^[\s,:)\]}/]?$/.test(this.#text[end + 1] ?? '')) return false;
    const lineEnd = this.#text.indexOf('\n', contentStart);
    return lineEnd !== -1 && lineEnd < end;
  }

  #unclosedString(start: number, contentStart: number): Token {
    const lineEnd = this.#text.indexOf('\n', contentStart);
    const line = this.#text.slice(start, lineEnd === -1 ? this.#text.length : lineEnd);
    const meant = line.replace(/[\s,:(){}[\]]*$/, '');
    this.#at = start + Math.max(contentStart - start, meant.length);
    const span = this.#since(start);
    this.report(span, 'this string is never closed', {
      label: 'the quote that opens it',
      help: 'add a `"` at its end',
    });
    return { kind: 'string', text: this.#text.slice(contentStart, this.#at), span, broken: true };
  }

  /** `r` `#`* `"` character* `"` `#`*, with as many `#` at the end as at the start. */
  #rawString(start: number, opening: string): Token {
    const closing = `"${'#'.repeat(opening.length - opening.indexOf('r') - 2)}`;
    const end = this.#text.indexOf(closing, this.#at);
    if (end === -1) {
      const span = this.#since(start);
      this.report(span, 'this raw string is never closed', { help: `add \`${closing}\` at its end` });
      this.cutShort();
      return { kind: 'string', text: '', span, broken: true };
    }
    const text = this.#text.slice(this.#at, end);
    this.#at = end + closing.length;
    const span = this.#since(start);
    return { kind: 'string', text, span };
  }

  /** `'` (character | escape) `'` */
  #char(start: number): Token {
    const literal = this.#match(CHAR);
    if (literal === undefined || literal === "''") {
      this.#match(/'+/y);
      if (literal === undefined) {
        const line = /'[^'\n]*'?/y;
        line.lastIndex = this.#text.indexOf("'", start);
        this.#at = line.lastIndex + (line.exec(this.#text)?.[0].length ?? 1);
      }
      const span = this.#since(start);
      this.report(span, 'this is not one character', {
        note: "`'` encloses exactly one character",
        help: 'write text in double quotes',
      });
      return { kind: 'char', text: '', span, broken: true };
    }
    const decoded = decodeEscapes(literal.slice(1, -1), start + 1, (span, message, help) =>
      this.report(span, message, { help }),
    );
    return { kind: 'char', ...decoded, span: this.#since(start) };
  }

  /** Integers in base 10, 16 (`0x`), 8 (`0o`) or 2 (`0b`) with `_` between digits; floats without `_`. */
  #number(start: number, text: string): Token {
    const span = this.#since(start);
    if (INTEGER.test(text)) {
      const signed = /^[+-]/.test(text);
      const value = integerValue(text);
      return { kind: 'integer', value, signed, span };
    }
    if (FLOAT.test(text) || /^[+-](?:inf|NaN)$/.test(text)) return { kind: 'float', span };
    this.report(span, `\`${shorten(text)}\` is not a number`, explainNumber(text));
    return { kind: 'float', span, broken: true };
  }

  /** White space and comments. Block comments nest. */
  #skipBlanks(): void {
    for (;;) {
      while (isWhiteSpace(this.#text.charCodeAt(this.#at))) this.#at++;
      const start = this.#at;
      if (this.#text.charCodeAt(start) !== SLASH) return;
      if (this.#text.startsWith('//', start)) {
        const lineFeed = this.#text.indexOf('\n', start);
        this.#at = lineFeed === -1 ? this.#text.length : lineFeed;
        if (this.#text[this.#at - 1] === '\r') this.#at--;
        this.comments.push({ kind: 'line', span: this.#since(start) });
      } else if (this.#text.startsWith('/*', start)) {
        this.#blockComment(start);
      } else return;
    }
  }

  #blockComment(start: number): void {
    const mark = /\/\*|\*\//g;
    mark.lastIndex = start;
    let depth = 0;
    do {
      const found = mark.exec(this.#text);
      if (found === null) {
        this.report({ start, end: start + 2 }, 'this comment is never closed', {
          help: 'add a `*/` for every `/*`, because block comments nest',
        });
        this.cutShort();
        return;
      }
      depth += found[0] === '/*' ? 1 : -1;
    } while (depth > 0);
    this.#at = mark.lastIndex;
    this.comments.push({ kind: 'block', span: this.#since(start) });
  }

  /** Passes over a run of characters that begin no token, with one report for all of them. */
  #unexpected(start: number): void {
    this.#match(/[^\s\w"'()[\]{}:,#!/+.-]+|[\s\S]/uy);
    const span = this.#since(start);
    const codePoint = this.#text.codePointAt(start) as number;
    const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
    const character = String.fromCodePoint(codePoint);
    if (character === ';') {
      this.report(span, 'unexpected `;`', { help: 'write `,` as the separator' });
    } else if ('“”„‟'.includes(character)) {
      this.report(span, `unexpected \`${character}\``, { help: 'write text in straight double quotes `"`' });
    } else if (character === '/') {
      this.report(span, 'unexpected `/`', { help: 'begin a comment with `//` or `/*`' });
    } else if (/\s/.test(character)) {
      this.report(span, `unexpected white space ${name}`, {
        help: 'replace it with a space, a tab or a line end',
      });
    } else if (/\p{C}/u.test(character)) {
      this.report(span, `unexpected character ${name}`, { help: 'remove it; the file may not be text' });
    } else {
      this.report(span, `unexpected character \`${character}\``, {
        help: 'remove it, or write text in double quotes',
      });
    }
  }

  /** What the sticky pattern finds here; passes over it. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return undefined;
    const start = this.#at;
    this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }

  /** Leaves the rest of the text unread. */
  cutShort(): void {
    this.#at = this.#text.length;
    this.#isCutShort = true;
  }

  #since(start: number): Span {
    return { start, end: this.#at };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const SLASH = 0x2f;

function isWhiteSpace(unit: number): boolean {
  return unit === 0x20 || unit === LINE_FEED || unit === 0x09 || unit === 0x0d;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function integerValue(text: string): bigint | undefined {
  const digits = text
    .replace(/^[+-]/, '')
    .replaceAll('_', '')
    .replace(/^0+(?=[0-9])/, '');
  if (digits.length > MAX_DIGITS + 2) return undefined;
  return text.startsWith('-') ? -BigInt(digits) : BigInt(digits);
}

function explainNumber(text: string): Explanation {
  if (/^[+-]?0[xob]_/.test(text)) return { help: 'write a digit before the first `_`' };
  if (/[iu](?:8|16|32|64|128|size)$|f(?:32|64)$/.test(text))
    return { help: 'remove the type suffix, which RON 0.8 does not support' };
  if (/^[0-9_.]+$/.test(text) && text.includes('_'))
    return { help: 'remove the `_`, which RON does not allow in a fraction' };
  if (/^[+-]?0[xob]$/.test(text)) return { help: 'add digits after the base' };
  return { help: 'write a number as `64` or `0x40`' };
}
