/**
 * Moves an item of a list to its end, in RON (an operation among `ops`) or Rust (a variant of an enum). Comments and attributes
 * right above the item go with it. Undefined when the item is the last one already, or shares a line with other text: then the edit
 * is not mechanical.
 *
 * @param offset of the item's first character
 */
export function moveToEnd(text: string, offset: number): string | undefined {
  const item = listPart(text, offset);
  if (item?.ends !== ',') return undefined;
  const start = withLinesAbove(text, lineStart(text, offset));
  const end = lineEnd(text, item.end + 1);
  if (text.slice(lineStart(text, offset), offset).trim() !== '') return undefined;
  if (!/^[ \t]*(?:\/\/[^\n]*)?\r?\n?$/.test(text.slice(item.end + 1, end))) return undefined;
  let last: ListPart | undefined;
  let lastEnd = item.end;
  for (let at = item.end + 1; ; at = last.end + 1) {
    last = listPart(text, at);
    if (!last) return undefined;
    if (last.lastSign !== undefined) lastEnd = last.ends === ',' ? last.end : last.lastSign;
    if (last.ends === ')') break;
  }
  const close = lineStart(text, last.end);
  if (lastEnd === item.end || close < end || text.slice(close, last.end).trim() !== '') return undefined;
  const comma = text[lastEnd] === ',' ? '' : ',';
  const rest = `${text.slice(end, lastEnd + 1)}${comma}${text.slice(lastEnd + 1, close)}`;
  return `${text.slice(0, start)}${rest}${text.slice(start, end)}${text.slice(close)}`;
}

interface ListPart {
  /** Offset of the comma, or of the bracket that closes the list. */
  readonly end: number;
  readonly ends: ',' | ')';
  /** Offset of the last character that is neither white space nor part of a comment. */
  readonly lastSign?: number;
}

/** White space, comments, strings (raw ones too), characters, then any other sign. */
const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|r(#*)"[\s\S]*?"\1|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\\n]|\\[^\n]+?)'|[\s\S]/gy;

/** What stands from an offset to the next comma or closing bracket of the list that it is in. */
function listPart(text: string, offset: number): ListPart | undefined {
  let depth = 0;
  let lastSign: number | undefined;
  TOKEN.lastIndex = offset;
  for (let token = TOKEN.exec(text); token; token = TOKEN.exec(text)) {
    const [word] = token;
    if (/^(?:\s|\/\/|\/\*)/.test(word)) continue;
    const sign = lastSign === undefined ? {} : { lastSign };
    if (word === ',' && depth === 0) return { end: token.index, ends: ',', ...sign };
    if (/^[([{]$/.test(word)) depth++;
    if (/^[)\]}]$/.test(word) && --depth < 0) return { end: token.index, ends: ')', ...sign };
    lastSign = token.index + word.length - 1;
  }
  return undefined;
}

/** The start of the comments and attributes that stand right above a line. */
function withLinesAbove(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const above = lineStart(text, at - 1);
    if (!/^\s*(?:\/\/|#\[.*\]\s*$|\/\*.*\*\/\s*$)/.test(text.slice(above, at).trimEnd())) return at;
    at = above;
  }
  return at;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Just behind the line break of the line that an offset is in. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}
