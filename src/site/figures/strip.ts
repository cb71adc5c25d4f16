import { type Html, html } from '../changes/html.ts';
import { type ByteMap, bytesText, type Cell, sizeText } from './byte-map.ts';

/** More cells than these do not fit a line. */
const MOST = 14;

/** The bytes of a layout in one line, for lists: the order, names and sizes of its parts, and no scale. */
export function stripHtml({ cells }: ByteMap): Html {
  const shown = cells.length > MOST ? cells.slice(0, MOST - 1) : cells;
  const rest = cells.length - shown.length;
  return html`<span class="strip">${shown.map(cellHtml)}${rest > 0 && html`<span class="cell more">${rest} more</span>`}</span>`;
}

function cellHtml({ label, role, size }: Cell): Html {
  const name = role === 'padding' ? '' : label;
  const grows = `g${Math.min(Math.max(size?.max ?? 4, 1), 8)}`;
  return html`<span class="cell ${role} ${grows}" title="${`${label || 'padding'}, ${bytesText(size)}`}">${name} <small>${sizeText(size)}</small></span>`;
}
