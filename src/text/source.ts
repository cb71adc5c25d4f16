/** A half-open range of UTF-16 offsets into a {@link Source}'s text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place for people: line and column count from 1, the column in characters as an editor shows them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * One text with the path it came from. Nodes and diagnostics keep offsets; a line and a column are worked out only
 * when something is printed.
 */
export class Source {
  readonly path: string;
  readonly text: string;
  #lineStarts: number[] | undefined;
  /** The column that was worked out last: in a line of megabytes, the next one is counted from there. */
  #lastColumn = { start: -1, offset: 0, column: 1 };

  /** @param path relative to the tree's root, with `/` between its parts on every system */
  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** Offsets at which lines begin. A line ends with LF, CRLF or a lone CR, as editors have it. */
  get lineStarts(): readonly number[] {
    if (this.#lineStarts === undefined) {
      const starts = [0];
      for (const lineEnd of this.text.matchAll(/\r\n|\n|\r/g)) starts.push(lineEnd.index + lineEnd[0].length);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }

  /** The place of an offset; one outside the text is clamped to it. */
  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= clamped) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] as number;
    const known =
      this.#lastColumn.start === start && this.#lastColumn.offset <= clamped
        ? this.#lastColumn
        : { offset: start, column: 1 };
    let { column } = known;
    for (let at = known.offset; at < clamped; at++) {
      const unit = this.text.charCodeAt(at);
      const isTrailingSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
      if (!isTrailingSurrogate || at === start) column++;
    }
    this.#lastColumn = { start, offset: clamped, column };
    return { line: low + 1, column };
  }

  /** The text of a line, counted from 1, without its line end. */
  lineText(line: number): string {
    const start = this.lineStarts[line - 1];
    return start === undefined ? '' : this.text.slice(start, start + this.lineLength(line));
  }

  /** Length of a line, counted from 1, in UTF-16 units without its line end. */
  lineLength(line: number): number {
    const start = this.lineStarts[line - 1];
    if (start === undefined) return 0;
    let end = this.lineStarts[line] ?? this.text.length;
    while (end > start && (this.text[end - 1] === '\n' || this.text[end - 1] === '\r')) end--;
    return end - start;
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }
}
