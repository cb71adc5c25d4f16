import type { DiagnosticEntry } from '../registry/index.ts';

/** Longer lines are cut around the mark. In characters. */
const MAX_WIDTH = 160;

/** A diagnostic's source line, and the carets that stand below the marked part. */
export function caretLine({ place, endPlace, sourceLine }: DiagnosticEntry): { text: string; carets: string } {
  const characters = [...sourceLine.replaceAll('\t', ' ')];
  const first = place.column - 1;
  const last = endPlace.line === place.line ? endPlace.column - 1 : characters.length;
  const from = characters.length > MAX_WIDTH ? Math.max(0, first - MAX_WIDTH / 4) : 0;
  const to = Math.min(characters.length, from + MAX_WIDTH);
  const before = from > 0 ? '…' : '';
  return {
    text: `${before}${characters.slice(from, to).join('')}${to < characters.length ? '…' : ''}`,
    carets: ' '.repeat(before.length + first - from) + '^'.repeat(Math.max(1, Math.min(last, to) - first)),
  };
}
