/** What a token is. `open` and `close` are the brackets `( [ {` and `) ] }`; `unknown` is what Rust has no token for. */
type TokenKind =
  | 'ident'
  | 'lifetime'
  | 'integer'
  | 'float'
  | 'string'
  | 'char'
  | 'punct'
  | 'open'
  | 'close'
  /** `///` or `/** … *\/`: documents the item after it. */
  | 'doc'
  /** `//!` or `/*! … *\/`: documents the item that it stands in. */
  | 'innerDoc'
  | 'unknown'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written. Punctuation is one character a token, but for `::`, `->` and `=>`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of a bracket: the index of the bracket that it pairs with, or -1 when there is none. */
  partner: number;
}

/**
 * The tokens of a Rust text, the last of kind `end`. White space and plain comments are left out.
 * Takes any text: what is not Rust becomes a token of kind `unknown`.
 */
export function lex(text: string): readonly Token[] {
  const known = recent.get(text);
  if (known) return known;
  const isScript = text.startsWith('#!') && !/^#!\s*\[/.test(text);
  const tokens = lexFrom(text, isScript ? endOfLine(text, 0) : 0);
  recent.set(text, tokens);
  if (recent.size > MOST_RECENT) recent.delete(recent.keys().next().value as string);
  return tokens;
}

/** Tokens of the last texts: a file is asked for its items, and soon after for its syntax. */
const recent = new Map<string, readonly Token[]>();
const MOST_RECENT = 16;

/** The tokens of a text that is no file of its own: a `#!` at its start says nothing. */
export function lexFragment(text: string): Token[] {
  return lexFrom(text, 0);
}

function lexFrom(text: string, from: number): Token[] {
  const tokens: Token[] = [];
  const reader = new TokenReader(text, text.charCodeAt(0) === 0xfeff ? 1 : from);
  while (reader.at < text.length) {
    const start = reader.at;
    const kind = reader.next();
    if (kind === undefined) continue;
    tokens.push({ kind, text: text.slice(start, reader.at), start, end: reader.at, partner: -1 });
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length, partner: -1 });
  pairBrackets(tokens);
  return tokens;
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const STAR = 0x2a;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const HASH = 0x23;

/** White space of Unicode, and the marks of direction that Rust takes for it. */
function isSpace(code: number): boolean {
  if (code <= 0x7f) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x200e ||
    code === 0x200f ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isIdentStart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    (code > 0x7f && /\p{XID_Start}/u.test(String.fromCodePoint(code)))
  );
}

function isIdentPart(code: number): boolean {
  return isIdentStart(code) || isDigit(code) || (code > 0x7f && /\p{XID_Continue}/u.test(String.fromCodePoint(code)));
}

function endOfIdent(text: string, from: number): number {
  for (let at = from; ; ) {
    const code = text.codePointAt(at);
    if (code === undefined || !isIdentPart(code)) return at;
    at += code > 0xffff ? 2 : 1;
  }
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

/** Block comments nest. Undefined when there is no end. */
function endOfBlockComment(text: string, from: number): number | undefined {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  let depth = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return undefined;
}

function lineCommentKind(text: string, start: number): TokenKind | undefined {
  if (text.startsWith('//!', start)) return 'innerDoc';
  return text.startsWith('///', start) && text.charCodeAt(start + 3) !== SLASH ? 'doc' : undefined;
}

function blockCommentKind(text: string, start: number, end: number): TokenKind | undefined {
  if (end - start < 5) return undefined;
  if (text.startsWith('/*!', start)) return 'innerDoc';
  return text.startsWith('/**', start) && text.charCodeAt(start + 3) !== STAR ? 'doc' : undefined;
}

/** Moves over a text. It returns what it moved over instead of a pair of both: pairs would be most of the work. */
class TokenReader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  /** Moves behind the next token, or white space, or a comment; undefined for what is no token. */
  next(): TokenKind | undefined {
    const text = this.#text;
    const start = this.at;
    const code = text.codePointAt(start) as number;
    if (isSpace(code)) {
      this.at++;
      return undefined;
    }
    if (code === SLASH && text.charCodeAt(start + 1) === SLASH) {
      this.at = endOfLine(text, start);
      return lineCommentKind(text, start);
    }
    if (code === SLASH && text.charCodeAt(start + 1) === STAR) {
      const end = endOfBlockComment(text, start);
      this.at = end ?? text.length;
      return end === undefined ? 'unknown' : blockCommentKind(text, start, end);
    }
    if (isIdentStart(code)) return this.#word();
    if (isDigit(code)) return this.#number();
    if (code === QUOTE) return this.#quoted(start, QUOTE, 'string');
    if (code === APOSTROPHE) return this.#apostrophe();
    return this.#punctuation(code);
  }

  #moveTo(end: number, kind: TokenKind): TokenKind {
    this.at = end;
    return kind;
  }

  /** An identifier, or a literal that begins like one: `r"…"`, `br#"…"#`, `b'x'`, `r#type`. */
  #word(): TokenKind {
    const text = this.#text;
    const start = this.at;
    const end = endOfIdent(text, start);
    const next = text.charCodeAt(end);
    if (next !== QUOTE && next !== APOSTROPHE && next !== HASH) return this.#moveTo(end, 'ident');
    const prefix = text.slice(start, end);
    if (next === QUOTE && /^(b|c)$/.test(prefix)) return this.#quoted(end, QUOTE, 'string');
    if (next === APOSTROPHE && prefix === 'b') return this.#quoted(end, APOSTROPHE, 'char');
    if (next === APOSTROPHE || !/^(r|br|cr)$/.test(prefix)) return this.#moveTo(end, 'ident');
    let quote = end;
    while (text.charCodeAt(quote) === HASH) quote++;
    if (text.charCodeAt(quote) === QUOTE) {
      const closing = `"${'#'.repeat(quote - end)}`;
      const found = text.indexOf(closing, quote + 1);
      if (found < 0) return this.#moveTo(text.length, 'unknown');
      return this.#moveTo(endOfSuffix(text, found + closing.length), 'string');
    }
    if (prefix === 'r' && quote === end + 1 && isIdentStart(text.codePointAt(quote) ?? 0)) {
      const name = endOfIdent(text, quote);
      return this.#moveTo(name, /^(_|super|self|Self|crate)$/.test(text.slice(quote, name)) ? 'unknown' : 'ident');
    }
    return this.#moveTo(quote, 'unknown');
  }

  #quoted(start: number, quote: number, kind: TokenKind): TokenKind {
    const text = this.#text;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) at++;
      else if (code === quote) return this.#moveTo(endOfSuffix(text, at + 1), kind);
    }
    return this.#moveTo(text.length, 'unknown');
  }

  /** A lifetime or a character literal. */
  #apostrophe(): TokenKind {
    const text = this.#text;
    const start = this.at;
    if (text.charCodeAt(start + 1) === BACKSLASH) return this.#quoted(start, APOSTROPHE, 'char');
    const first = text.codePointAt(start + 1) ?? 0;
    const width = first > 0xffff ? 2 : 1;
    if (text.charCodeAt(start + 1 + width) === APOSTROPHE) {
      return this.#moveTo(endOfSuffix(text, start + 2 + width), 'char');
    }
    if (!isIdentStart(first)) return this.#moveTo(start + 1, 'unknown');
    const isRaw = text.startsWith('r#', start + 1) && isIdentStart(text.codePointAt(start + 3) ?? 0);
    const end = endOfIdent(text, isRaw ? start + 3 : start + 1);
    return text.charCodeAt(end) === APOSTROPHE ? this.#moveTo(end + 1, 'unknown') : this.#moveTo(end, 'lifetime');
  }

  #number(): TokenKind {
    const text = this.#text;
    const start = this.at;
    const written = () => text.slice(start, this.at);
    this.at = endOfIdent(text, start);
    if (/^0[xob]/.test(written())) return 'integer';
    let kind: TokenKind = /^[0-9_]+([eE]_*[0-9].*|f32|f64)$/.test(written()) ? 'float' : 'integer';
    // `1.5` and `1.` are floats; in `1..2` and `1.max(2)` the point is an operator.
    const afterPoint = text.codePointAt(this.at + 1) ?? 0;
    if (text[this.at] === '.' && /^[0-9_]+$/.test(written()) && afterPoint !== 0x2e && !isIdentStart(afterPoint)) {
      kind = this.#moveTo(endOfIdent(text, this.at + 1), 'float');
    }
    const isSigned = text[this.at] === '-' || text[this.at] === '+';
    if (isSigned && /[0-9._][eE]$/.test(written()) && /^[+-]_*[0-9]/.test(text.slice(this.at, this.at + 40))) {
      return this.#moveTo(endOfIdent(text, this.at + 1), 'float');
    }
    return kind;
  }

  #punctuation(code: number): TokenKind {
    const text = this.#text;
    const at = this.at;
    switch (code) {
      case 0x28 /* ( */:
      case 0x5b /* [ */:
      case 0x7b /* { */:
        return this.#moveTo(at + 1, 'open');
      case 0x29 /* ) */:
      case 0x5d /* ] */:
      case 0x7d /* } */:
        return this.#moveTo(at + 1, 'close');
    }
    const pair = text.slice(at, at + 2);
    if (pair === '::' || pair === '->' || pair === '=>') return this.#moveTo(at + 2, 'punct');
    if (pair === '/*') return this.#moveTo(text.length, 'unknown');
    if (PUNCTUATION.has(pair[0] as string)) return this.#moveTo(at + 1, 'punct');
    return this.#moveTo(at + String.fromCodePoint(code).length, 'unknown');
  }
}

const PUNCTUATION = new Set('!#$%&*+,-./:;<=>?@^|~');

/** A word right behind a literal belongs to it, whatever it is. */
function endOfSuffix(text: string, from: number): number {
  return isIdentStart(text.codePointAt(from) ?? 0) ? endOfIdent(text, from) : from;
}

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** A bracket that fits no open one is left alone; an open one that is closed over is left unpaired. */
function pairBrackets(tokens: readonly Token[]): void {
  const open: number[] = [];
  const openCount: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (token.kind === 'open') {
      open.push(index);
      openCount[token.text] = (openCount[token.text] as number) + 1;
    } else if (token.kind === 'close') {
      const wanted = OPENING[token.text] as string;
      if (openCount[wanted] === 0) continue;
      for (let candidate = open.pop(); candidate !== undefined; candidate = open.pop()) {
        const opening = tokens[candidate] as Token;
        openCount[opening.text] = (openCount[opening.text] as number) - 1;
        if (opening.text !== wanted) continue;
        opening.partner = index;
        token.partner = candidate;
        break;
      }
    }
  }
}
