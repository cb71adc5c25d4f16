import { type Html, html } from '../changes/html.ts';
import { shortened } from './text-width.ts';

/** The numbers of an interface's operations through the releases of one product line. */
export interface NumberMap {
  /** Oldest first. Releases with the same numbers as the one before share its column. */
  readonly columns: readonly NumberColumn[];
  /** Page of an operation, where it has one today. */
  readonly operationUrl: (name: string) => string | undefined;
}

export interface NumberColumn {
  readonly label: string;
  readonly title: string;
  readonly href: string;
  /** By name of the operation. */
  readonly numbers: ReadonlyMap<string, number>;
}

const ROW = 17;
const TOP = 62;
const LEFT = 26;
const NAMES = 210;
const WIDTH = 944;
const COLUMN = { least: 30, most: 120 };

/** Releases across, numbers down, a line for each operation. Red is where a number changed its meaning. */
export function numberMapSvg({ columns, operationUrl }: NumberMap): Html {
  const highest = Math.max(1, ...columns.flatMap(({ numbers }) => [...numbers.values()]));
  const room = (WIDTH - LEFT - NAMES) / Math.max(1, columns.length);
  const step = Math.max(COLUMN.least, Math.min(COLUMN.most, Math.floor(room)));
  const x = (column: number) => LEFT + Math.round((column + 0.5) * step);
  const y = (number: number) => TOP + number * ROW;
  const right = x(columns.length - 1);
  const width = right + step / 2 + NAMES;
  const height = y(highest) + ROW;
  const names = [...new Set(columns.flatMap(({ numbers }) => [...numbers.keys()]))];
  const grid = Array.from({ length: highest }, (_, index) => index + 1).map(
    (number) =>
      html`<path class="grid" d="M${LEFT} ${y(number)}H${right}"/><text class="offset" x="2" y="${y(number) + 3}">${number}</text>`,
  );
  const heads = columns.map(
    ({ label, title, href }, column) =>
      html`<a href="${href}"><title>${title}</title><text class="release" transform="translate(${x(column) - 3} ${TOP + 2}) rotate(-40)">${shortened(label, 84, 10)}</text></a>`,
  );
  const lines = names.map((name) => lineOf(name, columns, { x, y, href: operationUrl(name) }));
  return html`<svg class="number-map" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${describe(columns, names)}">${grid}${heads}${lines}</svg>`;
}

interface Placing {
  x(column: number): number;
  y(number: number): number;
  href: string | undefined;
}

function lineOf(name: string, columns: readonly NumberColumn[], { x, y, href }: Placing): Html {
  const parts: Html[] = [];
  let last = 0;
  for (const [column, { numbers }] of columns.entries()) {
    const number = numbers.get(name);
    if (number === undefined) continue;
    last = column;
    const before = columns[column - 1]?.numbers;
    const from = before?.get(name);
    const previous = before && operationAt(before, number);
    const isReused = previous !== undefined && previous !== name;
    if (from !== undefined) {
      const [start, end, middle] = [x(column - 1), x(column), (x(column - 1) + x(column)) / 2];
      const path =
        from === number
          ? `M${start} ${y(from)}H${end}`
          : `M${start} ${y(from)}C${middle} ${y(from)} ${middle} ${y(number)} ${end} ${y(number)}`;
      parts.push(html`<path class="${from === number ? 'line' : 'line moved'}" d="${path}"/>`);
    }
    const isGone = columns[column + 1] !== undefined && !columns[column + 1]?.numbers.has(name);
    const isNew = from === undefined && column > 0;
    if (isReused || isGone || isNew || column === 0 || column === columns.length - 1) {
      const className = isReused ? 'dot reused' : isGone ? 'dot gone' : 'dot';
      parts.push(html`<circle class="${className}" cx="${x(column)}" cy="${y(number)}" r="${isReused ? 4 : 3}"/>`);
    }
  }
  const number = columns[last]?.numbers.get(name) ?? 0;
  const isThere = last === columns.length - 1;
  const label = html`<text class="${isThere ? 'name' : 'name gone'}" x="${x(last) + (isThere ? 9 : 6)}" y="${y(number) + (isThere ? 4 : -4)}">${shortened(name, isThere ? NAMES - 20 : 110, 11)}</text>`;
  const inner = html`<title>${name}</title>${parts}${label}`;
  return href === undefined ? html`<g>${inner}</g>` : html`<a href="${href}">${inner}</a>`;
}

function operationAt(numbers: ReadonlyMap<string, number>, wanted: number): string | undefined {
  for (const [name, number] of numbers) if (number === wanted) return name;
  return undefined;
}

function describe(columns: readonly NumberColumn[], names: readonly string[]): string {
  const moved = names.filter(
    (name) => new Set(columns.flatMap(({ numbers }) => numbers.get(name) ?? [])).size > 1,
  ).length;
  const [first, last] = [columns[0]?.label, columns.at(-1)?.label];
  return `Numbers of ${names.length} operations from ${first} to ${last}: ${moved} of them changed their number.`;
}
