import { type Attributes, readAttributes } from './attributes.ts';
import { type Cursor, SyntaxProblem } from './cursor.ts';
import type { AliasItem, ConstItem, ImplItem } from './item.ts';
import { readGenerics, readName, readValue, skipItem, skipVisibility, skipWhere } from './item-parts.ts';
import type { TypeExpr } from './type-expr.ts';
import { parseTypeExpr } from './type-parser.ts';

export function readImpl(cursor: Cursor, attributes: Attributes, start: number): ImplItem {
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

export function readAlias(cursor: Cursor, attributes: Attributes, start: number): AliasItem {
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
