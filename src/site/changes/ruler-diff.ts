import type { Layout } from '../../wire/index.ts';
import { bytesText, type FieldRow, type Piece, type Ruler, rulerOf, sizeText } from '../ruler.ts';
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
  const [before, after] = [old, now].map((layout) => layout && rulerOf(layout));
  const [oldFields, newFields] = [fieldText(old, before), fieldText(now, after)];
  if (oldFields === newFields) return undefined;
  const text = textDiff(oldFields, newFields);
  return {
    name,
    old: html`${before && drawing(before, keysOf(after))}<p class="field-list">${text.old}</p>`,
    new: html`${after && drawing(after, keysOf(before))}<p class="field-list">${text.new}</p>`,
  };
}

function fieldText(layout: Layout | undefined, ruler: Ruler | undefined): string {
  if (!layout || !ruler) return 'none';
  if (layout.size?.max === 0) return 'no bytes';
  const fields = ruler.fields.map(
    (row) =>
      `${row.offset ?? 'varies'}: ${row.name}${row.type && ` ${row.type}`}, ${sizeText(row.size)}${valuesText(row)}`,
  );
  return [bytesText(layout.size), ...fields].join('\n');
}

function valuesText({ values }: FieldRow): string {
  return values ? ` (${values.join(', ')})` : '';
}

function keyOf({ name, type, offset, size, values }: FieldRow): string {
  return JSON.stringify([name, type, offset, size, values]);
}

function keysOf(ruler: Ruler | undefined): Set<string> {
  return new Set(ruler?.fields.map(keyOf));
}

/** The bytes of one side. A part that the other side does not have in this place and form is marked. */
function drawing({ rows, isShort, tail, fields }: Ruler, others: ReadonlySet<string>): Html {
  const changed = new Set(fields.filter((row) => !others.has(keyOf(row))).map(({ key }) => key));
  const mark = (field: string) => (changed.has(field) ? ' changed' : '');
  const lines = rows.map((row) =>
    'skipped' in row
      ? html`<div class="bytes skipped">${row.offset} … ${row.skipped} more bytes</div>`
      : html`<div class="bytes">${row.pieces.map((piece) => html`<span class="${classOf(piece)}${mark(piece.field)}" data-byte="${piece.offset}">${piece.label && html`<span>${piece.label}</span>`}</span>`)}</div>`,
  );
  const rest = tail.map(
    (part) =>
      html`<span class="b h${part.hue} ${part.kind} first last${mark(part.field)}" data-byte="…"><span>${part.label} <small>${sizeText(part.size)}</small></span></span>`,
  );
  return html`<div class="${isShort ? 'ruler short' : 'ruler'}" aria-hidden="true">${lines}${rest.length > 0 && html`<div class="bytes tail">${rest}</div>`}</div>`;
}

function classOf({ bytes, hue, kind, first, last }: Piece): string {
  return ['b', `n${bytes}`, `h${hue}`, kind, ...(first ? ['first'] : []), ...(last ? ['last'] : [])].join(' ');
}
