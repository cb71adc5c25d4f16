/**
 * The candidate that somebody who wrote `word` most likely meant, or undefined when none is near.
 * Near is an edit distance (insert, delete, replace, swap two neighbours) of at most a third of the word's length.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * What there is instead of `word`, nearest first, as a help text: "the images are `mast`, `buoy`". Of many, the first ten and how many
 * more. Undefined when there are none.
 * @param noun plural
 */
export function nearestFirst(word: string, candidates: Iterable<string>, noun: string): string | undefined {
  const all = [...new Set(candidates)];
  if (all.length === 0) return undefined;
  const near = suggest(word, all);
  const distance = new Map(all.map((each) => [each, editDistance(word.toLowerCase(), each.toLowerCase())]));
  const sorted = all.toSorted((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0));
  const shown = sorted.slice(0, MAX_SHOWN).map((each) => `\`${each}\``);
  const more = sorted.length > MAX_SHOWN ? ` and ${sorted.length - MAX_SHOWN} more` : '';
  const question = near === undefined ? '' : `did you mean \`${near}\`? `;
  return `${question}the ${noun} are ${shown.join(', ')}${more}`;
}

const MAX_SHOWN = 10;

/** Damerau's edit distance in its restricted form (no substring is edited twice), in UTF-16 units. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replace, (last[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}
