/**
 * Where a merge left a conflict in a text: the offset of its first `<<<<<<<`, if lines with `=======` and `>>>>>>>` follow. One kind
 * of line alone may be an underline, or part of a text about conflicts.
 */
export function conflictAt(text: string): number | undefined {
  const start = conflictLineAt(text, '<', 0);
  const middle = start === undefined ? undefined : conflictLineAt(text, '=', start);
  const end = middle === undefined ? undefined : conflictLineAt(text, '>', middle);
  return end === undefined ? undefined : start;
}

/** True of a line, given by its offset, that marks a conflict: seven of one character, and nothing or a blank behind them. */
export function isConflictMarker(text: string, offset: number): boolean {
  const mark = text[offset] ?? '';
  if (!'<|=>'.includes(mark) || (offset > 0 && text[offset - 1] !== '\n')) return false;
  return text.startsWith(mark.repeat(7), offset) && /^\s?$/.test(text[offset + 7] ?? '');
}

/** The offset of the next line from `from` on that marks a conflict with `mark`. */
export function conflictLineAt(text: string, mark: '<' | '=' | '>', from: number): number | undefined {
  const line = mark.repeat(7);
  for (let at = text.indexOf(line, from); at >= 0; at = text.indexOf(line, at + 1)) {
    if (isConflictMarker(text, at)) return at;
  }
  return undefined;
}
