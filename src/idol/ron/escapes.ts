import type { Span } from '../../text/index.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  '\\': '\\',
  '"': '"',
  "'": "'",
};
const NUMBERED = /x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}/y;
/** A literal with more bad escapes than this was not meant to have any. */
const MAX_COMPLAINTS = 20;

/**
 * The text that a literal's content stands for.
 *
 * Escape : `\n` | `\r` | `\t` | `\0` | `\\` | `\"` | `\'` | `\x` Hex Hex | `\u{` Hex{1,6} `}`
 *
 * @param start offset of the content in its file
 * @returns `broken` when an escape was reported; it stands for U+FFFD then
 */
export function decodeEscapes(
  content: string,
  start: number,
  report: (span: Span, message: string, help: string) => void,
): { text: string; broken?: boolean } {
  const parts: string[] = [];
  let complaints = 0;
  let end = 0;
  for (let at = content.indexOf('\\'); at !== -1 && complaints < MAX_COMPLAINTS; at = content.indexOf('\\', end)) {
    if (at > end) parts.push(content.slice(end, at));
    const found = readEscape(content, at);
    end = at + found.length;
    parts.push(found.text);
    if (found.problem) {
      complaints++;
      report({ start: start + at, end: start + end }, found.problem.message, found.problem.help);
    }
  }
  const text = parts.join('') + content.slice(end);
  return complaints > 0 ? { text, broken: true } : { text };
}

interface Escape {
  readonly text: string;
  /** Of what is written, backslash included. */
  readonly length: number;
  readonly problem?: { readonly message: string; readonly help: string };
}

/** The escape that begins with the backslash at `at`. */
function readEscape(content: string, at: number): Escape {
  const letter = content[at + 1] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { text: simple, length: 2 };
  NUMBERED.lastIndex = at + 1;
  const numbered = NUMBERED.exec(content);
  if (numbered === null) return unknownEscape(content, at, letter);
  const codePoint = Number.parseInt(numbered[1] ?? numbered[2] ?? '', 16);
  const length = numbered[0].length + 1;
  const isCharacter = codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  if (isCharacter) return { text: String.fromCodePoint(codePoint), length };
  const message = `\`${content.slice(at, at + length)}\` is not a character`;
  return {
    text: '\ufffd',
    length,
    problem: { message, help: 'write a character from 0 to d7ff or from e000 to 10ffff' },
  };
}

function unknownEscape(content: string, at: number, letter: string): Escape {
  const isLineEnd = letter === '\n' || letter === '\r' || letter === '';
  const length = isLineEnd ? 1 : 1 + String.fromCodePoint(content.codePointAt(at + 1) as number).length;
  return {
    text: '\ufffd',
    length,
    problem: { message: `unknown escape \`${content.slice(at, at + length)}\``, help: helpWith(letter) },
  };
}

function helpWith(letter: string): string {
  switch (letter) {
    case 'x':
      return 'two hexadecimal digits follow `\\x`';
    case 'u':
      return 'write `\\u{` one to six hexadecimal digits `}`';
    case '\n':
    case '\r':
      return 'a string may simply go on in the next line';
    default:
      return 'for a backslash write `\\\\`, or use a raw string, `r"…"`';
  }
}
