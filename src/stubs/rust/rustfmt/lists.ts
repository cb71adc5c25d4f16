import { firstWidth, isMultiline, lastWidth, MAX_WIDTH, type Room } from './room.ts';

/** Writes one item. Undefined when it does not fit, however it is broken. */
export type Write = (room: Room) => string | undefined;

export interface Item {
  readonly write: Write;
  /** May share its first line with the list's, and its last with the bracket: calls in calls, tuples in brackets. */
  readonly hugs: 'always' | 'behind short heads' | 'no';
  /** Is itself a call. */
  readonly isCall: boolean;
  /** A name, a number, a field of it. */
  readonly isSimple: boolean;
}

export interface Brackets {
  readonly open: '(' | '[' | '<';
  readonly close: ')' | ']' | '>';
  /** The items together may be no wider on one line. */
  readonly width: number;
  /** A comma behind the last item: only below each other, always, or never. */
  readonly comma: 'broken' | 'always' | 'never';
}

/** Simple items of this width share lines where a list of nothing else is broken. */
const SHORT_ITEM_WIDTH = 10;
/** Heads that are shorter than this have a single argument beside them. */
const SHORT_HEAD_WIDTH = 4;

/**
 * `head(a, b)`: on one line, or with the last item broken, or with the items below each other.
 * @param head what stands before the bracket, written in the same room
 */
export function writeList(head: string, items: readonly Item[], room: Room, brackets: Brackets): string | undefined {
  const { open, close, width, comma } = brackets;
  const headWidth = isMultiline(head) ? Math.max(0, lastWidth(head) - room.used) : head.length;
  const beside = Math.max(0, room.width - headWidth - 2);
  const limit = Math.min(width, beside);
  const below = room.with({ alignment: 0 }).indented().less(1);
  if (below === undefined) return undefined;
  const texts = items.map(({ write }) => write(below));
  const last = texts.length - 1;
  const isWhole = (all: readonly (string | undefined)[]) =>
    all.every((text) => text === undefined || !isMultiline(text)) && together(all) <= limit;

  const hugging = hug(head, items, texts, room, brackets);
  let layout: 'line' | 'below' | 'filled' = 'below';
  if (hugging !== undefined && isWhole(texts.with(last, hugging.slice(0, firstWidth(hugging))))) {
    const own = texts[last];
    const isOneBreak = items.length === 1 && hugging.split('\n').length === 2;
    if (!isOneBreak || own === undefined || isMultiline(own)) texts[last] = hugging;
    layout = 'line';
  } else {
    const [only] = texts;
    const fits = texts.length === 1 && only !== undefined && !isMultiline(only) && only.length <= beside && beside > 0;
    if (fits || isWhole(texts)) layout = 'line';
    else if (items.every(({ isSimple }) => isSimple) && texts.every((text = '') => text.length <= SHORT_ITEM_WIDTH)) {
      layout = 'filled';
    }
  }
  if (texts.includes(undefined)) return undefined;
  const written = texts as string[];

  const inside =
    layout === 'filled' ? fill(written, below) : written.join(layout === 'line' ? ', ' : `,${below.newline}`);
  const hasComma = items.length > 0 && (comma === 'always' || (comma === 'broken' && layout !== 'line'));
  const text = inside + (hasComma ? ',' : '');
  const left = Math.max(0, room.width - lastWidth(head));
  const needed = text === '' ? 2 : firstWidth(text) + 1;
  if (layout === 'line' && needed <= left) return head + open + text + close;
  const end = room.with({ alignment: 0 }).newline;
  return text === '' ? head + open + end + close : head + open + below.newline + text + end + close;
}

/** The last item as it is when it begins on the list's first line, or undefined when it may not or cannot. */
function hug(
  head: string,
  items: readonly Item[],
  texts: readonly (string | undefined)[],
  room: Room,
  { width }: Brackets,
): string | undefined {
  const last = items.at(-1);
  if (last === undefined || last.hugs === 'no') return undefined;
  const isBehindShortHead = items.length === 1 && head.length < SHORT_HEAD_WIDTH;
  if (last.hugs === 'behind short heads' && !isBehindShortHead) return undefined;
  const line = room.after(lastWidth(head) + 1)?.less(1) ?? room.with({ width: 0 });
  if (items.length === 1 && !last.isCall) return last.write(line);
  const before = texts.slice(0, -1).reduce((sum, text = '') => sum + text.length + 2, 0);
  const inner = line.with({ width: Math.min(width, line.width) }).after(before);
  return inner && last.write(inner);
}

function together(texts: readonly (string | undefined)[]): number {
  return texts.reduce((sum, text = '') => sum + text.length + 2, -2);
}

/** As many items on each line as fit. */
function fill(texts: readonly string[], room: Room): string {
  let filled = '';
  let width = 0;
  texts.forEach((text, index) => {
    // The comma behind the last item counts when there is a line above.
    const own = text.length + (index < texts.length - 1 || isMultiline(filled) ? 1 : 0);
    if (width > 0 && width + 1 + own > room.width) {
      filled += `${room.newline}${text}`;
      width = own;
    } else {
      filled += width > 0 ? ` ${text}` : text;
      width += own + (width > 0 ? 1 : 0);
    }
    if (index < texts.length - 1) filled += ',';
  });
  return filled;
}

export const ANGLE: Brackets = { open: '<', close: '>', width: MAX_WIDTH, comma: 'broken' };
export const CALL: Brackets = { open: '(', close: ')', width: 60, comma: 'broken' };
export const SQUARE: Brackets = { open: '[', close: ']', width: 60, comma: 'broken' };
