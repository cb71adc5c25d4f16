import type { InterfaceEntry, Registry } from '../../registry/index.ts';
import type { Layout } from '../../wire/index.ts';
import { type Html, html } from '../changes/html.ts';
import { type ByteMap, byteMapOf, bytesText, rulerSvg } from '../figures/index.ts';
import { shortened } from '../figures/text-width.ts';

/** Size that sites show linked pages at, in pixels. */
export const CARD = { width: 1200, height: 630 };
const LEFT = 72;
const INNER = CARD.width - 2 * LEFT;
const RULER_SCALE = INNER / 688;
/** Rulers that are higher than this, in pixels of a page, do not fit. */
const RULER_ROOM = 150;

/** Colors of the light theme, as the style sheet has them: what draws a card knows no custom property. */
const STYLE = `
  text { font-family: "IBM Plex Mono"; fill: #14181c }
  .muted { fill: #525d67 }
  .ruler rect { stroke: #525d67; rx: 2px; fill: #f3f5f7 }
  .ruler .value { fill: #d3ebff }
  .ruler .tag { fill: #ffd9a1 }
  .ruler .variants { fill: #cdf1dc }
  .ruler .unknown, .ruler .elastic { stroke-dasharray: 4 3 }
  .ruler .padding { stroke-dasharray: 1 3 }
  .ruler .name { font-size: 11px }
  .ruler .offset { font-size: 9px; fill: #525d67 }
  .ruler .bracket-name, .ruler .lane-title { font-size: 10px; fill: #525d67 }
  .ruler .lane-name { font-size: 11px; font-weight: 600 }
  .ruler .bracket, .ruler .tick, .ruler .leader, .ruler .cut { fill: none; stroke: #525d67 }
  .ruler .tick { opacity: 0.55 }
  .ruler .cut { stroke: #ffffff; stroke-width: 2px }
`;

/** A picture of an interface for what shows links: its name, its purpose, and the bytes of one of its messages. */
export function cardSvg(entry: InterfaceEntry, purpose: string, { title }: Pick<Registry, 'title'>): string {
  const { name, operations, kind } = entry;
  const nameSize = Math.min(84, Math.floor(INNER / (name.length * 0.61)));
  const noun = kind === 'messages' ? 'direction' : 'operation';
  const encodings = [...new Set(operations.map(({ encoding }) => encoding))].sort().join(', ');
  const facts = `${operations.length} ${noun}${operations.length === 1 ? '' : 's'}${encodings && ` · ${encodings}`}`;
  const drawn = widest(entry);
  const lines = wrapped(purpose, 30);
  const { text } =
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}" viewBox="0 0 ${CARD.width} ${CARD.height}">
    <style>${STYLE}</style>
    <rect width="${CARD.width}" height="${CARD.height}" fill="#ffffff"/>
    <rect width="${CARD.width}" height="14" fill="#ffd02e"/>
    ${markHtml()}
    <text class="muted" x="${LEFT + 112}" y="84" font-size="26">${shortened(title, INNER - 112, 26)}</text>
    <text x="${LEFT}" y="200" font-size="${nameSize}" font-weight="700">${name}</text>
    ${lines.map((line, index) => html`<text class="muted" x="${LEFT}" y="${258 + index * 42}" font-size="30">${line}</text>`)}
    <text class="muted" x="${LEFT}" y="${270 + lines.length * 42}" font-size="26">${facts}</text>
    ${drawn && rulerHtml(drawn)}
  </svg>`;
  return text;
}

function markHtml(): Html {
  const bits = [0, 1, 0, 0, 1, 0, 0, 1];
  const cells = bits.map(
    (bit, index) =>
      html`<rect x="${LEFT + (index % 4) * 22}" y="${52 + Math.floor(index / 4) * 22}" width="18" height="18" stroke="#14181c" stroke-width="2" fill="${bit === 1 ? '#ffd02e' : 'none'}"/>`,
  );
  return html`${cells}`;
}

interface Drawn {
  readonly caption: string;
  readonly map: ByteMap;
  readonly height: number;
}

function rulerHtml({ caption, map, height }: Drawn): Html {
  const top = CARD.height - 44 - height * RULER_SCALE;
  const heading = html`<text x="${LEFT}" y="${Math.round(top) - 16}" font-size="24" font-weight="700">${shortened(caption, INNER, 24)}</text>`;
  return html`${heading}<g transform="translate(${LEFT} ${Math.round(top)}) scale(${RULER_SCALE.toFixed(4)})">${rulerSvg(map, { columns: 16 })}</g>`;
}

/** The message or reply with the most parts that fits. */
function widest({ name, schema, layouts, kind }: InterfaceEntry): Drawn | undefined {
  const [first] = layouts;
  let best: (Drawn & { readonly parts: number }) | undefined;
  for (const [position, layout] of (first?.operations ?? []).entries()) {
    const operation = schema?.operations[position]?.name ?? '';
    const candidates: [what: string, layout: Layout][] = [
      ['message', layout.message],
      ...(kind === 'messages' ? [] : [['reply', layout.reply] as [string, Layout]]),
    ];
    for (const [what, one] of candidates) {
      const map = { ...byteMapOf(one), lanes: [] };
      if (map.cells.length === 0) continue;
      const height = Number(/ height="(\d+)"/.exec(rulerSvg(map, { columns: 16 }).text)?.[1] ?? RULER_ROOM + 1);
      if (height > RULER_ROOM || (best && best.parts >= map.cells.length)) continue;
      const caption = `${name}.${operation} ${what}, ${bytesText(one.size)}`;
      best = { caption, map, height, parts: map.cells.length };
    }
  }
  return best;
}

/** At most two lines, broken between words. */
function wrapped(text: string, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && shortened(longer, INNER, fontSize) === longer) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const [first, second] = lines;
  if (first === undefined) return [];
  if (second === undefined) return [shortened(first, INNER, fontSize)];
  return [first, lines.length > 2 ? shortened(`${second} …`, INNER, fontSize) : second];
}
