import type { Token } from './lexer.ts';

/** Why Rust has no such token, or undefined when it has. Suffixes are not looked at: any word may be one. */
export function problemOfToken({ kind, text, partner }: Token): string | undefined {
  switch (kind) {
    case 'unknown':
      return `\`${text.length > 20 ? `${text.slice(0, 20)}…` : text}\` is nothing that Rust has`;
    case 'open':
      return partner < 0 ? `this \`${text}\` is never closed` : undefined;
    case 'close':
      return partner < 0 ? `nothing opens this \`${text}\`` : undefined;
    case 'integer':
      return PLAIN_INTEGER.test(text) || INTEGER.test(text) ? undefined : `\`${text}\` is not a number`;
    case 'float':
      return PLAIN_FLOAT.test(text) || FLOAT.test(text) ? undefined : `\`${text}\` is not a number`;
    case 'string':
    case 'char':
      return PLAIN_TEXT.test(text) || isText(text)
        ? undefined
        : `${text} has an escape or a character that it cannot have`;
    default:
      return undefined;
  }
}

/** What nearly all literals look like, without the slow classes of Unicode. */
const PLAIN_INTEGER = /^(?:0x[0-9A-Fa-f][0-9A-Fa-f_]*|0b[01][01_]*|[0-9][0-9_]*)(?:[iu](?:8|16|32|64|128|size))?$/;
const PLAIN_FLOAT = /^[0-9][0-9_]*\.[0-9][0-9_]*(?:f32|f64)?$/;
const PLAIN_TEXT =
  /^(?:"(?:[^"\\\r]|\\[nrt\\0'"])*"|b?'(?:[\x20-\x26\x28-\x5b\x5d-\x7e]|\\[nrt\\0'"])'|b"[\x20\x21\x23-\x5b\x5d-\x7e]*")$/;

const SUFFIX = '(?:[\\p{XID_Start}_]\\p{XID_Continue}*)?';
const INTEGER = new RegExp(
  `^(?:0x_*[0-9A-Fa-f][0-9A-Fa-f_]*(?:[g-zG-Z]\\p{XID_Continue}*)?|0o_*[0-7][0-7_]*(?:[A-Za-z]\\p{XID_Continue}*)?|0b_*[01][01_]*(?:[A-Za-z]\\p{XID_Continue}*)?|(?!0[xob])[0-9][0-9_]*${SUFFIX})$`,
  'u',
);
const FLOAT = new RegExp(
  `^[0-9][0-9_]*(?:\\.(?![0-9_])|\\.[0-9][0-9_]*(?:[eE][+-]?_*[0-9][0-9_]*)?|[eE][+-]?_*[0-9][0-9_]*)?${SUFFIX}$`,
  'u',
);

const STRING = /^(?:[^"\\\r]|\r\n|\\(?:[nrt\\0'"\n]|\r\n|x[0-7][0-9A-Fa-f]|u\{_*(?:[0-9A-Fa-f]_*){1,6}\}))*$/u;
const BYTES = /^(?:[\0-\x0c\x0e-\x21\x23-\x5b\x5d-\x7f]|\r\n|\\(?:[nrt\\0'"\n]|\r\n|x[0-9A-Fa-f]{2}))*$/;
const C_STRING = /^(?:[^"\\\r\0]|\r\n|\\(?:[nrt\\'"\n]|\r\n|x(?!00)[0-9A-Fa-f]{2}|u\{_*(?:[0-9A-Fa-f]_*){1,6}\}))*$/u;
const CHARACTER = /^(?:[^'\\\n\r\t]|\\(?:[nrt\\0'"]|x[0-7][0-9A-Fa-f]|u\{_*(?:[0-9A-Fa-f]_*){1,6}\}))$/u;
const BYTE = /^(?:[\x20-\x26\x28-\x5b\x5d-\x7e]|\\(?:[nrt\\0'"]|x[0-9A-Fa-f]{2}))$/;

const TEXT = /^(b|c|r|br|cr|)(#*)(["'])([\s\S]*)\3\2$/;
const SUFFIXED_TEXT = /^(b|c|r|br|cr|)(#*)(["'])([\s\S]*)\3\2[\p{XID_Start}_]\p{XID_Continue}*$/u;

function isText(literal: string): boolean {
  const parts = TEXT.exec(literal) ?? SUFFIXED_TEXT.exec(literal);
  if (parts === null) return false;
  const [, prefix = '', , quote, content = ''] = parts;
  if (prefix.endsWith('r'))
    return (
      !/\r(?!\n)/.test(content) &&
      (prefix !== 'br' || /^[\0-\x7f]*$/.test(content)) &&
      (prefix !== 'cr' || !content.includes('\0'))
    );
  if (quote === "'") return (prefix === 'b' ? BYTE : CHARACTER).test(content) && charactersExist(content);
  return (prefix === 'b' ? BYTES : prefix === 'c' ? C_STRING : STRING).test(content) && charactersExist(content);
}

/** Whether what `\u{…}` stands for are characters: halves of surrogate pairs are none. */
function charactersExist(content: string): boolean {
  if (!content.includes('\\u{')) return true;
  return [...content.matchAll(/\\(?:u\{([^}]*)\}|[\s\S])/g)].every(([, digits]) => {
    if (digits === undefined) return true;
    const point = Number.parseInt(digits.replaceAll('_', ''), 16);
    return point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  });
}
