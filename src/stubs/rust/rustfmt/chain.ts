import type { Write } from './lists.ts';
import { firstWidth, isMultiline, lastWidth, type Room, TAB } from './room.ts';
import type { Code, Link } from './syntax.ts';

/** Several calls on one line may be no wider together. */
const CHAIN_WIDTH = 60;
/** A last call of so many lines begins on the line of what is before it, however few lines it would have below. */
const LONG_CALL = 5;

type Chain = Extract<Code, { kind: 'chain' }>;

/** Writes a call with its point. Undefined when it does not fit, however it is broken. */
type WriteLink = (link: Link, room: Room) => string | undefined;

/**
 * `root.call(a).call(b)?`: on one line, with the last call broken, or with the calls below each other. The parts may be chains themselves: who
 * calls this writes them.
 */
export function writeChain(
  { root, rootTries, links }: Chain,
  room: Room,
  writeRoot: Write,
  writeLink: WriteLink,
): string | undefined {
  const inner = room.less(rootTries);
  const start = inner && writeRoot(inner);
  if (start === undefined) return undefined;
  let head = start + '?'.repeat(rootTries);
  if (links.length === 0) return head;
  let isBlock = isMultiline(head) && (root.kind === 'call' || root.kind === 'array' || root.kind === 'struct');
  let rest = links;
  // A root that is no wider than an indentation has the first calls beside it.
  while (rest.length > 0 && head.length <= TAB - room.offset && !isMultiline(head)) {
    const beside = room.after(head.length);
    if (beside === undefined) return undefined;
    const text = writeLink(rest[0] as Link, beside);
    if (text === undefined) break;
    head += text;
    isBlock = endsWithBrackets(head);
    rest = rest.slice(1);
  }
  const text = rest.length === 0 ? head : writeLinks(head, rest, links.length === 1, isBlock, room, writeLink);
  return text !== undefined && room.holds(text) ? text : undefined;
}

function writeLinks(
  head: string,
  links: readonly Link[],
  isOnly: boolean,
  isBlock: boolean,
  room: Room,
  writeLink: WriteLink,
): string | undefined {
  const below = room.indented(isBlock ? 0 : TAB);
  const before = links.slice(0, -1).map((link) => writeLink(link, below));
  const last = links.at(-1) as Link;
  if (before.includes(undefined)) return undefined;
  const written = [head, ...(before as string[])];
  const ending = writeLast(written, last, below, isOnly, room, writeLink);
  if (ending === undefined) return undefined;
  return [...written, ending.text].join(ending.isBeside ? '' : below.newline);
}

/** The last call, and whether the whole chain stands on the line that it begins on. */
function writeLast(
  written: readonly string[],
  last: Link,
  below: Room,
  isOnly: boolean,
  room: Room,
  writeLink: WriteLink,
): { text: string; isBeside: boolean } | undefined {
  const [head] = written as [string];
  const isExtended = endsWithBrackets(head);
  const taken = (isExtended ? lastWidth(head) : written.join('').length) + last.tries;
  const budget = Math.max(0, (isOnly ? room.width : Math.min(room.width, CHAIN_WIDTH)) - taken);
  const isLine = budget > 0 && !written.some(isMultiline);
  const next = below.less(room.overhead + last.tries);
  const own = isLine ? room.less(last.tries) : isExtended ? below.less(last.tries) : next;
  if (own === undefined) return undefined;
  const beside = isLine || isExtended ? own.after(taken) : undefined;
  const hugging = beside && writeLink(last, beside);
  if (hugging !== undefined) {
    const fits = firstWidth(hugging) <= budget;
    if (fits && lines(hugging) >= LONG_CALL) return { text: hugging, isBeside: isLine };
    if (next === undefined) return undefined;
    const text = writeLink(last, next);
    if (text === undefined || (fits && lines(text) >= lines(hugging)))
      return { text: hugging, isBeside: fits && isLine };
    return { text, isBeside: false };
  }
  const text = writeLink(last, own);
  return text === undefined ? undefined : { text, isBeside: false };
}

/** Whether the last line is nothing but closing brackets. */
function endsWithBrackets(text: string): boolean {
  return /^[()\]}?>\s]*$/.test(text.slice(text.lastIndexOf('\n') + 1));
}

function lines(text: string): number {
  return text.split('\n').length;
}
