import type { Source, Span } from '../text/index.ts';
import { firstFrom } from './ron/comment-index.ts';
import type { Comment, Document } from './ron/value.ts';

/** A field, entry, value or attribute, laid out. */
export interface Item {
  readonly span: Span;
  /** From here to its end, comments are inside of it and part of `text`; before, they interrupt it. */
  readonly contentStart: number;
  readonly text: string;
}

/** One thing in a sequence of items and comments. */
export interface Piece {
  readonly text: string;
  /** True when it goes on in the line of the piece, or the bracket, before it. */
  readonly sameLine: boolean;
  /** True when an empty line separates it from what is before. */
  readonly afterEmptyLine: boolean;
}

/** The pieces one after the other; each but the first begins with what its place asks for. */
export function joinPieces(pieces: readonly Piece[], lineBreak: string): string {
  const emptyLine = lineBreak.replace(/[ ]*$/, '');
  return pieces
    .map(({ text, sameLine, afterEmptyLine }, index) => {
      if (index === 0) return text;
      if (sameLine) return ` ${text}`;
      return `${afterEmptyLine ? emptyLine : ''}${lineBreak}${text}`;
    })
    .join('');
}

/** Puts the comments of a file back between its items. */
export class Pieces {
  readonly #source: Source;
  readonly #comments: readonly Comment[];

  constructor({ source, comments }: Document) {
    this.#source = source;
    this.#comments = comments;
  }

  hasComments(start: number, end: number): boolean {
    const first = this.#comments[firstFrom(this.#comments, start)];
    return first !== undefined && first.span.end <= end;
  }

  /**
   * The items and the comments around them, in order. A comment keeps its place: in the line of what is before it, or in a
   * line of its own. One that interrupts an item, as between its name and its value, goes behind it.
   */
  between(start: number, end: number, items: readonly Item[]): Piece[] {
    const sequence = new Sequence(this.#source, start);
    for (const item of items) {
      for (const comment of this.#commentsIn(sequence.end, item.span.start)) sequence.addComment(comment);
      sequence.addItem(item);
      for (const comment of this.#commentsIn(item.span.start, item.contentStart)) sequence.addDisplaced(comment);
    }
    for (const comment of this.#commentsIn(sequence.end, end)) sequence.addComment(comment);
    return sequence.pieces;
  }

  #commentsIn(start: number, end: number): readonly Comment[] {
    return this.#comments.slice(firstFrom(this.#comments, start), firstFrom(this.#comments, end));
  }
}

/** Pieces as they are put one behind the other, with what the next one must know of those before it. */
class Sequence {
  readonly pieces: Piece[] = [];
  /** Offset up to which the text has been dealt with. */
  end: number;
  readonly #source: Source;
  readonly #isWholeFile: boolean;
  #last: 'nothing' | 'item' | 'line comment' | 'block comment' = 'nothing';
  /** True after a comment in a place of our choice. Right above an item, it would document it. */
  #displaced = false;

  constructor(source: Source, start: number) {
    this.#source = source;
    this.end = start;
    this.#isWholeFile = start === 0;
  }

  addComment(comment: Comment): void {
    const gap = this.#source.text.slice(this.end, comment.span.start);
    const lineEnds = countLineEnds(gap.slice(gap.lastIndexOf(',') + 1));
    const detached = this.#isDetachedBy(gap);
    this.#push(comment, lineEnds === 0, lineEnds > 1 || (lineEnds === 1 && detached));
    this.#displaced = lineEnds === 0 && (detached || this.#last === 'line comment');
    this.#last = `${comment.kind} comment`;
    this.end = comment.span.end;
  }

  /** A comment that stood inside the item before it. */
  addDisplaced(comment: Comment): void {
    this.#push(comment, true, false);
    this.#displaced = true;
    this.#last = `${comment.kind} comment`;
  }

  addItem({ span, text }: Item): void {
    const gap = this.#source.text.slice(this.end, span.start);
    const lineEnds = countLineEnds(gap);
    const detached = this.#isDetachedBy(gap);
    this.pieces.push({
      text,
      sameLine: this.#last === 'block comment' && lineEnds === 0 && !detached,
      afterEmptyLine: this.pieces.length > 0 && (lineEnds > 1 || detached),
    });
    this.#displaced = false;
    this.#last = 'item';
    this.end = span.end;
  }

  /** True when the comment before the gap must not come to stand right above what follows: it did not, or a comma was between. */
  #isDetachedBy(gap: string): boolean {
    const afterComment = this.#last === 'line comment' || this.#last === 'block comment';
    return afterComment && (this.#displaced || gap.includes(','));
  }

  #push(comment: Comment, wantsSameLine: boolean, afterEmptyLine: boolean): void {
    const follows = this.#last !== 'nothing' || !this.#isWholeFile;
    this.pieces.push({
      text: this.#source.slice(comment.span).trimEnd(),
      sameLine: wantsSameLine && this.#last !== 'line comment' && follows,
      afterEmptyLine: this.pieces.length > 0 && afterEmptyLine,
    });
  }
}

/** As a source counts them: LF, CRLF or a lone CR. */
function countLineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
