import { type Closing, type Cursor, isClosing, type Opening } from './cursor.ts';
import type { Token } from './lexer.ts';

/** Brackets inside brackets, at most; the parser recurses no deeper, whatever the text. A valid interface needs 7. */
const MAX_DEPTH = 1000;

const CLOSING = { '(': ')', '[': ']', '{': '}' } as const;

/** Reads what stands between brackets, and finds a way on where brackets or commas are missing. */
export class Brackets {
  readonly #cursor: Cursor;
  /** Those that are open here, outermost first. */
  readonly #open: Opening[] = [];
  /** Whether the last brackets that were read end with a comma. */
  endedWithComma = false;
  /** Offset of a token that has been reported to stand where something else was missing. */
  #reportedAt = -1;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /**
   * Brackets : Opening ( Item ( `,` Item )* `,`? )? Closing
   *
   * @param expected what an item is, for messages
   * @param item reads one
   * @returns false when the text nests too deep, and the brackets were passed over
   */
  items(opening: Opening, expected: string, item: () => void): boolean {
    if (this.#open.length >= MAX_DEPTH) {
      this.#cursor.report(this.#cursor.token.span, `brackets nest deeper than ${MAX_DEPTH}`, {
        help: 'an interface needs no more than 7',
      });
      this.#cursor.skipBalanced();
      return false;
    }
    const opened = this.#cursor.advance();
    this.#open.push(opening);
    const closing = CLOSING[opening];
    let hasComma = false;
    while (!this.#atEndOf(opened, closing)) {
      if (this.#cursor.token.kind === ',') {
        this.#cursor.report(this.#cursor.token.span, `expected ${expected} before this \`,\``, {
          help: 'remove the `,`',
        });
        this.#cursor.advance();
        continue;
      }
      const first = this.#cursor.token;
      item();
      if (this.#cursor.token === first) this.#cursor.advance();
      this.#separator(closing);
      hasComma = this.#cursor.previous.kind === ',';
    }
    this.endedWithComma = hasComma;
    this.#open.pop();
    return true;
  }

  /** True past the closing bracket, and where a missing one should have been (then it is reported). */
  #atEndOf(opened: Token, closing: Closing): boolean {
    for (;;) {
      const { kind, span } = this.#cursor.token;
      if (this.#cursor.accept(closing)) return true;
      if (this.#isOutdented(opened)) {
        this.#cursor.report(opened.span, `this \`${opened.kind}\` is never closed`, {
          related: [{ source: this.#cursor.source, span, message: `expected \`${closing}\` before this` }],
          help: `add the missing \`${closing}\``,
        });
        this.#reportedAt = span.start;
        return true;
      }
      if (kind === 'end' && this.#cursor.isCutShort) return true;
      if (kind === 'end') {
        this.#cursor.report(opened.span, `this \`${opened.kind}\` is never closed`, {
          help: `add the missing \`${closing}\``,
        });
        return true;
      }
      if (!isClosing(kind)) return false;
      if (this.#open.some((outer) => CLOSING[outer] === kind)) {
        this.#cursor.report(opened.span, `this \`${opened.kind}\` is never closed`, {
          related: [{ source: this.#cursor.source, span, message: `expected \`${closing}\` before this \`${kind}\`` }],
          help: `add the missing \`${closing}\``,
        });
        return true;
      }
      if (this.#cursor.indentOf(span.start) !== undefined) {
        this.#cursor.report(span, `expected \`${closing}\`, found \`${kind}\``, {
          help: `write \`${closing}\``,
          related: [{ source: this.#cursor.source, span: opened.span, message: 'the bracket that is open here' }],
        });
        this.#cursor.advance();
        return true;
      }
      this.#cursor.report(span, `unexpected \`${kind}\``, {
        help: 'remove it',
        related: [
          {
            source: this.#cursor.source,
            span: opened.span,
            message: `the bracket that is open here: \`${closing}\` closes it`,
          },
        ],
      });
      this.#cursor.advance();
    }
  }

  /**
   * True at a key of a map that stands no deeper than the line with the bracket before it: `"set": (` with its `)` forgotten. Taken for a
   * field in quotes, each of the entries that follow would be an error.
   */
  #isOutdented(opened: Token): boolean {
    if (
      opened.kind !== '(' ||
      this.#open.at(-2) !== '{' ||
      !this.#cursor.at('string') ||
      this.#cursor.peek().kind !== ':'
    )
      return false;
    const indent = this.#cursor.indentOf(this.#cursor.token.span.start);
    return indent !== undefined && indent <= this.#cursor.indentOfLine(opened.span.start);
  }

  /** The comma after an item. A missing one is reported once; what follows is read as the next item when it can be one. */
  #separator(closing: Closing): void {
    if (this.#cursor.accept(',') || this.#cursor.at('end') || isClosing(this.#cursor.token.kind)) return;
    const isReported =
      this.#cursor.token.broken || this.#cursor.previous.broken || this.#reportedAt === this.#cursor.token.span.start;
    if (!isReported) this.#missingSeparator(closing);
    while (!this.#cursor.canBeginItem() && !this.#cursor.at(',', 'end') && !isClosing(this.#cursor.token.kind))
      this.#cursor.advance();
    this.#cursor.accept(',');
  }

  #missingSeparator(closing: Closing): void {
    const after = this.#cursor.previous.span;
    if (this.#cursor.canBeginItem()) {
      this.#cursor.report(
        { start: after.end, end: after.end + 1 },
        `expected \`,\` before ${this.#cursor.describe(this.#cursor.token)}`,
        {
          label: 'add a `,` here',
        },
      );
    } else {
      this.#cursor.report(
        this.#cursor.token.span,
        `expected \`,\` or \`${closing}\`, found ${this.#cursor.describe(this.#cursor.token)}`,
        { help: 'remove it, or the text before it' },
      );
    }
  }
}
