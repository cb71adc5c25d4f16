import type { Attributes } from './attributes.ts';
import { readAttributes, stringLiteral } from './attributes.ts';
import { type Cursor, SyntaxProblem } from './cursor.ts';
import { readConst } from './impl-reader.ts';
import type { ConstItem, Item } from './item.ts';
import { readName, skipVisibility } from './item-parts.ts';
import type { TypeExpr } from './type-expr.ts';
import { parseTypeExpr } from './type-parser.ts';

/** Reads items, which may be macro calls themselves. */
export interface ItemReader {
  /** One item; several come from a macro call. */
  readItem(cursor: Cursor): Item[];
  /** Items up to the end of the cursor's run. */
  itemsAt(cursor: Cursor): Item[];
}

/**
 * What a macro call at the cursor declares, or undefined when there is no macro call. `cfg_if!`, `bitflags!` and `include!`
 * are understood; in any other macro, structs and enums that stand in its tokens are taken for items.
 */
export function readMacroItems(
  cursor: Cursor,
  attributes: Attributes,
  start: number,
  reader: ItemReader,
): Item[] | undefined {
  let ahead = cursor.at('::') ? 1 : 0;
  while (cursor.peek(ahead).kind === 'ident' && cursor.at('::', ahead + 1)) ahead += 2;
  if (cursor.peek(ahead).kind !== 'ident' || !cursor.at('!', ahead + 1)) return undefined;
  const name = cursor.peek(ahead).text;
  cursor.index += ahead + 2;
  if (cursor.peek().kind === 'ident') cursor.next();
  if (cursor.peek().kind !== 'open') cursor.fail('the macro’s argument');
  const body = cursor.inside();
  cursor.accept(';');
  switch (name) {
    case 'macro_rules':
      return [];
    case 'include':
      return readInclude(body, attributes, cursor.spanFrom(start));
    case 'cfg_if':
      return readCfgIf(body, attributes.cfg, reader);
    case 'bitflags':
      return readFlags(body, attributes.cfg);
    default:
      return readEmbeddedItems(body, attributes.cfg, reader);
  }
}

function readInclude(body: Cursor, attributes: Attributes, span: Item['span']): Item[] {
  const text = body.text.slice(body.peek().start, body.tokens[body.end]?.start);
  const strings = stringsIn(body);
  const generated = /\benv!\s*\(\s*"OUT_DIR"/.test(text);
  const path = (generated ? strings.filter((part) => part !== 'OUT_DIR') : strings).join('').replace(/^\//, '');
  return path === '' ? [] : [{ kind: 'include', path, generated, ...attributes, span }];
}

/** `if #[cfg(A)] { … } else if #[cfg(B)] { … } else { … }`: each block's items hold when no earlier condition does. */
function readCfgIf(body: Cursor, outer: readonly string[], { itemsAt }: ItemReader): Item[] {
  const items: Item[] = [];
  const earlier: string[] = [];
  do {
    const cfg = [...outer, ...earlier.map((predicate) => `not(${predicate})`)];
    if (body.accept('if')) {
      const [predicate] = readAttributes(body).cfg;
      if (predicate === undefined) body.fail('`#[cfg(…)]`');
      cfg.push(predicate);
      earlier.push(predicate);
    }
    if (!body.at('{')) body.fail('`{`');
    items.push(...itemsAt(body.inside()).map((item) => ({ ...item, cfg: [...cfg, ...item.cfg] })));
  } while (body.accept('else'));
  return items;
}

function readFlags(body: Cursor, outer: readonly string[]): Item[] {
  const items: Item[] = [];
  while (!body.atEnd) {
    const { start } = body.peek();
    const attributes = readAttributes(body);
    skipVisibility(body);
    const isImpl = body.accept('impl');
    if (!isImpl) body.expect('struct');
    const name = readName(body);
    body.expect(':');
    const bits = parseTypeExpr(body);
    const flags: ConstItem[] = [];
    const list = body.inside();
    while (!list.atEnd) {
      const flagStart = list.peek().start;
      flags.push(readConst(list, readAttributes(list), flagStart));
    }
    const cfg = [...outer, ...attributes.cfg];
    if (isImpl) {
      const segments = [{ name: name.name, generics: [], span: name.nameSpan }];
      const self: TypeExpr = { kind: 'path', global: false, segments, span: name.nameSpan };
      const rest = { generics: [], types: [], functions: [], ...attributes, cfg, span: body.spanFrom(start) };
      items.push({ kind: 'impl', self, consts: flags, flags: true, ...rest });
      continue;
    }
    items.push({
      kind: 'flags',
      ...name,
      bits,
      flags,
      ...attributes,
      cfg,
      span: body.spanFrom(start),
    });
  }
  return items;
}

function readEmbeddedItems(body: Cursor, outer: readonly string[], { readItem }: ItemReader): Item[] {
  const items: Item[] = [];
  while (!body.atEnd) {
    const from = body.index;
    if (/^(#|pub|struct|enum)$/.test(body.peek().text) || body.peek().kind === 'doc') {
      try {
        const found = readItem(body).filter(({ kind }) => kind === 'struct' || kind === 'enum');
        if (found.length > 0) {
          items.push(...found.map((item) => ({ ...item, cfg: [...outer, ...item.cfg] })));
          continue;
        }
      } catch (problem) {
        if (!(problem instanceof SyntaxProblem)) throw problem;
      }
      body.index = from;
    }
    if (body.peek().kind === 'open') body.skipGroup();
    else body.next();
  }
  return items;
}

/** The string literals in a run of tokens, in order. */
function stringsIn(cursor: Cursor): string[] {
  const strings: string[] = [];
  while (!cursor.atEnd) {
    const { kind, text } = cursor.next();
    const value = kind === 'string' ? stringLiteral(text) : undefined;
    if (value !== undefined) strings.push(value);
  }
  return strings;
}
