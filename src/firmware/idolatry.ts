import { Malformed } from './bytes.ts';

/**
 * The interface files in a `.idolatry` section: the linker puts the texts of all servers of a task one behind the other, without
 * anything between them.
 *
 * @returns the texts, each with the comments before it. A rest that is not closed is given as it is: reading it says what is wrong.
 */
export function splitInterfaces(bytes: Uint8Array): string[] {
  if (bytes.length > MAX_TEXT) throw new Malformed('the texts of its interfaces are larger than those of a build');
  // The linker may fill gaps with NUL.
  const text = new TextDecoder().decode(bytes).replaceAll('\0', '\n');
  const texts: string[] = [];
  let start = 0;
  let depth = 0;
  // What is in a string or comment opens and closes nothing. The bracket of an attribute `#![…]` belongs to what follows.
  const pattern = /b?r(#*)"[\s\S]*?"\1|"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n]*|\/\*|'\\?[^'\n]'|#!\[[^\]]*\]|[()[\]{}]/g;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [token] = match;
    if (token === '/*') pattern.lastIndex = endOfComment(text, match.index);
    else if (token === '(' || token === '[' || token === '{') depth++;
    else if (token === ')' || token === ']' || token === '}') {
      depth--;
      if (depth > 0) continue;
      const end = endOfLine(text, pattern.lastIndex);
      texts.push(text.slice(start, end));
      start = end;
      depth = 0;
      pattern.lastIndex = end;
    }
  }
  const rest = text.slice(start);
  return rest.trim() === '' || (texts.length > 0 && isCommentOnly(rest)) ? texts : [...texts, rest];
}

const MAX_TEXT = 16 * 1024 * 1024;

/** Comments nest. */
function endOfComment(text: string, start: number): number {
  const pattern = /\/\*|\*\//g;
  pattern.lastIndex = start;
  let depth = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return pattern.lastIndex;
  }
  return text.length;
}

/**
 * What follows on the same line, where it is blank or a comment, belongs to the interface before. A comment without a blank before it
 * begins the next file: the one before does not end with a line end.
 */
function endOfLine(text: string, at: number): number {
  const rest = /(?:[ \t]+\/\/[^\n]*|[ \t]*)\r?\n/y;
  rest.lastIndex = at;
  return rest.test(text) ? rest.lastIndex : at;
}

function isCommentOnly(text: string): boolean {
  return text.replace(/\/\/[^\n]*/g, '').trim() === '';
}
