import { type Attributes, readAttributes } from './attributes.ts';
import { type Cursor, SyntaxProblem } from './cursor.ts';
import { readNamedFields, readTupleFields, readVariant } from './fields-reader.ts';
import { rustCursor } from './grammar.ts';
import { readAlias, readConst, readImpl } from './impl-reader.ts';
import type { FieldItem, Import, Item, Shape, VariantItem } from './item.ts';
import { readGenerics, readName, skipItem, skipVisibility, skipWhere } from './item-parts.ts';
import { lex } from './lexer.ts';
import { readMacroItems } from './macro-items.ts';
import { readExternCrate, readUseTree } from './use-reader.ts';

/**
 * The items of a Rust file in source order. Takes any text: what is not understood is skipped up to the next item.
 * Functions and traits are left out, for no type in a message needs them.
 */
export function readItems(text: string): Item[] {
  return itemsAt(rustCursor(text, lex(text)));
}

/** Reads items up to the end of the cursor's run. */
export function itemsAt(cursor: Cursor): Item[] {
  const items: Item[] = [];
  while (!cursor.atEnd) {
    const from = cursor.index;
    try {
      items.push(...readItem(cursor));
    } catch (problem) {
      if (!(problem instanceof SyntaxProblem)) throw problem;
      cursor.index = from;
      const { start } = cursor.peek();
      skipItem(cursor);
      items.push(brokenItem(cursor, start, problem));
    }
    if (cursor.index === from) cursor.next();
  }
  return items;
}

function brokenItem(cursor: Cursor, start: number, { message, offset }: SyntaxProblem): Item {
  const span = cursor.spanFrom(start);
  const head = cursor.text.slice(start, Math.min(span.end, start + MAX_HEAD));
  const name = /\b(?:struct|enum|union|type|const|static|mod)\s+(?:r#)?(\w+)/.exec(head)?.[1];
  return { kind: 'broken', ...(name !== undefined && { name }), message, offset, attributes: [], cfg: [], span };
}

/** How far into a broken item its name is looked for. */
const MAX_HEAD = 4_000;

/** Reads one item; several come from a macro call, none from what has no type. */
export function readItem(cursor: Cursor): Item[] {
  const { start } = cursor.peek();
  const attributes = readAttributes(cursor);
  skipVisibility(cursor);
  const { kind, text: word } = cursor.peek();
  const base = () => ({ ...attributes, span: cursor.spanFrom(start) });
  switch (word) {
    case 'struct':
      return [readStruct(cursor, attributes, start)];
    case 'enum':
      return [readEnum(cursor, attributes, start)];
    case 'type':
      return [readAlias(cursor, attributes, start)];
    case 'static':
      return [readConst(cursor, attributes, start)];
    case 'const':
      if (/^(fn|unsafe|async|extern|\{)$/.test(cursor.peek(1).text)) break;
      return [readConst(cursor, attributes, start)];
    case 'use': {
      cursor.next();
      const imports: Import[] = [];
      readUseTree(cursor, [], cursor.accept('::'), imports);
      cursor.expect(';');
      return [{ kind: 'use', imports, ...base() }];
    }
    case 'mod': {
      cursor.next();
      const name = readName(cursor);
      if (cursor.accept(';')) return [{ kind: 'module', ...name, ...base() }];
      if (!cursor.at('{')) cursor.fail('`{` or `;`');
      const items = itemsAt(cursor.inside());
      return [{ kind: 'module', ...name, items, ...base() }];
    }
    case 'impl':
      return [readImpl(cursor, attributes, start)];
    case 'unsafe':
      if (!cursor.at('impl', 1)) break;
      cursor.next();
      return [readImpl(cursor, attributes, start)];
    case 'union':
      if (cursor.peek(1).kind !== 'ident') break;
      return [readUnion(cursor, attributes, start)];
    case 'extern':
      if (!cursor.at('crate', 1)) break;
      return [readExternCrate(cursor, attributes, start)];
  }
  if (kind === 'ident' || word === '::') {
    const items = readMacroItems(cursor, attributes, start, { readItem, itemsAt });
    if (items) return items;
  }
  skipItem(cursor);
  return [];
}

function readStruct(cursor: Cursor, attributes: Attributes, start: number): Item {
  cursor.expect('struct');
  const name = readName(cursor);
  const generics = readGenerics(cursor);
  let shape: Shape = 'unit';
  let fields: FieldItem[] = [];
  if (cursor.at('(')) {
    shape = 'tuple';
    fields = readTupleFields(cursor.inside());
  }
  skipWhere(cursor);
  if (cursor.at('{')) {
    shape = 'named';
    fields = readNamedFields(cursor.inside());
  } else {
    cursor.expect(';');
  }
  return { kind: 'struct', ...name, generics, shape, fields, ...attributes, span: cursor.spanFrom(start) };
}

function readUnion(cursor: Cursor, attributes: Attributes, start: number): Item {
  cursor.expect('union');
  const name = readName(cursor);
  const generics = readGenerics(cursor);
  skipWhere(cursor);
  const fields = readNamedFields(cursor.inside());
  return { kind: 'union', ...name, generics, fields, ...attributes, span: cursor.spanFrom(start) };
}

function readEnum(cursor: Cursor, attributes: Attributes, start: number): Item {
  cursor.expect('enum');
  const name = readName(cursor);
  const generics = readGenerics(cursor);
  skipWhere(cursor);
  if (!cursor.at('{')) cursor.fail('`{`');
  const variants: VariantItem[] = [];
  const body = cursor.inside();
  while (!body.atEnd) {
    variants.push(readVariant(body));
    if (!body.atEnd) body.expect(',');
  }
  return { kind: 'enum', ...name, generics, variants, ...attributes, span: cursor.spanFrom(start) };
}
