import { type Position, Source } from './source.ts';

/** From `start` on, a derived text comes from what its origin has at `origin`; both are offsets. */
export interface Mark {
  readonly start: number;
  readonly origin: number;
}

/** A text that was made from another: places in it are the places of what it was made from. */
export class DerivedSource extends Source {
  readonly #origin: Source;
  readonly #marks: readonly Mark[];

  /** @param marks by their start; what is before the first one comes from the start of the origin */
  constructor(origin: Source, text: string, marks: readonly Mark[]) {
    super(origin.path, text);
    this.#origin = origin;
    this.#marks = marks;
  }

  override position(offset: number): Position {
    return this.#origin.position(this.#marks.findLast(({ start }) => start <= offset)?.origin ?? 0);
  }

  override lineText(line: number): string {
    return this.#origin.lineText(line);
  }

  override lineLength(line: number): number {
    return this.#origin.lineLength(line);
  }
}
