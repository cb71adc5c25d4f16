/** Columns that a line may have. */
export const MAX_WIDTH = 100;
export const TAB = 4;

/**
 * The place that a construct is written into, and how much of its first line is left. Lines behind the first begin at `block`, with `alignment`
 * beside it where `rustfmt` aligns what it would better indent.
 */
export class Room {
  /** Indentation by blocks: a multiple of {@link TAB}. */
  readonly block: number;
  /** Indentation beside that of the block. */
  readonly alignment: number;
  /** Columns of the first line in use behind `block`. */
  readonly offset: number;
  /** Columns left. Of several lines, the last may not be longer either. */
  readonly width: number;

  constructor(block: number, alignment: number, offset: number, width: number) {
    this.block = block;
    this.alignment = alignment;
    this.offset = offset;
    this.width = width;
  }

  /** A whole line. */
  static line(block: number, alignment = 0): Room {
    return new Room(block, alignment, alignment, Math.max(0, MAX_WIDTH - block - alignment));
  }

  /** Columns in use before what is written. */
  get used(): number {
    return this.block + this.offset;
  }

  /** Columns that something behind takes from the end of the line. */
  get overhead(): number {
    return Math.max(0, MAX_WIDTH - this.used - this.width);
  }

  /** The line break before a line of the construct. */
  get newline(): string {
    return `\n${' '.repeat(this.block + this.alignment)}`;
  }

  /** The same number for the same room: no line is longer than 2^17. */
  get key(): number {
    return ((this.block * 2 ** 17 + this.alignment) * 2 ** 17 + this.offset) * 2 ** 7 + this.width;
  }

  /** Without the last columns; undefined when there are not so many. */
  less(columns: number): Room | undefined {
    return columns > this.width ? undefined : this.with({ width: this.width - columns });
  }

  /** Behind text of so many columns; undefined when there are not so many. */
  after(columns: number): Room | undefined {
    return this.less(columns)?.with({ offset: this.offset + columns });
  }

  /** With the lines aligned to the column that is written at. */
  aligned(): Room {
    return this.with({ alignment: this.offset });
  }

  /** A whole line, one tab further in than the lines of this construct. */
  indented(tab = TAB): Room {
    return this.alignment === 0
      ? Room.line(this.block + tab)
      : new Room(this.block, this.alignment + tab, this.alignment + tab, MAX_WIDTH - this.block - this.alignment - tab);
  }

  /** Whether text that begins here stays in the room. */
  holds(text: string): boolean {
    const lines = text.split('\n') as [string, ...string[]];
    const last = lines.at(-1) as string;
    return (
      lines[0].length <= this.width &&
      lines.slice(1).every((line) => line.length <= MAX_WIDTH) &&
      (lines.length === 1 || last.length <= this.used + this.width)
    );
  }

  with(change: Partial<Pick<Room, 'block' | 'alignment' | 'offset' | 'width'>>): Room {
    const { block = this.block, alignment = this.alignment, offset = this.offset, width = this.width } = change;
    return new Room(block, alignment, offset, width);
  }
}

export function isMultiline(text: string): boolean {
  return text.includes('\n');
}

export function firstWidth(text: string): number {
  const end = text.indexOf('\n');
  return end < 0 ? text.length : end;
}

export function lastWidth(text: string): number {
  return text.length - text.lastIndexOf('\n') - 1;
}
