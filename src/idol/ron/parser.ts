import { lengthProblem, suggest } from '../../text/index.ts';
import { ronSyntax } from '../checks/ron-syntax.ts';
import type { Findings } from '../findings.ts';
import { Brackets } from './brackets.ts';
import { Cursor, isClosing, isOpening } from './cursor.ts';
import type { Token } from './lexer.ts';
import type { Attribute, Document, Entry, Field, MapValue, StructValue, TupleValue, Value, Word } from './value.ts';

/** Extensions of RON 0.8 that an attribute can enable. */
const EXTENSIONS = ['implicit_some', 'unwrap_newtypes', 'unwrap_variant_newtypes'] as const;

/** Values in one file, at most: what has more of them is no interface, and to keep them all would take gigabytes. */
const MAX_VALUES = 200_000;

/**
 * Reads RON 0.8 text. Never throws, whatever the text is: what is wrong is added to `findings`, and reading goes on at the next
 * item, so that one run reports every error.
 */
export function parseRon(findings: Findings): Document {
  const { source } = findings;
  const tooLong = lengthProblem(source);
  if (tooLong !== undefined) {
    findings.add(ronSyntax, { start: 0, end: 0 }, `this file is too long: ${tooLong}`);
    return { source, attributes: [], value: undefined, comments: [] };
  }
  return new Parser(findings).document();
}

/** Words that are values by themselves. */
const STANDS_ALONE: ReadonlySet<string> = new Set(['true', 'false', 'None', 'inf', 'NaN']);

class Parser {
  readonly #cursor: Cursor;
  readonly #brackets: Brackets;
  #values = 0;

  constructor(findings: Findings) {
    this.#cursor = new Cursor(findings);
    this.#brackets = new Brackets(this.#cursor);
  }

  /** Document : Attribute* Value */
  document(): Document {
    const attributes: Attribute[] = [];
    while (this.#cursor.token.kind === '#') attributes.push(this.#attribute());
    let value: Value | undefined;
    if (this.#cursor.token.kind === 'end') {
      if (!this.#cursor.hasReported) {
        this.#cursor.report(this.#cursor.token.span, 'this file is empty', {
          help: 'begin the interface with `Interface(`',
        });
      }
    } else {
      value = this.#value();
      this.#trailing();
    }
    return { source: this.#cursor.source, attributes, value, comments: this.#cursor.comments };
  }

  #trailing(): void {
    if (this.#cursor.at('end')) return;
    const reported = this.#cursor.previous.broken || this.#cursor.token.broken;
    if (!reported) {
      const what = this.#cursor.describe(this.#cursor.token);
      this.#cursor.report(this.#cursor.token.span, `unexpected ${what} after the end of the value`, {
        note: 'an interface file holds one value',
        help: isClosing(this.#cursor.token.kind)
          ? 'remove it, or look for a bracket that closes too early'
          : 'remove it, or put it inside the brackets',
      });
    }
    // What the rest is about, nobody knows.
    this.#cursor.cutShort();
  }

  /** Attribute : `#` `!` `[` `enable` `(` Extension ( `,` Extension )* `,`? `)` `]` */
  #attribute(): Attribute {
    const start = this.#cursor.advance().span.start;
    const extensions: Word[] = [];
    const wellFormed =
      this.#cursor.accept('!') &&
      this.#cursor.accept('[') &&
      this.#cursor.acceptWord('enable') &&
      this.#cursor.accept('(') &&
      this.#extensions(extensions) &&
      this.#cursor.accept(')') &&
      this.#cursor.accept(']');
    if (!wellFormed) {
      this.#cursor.report(this.#cursor.token.span, 'this attribute is not well-formed', {
        help: 'write `#![enable(…)]`, the only attribute of RON, for example `#![enable(implicit_some)]`',
      });
      while (
        this.#cursor.token.kind !== 'end' &&
        this.#cursor.token.kind !== ']' &&
        !isOpening(this.#cursor.token.kind)
      )
        this.#cursor.advance();
      if (this.#cursor.token.kind === ']') this.#cursor.advance();
    }
    return { extensions, span: { start, end: this.#cursor.previous.span.end } };
  }

  /** Extension : `implicit_some` | `unwrap_newtypes` | `unwrap_variant_newtypes` */
  #extensions(extensions: Word[]): boolean {
    while (this.#cursor.token.kind === 'word') {
      const { text, span } = this.#cursor.token;
      extensions.push({ text, span });
      if (!EXTENSIONS.some((known) => known === text)) {
        const meant = suggest(text, EXTENSIONS);
        this.#cursor.report(span, `RON has no extension \`${text}\``, {
          help: meant
            ? `did you mean \`${meant}\`?`
            : `the extensions are ${EXTENSIONS.map((e) => `\`${e}\``).join(', ')}`,
        });
      }
      this.#cursor.advance();
      if (!this.#cursor.accept(',')) break;
    }
    return extensions.length > 0;
  }

  /** Value : String | Bytes | Char | Integer | Float | Bool | Name | Struct | Tuple | List | Map */
  #value(): Value {
    const token = this.#cursor.token;
    if (++this.#values > MAX_VALUES) return this.#tooManyValues();
    switch (token.kind) {
      case 'string':
        this.#cursor.advance();
        return { kind: 'string', text: token.text, broken: token.broken, span: token.span };
      case 'integer':
        this.#cursor.advance();
        return { kind: 'integer', value: token.value, signed: token.signed, span: token.span };
      case 'char':
        this.#cursor.advance();
        return token.broken
          ? { kind: 'unreadable', span: token.span }
          : { kind: 'char', text: token.text, span: token.span };
      case 'float':
        this.#cursor.advance();
        return { kind: token.broken ? 'unreadable' : 'float', span: token.span };
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
   * Bool  : `true` | `false`
   * Float : `inf` | `NaN`
   * Name  : Word
   * (and the structs and tuples that begin with a name)
   */
  #named(): Value {
    const name = this.#cursor.word();
    const { text, span } = name;
    if (this.#cursor.token.kind !== '(') {
      if (name.raw) return { kind: 'name', name, span };
      if (text === 'true' || text === 'false') return { kind: 'bool', value: text === 'true', span };
      if (text === 'inf' || text === 'NaN') return { kind: 'float', span };
      if (text === 'Some') this.#cursor.report(span, '`Some` has no value', { help: 'write `Some(…)`, or `None`' });
      return { kind: 'name', name, span };
    }
    if (!name.raw && STANDS_ALONE.has(text)) {
      this.#cursor.report(this.#cursor.token.span, `\`${text}\` has no content`, { help: 'remove the brackets' });
      this.#cursor.skipBalanced();
      return { kind: 'unreadable', span: { start: span.start, end: this.#cursor.previous.span.end } };
    }
    const value = this.#parenthesized(name);
    if (text === 'Some' && !name.raw) this.#expectOneValue(value, this.#brackets.endedWithComma);
    return value;
  }

  /** Between the brackets of `Some`, there is one value without a comma. */
  #expectOneValue(value: Value, hasComma: boolean): void {
    if (value.kind === 'unreadable') return;
    const [only, ...others] = value.kind === 'tuple' ? value.items : [];
    if (only !== undefined && others.length === 0 && !hasComma) return;
    this.#cursor.report(value.span, '`Some(…)` must contain one value, without a comma', {
      help: hasComma && others.length === 0 ? 'remove the comma' : 'write `Some(64)`, or `None`',
    });
  }

  /**
   * Struct : Word? `(` ( Field ( `,` Field )* `,`? )? `)`
   * Tuple  : Word? `(` ( Value ( `,` Value )* `,`? )? `)`
   */
  #parenthesized(name: Word | undefined): StructValue | TupleValue | Value {
    const open = this.#cursor.token.span.start;
    const start = name?.span.start ?? open;
    const fields: Field[] = [];
    const items: Value[] = [];
    const complete = this.#brackets.items('(', 'a field or a value', () => {
      if (this.#atField()) fields.push(this.#field());
      else items.push(this.#value());
    });
    const span = { start, end: this.#cursor.previous.span.end };
    if (!complete) return { kind: 'unreadable', span };
    if (fields.length === 0) return { kind: 'tuple', name, items, open, span };
    for (const item of items) {
      if (item.kind === 'unreadable') continue;
      this.#cursor.report(item.span, 'this value has no name, but other fields have names', {
        help: 'write each field as `name: value`',
      });
    }
    return { kind: 'struct', name, fields, open, span };
  }

  /** At `name:`, or at `name` and a value that cannot follow it otherwise: a colon was forgotten. */
  #atField(): boolean {
    if (!this.#cursor.at('word', 'string')) return false;
    const { kind } = this.#cursor.peek();
    return (
      kind === ':' ||
      (this.#cursor.at('word') && (beginsLiteral(kind) || kind === 'word' || kind === '[' || kind === '{'))
    );
  }

  /** Field : Word `:` Value */
  #field(): Field {
    const name =
      this.#cursor.token.kind === 'string' ? this.#quotedFieldName(this.#cursor.token.text) : this.#cursor.word();
    this.#colon(name.text);
    const value = this.#valueAfterColon(name.text);
    return { name, value, span: { start: name.span.start, end: Math.max(value.span.end, name.span.end) } };
  }

  #colon(name: string): void {
    if (this.#cursor.accept(':')) return;
    const { end } = this.#cursor.previous.span;
    this.#cursor.report({ start: end, end: end + 1 }, `expected \`:\` between \`${name}\` and its value`, {
      label: 'add a `:` here',
    });
  }

  #quotedFieldName(text: string): Word {
    const { span } = this.#cursor.token;
    this.#cursor.report(span, 'a field name must not have quotes', {
      note: 'field names in `( … )` have no quotes; keys in `{ … }` have quotes',
      help: /^[A-Za-z_]\w*$/.test(text) ? `write \`${text}:\`` : 'write it without quotes',
    });
    this.#cursor.advance();
    return { text, span };
  }

  #valueAfterColon(name: string): Value {
    if (this.#cursor.token.kind === ',' || this.#cursor.token.kind === 'end' || isClosing(this.#cursor.token.kind)) {
      const at = this.#cursor.previous.span;
      this.#cursor.report(at, `\`${name}\` has no value`, {
        label: 'expected a value after this',
        help: 'write a value, or remove the name',
      });
      return { kind: 'unreadable', span: at };
    }
    return this.#value();
  }

  /** List : `[` ( Value ( `,` Value )* `,`? )? `]` */
  #list(): Value {
    const { start } = this.#cursor.token.span;
    const items: Value[] = [];
    const complete = this.#brackets.items('[', 'a value', () => items.push(this.#value()));
    const span = { start, end: this.#cursor.previous.span.end };
    return complete ? { kind: 'list', items, span } : { kind: 'unreadable', span };
  }

  /** Map : `{` ( Entry ( `,` Entry )* `,`? )? `}` */
  #map(): MapValue | Value {
    const { start } = this.#cursor.token.span;
    const entries: Entry[] = [];
    const complete = this.#brackets.items('{', 'an entry `"name": value`', () => {
      const entry = this.#entry();
      if (entry !== undefined) entries.push(entry);
    });
    const span = { start, end: this.#cursor.previous.span.end };
    return complete ? { kind: 'map', entries, span } : { kind: 'unreadable', span };
  }

  /** Entry : Value `:` Value */
  #entry(): Entry | undefined {
    const before = this.#cursor.token;
    const key = this.#value();
    const isKey = key.kind !== 'unreadable' && !before.broken;
    if (
      !this.#cursor.at(':') &&
      !(isKey && this.#cursor.canBeginItem() && !this.#cursor.breaksLineBefore(this.#cursor.token))
    ) {
      if (isKey) {
        this.#cursor.report(key.span, 'this entry of a map has no value', {
          help: 'write the entry as `"name": value`',
        });
      }
      return undefined;
    }
    const shown = key.kind === 'string' ? key.text : this.#cursor.source.slice(key.span);
    const name = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
    this.#colon(name);
    const value = this.#valueAfterColon(name);
    return { key, value, span: { start: key.span.start, end: Math.max(value.span.end, key.span.end) } };
  }

  #tooManyValues(): Value {
    const { span } = this.#cursor.advance();
    this.#cursor.report(span, `more than ${MAX_VALUES} values; the rest of the file is not read`, {
      help: 'split the interface',
    });
    this.#cursor.cutShort();
    return { kind: 'unreadable', span };
  }

  #noValue(): Value {
    const token = this.#cursor.token;
    if (!token.broken) {
      this.#cursor.report(token.span, `expected a value, found ${this.#cursor.describe(token)}`, {
        help: 'write text in quotes, a number, a name, or a value in brackets',
      });
    }
    if (!isClosing(token.kind) && token.kind !== 'end' && token.kind !== ',') this.#cursor.advance();
    return { kind: 'unreadable', span: token.span };
  }
}

function beginsLiteral(kind: Token['kind']): boolean {
  return kind === 'string' || kind === 'char' || kind === 'integer' || kind === 'float';
}
