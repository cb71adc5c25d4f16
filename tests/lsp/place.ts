import type { Position } from 'vscode-languageserver/node';

/** The place of a text in a document, one character into it; with `|` in the text, there instead. `||` is a mark in the document itself. */
export function placeIn(text: string, part: string): Position {
  const mark = part === '||' ? 0 : part.indexOf('|');
  const offset = text.indexOf(part === '||' ? part : part.replace('|', ''));
  if (offset < 0) throw new Error(`the document has no ${JSON.stringify(part)}`);
  const lines = text.slice(0, offset + (mark < 0 ? 1 : mark)).split('\n');
  return { line: lines.length - 1, character: (lines.at(-1) as string).length };
}
