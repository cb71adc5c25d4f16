import type { Source } from '../../text/index.ts';
import type { Doc } from '../model.ts';
import type { Comment, Document } from '../ron/value.ts';

/** Says that a comment is about the file's rights, not about the interface. */
const LICENCE = /copyright|spdx-license|licen[sc]e/i;

/** Documentation that stands in `//` comments. */
export class CommentsAbove {
  readonly #source: Source;
  readonly #top: readonly Comment[];
  /** Comments that have a line for themselves, by line. */
  readonly #byLine = new Map<number, Comment>();

  constructor({ source, comments, value }: Document) {
    this.#source = source;
    const top: Comment[] = [];
    for (const comment of comments) {
      if (comment.kind !== 'line' || !this.#beginsLine(comment.span.start)) continue;
      this.#byLine.set(this.#lineOf(comment), comment);
      if (value !== undefined && comment.span.start < value.span.start) top.push(comment);
    }
    this.#top = top;
  }

  /** The comment lines directly above the item that begins at `offset`, with no empty line between. */
  above(offset: number): Doc | undefined {
    if (!this.#beginsLine(offset)) return undefined;
    const block: Comment[] = [];
    let line = this.#source.position(offset).line - 1;
    for (let comment = this.#byLine.get(line); comment !== undefined; comment = this.#byLine.get(--line))
      block.unshift(comment);
    return this.#doc(block);
  }

  /** The comment block at the top of the file; a licence notice before it is passed over. */
  atTop(): Doc | undefined {
    let block: Comment[] = [];
    for (const comment of this.#top) {
      const last = block.at(-1);
      if (last !== undefined && this.#lineOf(comment) !== this.#lineOf(last) + 1) {
        if (!this.#isLicence(block)) break;
        block = [];
      }
      block.push(comment);
    }
    return this.#isLicence(block) ? undefined : this.#doc(block);
  }

  #isLicence(block: readonly Comment[]): boolean {
    return block.some((comment) => LICENCE.test(this.#source.slice(comment.span)));
  }

  #doc(block: readonly Comment[]): Doc | undefined {
    const first = block[0];
    const last = block.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const text = block
      .map((comment) =>
        this.#source
          .slice(comment.span)
          .replace(/^\/\/[/!]? ?/, '')
          .trimEnd(),
      )
      .join('\n');
    if (text.trim() === '') return undefined;
    return {
      text: text.replace(/^\n+|\n+$/g, ''),
      from: 'comment',
      span: { start: first.span.start, end: last.span.end },
    };
  }

  #beginsLine(offset: number): boolean {
    const { text } = this.#source;
    let at = offset - 1;
    while (at >= 0 && (text[at] === ' ' || text[at] === '\t' || text[at] === '\ufeff')) at--;
    return at < 0 || text[at] === '\n' || text[at] === '\r';
  }

  #lineOf(comment: Comment): number {
    return this.#source.position(comment.span.start).line;
  }
}
