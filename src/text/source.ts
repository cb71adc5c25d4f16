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
 * Longer files are not parsed, in UTF-16 units: the longest sources of the real tree have 250,000, and ten million take seconds and
 * gigabytes.
 */
export const MAX_SOURCE_LENGTH = 1_000_000;

/** Why a file is too long to be parsed, as the rest of a sentence about it: "it has …". Undefined for one that is not. */
export function lengthProblem({ text }: Source): string | undefined {
  if (text.length <= MAX_SOURCE_LENGTH) return undefined;
  return `it has ${text.length} characters, and files of more than ${MAX_SOURCE_LENGTH} are not read`;
}

/** Units of a long line between two columns that are kept: nobody counts the same megabytes twice. */
const STRIDE = 4_096;

/**
 * One text with the path it came from. Nodes and diagnostics keep offsets; a line and a column are worked out only
 * when something is printed.
 */
export class Source {
  readonly path: string;
  readonly text: string;
  #lineStarts: number[] | undefined;
  /** For lines that are long, by their start: the column after each {@link STRIDE} units, as far as somebody asked. */
  readonly #columns = new Map<number, number[]>();

  /** @param path relative to the tree's root, with `/` between its parts on every system */
  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** Offsets at which lines begin. A line ends with LF, CRLF or a lone CR, as editors have it. */
  get lineStarts(): readonly number[] {
    if (this.#lineStarts === undefined) {
      this.#lineStarts = lineStartsOf(this.text);
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
    return { line: low + 1, column: this.#column(start, clamped) };
  }

  #column(start: number, offset: number): number {
    const strides = Math.floor((offset - start) / STRIDE);
    if (strides === 0) return 1 + this.#characters(start, start, offset);
    const columns = this.#columns.get(start) ?? [1];
    this.#columns.set(start, columns);
    while (columns.length <= strides) {
      const from = start + (columns.length - 1) * STRIDE;
      columns.push((columns.at(-1) as number) + this.#characters(start, from, from + STRIDE));
    }
    return (columns[strides] as number) + this.#characters(start, start + strides * STRIDE, offset);
  }

  /** Characters between two offsets of the line that begins at `start`. */
  #characters(start: number, from: number, to: number): number {
    let count = 0;
    for (let at = from; at < to; at++) {
      const unit = this.text.charCodeAt(at);
      const isTrailingSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
      if (!isTrailingSurrogate || at === start) count++;
    }
    return count;
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

/** Searching for each line end takes a fifth of the time that a pattern takes, and leaves no object behind. */
function lineStartsOf(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) {
    for (const lineEnd of text.matchAll(/\r\n|\n|\r/g)) starts.push(lineEnd.index + lineEnd[0].length);
  } else {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  }
  return starts;
}
