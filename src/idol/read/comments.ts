import type { Source } from '../../text/index.ts';
import type { Doc } from '../model.ts';
import { firstFrom } from '../ron/comment-index.ts';
import type { Comment, Document } from '../ron/value.ts';

/** Says that a comment is about the file's rights, not about the interface. */
const LICENCE = /copyright|spdx-license|licen[sc]e/i;
/** A licence notice says so in its first lines. */
const LICENCE_LINES = 20;

/** Documentation that stands in `//` comments. */
export class CommentsAbove {
  readonly #source: Source;
  readonly #comments: readonly Comment[];
  readonly #valueStart: number;

  constructor({ source, comments, value }: Document) {
    this.#source = source;
    this.#comments = comments;
    this.#valueStart = value?.span.start ?? 0;
  }

  /** The comment lines directly above the item that begins at `offset`, with no empty line between. */
  above(offset: number): Doc | undefined {
    if (!this.#beginsLine(offset)) return undefined;
    const last = firstFrom(this.#comments, offset) - 1;
    let first = last + 1;
    for (let next = offset; first > 0 && this.#isDirectlyAbove(this.#comments[first - 1], next); first--) {
      next = this.#comments[first - 1]?.span.start ?? 0;
    }
    return this.#doc(this.#comments.slice(first, last + 1));
  }

  /** The comment block at the top of the file; a licence notice before it is passed over. */
  atTop(): Doc | undefined {
    let block: Comment[] = [];
    for (const comment of this.#comments) {
      if (comment.span.start > this.#valueStart) break;
      if (comment.kind !== 'line' || !this.#beginsLine(comment.span.start)) continue;
      if (block.length > 0 && !this.#isDirectlyAbove(block.at(-1), comment.span.start)) {
        if (!this.#isLicence(block)) break;
        block = [];
      }
      block.push(comment);
    }
    return this.#isLicence(block) ? undefined : this.#doc(block);
  }

  /** True of a `//` comment that has the line for itself before the one in which `offset` is the first thing. */
  #isDirectlyAbove(comment: Comment | undefined, offset: number): boolean {
    if (comment?.kind !== 'line' || !this.#beginsLine(comment.span.start)) return false;
    return /^\r?\n[ \t]*$/.test(this.#source.text.slice(comment.span.end, offset));
  }

  #isLicence(block: readonly Comment[]): boolean {
    return block.slice(0, LICENCE_LINES).some((comment) => LICENCE.test(this.#source.slice(comment.span)));
  }

  #doc(block: readonly Comment[]): Doc | undefined {
    const first = block[0];
    const last = block.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const lines = block.map((comment) =>
      this.#source
        .slice(comment.span)
        .replace(/^\/{2,}$|^\/\/[/!]? ?/, '')
        .trimEnd(),
    );
    const text = lines.join('\n').replace(/^\n+/, '').trimEnd();
    if (text === '') return undefined;
    return { text, from: 'comment', span: { start: first.span.start, end: last.span.end } };
  }

  #beginsLine(offset: number): boolean {
    const { text } = this.#source;
    let at = offset - 1;
    while (at >= 0 && (text[at] === ' ' || text[at] === '\t' || text[at] === '\ufeff')) at--;
    return at < 0 || text[at] === '\n';
  }
}
