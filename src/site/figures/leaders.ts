import { shortened, textWidth } from './text-width.ts';

/** A name and where its line comes down, in pixels. */
export interface Leader {
  readonly key: string;
  readonly text: string;
  readonly x: number;
}

/** Where a name stands: its left edge in pixels, and how many names are above it. */
export interface PlacedLeader extends Leader {
  readonly start: number;
  readonly level: number;
}

const FONT_SIZE = 11;
/** Between a line and its name. */
const GAP = 6;

/**
 * Places names below a row, each beside the end of its line, so that no line crosses a name. Names stand to the right of
 * their lines, nearer ones of the right side first; those that the right edge would cut stand to the left, below all others.
 *
 * @param leaders from left to right
 */
export function placeLeaders(leaders: readonly Leader[], width: number): PlacedLeader[] {
  const right: Leader[] = [];
  const left: Leader[] = [];
  let limit = width;
  for (const leader of leaders.toReversed()) {
    const isCut = leader.x + GAP + textWidth(leader.text, FONT_SIZE) > limit;
    if (isCut && leader.x - GAP - textWidth(leader.text, FONT_SIZE) >= 0) {
      left.push(leader);
      limit = leader.x;
    } else {
      right.push({ ...leader, text: shortened(leader.text, limit - leader.x - GAP, FONT_SIZE) });
    }
  }
  const above = stack(right, ({ x, text }) => ({ from: x, to: x + 2 * GAP + textWidth(text, FONT_SIZE) }));
  const rows = 1 + Math.max(-1, ...above.map(({ level }) => level));
  const below = stack(left.toReversed(), ({ x, text }) => ({
    from: -x,
    to: -x + 2 * GAP + textWidth(text, FONT_SIZE),
  }));
  return [
    ...above.map((leader) => ({ ...leader, start: leader.x + GAP })),
    ...below.map((leader) => ({
      ...leader,
      start: leader.x - GAP - textWidth(leader.text, FONT_SIZE),
      level: rows + leader.level,
    })),
  ];
}

/** Gives each a level below all earlier ones whose line its name would cross. `from` is the place of its own line. */
function stack(leaders: readonly Leader[], spanOf: (leader: Leader) => { from: number; to: number }) {
  const placed: (Leader & { from: number; level: number })[] = [];
  for (const leader of leaders) {
    const { from, to } = spanOf(leader);
    const crossed = placed.filter((other) => other.from < to).map(({ level }) => level);
    placed.push({ ...leader, from, level: 1 + Math.max(-1, ...crossed) });
  }
  return placed;
}
