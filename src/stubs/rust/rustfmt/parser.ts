import { lexFragment, type Token } from '../../../rust/index.ts';
import type { Code, Link, Parameter, Path, Segment, Signature, StructField } from './syntax.ts';

/** Binary operators, tightest first. */
const OPERATORS = [['*', '/', '%'], ['+', '-'], ['<<', '>>'], ['&'], ['^'], ['|'], ['==', '!=', '<', '>']];

/** What the first token of an operator may be. */
const OPERATOR_STARTS = new Set(OPERATORS.flat().map((operator) => operator[0]));

/** An expression, or undefined when the text is none that stubs contain. */
export function parseExpression(text: string): Code | undefined {
  return new Parser(text).whole((parser) => parser.expression());
}

/** A type, or undefined when the text is none that stubs contain. */
export function parseType(text: string): Code | undefined {
  return new Parser(text).whole((parser) => parser.type());
}

/** The head of a function up to its brace or semicolon, or undefined when it is none that stubs contain. */
export function parseSignature(text: string): Signature | undefined {
  return new Parser(text).whole((parser) => parser.signature());
}

/** Thrown and caught in this file: the text is left as it is. */
class Unknown extends Error {}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = lexFragment(text);
  }

  whole<T>(read: (parser: Parser) => T): T | undefined {
    try {
      const result = read(this);
      return this.#token.kind === 'end' ? result : undefined;
    } catch (error) {
      if (error instanceof Unknown) return undefined;
      throw error;
    }
  }

  signature(): Signature {
    const open = this.#tokens.findIndex(({ text }) => text === '(');
    const head = this.#text.slice(0, this.#tokens[open]?.start);
    this.#at = open + 1;
    const parameters = this.#list(')', () => this.#parameter());
    this.#skip(')');
    return { head, parameters, ...(this.#take('->') && { result: this.type() }) };
  }

  #parameter(): Parameter {
    const { start } = this.#token;
    while (this.#token.text !== ':' && this.#token.text !== ',' && this.#token.text !== ')') this.#next();
    const name = this.#since(start);
    if (!this.#take(':')) return { text: name, name };
    const type = this.type();
    return { text: this.#since(start), name, type };
  }

  type(): Code {
    const { text, kind } = this.#token;
    if (text === '(') return this.#parentheses(false);
    if (text === '[') {
      this.#skip('[');
      const element = this.type();
      if (!this.#take(';')) return this.#closed(']', { kind: 'slice', element });
      return this.#closed(']', { kind: 'repeat', value: element, count: this.expression() });
    }
    if (text === '&') {
      this.#skip('&');
      const lifetime = this.#token.kind === 'lifetime' ? `${this.#next().text} ` : '';
      return { kind: 'reference', operator: `&${lifetime}${this.#take('mut') ? 'mut ' : ''}`, target: this.type() };
    }
    if (text === '!') return this.#verbatim(this.#at);
    if (text === '*') {
      this.#skip('*');
      return { kind: 'prefix', operator: `*${this.#next().text} `, operand: this.type() };
    }
    if (text === 'dyn' || text === 'impl' || text === 'fn') throw new Unknown();
    if (kind === 'ident' || text === '::' || text === '<') return this.#path(false);
    throw new Unknown();
  }

  expression(): Code {
    const { text } = this.#token;
    if (text === 'return' || text === 'break') {
      this.#skip(text);
      return { kind: 'prefix', operator: `${text} `, operand: this.expression() };
    }
    return this.#binary(OPERATORS.length - 1);
  }

  #binary(level: number): Code {
    if (level < 0) return this.#cast();
    let left = this.#binary(level - 1);
    for (;;) {
      if (!OPERATOR_STARTS.has(this.#token.text)) return left;
      const operator = OPERATORS[level]?.find((each) => this.#isOperator(each));
      if (operator === undefined) return left;
      this.#at += operator.length;
      const right = this.#binary(level - 1);
      const operands = left.kind === 'binary' && left.operator === operator ? left.operands : [left];
      left = { kind: 'binary', operator, operands: [...operands, right] };
    }
  }

  #isOperator(operator: string): boolean {
    const { start } = this.#token;
    return this.#text.startsWith(`${operator} `, start);
  }

  #cast(): Code {
    let operand = this.#unary();
    while (this.#take('as')) operand = { kind: 'cast', operand, type: this.type() };
    return operand;
  }

  #unary(): Code {
    const operator = this.#token.text;
    if (operator === '&' || operator === '*' || operator === '-' || operator === '!') {
      this.#skip(operator);
      const mutable = operator === '&' && this.#take('mut') ? 'mut ' : '';
      return { kind: 'prefix', operator: `${operator}${mutable}`, operand: this.#unary() };
    }
    return this.#postfix(this.#primary());
  }

  #primary(): Code {
    const { kind, text } = this.#token;
    if (kind === 'integer' || kind === 'float' || kind === 'string' || kind === 'char') return this.#verbatim(this.#at);
    if (text === '(') return this.#parentheses(true);
    if (text === '[') {
      this.#skip('[');
      if (this.#take(']')) return { kind: 'array', items: [] };
      const first = this.expression();
      if (this.#take(';')) return this.#closed(']', { kind: 'repeat', value: first, count: this.expression() });
      const items = this.#take(',') ? [first, ...this.#list(']', () => this.expression())] : [first];
      return this.#closed(']', { kind: 'array', items });
    }
    if (text === '{') return this.#block();
    if (text === '|') return this.#closure();
    if (kind !== 'ident' && text !== '::' && text !== '<') throw new Unknown();
    if (text === 'match') return this.#match();
    const { start } = this.#token;
    const path = this.#path(true);
    if (this.#token.text === '!' && this.#peek(1)?.text === '(') {
      const name = this.#text.slice(start, this.#next().end);
      this.#skip('(');
      return this.#closed(')', { kind: 'macro', name, args: this.#list(')', () => this.expression()) });
    }
    return this.#token.text === '{' ? { kind: 'struct', path, fields: this.#fields() } : path;
  }

  #postfix(first: Code): Code {
    let code = first;
    let tries = 0;
    let links: Link[] = [];
    const finish = (): Code =>
      links.length === 0 && tries === 0 ? code : { kind: 'chain', root: code, rootTries: tries, links };
    for (;;) {
      const { text } = this.#token;
      if (text === '(' && links.length === 0) {
        this.#skip('(');
        code = this.#closed(')', { kind: 'call', callee: code, args: this.#list(')', () => this.expression()) });
      } else if (text === '[') {
        this.#skip('[');
        code = this.#closed(']', { kind: 'index', target: finish(), index: this.#range() });
        [links, tries] = [[], 0];
      } else if (text === '.') {
        this.#skip('.');
        links.push(this.#link());
      } else if (text === '?') {
        this.#skip('?');
        const last = links.pop();
        if (last === undefined) tries++;
        else links.push({ ...last, tries: last.tries + 1 });
      } else return finish();
    }
  }

  #link(): Link {
    const name = `.${this.#next().text}`;
    if (!this.#take('(')) return { name, tries: 0 };
    const args = this.#list(')', () => this.expression());
    this.#skip(')');
    return { name, args, tries: 0 };
  }

  /** `..len`, or an expression. */
  #range(): Code {
    if (this.#token.text !== '.') return this.expression();
    const start = this.#token.start;
    while (this.#token.text === '.') this.#at++;
    this.expression();
    return { kind: 'text', text: this.#since(start) };
  }

  #parentheses(isValue: boolean): Code {
    const read = () => (isValue ? this.expression() : this.type());
    this.#skip('(');
    if (this.#take(')')) return { kind: 'tuple', isValue, items: [] };
    const first = read();
    if (this.#take(')')) return { kind: 'parenthesised', inner: first };
    this.#skip(',');
    return this.#closed(')', { kind: 'tuple', isValue, items: [first, ...this.#list(')', read)] });
  }

  #fields(): StructField[] {
    this.#skip('{');
    const fields: StructField[] = [];
    while (this.#token.text !== '}') {
      const name = this.#next().text;
      fields.push(this.#take(':') ? { name, value: this.expression() } : { name });
      if (!this.#take(',')) break;
    }
    this.#skip('}');
    return fields;
  }

  #path(isValue: boolean): Path {
    const segments: Segment[] = [];
    let isGlobal = this.#token.text === '::';
    let self: Path['self'];
    if (this.#take('<')) {
      const type = this.type();
      const trait = this.#take('as') ? this.#path(false) : undefined;
      segments.push(...(trait?.segments ?? []));
      isGlobal = trait?.isGlobal ?? false;
      self = { type, traitLength: segments.length };
      this.#skip('>');
    }
    if (isGlobal || self) this.#skip('::');
    do {
      if (this.#token.kind !== 'ident') throw new Unknown();
      const name = this.#next().text;
      const bracket = this.#peek(isValue ? 1 : 0);
      const hasGenerics = isValue ? this.#token.text === '::' && bracket?.text === '<' : bracket?.text === '<';
      if (hasGenerics) {
        if (isValue) this.#skip('::');
        this.#skip('<');
        segments.push({ name, generics: this.#list('>', () => this.#generic()) });
        this.#skip('>');
      } else segments.push({ name, generics: [] });
    } while (this.#take('::'));
    return { kind: 'path', isValue, isGlobal, segments, ...(self && { self }) };
  }

  #generic(): Code {
    const { kind, text } = this.#token;
    if (kind === 'lifetime' || kind === 'integer') return this.#verbatim(this.#at);
    if (text === '-') return this.#verbatim(this.#at + 1);
    return text === '{' ? this.#block() : this.type();
  }

  #block(): Code {
    const { start } = this.#next();
    const inner = this.expression();
    this.#skip('}');
    return { kind: 'block', inner, text: this.#since(start) };
  }

  /** `|x| …`: the closures of stubs are short. */
  #closure(): Code {
    const { start } = this.#next();
    while (!this.#take('|')) this.#at++;
    this.expression();
    return { kind: 'text', text: this.#since(start) };
  }

  /** `match value {}` on one line. */
  #match(): Code {
    const open = this.#tokens.findIndex(({ text }, index) => index > this.#at && text === '{');
    return this.#verbatim(this.#tokens[open]?.partner ?? -1);
  }

  #list<T>(end: string, read: () => T): T[] {
    const items: T[] = [];
    while (this.#token.text !== end) {
      items.push(read());
      if (!this.#take(',')) break;
    }
    return items;
  }

  #closed(end: string, code: Code): Code {
    this.#skip(end);
    return code;
  }

  /** The text up to a token. */
  #verbatim(last: number): Code {
    const { start } = this.#token;
    const token = this.#tokens[last];
    if (token === undefined) throw new Unknown();
    this.#at = last + 1;
    return { kind: 'text', text: this.#text.slice(start, token.end) };
  }

  #since(start: number): string {
    return this.#text.slice(start, this.#tokens[this.#at - 1]?.end);
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #peek(ahead: number): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #next(): Token {
    const token = this.#token;
    if (token.kind === 'end') throw new Unknown();
    this.#at++;
    return token;
  }

  #take(text: string): boolean {
    if (this.#token.text !== text) return false;
    this.#at++;
    return true;
  }

  #skip(text: string): void {
    if (!this.#take(text)) throw new Unknown();
  }
}
