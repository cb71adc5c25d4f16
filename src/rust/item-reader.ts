import type { Attributes } from './attributes.ts';
import { readAttributes, stringLiteral } from './attributes.ts';
import { parseConstExpr } from './const-parser.ts';
import { Cursor, SyntaxProblem } from './cursor.ts';
import type {
  AliasItem,
  ConstItem,
  FieldItem,
  GenericParameter,
  ImplItem,
  Import,
  Item,
  Shape,
  VariantItem,
} from './item.ts';
import { lex } from './lexer.ts';
import { readMacroItems } from './macro-items.ts';
import type { ConstExpr, TypeExpr } from './type-expr.ts';
import { parseTypeExpr } from './type-parser.ts';

/**
 * The items of a Rust file in source order. Takes any text: what is not understood is skipped up to the next item.
 * Functions and traits are left out, for no type in a message needs them.
 */
export function readItems(text: string): Item[] {
  return itemsAt(new Cursor(text, lex(text)));
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
      skipItem(cursor);
    }
    if (cursor.index === from) cursor.next();
  }
  return items;
}

/** Moves behind the next `;` or `{…}` on this level. */
function skipItem(cursor: Cursor): void {
  while (!cursor.atEnd) {
    const { kind, text, partner } = cursor.peek();
    if (kind === 'open' && partner >= 0 && partner < cursor.end) {
      cursor.skipGroup();
      if (text === '{') return;
    } else {
      cursor.next();
      if (text === ';') return;
    }
  }
}

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
    const items = readMacroItems(cursor, attributes, start);
    if (items) return items;
  }
  skipItem(cursor);
  return [];
}

export function skipVisibility(cursor: Cursor): void {
  if (!cursor.accept('pub')) return;
  if (cursor.at('(') && /^(crate|self|super|in)$/.test(cursor.peek(1).text)) cursor.skipGroup();
}

export function readName(cursor: Cursor): { name: string; nameSpan: { start: number; end: number } } {
  const { kind, text, start, end } = cursor.peek();
  if (kind !== 'ident') cursor.fail('a name');
  cursor.next();
  return { name: text.replace(/^r#/, ''), nameSpan: { start, end } };
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

function readVariant(cursor: Cursor): VariantItem {
  const { start } = cursor.peek();
  const attributes = readAttributes(cursor);
  skipVisibility(cursor);
  const name = readName(cursor);
  let shape: Shape = 'unit';
  let fields: FieldItem[] = [];
  if (cursor.at('(')) {
    shape = 'tuple';
    fields = readTupleFields(cursor.inside());
  } else if (cursor.at('{')) {
    shape = 'named';
    fields = readNamedFields(cursor.inside());
  }
  const discriminant = cursor.accept('=') ? readValue(cursor) : undefined;
  return { ...name, shape, fields, discriminant, ...attributes, span: cursor.spanFrom(start) };
}

function readNamedFields(cursor: Cursor): FieldItem[] {
  const fields: FieldItem[] = [];
  while (!cursor.atEnd) {
    const { start } = cursor.peek();
    const attributes = readAttributes(cursor);
    if (cursor.atEnd) break;
    skipVisibility(cursor);
    const { name } = readName(cursor);
    cursor.expect(':');
    const type = readFieldType(cursor);
    fields.push({ name, type, ...attributes, span: cursor.spanFrom(start) });
    if (!cursor.atEnd) cursor.expect(',');
  }
  return fields;
}

function readTupleFields(cursor: Cursor): FieldItem[] {
  const fields: FieldItem[] = [];
  while (!cursor.atEnd) {
    const { start } = cursor.peek();
    const attributes = readAttributes(cursor);
    if (cursor.atEnd) break;
    skipVisibility(cursor);
    const type = readFieldType(cursor);
    fields.push({ name: String(fields.length), type, ...attributes, span: cursor.spanFrom(start) });
    if (!cursor.atEnd) cursor.expect(',');
  }
  return fields;
}

/** One odd field does not cost the whole definition: its type is kept as text. */
function readFieldType(cursor: Cursor): TypeExpr {
  const { start } = cursor.peek();
  const from = cursor.index;
  try {
    const type = parseTypeExpr(cursor);
    if (cursor.atEnd || cursor.at(',')) return type;
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  cursor.index = from;
  skipToComma(cursor);
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

function skipToComma(cursor: Cursor): void {
  while (!cursor.atEnd && !cursor.at(',') && !cursor.at(';')) {
    const { kind, partner } = cursor.peek();
    if (kind === 'open' && partner >= 0 && partner < cursor.end) cursor.skipGroup();
    else cursor.next();
  }
}

/** The value of a constant or discriminant: what cannot be read as an expression is kept as text. */
function readValue(cursor: Cursor): ConstExpr {
  const { start } = cursor.peek();
  const from = cursor.index;
  try {
    const value = parseConstExpr(cursor);
    if (cursor.atEnd || cursor.at(',') || cursor.at(';')) return value;
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  cursor.index = from;
  while (!cursor.atEnd && !cursor.at(';')) {
    skipToComma(cursor);
    if (cursor.at(',')) break;
  }
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

export function readConst(cursor: Cursor, attributes: Attributes, start: number): ConstItem {
  if (!cursor.accept('const')) cursor.expect('static');
  cursor.accept('mut');
  const name = readName(cursor);
  const type = cursor.accept(':') ? readConstType(cursor) : undefined;
  const value = cursor.accept('=') ? readValue(cursor) : undefined;
  cursor.expect(';');
  return { kind: 'const', ...name, type, value, ...attributes, span: cursor.spanFrom(start) };
}

function readConstType(cursor: Cursor): TypeExpr {
  const { start } = cursor.peek();
  const from = cursor.index;
  try {
    return parseTypeExpr(cursor);
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
  }
  cursor.index = from;
  while (!cursor.atEnd && !cursor.at('=') && !cursor.at(';')) cursor.next();
  return { kind: 'other', text: cursor.textFrom(start), span: cursor.spanFrom(start) };
}

function readAlias(cursor: Cursor, attributes: Attributes, start: number): AliasItem {
  cursor.expect('type');
  const name = readName(cursor);
  const generics = readGenerics(cursor);
  skipWhere(cursor);
  cursor.expect('=');
  const type = parseTypeExpr(cursor);
  skipWhere(cursor);
  cursor.expect(';');
  return { kind: 'alias', ...name, generics, type, ...attributes, span: cursor.spanFrom(start) };
}

function readImpl(cursor: Cursor, attributes: Attributes, start: number): ImplItem {
  cursor.expect('impl');
  const generics = readGenerics(cursor);
  cursor.accept('const');
  cursor.accept('!');
  let self = parseTypeExpr(cursor);
  let trait: ImplItem['trait'];
  if (cursor.accept('for')) {
    if (self.kind === 'path') trait = self;
    self = parseTypeExpr(cursor);
  }
  skipWhere(cursor);
  const consts: ConstItem[] = [];
  const types: AliasItem[] = [];
  const functions: { name: string; body: { start: number; end: number } }[] = [];
  const body = cursor.inside();
  while (!body.atEnd) {
    const from = body.index;
    const itemStart = body.peek().start;
    try {
      const itemAttributes = readAttributes(body);
      skipVisibility(body);
      body.accept('default');
      if (body.at('const') && body.peek(1).kind === 'ident' && !/^(fn|unsafe|async|extern)$/.test(body.peek(1).text)) {
        consts.push(readConst(body, itemAttributes, itemStart));
      } else if (body.at('type')) {
        types.push(readAlias(body, itemAttributes, itemStart));
      } else {
        const found = readFunction(body);
        if (found) functions.push(found);
      }
    } catch (problem) {
      if (!(problem instanceof SyntaxProblem)) throw problem;
      body.index = from;
      skipItem(body);
    }
    if (body.index === from) body.next();
  }
  return {
    kind: 'impl',
    generics,
    trait,
    self,
    consts,
    types,
    functions,
    ...attributes,
    span: cursor.spanFrom(start),
  };
}

function readFunction(cursor: Cursor): { name: string; body: { start: number; end: number } } | undefined {
  while (/^(const|unsafe|async|extern)$/.test(cursor.peek().text) || cursor.peek().kind === 'string') cursor.next();
  if (!cursor.accept('fn')) {
    skipItem(cursor);
    return undefined;
  }
  const { name } = readName(cursor);
  while (!cursor.atEnd && !cursor.at('{') && !cursor.at(';')) {
    if (cursor.peek().kind === 'open') cursor.skipGroup();
    else cursor.next();
  }
  const { start } = cursor.peek();
  if (cursor.accept(';')) return undefined;
  cursor.skipGroup();
  return { name, body: cursor.spanFrom(start) };
}

/** `extern crate a as b;` is a `use` of the crate. */
function readExternCrate(cursor: Cursor, attributes: Attributes, start: number): Item {
  cursor.index += 2;
  const { name } = readName(cursor);
  const alias = cursor.accept('as') ? readName(cursor).name : name;
  cursor.expect(';');
  const imports = [{ global: true, path: [name], name: alias }];
  return { kind: 'use', imports, ...attributes, span: cursor.spanFrom(start) };
}

function readUseTree(cursor: Cursor, prefix: readonly string[], global: boolean, into: Import[]): void {
  const path = [...prefix];
  for (;;) {
    if (cursor.accept('*')) {
      into.push({ global, path });
      return;
    }
    if (cursor.at('{')) {
      const group = cursor.inside();
      while (!group.atEnd) {
        readUseTree(group, path, path.length === 0 ? global || group.accept('::') : global, into);
        if (!group.atEnd) group.expect(',');
      }
      return;
    }
    const { name } = readName(cursor);
    // `a::{self}` is `a` itself.
    if (name !== 'self' || path.length === 0) path.push(name);
    if (!cursor.accept('::')) break;
  }
  const alias = cursor.accept('as') ? cursor.next().text : (path.at(-1) as string);
  if (alias !== '_') into.push({ global, path, name: alias });
}

/** `<'a, T: Bound = Default, const N: usize = 4>`, or nothing. */
function readGenerics(cursor: Cursor): GenericParameter[] {
  const generics: GenericParameter[] = [];
  if (!cursor.accept('<')) return generics;
  while (!cursor.at('>')) {
    readAttributes(cursor);
    if (cursor.peek().kind === 'lifetime') {
      generics.push({ kind: 'lifetime', name: cursor.next().text });
      skipBounds(cursor);
    } else if (cursor.accept('const')) {
      const { name } = readName(cursor);
      cursor.expect(':');
      parseTypeExpr(cursor);
      generics.push({
        kind: 'const',
        name,
        default: cursor.accept('=') ? parseConstExpr(cursor, 'literal') : undefined,
      });
    } else {
      const { name } = readName(cursor);
      skipBounds(cursor);
      generics.push({ kind: 'type', name, default: cursor.accept('=') ? parseTypeExpr(cursor) : undefined });
    }
    if (!cursor.accept(',')) break;
  }
  cursor.expect('>');
  return generics;
}

/** Moves to the `,`, `=` or `>` that ends a parameter's bounds. */
function skipBounds(cursor: Cursor): void {
  for (let depth = 0; !cursor.atEnd; ) {
    const { kind, text } = cursor.peek();
    if (depth === 0 && /^[,=>]$/.test(text)) return;
    if (text === '<') depth++;
    if (text === '>') depth--;
    if (kind === 'open') cursor.skipGroup();
    else cursor.next();
  }
}

function skipWhere(cursor: Cursor): void {
  if (!cursor.accept('where')) return;
  while (!cursor.atEnd && !cursor.at('{') && !cursor.at(';') && !cursor.at('=')) {
    if (cursor.peek().kind === 'open') cursor.skipGroup();
    else cursor.next();
  }
}

/** The string literals in a run of tokens, in order. */
export function stringsIn(cursor: Cursor): string[] {
  const strings: string[] = [];
  while (!cursor.atEnd) {
    const { kind, text } = cursor.next();
    const value = kind === 'string' ? stringLiteral(text) : undefined;
    if (value !== undefined) strings.push(value);
  }
  return strings;
}
