import type { Cursor } from './cursor.ts';
import type { Attribute } from './item.ts';

/** Attributes and doc comments in front of an item, field or variant. */
export interface Attributes {
  readonly attributes: Attribute[];
  readonly cfg: string[];
  readonly doc?: string;
}

/** Reads all attributes and outer doc comments at the cursor; inner ones (`#![…]`, `//!`) are skipped. */
export function readAttributes(cursor: Cursor): Attributes {
  const attributes: Attribute[] = [];
  const cfg: string[] = [];
  const docs: string[] = [];
  for (;;) {
    const { kind, text } = cursor.peek();
    if (kind === 'doc') {
      docs.push(commentText(text));
      cursor.next();
    } else if (kind === 'innerDoc') {
      cursor.next();
    } else if (text === '#' && cursor.at('[', 1)) {
      cursor.next();
      const known = attributes.length;
      readAttribute(cursor.inside(), undefined, attributes);
      docs.push(...attributes.slice(known).flatMap(docOf));
    } else if (text === '#' && cursor.at('!', 1) && cursor.at('[', 2)) {
      cursor.index += 2;
      cursor.skipGroup();
    } else {
      break;
    }
  }
  for (const { name, argument, condition } of attributes) {
    if (name === 'cfg') cfg.push(condition === undefined ? argument : `any(not(${condition}), ${argument})`);
  }
  return docs.length === 0 ? { attributes, cfg } : { attributes, cfg, doc: unindent(docs.join('\n')) };
}

/** The text of `#[doc = "…"]`. */
function docOf({ name, argument, condition }: Attribute): string[] {
  const text = name === 'doc' && condition === undefined ? stringLiteral(argument) : undefined;
  return text === undefined ? [] : [text];
}

function readAttribute(cursor: Cursor, condition: string | undefined, into: Attribute[]): void {
  // `unsafe(no_mangle)` wraps an attribute.
  if (cursor.at('unsafe')) cursor.next();
  const { start } = cursor.peek();
  while (cursor.peek().kind === 'ident' || cursor.at('::')) cursor.next();
  const name = cursor.textFrom(start).replace(/\s+/g, '');
  if (name === 'cfg_attr' && cursor.at('(')) {
    const inner = cursor.inside();
    const predicate = textToComma(inner);
    const both = condition === undefined ? predicate : `all(${condition}, ${predicate})`;
    while (inner.accept(',') && !inner.atEnd) {
      readAttribute(inner, both, into);
      textToComma(inner);
    }
    return;
  }
  let argument = '';
  if (cursor.peek().kind === 'open') {
    const inner = cursor.inside();
    const from = inner.peek().start;
    inner.index = inner.end;
    argument = inner.textFrom(from).trim();
  } else if (cursor.accept('=')) {
    argument = textToComma(cursor);
  }
  into.push(condition === undefined ? { name, argument } : { name, argument, condition });
}

/** Moves to the next comma on this level and gives the text up to it. */
function textToComma(cursor: Cursor): string {
  const { start } = cursor.peek();
  const from = cursor.index;
  while (!cursor.atEnd && !cursor.at(',')) {
    if (cursor.peek().kind === 'open') cursor.skipGroup();
    else cursor.next();
  }
  return cursor.index === from ? '' : cursor.textFrom(start);
}

/** The elements of a comma-separated argument such as `u8, packed(2)`, trimmed. */
export function splitArguments(argument: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < argument.length; at++) {
    const character = argument[at] as string;
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      parts.push(argument.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(argument.slice(start).trim());
  return parts.filter((part) => part !== '');
}

/** The value of a plain or raw string literal, or undefined when the text is none. */
export function stringLiteral(text: string): string | undefined {
  const raw = /^r(#*)"([\s\S]*)"\1$/.exec(text);
  if (raw) return raw[2];
  const plain = /^"((?:[^"\\]|\\[\s\S])*)"$/.exec(text);
  return plain?.[1]?.replace(/\\(\n\s*|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F_]{1,7}\}|[\s\S])/g, (_, sequence: string) => {
    const known: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0' };
    if (sequence.startsWith('\n')) return '';
    if (sequence[0] === 'x') return String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
    if (sequence[0] === 'u') {
      const code = Number.parseInt(sequence.replace(/[u{}_]/g, ''), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }
    return known[sequence] ?? sequence;
  });
}

function commentText(comment: string): string {
  if (comment.startsWith('///')) return comment.slice(3).replace(/^ |\r$/g, '');
  const lines = comment.slice(3, comment.endsWith('*/') ? -2 : undefined).split(/\r?\n/);
  const starred = lines.slice(1).every((line) => /^\s*(\*|$)/.test(line));
  return (starred ? lines.map((line, index) => (index === 0 ? line : line.replace(/^\s*\* ?/, ''))) : lines)
    .join('\n')
    .replace(/^ /, '')
    .trimEnd();
}

/** Takes off what all lines are indented by, as rustdoc does. */
function unindent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents, 80);
  return lines
    .map((line) => line.slice(indent).trimEnd())
    .join('\n')
    .trim();
}
