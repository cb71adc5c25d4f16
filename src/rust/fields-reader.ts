import { readAttributes } from './attributes.ts';
import { type Cursor, SyntaxProblem } from './cursor.ts';
import type { FieldItem, Shape, VariantItem } from './item.ts';
import { readName, readValue, skipToComma, skipVisibility } from './item-parts.ts';
import type { TypeExpr } from './type-expr.ts';
import { parseTypeExpr } from './type-parser.ts';

export function readVariant(cursor: Cursor): VariantItem {
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

export function readNamedFields(cursor: Cursor): FieldItem[] {
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

export function readTupleFields(cursor: Cursor): FieldItem[] {
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
