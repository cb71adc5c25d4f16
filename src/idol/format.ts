import type { Result, Source } from '../text/index.ts';
import { type Item, joinPieces, Pieces } from './pieces.ts';
import { parseInterfaceDocument } from './read/interface.ts';
import type { Document, Entry, Field, Value } from './ron/value.ts';

const INDENT = '    ';
const MAX_WIDTH = 100;
/** The interface, its map of operations, and an operation: brackets this deep always have a line for each item. */
const ALWAYS_BROKEN_DEPTH = 3;

/**
 * The canonical layout of an interface file: four spaces, a line for each field, entry and operation, a comma after each. Of empty
 * lines between them one stays. Leases and types with attributes stay in one line if they stood in one and fit. Comments
 * stay with what they stand at; text, numbers and names are kept as written. Formatting again changes nothing.
 *
 * @returns undefined for a file with errors; the diagnostics say which
 */
export function formatInterface(source: Source): Result<string | undefined> {
  const { value, diagnostics } = parseInterfaceDocument(source);
  if (value.iface?.complete !== true) return { value: undefined, diagnostics };
  return { value: new Printer(value.document).document(), diagnostics };
}

class Printer {
  readonly #document: Document;
  readonly #source: Source;
  readonly #pieces: Pieces;
  /** A checkout with CRLF keeps it. Where line ends are mixed it is LF, since comments keep those inside of them. */
  readonly #lineEnd: string;

  constructor(document: Document) {
    this.#document = document;
    this.#source = document.source;
    this.#pieces = new Pieces(document);
    const isCrLf = /\r\n/.test(document.source.text) && !/(?<!\r)\n/.test(document.source.text);
    this.#lineEnd = isCrLf ? '\r\n' : '\n';
  }

  document(): string {
    const { attributes, value } = this.#document;
    const items: Item[] = attributes.map(({ extensions, span }) => ({
      span,
      contentStart: span.start,
      text: this.#pieces.hasComments(span.start, span.end)
        ? this.#source.slice(span).replace(/[ \t]+(?=\r?\n)/g, '')
        : `#![enable(${extensions.map((word) => word.text).join(', ')})]`,
    }));
    if (value) items.push({ span: value.span, contentStart: openOf(value), text: this.#value(value, 0, 0, 0) });
    const pieces = this.#pieces.between(0, this.#source.text.length, items);
    return `${joinPieces(pieces, this.#lineEnd)}${this.#lineEnd}`;
  }

  /**
   * @param level indentation of the line on which the value begins
   * @param depth brackets around it
   * @param column characters before it in its line
   */
  #value(value: Value, level: number, depth: number, column: number): string {
    if (!isContainer(value)) return this.#source.slice(value.span);
    const opening = this.#opening(value);
    const only = this.#huggedItem(value);
    if (only) return `${opening}${this.#value(only, level, depth + 1, column + opening.length)})`;
    if (!this.#isBroken(value, depth, column)) return this.#inOneLine(value);
    const items = itemsOf(value).map((item) => this.#item(item, level + 1, depth + 1, this.#isSome(value) ? '' : ','));
    const lineBreak = `${this.#lineEnd}${INDENT.repeat(level + 1)}`;
    const pieces = this.#pieces.between(openOf(value) + 1, value.span.end - 1, items);
    const start = pieces[0]?.sameLine ? ' ' : lineBreak;
    return `${opening}${start}${joinPieces(pieces, lineBreak)}${this.#lineEnd}${INDENT.repeat(level)}${closingOf(value)}`;
  }

  #item(item: Value | Field | Entry, level: number, depth: number, separator: string): Item {
    const label = this.#label(item);
    const value = contentOf(item);
    const text = `${label}${this.#value(value, level, depth, level * INDENT.length + label.length)}${separator}`;
    return { span: item.span, contentStart: openOf(value), text };
  }

  /** RON 0.8 takes no comma behind the value of `Some`. */
  #isSome(value: Container): boolean {
    return value.kind === 'tuple' && value.name !== undefined && this.#source.slice(value.name.span) === 'Some';
  }

  /** Whether the items of a container have a line each. */
  #isBroken(value: Container, depth: number, column: number): boolean {
    const items = itemsOf(value);
    if (this.#pieces.hasComments(openOf(value), value.span.end)) return true;
    if (items.length === 0) return false;
    if (depth < ALWAYS_BROKEN_DEPTH || value.kind === 'map') return true;
    if (value.kind === 'struct' && (value.name !== undefined || this.#breaksAfter(openOf(value)))) return true;
    if (items.some((item) => this.#containsBroken(contentOf(item), depth + 1))) return true;
    return column + this.#inOneLine(value).length + 1 > MAX_WIDTH;
  }

  #containsBroken(value: Value, depth: number): boolean {
    return isContainer(value) && this.#isBroken(value, depth, 0);
  }

  /** `Simple((…))`: the one item of a tuple shares its brackets' lines. */
  #huggedItem(value: Container): Container | undefined {
    if (value.kind !== 'tuple' || value.items.length !== 1) return undefined;
    const [item] = value.items;
    if (item === undefined || !isContainer(item)) return undefined;
    const isWithoutComments =
      !this.#pieces.hasComments(value.open, openOf(item)) && !this.#pieces.hasComments(item.span.end, value.span.end);
    return isWithoutComments ? item : undefined;
  }

  #inOneLine(value: Value): string {
    if (!isContainer(value)) return this.#source.slice(value.span);
    const items = itemsOf(value).map((item) => `${this.#label(item)}${this.#inOneLine(contentOf(item))}`);
    return `${this.#opening(value)}${items.join(', ')}${closingOf(value)}`;
  }

  #opening(value: Container): string {
    switch (value.kind) {
      case 'map':
        return '{';
      case 'list':
        return '[';
      case 'tuple':
      case 'struct':
        return `${value.name ? this.#source.slice(value.name.span) : ''}(`;
    }
  }

  #label(item: Value | Field | Entry): string {
    if ('key' in item) return `${this.#inOneLine(item.key)}: `;
    if (isField(item)) return `${this.#source.slice(item.name.span)}: `;
    return '';
  }

  #breaksAfter(offset: number): boolean {
    return /^[ \t]*\r?\n/.test(this.#source.text.slice(offset + 1, offset + 1 + MAX_WIDTH));
  }
}

type Container = Extract<Value, { kind: 'tuple' | 'struct' | 'map' | 'list' }>;

function isContainer(value: Value): value is Container {
  return value.kind === 'tuple' || value.kind === 'struct' || value.kind === 'map' || value.kind === 'list';
}

function isField(item: Value | Field): item is Field {
  return !('kind' in item);
}

function itemsOf(value: Container): readonly (Value | Field | Entry)[] {
  switch (value.kind) {
    case 'struct':
      return value.fields;
    case 'map':
      return value.entries;
    case 'tuple':
    case 'list':
      return value.items;
  }
}

function contentOf(item: Value | Field | Entry): Value {
  return 'key' in item || isField(item) ? item.value : item;
}

/** Where a value's content begins: comments from there on are its own. */
function openOf(value: Value): number {
  return value.kind === 'tuple' || value.kind === 'struct' ? value.open : value.span.start;
}

function closingOf(value: Container): string {
  return value.kind === 'map' ? '}' : value.kind === 'list' ? ']' : ')';
}
