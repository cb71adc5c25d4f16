import type { Source, Span } from '../text/index.ts';
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
    const first = this.#comments[this.#firstFrom(start)];
    return first !== undefined && first.span.end <= end;
  }

  /**
   * The items and the comments around them, in order. A comment keeps its place: in the line of what is before it, or in a line of its
   * own. One that interrupts an item, `"a": /* why *\/ "u8"`, goes behind it.
   */
  between(start: number, end: number, items: readonly Item[]): Piece[] {
    const pieces: Piece[] = [];
    let last: { end: number; isLineComment: boolean; isComment: boolean } = {
      end: start,
      isLineComment: false,
      isComment: false,
    };
    // True after a comment in a place of our choice: right above an item, it would document it.
    let displaced = false;
    const addComment = (comment: Comment, isDisplaced: boolean) => {
      const gap = this.#source.text.slice(last.end, comment.span.start);
      const lineEnds = isDisplaced ? 0 : countLineEnds(gap.slice(gap.lastIndexOf(',') + 1));
      // The comma that stood between them moves up to its item.
      const detached = displaced || (last.isComment && gap.includes(','));
      const sameLine = lineEnds === 0 && !last.isLineComment && (pieces.length > 0 || start > 0);
      pieces.push({
        text: this.#textOf(comment),
        sameLine,
        afterEmptyLine: pieces.length > 0 && (lineEnds > 1 || (lineEnds === 1 && detached)),
      });
      displaced = isDisplaced || (lineEnds === 0 && (detached || last.isLineComment));
      last = {
        end: isDisplaced ? last.end : comment.span.end,
        isLineComment: comment.kind === 'line',
        isComment: true,
      };
    };
    for (const item of items) {
      for (const comment of this.#comments.slice(this.#firstFrom(last.end), this.#firstFrom(item.span.start))) {
        addComment(comment, false);
      }
      const gap = this.#source.text.slice(last.end, item.span.start);
      const lineEnds = countLineEnds(gap);
      // Right below a comment, an item would take it for its documentation.
      const detached = last.isComment && (displaced || gap.includes(','));
      pieces.push({
        text: item.text,
        sameLine: last.isComment && !last.isLineComment && lineEnds === 0 && !detached,
        afterEmptyLine: pieces.length > 0 && (lineEnds > 1 || detached),
      });
      last = { end: item.span.end, isLineComment: false, isComment: false };
      displaced = false;
      for (const comment of this.#comments.slice(
        this.#firstFrom(item.span.start),
        this.#firstFrom(item.contentStart),
      )) {
        addComment(comment, true);
      }
    }
    for (const comment of this.#comments.slice(this.#firstFrom(last.end), this.#firstFrom(end)))
      addComment(comment, false);
    return pieces;
  }

  #textOf(comment: Comment): string {
    return this.#source.slice(comment.span).trimEnd();
  }

  /** Index of the first comment that does not begin before `offset`. */
  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#comments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#comments[middle] as Comment).span.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function countLineEnds(text: string): number {
  return text.split('\n').length - 1;
}
