import type { Write } from './lists.ts';
import { isMultiline, lastWidth, Room, TAB } from './room.ts';

/**
 * A value behind `head`, which ends with `=` or `:` — beside it, or below, where that spares breaking it.
 * @param room without what follows the value
 */
export function writeAssigned(head: string, write: Write, room: Room): string | undefined {
  const taken = lastWidth(head) - (isMultiline(head) ? Math.min(lastWidth(head), room.block + room.alignment) : 0) + 1;
  const beside = room.after(taken) ?? room.with({ offset: room.offset + taken, width: 0 });
  const same = write(beside);
  if (same !== undefined && !isMultiline(same) && same.length <= beside.width) return `${head} ${same}`;
  const line = Room.line(room.block + TAB, room.alignment);
  const next = line.less(beside.overhead);
  if (next === undefined) return undefined;
  const below = write(next);
  if (below !== undefined && (same === undefined || (next.holds(below) && isBetter(below, same)))) {
    return head + line.newline + below;
  }
  return same === undefined ? undefined : `${head} ${same}`;
}

function isBetter(below: string, same: string): boolean {
  const breaks = (text: string) => text.split('\n').length;
  const opens = (text: string) => /[({[]$/.exec(text.split('\n', 1)[0] as string)?.[0];
  return (
    !isMultiline(below) ||
    breaks(same) > breaks(below) + 1 ||
    (opens(same) !== undefined && opens(same) !== opens(below))
  );
}
