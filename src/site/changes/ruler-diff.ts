import type { Layout } from '../../wire/index.ts';
import { type ByteMap, byteMapOf, bytesText, type FieldRow, rulerSvg, sizeText } from '../figures/index.ts';
import { type Html, html } from './html.ts';
import { textDiff } from './text-diff.ts';

/** A layout before and after; either is absent when there was none. */
export interface LayoutPair {
  name: string;
  old?: Layout;
  new?: Layout;
}

/** Undefined when nothing about the bytes is different. */
export function rulerDiff({ name, old, new: now }: LayoutPair): { name: string; old: Html; new: Html } | undefined {
  const [oldMap, newMap] = [old, now].map((layout) => layout && byteMapOf(layout));
  const [oldFields, newFields] = [fieldText(old, oldMap), fieldText(now, newMap)];
  if (oldFields === newFields) return undefined;
  const text = textDiff(oldFields, newFields);
  return {
    name,
    old: html`${oldMap && drawing(oldMap, keysOf(newMap))}<p class="field-list">${text.old}</p>`,
    new: html`${newMap && drawing(newMap, keysOf(oldMap))}<p class="field-list">${text.new}</p>`,
  };
}

function fieldText(layout: Layout | undefined, map: ByteMap | undefined): string {
  if (!layout || !map) return 'none';
  if (layout.size?.max === 0) return 'no bytes';
  const fields = map.fields.map(
    (row) =>
      `${row.start ? sizeText(row.start) : 'varies'}: ${row.name}${row.type && ` ${row.type}`}, ${sizeText(row.size)}${valuesText(row)}`,
  );
  return [bytesText(layout.size), ...fields].join('\n');
}

function valuesText({ values }: FieldRow): string {
  return values ? ` (${values.join(', ')})` : '';
}

function keyOf({ name, type, start, size, values }: FieldRow): string {
  return JSON.stringify([name, type, start, size, values]);
}

function keysOf(map: ByteMap | undefined): Set<string> {
  return new Set(map?.fields.map(keyOf));
}

/** The bytes of one side. A part that the other side does not have in this place and form is marked. */
function drawing(map: ByteMap, others: ReadonlySet<string>): Html {
  const changed = new Set(map.fields.filter((row) => !others.has(keyOf(row))).map(({ key }) => key));
  return map.cells.length > 0 ? rulerSvg(map, { columns: 8, changed }) : html``;
}
