import { type Html, html } from '../changes/html.ts';
import { shortened } from './text-width.ts';

/** Bytes as one side wrote them and as the other reads them. */
export interface Misread {
  /** Pairs of hexadecimal digits. */
  readonly bytes: readonly string[];
  readonly written: MisreadSide;
  readonly read: MisreadSide;
}

export interface MisreadSide {
  /** Who, and what it takes the bytes for. */
  readonly label: string;
  readonly fields: readonly MisreadField[];
}

export interface MisreadField {
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  readonly value?: string;
}

/** Of a byte, in pixels. Few bytes are drawn wider, so that their values fit. */
const BYTE = 34;
const WIDE_BYTE = 140;
const LEAST_WIDTH = 420;
const FIELD = 30;
const FONT = 10;
/** Longer messages are cut: what differs is told above the figure. */
const MAX_BYTES = 26;

/** What was written over the bytes, and what is read of them below; a field that both have alike is pale. */
export function misreadSvg({ bytes, written, read }: Misread): Html {
  const shown = bytes.slice(0, MAX_BYTES);
  const byteWidth = Math.min(WIDE_BYTE, Math.max(BYTE, Math.floor(LEAST_WIDTH / Math.max(1, shown.length))));
  const width = Math.max(shown.length * byteWidth + 2, LEAST_WIDTH);
  const [top, middle, bottom] = [16, 16 + FIELD + 4, 16 + FIELD + 4 + 24 + 4];
  const height = bottom + FIELD + 18;
  const cells = shown.map(
    (byte, at) =>
      html`<text class="byte" x="${at * byteWidth + byteWidth / 2}" y="${middle + 16}" text-anchor="middle">${byte}</text>`,
  );
  const cut = bytes.length > MAX_BYTES && html`<text class="byte" x="${width - 12}" y="${middle + 16}">…</text>`;
  return html`<svg class="misread" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${describe({ bytes, written, read })}">
    <text class="head" x="0" y="11">${written.label}</text>${boxes(written, read, top, shown.length, byteWidth)}${cells}${cut}${boxes(read, written, bottom, shown.length, byteWidth)}<text class="head" x="0" y="${height - 4}">${read.label}</text></svg>`;
}

function boxes({ fields }: MisreadSide, other: MisreadSide, y: number, length: number, byteWidth: number): Html {
  if (fields.length === 0) return html`<text x="3" y="${y + 18}">no value that it knows</text>`;
  const drawn = fields
    .filter(({ offset }) => offset < length)
    .map((field) => {
      const [x, width] = [
        field.offset * byteWidth + 1,
        Math.max(0, Math.min(field.length, length - field.offset) * byteWidth - 2),
      ];
      const isSame = other.fields.some(
        (one) =>
          one.offset === field.offset &&
          one.length === field.length &&
          one.name === field.name &&
          one.value === field.value,
      );
      const room = width - 6;
      return html`<g class="${isSame ? 'same' : 'differs'}"><title>${fieldText(field)}</title><rect x="${x}" y="${y}" width="${width}" height="${FIELD}"/><text x="${x + 3}" y="${y + 12}">${shortened(field.name || 'reply', room, FONT)}</text><text class="value" x="${x + 3}" y="${y + 25}">${shortened(field.value ?? '', room, FONT)}</text></g>`;
    });
  return html`${drawn}`;
}

function fieldText({ name, value }: MisreadField): string {
  return value === undefined ? name : `${name} = ${value}`;
}

function describe({ bytes, written, read }: Misread): string {
  const side = ({ label, fields }: MisreadSide) => `${label}: ${fields.map(fieldText).join(', ') || 'nothing'}`;
  return `${bytes.length} bytes. ${side(written)}. ${side(read)}.`;
}
