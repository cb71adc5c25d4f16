import { type Html, html } from '../changes/html.ts';
import {
  type Bracket,
  type ByteMap,
  bytesText,
  type Cell,
  type LaneGroup,
  type Sequence,
  sizeText,
} from './byte-map.ts';
import { placeLeaders } from './leaders.ts';
import { fits, shortened } from './text-width.ts';

/** How a ruler is drawn. */
export interface RulerOptions {
  /** Bytes in a row: 16 on a screen, 8 on a phone and beside another ruler. */
  readonly columns: 8 | 16;
  /** Cells link to `#<id>-f<key>`, their rows in the table; absent where there is no table. */
  readonly id?: string;
  /** Keys of cells that are marked as changed. */
  readonly changed?: ReadonlySet<string>;
}

const ROW_WIDTH = { 8: 288, 16: 688 } as const;
const CELL = 26;
const TICKS = 13;
const BRACKET = 15;
const LEADER = 14;
const GAP = 8;
/** Bytes of a cell that is longer: its middle is left out. */
const LONGEST = 16;
/** Width of a cell whose size varies, in columns. */
const ELASTIC = { 8: 4, 16: 6 } as const;

/** A part of a cell in one row. */
interface Piece {
  readonly cell: Cell;
  readonly index: number;
  readonly column: number;
  readonly span: number;
  readonly first: boolean;
  readonly last: boolean;
}

/** The bytes of a layout as an SVG: offsets above, names inside or at the end of a line, variants in lanes below. */
export function rulerSvg(map: ByteMap, options: RulerOptions): Html {
  const { columns } = options;
  const width = ROW_WIDTH[columns];
  const longest = Math.max(...[map, ...map.lanes.flatMap(({ lanes }) => lanes)].map((one) => columnsOf(one, columns)));
  // A short layout gets wide bytes, so that more names fit.
  const unit = Math.floor(width / (longest <= columns / 2 ? columns / 2 : columns));
  const canvas = new Canvas({ ...options, unit, width });
  canvas.sequence(map);
  for (const group of map.lanes) canvas.lanes(group);
  return canvas.svg();
}

function columnsOf({ cells }: Sequence, columns: 8 | 16): number {
  return cells.reduce((sum, cell) => sum + spanOf(cell, columns), 0);
}

function isElastic({ size }: Cell): boolean {
  return size === undefined || size.min !== size.max;
}

function spanOf(cell: Cell, columns: 8 | 16): number {
  return isElastic(cell) ? ELASTIC[columns] : Math.min(cell.size?.max ?? 0, LONGEST);
}

class Canvas {
  readonly #options: RulerOptions & { readonly unit: number; readonly width: number };
  readonly #parts: Html[] = [];
  #top = 0;

  constructor(options: RulerOptions & { unit: number; width: number }) {
    this.#options = options;
  }

  svg(): Html {
    const { width, columns } = this.#options;
    const height = this.#top;
    return html`<svg class="ruler c${columns}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${this.#parts}</svg>`;
  }

  sequence({ cells, brackets }: Sequence): void {
    for (const row of this.#rows(cells)) this.#row(row, brackets);
  }

  lanes({ label, lanes, plain, more }: LaneGroup): void {
    this.#top += 4;
    this.#line(`${label} is one of:`, 'lane-title');
    for (const lane of lanes) {
      const name = lane.value === undefined ? lane.name : `${lane.value} = ${lane.name}`;
      const bytes = lane.cells.slice(1).every((cell) => !isElastic(cell))
        ? bytesText(sumOf(lane.cells))
        : 'size varies';
      this.#line(`${name}, ${bytes}`, 'lane-name');
      this.sequence(lane);
    }
    if (plain.length > 0) this.#line(`only a tag: ${plain.join(', ')}`, 'lane-name');
    if (more > 0) this.#line(`${more} more with fields: see the table`, 'lane-name');
  }

  #line(text: string, className: string): void {
    const { width } = this.#options;
    this.#parts.push(html`<text class="${className}" x="0" y="${this.#top + 11}">${shortened(text, width, 11)}</text>`);
    this.#top += 16;
  }

  #rows(cells: readonly Cell[]): Piece[][] {
    const { columns } = this.#options;
    const rows: Piece[][] = [[]];
    let column = 0;
    for (const [index, cell] of cells.entries()) {
      let left = spanOf(cell, columns);
      let first = true;
      while (left > 0) {
        if (column === columns) {
          rows.push([]);
          column = 0;
        }
        const room = columns - column;
        // One part of varying size is one box: it shrinks to what a row has left, or begins the next one.
        const span = isElastic(cell) ? (room >= 3 ? Math.min(left, room) : 0) : Math.min(left, room);
        if (span === 0) {
          column = columns;
          continue;
        }
        left = isElastic(cell) ? 0 : left - span;
        rows.at(-1)?.push({ cell, index, column, span, first, last: left === 0 });
        column += span;
        first = false;
      }
    }
    return rows.filter((row) => row.length > 0);
  }

  #row(row: readonly Piece[], brackets: readonly Bracket[]): void {
    const shown = brackets.filter(({ first, last }) => row.some(({ index }) => index >= first && index <= last));
    const levels = Math.max(0, ...shown.map(({ depth }) => depth + 1));
    const ticks = this.#top + levels * BRACKET;
    const cells = ticks + TICKS;
    for (const bracket of shown) this.#bracket(bracket, row, this.#top + bracket.depth * BRACKET);
    const leaders: Piece[] = [];
    for (const piece of row) if (!this.#piece(piece, { ticks, cells })) leaders.push(piece);
    this.#top = cells + CELL + this.#leaders(leaders, cells + CELL) + GAP;
  }

  #bracket({ label, first, last }: Bracket, row: readonly Piece[], top: number): void {
    const inside = row.filter(({ index }) => index >= first && index <= last);
    const [from, to] = [inside[0], inside.at(-1)];
    if (!from || !to) return;
    const [left, right] = [this.#x(from.column) + 1, this.#x(to.column + to.span) - 1];
    const begins = from.index === first && from.first;
    const ends = to.index === last && to.last;
    const path = `M${left} ${begins ? top + 14 : top + 11}${begins ? `V${top + 11}` : ''}H${right}${ends ? `V${top + 14}` : ''}`;
    const text = begins ? label : `… ${label}`;
    this.#parts.push(
      html`<path class="bracket" d="${path}"/><text class="bracket-name" x="${left}" y="${top + 8}">${shortened(text, right - left, 10)}</text>`,
    );
  }

  /** False when the name of a cell that begins here needs a line to the outside. */
  #piece(piece: Piece, { ticks, cells }: { ticks: number; cells: number }): boolean {
    const { cell, column, span, first, last } = piece;
    const [x, width] = [this.#x(column), this.#x(column + span) - this.#x(column)];
    const { id, changed } = this.#options;
    const elastic = isElastic(cell);
    const title = cell.label ? `${cell.label}, ${bytesText(cell.size)}` : bytesText(cell.size);
    const className = [
      'cell',
      cell.role,
      ...(elastic ? ['elastic'] : []),
      ...(changed?.has(cell.key) ? ['changed'] : []),
    ].join(' ');
    const isLong = !elastic && (cell.size?.max ?? 0) > LONGEST;
    const label = elastic || isLong ? `${cell.label} ${sizeText(cell.size)} B`.trim() : cell.label;
    const isNamed = fits(label, width - 6, 11);
    const isWidest = first && (isNamed || last);
    const middle = this.#ticksInside(piece, cells);
    const start = first ? sizeText(cell.start) : undefined;
    const inner = html`<title>${title}</title><rect class="${className}" x="${x + 0.5}" y="${cells + 0.5}" width="${width - 1}" height="${CELL - 1}"/>${middle}${isLong && last && html`<path class="cut" d="M${x + width - 14} ${cells + CELL}l4 -${CELL}m4 0l-4 ${CELL}"/>`}${isNamed && isWidest && html`<text class="name" x="${x + 4}" y="${cells + 17}">${label}</text>`}`;
    this.#parts.push(
      id === undefined
        ? html`<g data-field="${cell.key}">${inner}</g>`
        : html`<a href="#${id}-f${cell.key}" tabindex="-1" data-field="${cell.key}">${inner}</a>`,
    );
    if (start !== undefined && fits(start, width, 9)) {
      this.#parts.push(html`<text class="offset" x="${x + 1}" y="${ticks + 10}">${start}</text>`);
    }
    return !first || label === '' || cell.role === 'padding' || isNamed;
  }

  /** Short lines between bytes, and longer ones between an array's elements. */
  #ticksInside({ cell, column, span, first }: Piece, cells: number): Html {
    const { max = 0 } = cell.size ?? {};
    if (isElastic(cell) || max > LONGEST || span < 2) return html``;
    const element = cell.count ? max / cell.count : max;
    const done = first ? 0 : max - span;
    const path = Array.from({ length: span - 1 }, (_, index) => {
      const isElement = Number.isInteger(element) && (done + index + 1) % element === 0;
      return `M${this.#x(column + index + 1)} ${cells + CELL - 1}v-${isElement ? CELL - 2 : 4}`;
    }).join('');
    return html`<path class="tick" d="${path}"/>`;
  }

  /** Names that do not fit their cells, each at the end of a line that crosses no other name. Answers their height. */
  #leaders(pieces: readonly Piece[], top: number): number {
    const { width, changed } = this.#options;
    const names = pieces.map(({ cell, column, span }) => {
      const text = isElastic(cell) ? `${cell.label} ${sizeText(cell.size)} B` : cell.label;
      return { key: cell.key, text, x: this.#x(column) + Math.min(8, this.#x(span) / 2) };
    });
    const placed = placeLeaders(names, width);
    for (const { key, text, x, start, level } of placed) {
      const y = top + (level + 1) * LEADER - 3;
      this.#parts.push(
        html`<path class="leader" d="M${x} ${top}V${y - 3}h${start > x ? 4 : -4}"/><text class="${changed?.has(key) ? 'name changed' : 'name'}" x="${Math.round(start)}" y="${y}">${text}</text>`,
      );
    }
    return placed.length === 0 ? 0 : (Math.max(...placed.map(({ level }) => level)) + 1) * LEADER + 2;
  }

  #x(column: number): number {
    return column * this.#options.unit;
  }
}

function sumOf(cells: readonly Cell[]) {
  return cells.reduce((sum, { size }) => ({ min: sum.min + (size?.min ?? 0), max: sum.max + (size?.max ?? 0) }), {
    min: 0,
    max: 0,
  });
}
