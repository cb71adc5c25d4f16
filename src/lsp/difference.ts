import type { Span } from '../text/index.ts';

/** The one stretch in which two texts differ: both begin at `start`. */
export interface Difference {
  readonly start: number;
  readonly beforeEnd: number;
  readonly afterEnd: number;
}

/** What is equal at the beginning and the end of two texts is left out; no surrogate pair or CRLF is cut. */
export function differenceOf(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  while (start > 0 && isInside(before, start)) start--;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  while (tail > 0 && isInside(before, before.length - tail)) tail--;
  return { start, beforeEnd: before.length - tail, afterEnd: after.length - tail };
}

function isInside(text: string, offset: number): boolean {
  const [last, next] = [text.charCodeAt(offset - 1), text.charCodeAt(offset)];
  return (last >= 0xd800 && last <= 0xdbff) || (last === 0x0d && next === 0x0a);
}

/** Where something is after an edit; undefined when the edit touched it. */
export function moved({ start, end }: Span, difference: Difference): Span | undefined {
  if (end <= difference.start) return { start, end };
  if (start < difference.beforeEnd) return undefined;
  const by = difference.afterEnd - difference.beforeEnd;
  return { start: start + by, end: end + by };
}
