import { createScanner } from 'jsonc-parser';
import type { Span } from './source.ts';

/** A JSON value with its place; that of a list or an object is its opening bracket. */
export type JsonNode = { readonly span: Span } & (
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[] }
  | {
      readonly kind: 'object';
      readonly entries: ReadonlyMap<string, JsonEntry>;
      /** Later entries with the name of an earlier one, which they replace. */
      readonly repeated: readonly { readonly key: string; readonly span: Span }[];
    }
);

export interface JsonEntry {
  readonly keySpan: Span;
  readonly value: JsonNode;
}

/** A JSON text that people write, as JSON: blanks stand for comments and a byte order mark, so that every place stays. */
export function jsonOfPeople(text: string): string {
  const marked = text.replace(/^\ufeff/, ' ');
  if (!marked.includes('/')) return marked;
  const scanner = createScanner(marked);
  let json = '';
  // Only comments begin with a slash. After a comment without an end the scanner stands behind the text: its token there has a length.
  for (scanner.scan(); scanner.getTokenLength() > 0 && scanner.getTokenOffset() < marked.length; scanner.scan()) {
    const token = marked.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    json += /^\/[/*]/.test(token) ? token.replace(/[^\r\n]/g, ' ') : token;
  }
  return json;
}

/** The next place with neither white space nor what stands between values. */
function startOfToken(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code <= SPACE || code === COMMA || code === COLON; code = text.charCodeAt(at))
    at++;
  return at;
}

/** The end of the token that begins at an offset. */
function endOfToken(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) {
    let end = text.indexOf('"', start + 1);
    while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    return end < 0 ? text.length : end + 1;
  }
  if (PUNCTUATION.has(first)) return start + 1;
  let end = start;
  for (let code = first; code > SPACE && code !== QUOTE && !PUNCTUATION.has(code); code = text.charCodeAt(end)) end++;
  return end;
}

/** What a token other than punctuation means. Most are texts without an escape, which need no parser. */
function scalarOf(token: string): string | number | boolean | null {
  return token.startsWith('"') && !token.includes('\\') ? token.slice(1, -1) : JSON.parse(token);
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const PUNCTUATION = new Set([...'{}[],:'].map((character) => character.charCodeAt(0)));

/** Whether an odd number of backslashes stands before a quote. */
function isEscaped(text: string, quote: number): boolean {
  let first = quote;
  while (text.charAt(first - 1) === '\\') first--;
  return (quote - first) % 2 === 1;
}

/**
 * What `JSON.parse` makes of a text, with places, which it does not keep. Of two entries of one name the last one counts, as there.
 *
 * @param text well-formed JSON
 */
export function jsonTree(text: string): JsonNode {
  type Open =
    | { node: JsonNode & { kind: 'list' }; items: JsonNode[] }
    | {
        node: JsonNode & { kind: 'object' };
        entries: Map<string, JsonEntry>;
        repeated: { key: string; span: Span }[];
        key?: { text: string; span: Span };
      };
  const open: Open[] = [];
  let root: JsonNode | undefined;
  const add = (node: JsonNode) => {
    const around = open.at(-1);
    if (!around) root = node;
    else if ('items' in around) around.items.push(node);
    else if (around.key) {
      const { text: key, span } = around.key;
      if (around.entries.has(key)) around.repeated.push({ key, span });
      around.entries.set(key, { keySpan: span, value: node });
      around.key = undefined;
    }
  };
  for (let start = startOfToken(text, 0), end = 0; start < text.length; start = startOfToken(text, end)) {
    end = endOfToken(text, start);
    const word = text.slice(start, end);
    const span = { start, end };
    const around = open.at(-1);
    if (word === '}' || word === ']') open.pop();
    else if (word === '[') {
      const items: JsonNode[] = [];
      const node = { kind: 'list', items, span } as const;
      add(node);
      open.push({ node, items });
    } else if (around && 'entries' in around && around.key === undefined) {
      around.key = { text: scalarOf(word) as string, span };
    } else if (word === '{') {
      const entries = new Map<string, JsonEntry>();
      const repeated: { key: string; span: Span }[] = [];
      const node = { kind: 'object', entries, repeated, span } as const;
      add(node);
      open.push({ node, entries, repeated });
    } else add({ kind: 'scalar', value: scalarOf(word), span });
  }
  return root ?? { kind: 'scalar', value: null, span: { start: 0, end: 0 } };
}

/**
 * Where a tree has what is at a path of keys and indices: the value, or its key when `mark` is 'key'. For what is not there, the
 * place of what is nearest around it.
 */
export function jsonSpan(root: JsonNode, path: readonly PropertyKey[], mark: 'key' | 'value' = 'value'): Span {
  let at = root;
  let span = root.span;
  for (const key of path) {
    const entry = at.kind === 'object' ? at.entries.get(String(key)) : undefined;
    const next = at.kind === 'list' ? at.items[Number(key)] : entry?.value;
    if (!next) break;
    span = mark === 'key' && entry ? entry.keySpan : next.span;
    at = next;
  }
  return span;
}

/** Where `JSON.parse` stopped, from the words of its error; the end of the text when they name no place. */
export function jsonErrorOffset(text: string, message: string): number {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  return Math.min(position === undefined ? text.trimEnd().length : Number(position), text.length);
}

/** More than any document of a real registry has by a factor of a hundred, and what still fits into memory. */
const MAX_JSON_VALUES = 1_000_000;
const MAX_JSON_DEPTH = 500;
const MAX_JSON_LENGTH = 64_000_000;

/**
 * Why a text is not to be given to `JSON.parse`, as the rest of a sentence about it: it is long, deep or has many values, so that it would
 * take seconds and gigabytes. It need not be JSON: that is for the parser to say.
 */
export function jsonSizeProblem(text: string): string | undefined {
  if (text.length > MAX_JSON_LENGTH) return `it has more than ${MAX_JSON_LENGTH} characters`;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: {
        // The end of a string, over what is escaped in it.
        for (at++; at < text.length && text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c) at++;
        break;
      }
      case 0x5b:
      case 0x7b:
        values++;
        if (++depth > MAX_JSON_DEPTH) return `it is nested more than ${MAX_JSON_DEPTH} levels deep`;
        break;
      case 0x5d:
      case 0x7d:
        depth--;
        break;
      case 0x2c:
        if (++values > MAX_JSON_VALUES) return `it has more than ${MAX_JSON_VALUES} values`;
        break;
    }
  }
  return undefined;
}
