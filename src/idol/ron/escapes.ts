import type { Span } from '../../text/index.ts';

const ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|([\s\S]|$))/gu;
const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/**
 * The text that a literal's content stands for.
 *
 * Grammar: `\n` `\r` `\t` `\0` `\\` `\"` `\'`, `\x` and two hexadecimal digits, `\u{` one to six hexadecimal digits `}`
 *
 * @param start offset of the content in its file
 * @returns `broken` when an escape was reported; it stands for U+FFFD then
 */
export function decodeEscapes(
  content: string,
  start: number,
  report: (span: Span, message: string, help: string) => void,
): { text: string; broken?: boolean } {
  let broken: boolean | undefined;
  const complain = (offset: number, length: number, message: string, help: string) => {
    broken = true;
    report({ start: start + offset, end: start + offset + length }, message, help);
    return '\ufffd';
  };
  const text = content.replace(ESCAPE, (whole, hex?: string, unicode?: string, letter?: string, offset = 0) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (unicode !== undefined) {
      const codePoint = Number.parseInt(unicode, 16);
      const isCharacter = codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
      if (isCharacter) return String.fromCodePoint(codePoint);
      return complain(
        offset,
        whole.length,
        `\`${whole}\` is not a character`,
        'characters are 0 to d7ff and e000 to 10ffff',
      );
    }
    const simple = SIMPLE[letter as string];
    if (simple !== undefined) return simple;
    const help =
      letter === 'x'
        ? 'two hexadecimal digits follow `\\x`'
        : letter === 'u'
          ? 'write `\\u{` one to six hexadecimal digits `}`'
          : letter === '\n' || letter === '\r'
            ? 'a string may simply go on in the next line'
            : 'for a backslash write `\\\\`, or use a raw string, `r"…"`';
    const shown = letter === '\n' || letter === '\r' ? '\\' : whole;
    return complain(offset, shown.length, `unknown escape \`${shown}\``, help);
  });
  return broken ? { text, broken } : { text };
}
