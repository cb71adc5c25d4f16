import { type Html, html } from './html.ts';

/** Longer texts, in words times words, are shown as changed from end to end. */
const MAX_WORK = 1_000_000;

/** Two texts with what only one of them has marked, word by word. */
export function textDiff(oldText: string, newText: string): { old: Html; new: Html } {
  const [old, now] = [wordsOf(oldText), wordsOf(newText)];
  const kept = commonWords(old, now);
  const keptOld = new Set(kept.map(([i]) => i));
  const keptNew = new Set(kept.map(([, j]) => j));
  return { old: marked(old, keptOld, 'del'), new: marked(now, keptNew, 'ins') };
}

function wordsOf(text: string): string[] {
  return text.match(/\s+|[A-Za-z0-9_]+|./gs) ?? [];
}

/** Positions of a longest common subsequence. */
function commonWords(old: readonly string[], now: readonly string[]): [number, number][] {
  if (old.length * now.length > MAX_WORK) return [];
  const width = now.length + 1;
  const length = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const next = length[(i + 1) * width + j + 1] as number;
      const skipped = Math.max(length[(i + 1) * width + j] as number, length[i * width + j + 1] as number);
      length[i * width + j] = old[i] === now[j] ? next + 1 : skipped;
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) pairs.push([i++, j++]);
    else if ((length[(i + 1) * width + j] as number) >= (length[i * width + j + 1] as number)) i++;
    else j++;
  }
  return pairs;
}

function marked(words: readonly string[], kept: ReadonlySet<number>, tag: 'del' | 'ins'): Html {
  const runs: { text: string; isKept: boolean }[] = [];
  for (const [index, word] of words.entries()) {
    const last = runs.at(-1);
    const isKept = kept.has(index);
    if (last && last.isKept === isKept) last.text += word;
    else runs.push({ text: word, isKept });
  }
  const parts = runs.map(({ text, isKept }) => {
    if (isKept) return html`${text}`;
    return tag === 'del' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`;
  });
  return html`${parts}`;
}
