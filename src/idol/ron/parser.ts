import { type Span, suggest } from '../../text/index.ts';
import type { Findings } from '../findings.ts';
import { Lexer, type Token } from './lexer.ts';
import type { Attribute, Document, Entry, Field, MapValue, StructValue, TupleValue, Value, Word } from './value.ts';

/** Extensions of RON 0.8 that an attribute can enable. */
export const EXTENSIONS = ['implicit_some', 'unwrap_newtypes', 'unwrap_variant_newtypes'] as const;

/**
 * Brackets inside brackets, at most; the parser recurses no deeper, whatever the text. A valid interface needs 7, and
 * `ron` from 0.8.1 on gives up at about 60.
 */
const MAX_DEPTH = 128;

/** Values in one file, at most: what has more of them is no interface, and to keep them all would take gigabytes. */
const MAX_VALUES = 200_000;

type Opening = '(' | '[' | '{';
type Closing = ')' | ']' | '}';
const CLOSING = { '(': ')', '[': ']', '{': '}' } as const;

/**
 * Reads RON 0.8 text. Never throws, whatever the text is: what is wrong is added to `findings`, and reading goes on at the next
 * item, so that one run reports every error.
 */
export function parseRon(findings: Findings): Document {
  return new Parser(findings).document();
}

class Parser {
  readonly #findings: Findings;
  readonly #lexer: Lexer;
  #token: Token;
  #ahead: Token | undefined;
  #previous: Token;
  /** Brackets that are open here, outermost first. */
  readonly #open: Opening[] = [];
  #values = 0;
  /** Offset of a token that has been reported to stand where something else was missing. */
  #reportedAt = -1;
  /** The last answer of `#indentOfLine`: a bracket's line may be long, and the question comes again with every item. */
  #lineIndent = { offset: -1, indent: 0 };

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#lexer = new Lexer(findings);
    this.#token = this.#lexer.next();
    this.#previous = this.#token;
  }

  /** Document : Attribute* Value */
  document(): Document {
    const attributes: Attribute[] = [];
    while (this.#token.kind === '#') attributes.push(this.#attribute());
    let value: Value | undefined;
    if (this.#token.kind === 'end') {
      if (this.#findings.diagnostics.length === 0) {
        this.#lexer.report(this.#token.span, 'this file is empty', { help: 'an interface begins with `Interface(`' });
      }
    } else {
      value = this.#value();
      this.#trailing();
    }
    return { source: this.#findings.source, attributes, value, comments: this.#lexer.comments };
  }

  #trailing(): void {
    if (this.#at('end')) return;
    const reported = this.#previous.broken || this.#token.broken;
    if (!reported) {
      const what = this.#describe(this.#token);
      this.#lexer.report(this.#token.span, `unexpected ${what} after the end of the value`, {
        note: 'an interface file holds one value',
        help: isClosing(this.#token.kind) ? 'remove it, or look for a bracket that closes too early' : undefined,
      });
    }
    // What the rest is about, nobody knows.
    this.#lexer.cutShort();
  }

  /** Attribute : `#` `!` `[` `enable` `(` Extension ( `,` Extension )* `,`? `)` `]` */
  #attribute(): Attribute {
    const start = this.#advance().span.start;
    const extensions: Word[] = [];
    const wellFormed =
      this.#accept('!') &&
      this.#accept('[') &&
      this.#acceptWord('enable') &&
      this.#accept('(') &&
      this.#extensions(extensions) &&
      this.#accept(')') &&
      this.#accept(']');
    if (!wellFormed) {
      this.#lexer.report(this.#token.span, 'this attribute is not well-formed', {
        help: 'the one attribute of RON is `#![enable(…)]`, for instance `#![enable(implicit_some)]`',
      });
      while (this.#token.kind !== 'end' && this.#token.kind !== ']' && !isOpening(this.#token.kind)) this.#advance();
      if (this.#token.kind === ']') this.#advance();
    }
    return { extensions, span: { start, end: this.#previous.span.end } };
  }

  /** Extension : `implicit_some` | `unwrap_newtypes` | `unwrap_variant_newtypes` */
  #extensions(extensions: Word[]): boolean {
    while (this.#token.kind === 'word') {
      const { text, span } = this.#token;
      extensions.push({ text, span });
      if (!EXTENSIONS.some((known) => known === text)) {
        const meant = suggest(text, EXTENSIONS);
        this.#lexer.report(span, `RON has no extension \`${text}\``, {
          help: meant
            ? `did you mean \`${meant}\`?`
            : `the extensions are ${EXTENSIONS.map((e) => `\`${e}\``).join(', ')}`,
        });
      }
      this.#advance();
      if (!this.#accept(',')) break;
    }
    return extensions.length > 0;
  }

  /** Value : String | Bytes | Char | Integer | Float | Bool | Name | Struct | Tuple | List | Map */
  #value(): Value {
    const token = this.#token;
    if (++this.#values > MAX_VALUES) return this.#tooManyValues();
    switch (token.kind) {
      case 'string':
        this.#advance();
        return { kind: 'string', text: token.text, broken: token.broken, span: token.span };
      case 'integer':
        this.#advance();
        return { kind: 'integer', value: token.value, signed: token.signed, span: token.span };
      case 'bytes':
      case 'char':
      case 'float':
        this.#advance();
        return { kind: token.broken ? 'unreadable' : token.kind, span: token.span };
      case 'word':
        return this.#named();
      case '(':
        return this.#parenthesized(undefined);
      case '[':
        return this.#list();
      case '{':
        return this.#map();
      default:
        return this.#noValue();
    }
  }

  /**
   * Bool : `true` | `false`
   * Name : Word
   * (and the structs and tuples that begin with a name)
   */
  #named(): Value {
    const name = this.#word();
    if (this.#token.kind === '(') return this.#parenthesized(name);
    const { text, span } = name;
    if (text === 'true' || text === 'false') return { kind: 'bool', value: text === 'true', span };
    return { kind: 'name', name, span };
  }

  /**
   * Struct : Word? `(` ( Field ( `,` Field )* `,`? )? `)`
   * Tuple  : Word? `(` ( Value ( `,` Value )* `,`? )? `)`
   */
  #parenthesized(name: Word | undefined): StructValue | TupleValue | Value {
    const open = this.#token.span.start;
    const start = name?.span.start ?? open;
    const fields: Field[] = [];
    const items: Value[] = [];
    const complete = this.#items('(', 'a field or a value', () => {
      if (this.#atField()) fields.push(this.#field());
      else items.push(this.#value());
    });
    const span = { start, end: this.#previous.span.end };
    if (!complete) return { kind: 'unreadable', span };
    if (fields.length === 0) return { kind: 'tuple', name, items, open, span };
    for (const item of items) {
      if (item.kind === 'unreadable') continue;
      this.#lexer.report(item.span, 'a value without a name among named fields', {
        help: 'each field of a struct is written `name: value`',
      });
    }
    return { kind: 'struct', name, fields, open, span };
  }

  /** At `name:`, or at `name` and a value that cannot follow it otherwise: a colon was forgotten. */
  #atField(): boolean {
    if (!this.#at('word', 'string')) return false;
    const { kind } = this.#peek();
    return (
      kind === ':' || (this.#at('word') && (beginsLiteral(kind) || kind === 'word' || kind === '[' || kind === '{'))
    );
  }

  /** Field : Word `:` Value */
  #field(): Field {
    const name = this.#token.kind === 'string' ? this.#quotedFieldName(this.#token) : this.#word();
    this.#colon(name.text);
    const value = this.#valueAfterColon(name.text);
    return { name, value, span: { start: name.span.start, end: Math.max(value.span.end, name.span.end) } };
  }

  #colon(name: string): void {
    if (this.#accept(':')) return;
    const { end } = this.#previous.span;
    this.#lexer.report({ start: end, end: end + 1 }, `expected \`:\` between \`${name}\` and its value`, {
      label: 'add a `:` here',
    });
  }

  #quotedFieldName(token: Token & { kind: 'string' }): Word {
    this.#lexer.report(token.span, 'the name of a field is not quoted', {
      note: 'in `( … )` names stand bare; in `{ … }` keys are quoted',
      help: /^[A-Za-z_]\w*$/.test(token.text) ? `write \`${token.text}:\`` : undefined,
    });
    this.#advance();
    return { text: token.text, span: token.span };
  }

  #valueAfterColon(name: string): Value {
    if (this.#token.kind === ',' || this.#token.kind === 'end' || isClosing(this.#token.kind)) {
      const at = this.#previous.span;
      this.#lexer.report(at, `\`${name}\` has no value`, { label: 'expected a value after this' });
      return { kind: 'unreadable', span: at };
    }
    return this.#value();
  }

  /** List : `[` ( Value ( `,` Value )* `,`? )? `]` */
  #list(): Value {
    const { start } = this.#token.span;
    const items: Value[] = [];
    const complete = this.#items('[', 'a value', () => items.push(this.#value()));
    const span = { start, end: this.#previous.span.end };
    return complete ? { kind: 'list', items, span } : { kind: 'unreadable', span };
  }

  /** Map : `{` ( Entry ( `,` Entry )* `,`? )? `}` */
  #map(): MapValue | Value {
    const { start } = this.#token.span;
    const entries: Entry[] = [];
    const complete = this.#items('{', 'an entry `"name": value`', () => {
      const entry = this.#entry();
      if (entry !== undefined) entries.push(entry);
    });
    const span = { start, end: this.#previous.span.end };
    return complete ? { kind: 'map', entries, span } : { kind: 'unreadable', span };
  }

  /** Entry : Value `:` Value */
  #entry(): Entry | undefined {
    const before = this.#token;
    const key = this.#value();
    const isKey = key.kind !== 'unreadable' && !before.broken;
    if (!this.#at(':') && !(isKey && this.#canBeginItem() && !this.#breaksLineBefore(this.#token))) {
      if (isKey) {
        this.#lexer.report(key.span, 'this entry of a map has no value', {
          help: 'an entry is written `"name": value`',
        });
      }
      return undefined;
    }
    const shown = key.kind === 'string' ? key.text : this.#findings.source.slice(key.span);
    const name = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
    this.#colon(name);
    const value = this.#valueAfterColon(name);
    return { key, value, span: { start: key.span.start, end: Math.max(value.span.end, key.span.end) } };
  }

  /**
   * Items : Opening ( Item ( `,` Item )* `,`? )? Closing
   *
   * Returns false when the text nests too deep, and the brackets were passed over.
   */
  #items(opening: Opening, expected: string, item: () => void): boolean {
    if (this.#open.length >= MAX_DEPTH) {
      this.#lexer.report(this.#token.span, `brackets nest deeper than ${MAX_DEPTH}`, {
        help: 'an interface needs no more than 7',
      });
      this.#skipBalanced();
      return false;
    }
    const opened = this.#advance();
    this.#open.push(opening);
    const closing = CLOSING[opening];
    while (!this.#atEndOf(opened, closing)) {
      if (this.#token.kind === ',') {
        this.#lexer.report(this.#token.span, `expected ${expected} before this \`,\``);
        this.#advance();
        continue;
      }
      const first = this.#token;
      item();
      if (this.#token === first) this.#advance();
      this.#separator(closing);
    }
    this.#open.pop();
    return true;
  }

  /** True past the closing bracket, and where a missing one should have been (then it is reported). */
  #atEndOf(opened: Token, closing: Closing): boolean {
    for (;;) {
      const { kind, span } = this.#token;
      if (this.#accept(closing)) return true;
      if (this.#isOutdented(opened)) {
        this.#lexer.report(opened.span, `this \`${opened.kind}\` is never closed`, {
          related: [{ source: this.#findings.source, span, message: `expected \`${closing}\` before this` }],
          help: `add the missing \`${closing}\``,
        });
        this.#reportedAt = span.start;
        return true;
      }
      if (kind === 'end' && this.#lexer.isCutShort) return true;
      if (kind === 'end') {
        this.#lexer.report(opened.span, `this \`${opened.kind}\` is never closed`, {
          help: `add the missing \`${closing}\``,
        });
        return true;
      }
      if (!isClosing(kind)) return false;
      if (this.#open.some((outer) => CLOSING[outer] === kind)) {
        this.#lexer.report(opened.span, `this \`${opened.kind}\` is never closed`, {
          related: [
            { source: this.#findings.source, span, message: `expected \`${closing}\` before this \`${kind}\`` },
          ],
          help: `add the missing \`${closing}\``,
        });
        return true;
      }
      if (this.#indentOf(span.start) !== undefined) {
        this.#lexer.report(span, `expected \`${closing}\`, found \`${kind}\``, {
          related: [{ source: this.#findings.source, span: opened.span, message: 'the bracket that is open here' }],
        });
        this.#advance();
        return true;
      }
      this.#lexer.report(span, `unexpected \`${kind}\``, {
        related: [
          {
            source: this.#findings.source,
            span: opened.span,
            message: `the bracket that is open here: \`${closing}\` closes it`,
          },
        ],
      });
      this.#advance();
    }
  }

  /**
   * True at a key of a map that stands no deeper than the line with the bracket before it: `"set": (` with its `)` forgotten. Taken for a
   * field in quotes, each of the entries that follow would be an error.
   */
  #isOutdented(opened: Token): boolean {
    if (opened.kind !== '(' || this.#open.at(-2) !== '{' || !this.#at('string') || this.#peek().kind !== ':')
      return false;
    const indent = this.#indentOf(this.#token.span.start);
    return indent !== undefined && indent <= this.#indentOfLine(opened.span.start);
  }

  /** White space before an offset in its line; undefined when there is more than that. */
  #indentOf(offset: number): number | undefined {
    const { text } = this.#findings.source;
    let start = offset;
    while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
    return start === 0 || text[start - 1] === '\n' ? offset - start : undefined;
  }

  /** White space at the start of the line of an opening bracket. */
  #indentOfLine(offset: number): number {
    if (this.#lineIndent.offset === offset) return this.#lineIndent.indent;
    const lineStart = this.#findings.source.text.lastIndexOf('\n', offset - 1) + 1;
    let end = lineStart;
    while (this.#findings.source.text[end] === ' ' || this.#findings.source.text[end] === '\t') end++;
    this.#lineIndent = { offset, indent: end - lineStart };
    return this.#lineIndent.indent;
  }

  #breaksLineBefore({ span }: Token): boolean {
    return this.#findings.source.text.slice(this.#previous.span.end, span.start).includes('\n');
  }

  /** The comma after an item. A missing one is reported once; what follows is read as the next item when it can be one. */
  #separator(closing: Closing): void {
    if (this.#accept(',') || this.#at('end') || isClosing(this.#token.kind)) return;
    const isReported = this.#token.broken || this.#previous.broken || this.#reportedAt === this.#token.span.start;
    if (!isReported) this.#missingSeparator(closing);
    while (!this.#canBeginItem() && !this.#at(',', 'end') && !isClosing(this.#token.kind)) this.#advance();
    this.#accept(',');
  }

  #missingSeparator(closing: Closing): void {
    const after = this.#previous.span;
    if (this.#canBeginItem()) {
      this.#lexer.report(
        { start: after.end, end: after.end + 1 },
        `expected \`,\` before ${this.#describe(this.#token)}`,
        {
          label: 'add a `,` here',
        },
      );
    } else {
      this.#lexer.report(this.#token.span, `expected \`,\` or \`${closing}\`, found ${this.#describe(this.#token)}`);
    }
  }

  #canBeginItem(): boolean {
    switch (this.#token.kind) {
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

  #tooManyValues(): Value {
    const { span } = this.#advance();
    this.#lexer.report(span, `more than ${MAX_VALUES} values; the rest of the file is not read`);
    this.#lexer.cutShort();
    this.#token = this.#lexer.next();
    this.#ahead = undefined;
    return { kind: 'unreadable', span };
  }

  #noValue(): Value {
    const token = this.#token;
    if (!token.broken) this.#lexer.report(token.span, `expected a value, found ${this.#describe(token)}`);
    if (!isClosing(token.kind) && token.kind !== 'end' && token.kind !== ',') this.#advance();
    return { kind: 'unreadable', span: token.span };
  }

  /** Passes over an opening bracket and everything up to the one that closes it, whatever the depth. */
  #skipBalanced(): void {
    let depth = 0;
    do {
      if (isOpening(this.#token.kind)) depth++;
      else if (isClosing(this.#token.kind)) depth--;
      this.#advance();
    } while (depth > 0 && this.#token.kind !== 'end');
  }

  #word(): Word {
    const token = this.#advance();
    return { text: token.kind === 'word' ? token.text : '', span: token.span };
  }

  #at(...kinds: Token['kind'][]): boolean {
    return kinds.includes(this.#token.kind);
  }

  #accept(kind: Token['kind']): boolean {
    if (!this.#at(kind)) return false;
    this.#advance();
    return true;
  }

  #acceptWord(text: string): boolean {
    return this.#token.kind === 'word' && this.#token.text === text && this.#accept('word');
  }

  #advance(): Token {
    this.#previous = this.#token;
    this.#token = this.#ahead ?? this.#lexer.next();
    this.#ahead = undefined;
    return this.#previous;
  }

  #peek(): Token {
    this.#ahead ??= this.#lexer.next();
    return this.#ahead;
  }

  #describe({ kind, span }: Token): string {
    const text = this.#findings.source.slice(this.#shorten(span));
    switch (kind) {
      case 'end':
        return 'the end of the file';
      case 'word':
        return `\`${text}\``;
      case 'string':
      case 'bytes':
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

  #shorten({ start, end }: Span): Span {
    return { start, end: Math.min(end, start + 60) };
  }
}

function beginsLiteral(kind: Token['kind']): boolean {
  return kind === 'string' || kind === 'bytes' || kind === 'char' || kind === 'integer' || kind === 'float';
}

function isOpening(kind: Token['kind']): kind is Opening {
  return kind === '(' || kind === '[' || kind === '{';
}

function isClosing(kind: Token['kind']): kind is Closing {
  return kind === ')' || kind === ']' || kind === '}';
}
