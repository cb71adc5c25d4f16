import { type Html, html } from '../changes/html.ts';
import { shortened } from './text-width.ts';

/** An operation of two versions, for one line. */
export interface MappedPair {
  readonly old?: { readonly name: string; readonly number: number };
  readonly new?: { readonly name: string; readonly number: number };
  /** More than its number and its name differs. */
  readonly isChanged: boolean;
  /** Address of what differs; absent where nothing does. */
  readonly href?: string;
}

const ROW = 17;
const TOP = 24;
const MIDDLE = 150;
const NAMES = 250;
const LEFT = NAMES + 30;
const WIDTH = 2 * LEFT + MIDDLE;

/** The numbers of two versions and a line for each operation: what moved, changed, came and went. */
export function pairMapSvg(pairs: readonly MappedPair[], labels: { readonly old: string; readonly new: string }): Html {
  const numbers = pairs.flatMap((pair) => [pair.old?.number ?? 0, pair.new?.number ?? 0]);
  const height = TOP + (Math.max(1, ...numbers) + 0.6) * ROW;
  const lines = pairs.map(lineOf);
  return html`<svg class="pair-map" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="group" aria-label="${describe(pairs)}">
    <text class="head" x="${LEFT}" y="12" text-anchor="end">${labels.old}</text><text class="head" x="${LEFT + MIDDLE}" y="12">${labels.new}</text>${lines}</svg>`;
}

function lineOf({ old, new: now, isChanged, href }: MappedPair): Html {
  const y = (number: number) => TOP + number * ROW - 4;
  const [from, to, middle] = [LEFT + 6, LEFT + MIDDLE - 6, LEFT + MIDDLE / 2];
  const moved = old && now && old.number !== now.number;
  const state = !old ? 'added' : !now ? 'removed' : isChanged ? 'changed' : moved ? 'moved' : 'same';
  const path =
    old &&
    now &&
    html`<path d="M${from} ${y(old.number)}C${middle} ${y(old.number)} ${middle} ${y(now.number)} ${to} ${y(now.number)}"/>`;
  const inner = html`<title>${old?.name ?? now?.name}: ${moved ? 'moved' : state}</title>${path}
    ${old && html`<circle cx="${from}" cy="${y(old.number)}" r="2.5"/><text x="${LEFT - 4}" y="${y(old.number) + 4}" text-anchor="end">${shortened(old.name, NAMES, 11)} <tspan class="op">${old.number}</tspan></text>`}
    ${now && html`<circle cx="${to}" cy="${y(now.number)}" r="2.5"/><text x="${LEFT + MIDDLE + 4}" y="${y(now.number) + 4}"><tspan class="op">${now.number}</tspan> ${shortened(now.name, NAMES, 11)}</text>`}`;
  const className = moved ? `${state} moved` : state;
  return href === undefined
    ? html`<g class="${className}">${inner}</g>`
    : html`<a class="${className}" href="${href}">${inner}</a>`;
}

function describe(pairs: readonly MappedPair[]): string {
  const count = (fits: (pair: MappedPair) => boolean) => pairs.filter(fits).length;
  return [
    `${pairs.length} operations`,
    `${count((pair) => pair.old !== undefined && pair.new !== undefined && pair.old.number !== pair.new.number)} moved`,
    `${count(({ isChanged, old, new: now }) => isChanged && old !== undefined && now !== undefined)} changed`,
    `${count(({ old }) => !old)} added`,
    `${count(({ new: now }) => !now)} removed`,
  ].join(', ');
}
