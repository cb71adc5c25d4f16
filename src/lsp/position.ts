import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Position, Range } from 'vscode-languageserver/node';
import type { SourcePlace } from '../schema/index.ts';
import { DerivedSource, type Source, type Span } from '../text/index.ts';

/** A place as the protocol counts it: lines and UTF-16 units from 0. Places in a derived text are those of its origin. */
export function positionOf(source: Source, offset: number): Position {
  const { line, column } = source.position(offset);
  if (source instanceof DerivedSource) return { line: line - 1, character: unitsOf(source.lineText(line), column - 1) };
  const start = source.lineStarts[line - 1] as number;
  return { line: line - 1, character: Math.max(0, Math.min(offset, source.text.length) - start) };
}

export function rangeOf(source: Source, { start, end }: Span): Range {
  return { start: positionOf(source, start), end: positionOf(source, end) };
}

/** The offset of a place of the protocol. One behind the end of its line is the end of the line, and so on for the text. */
export function offsetAt(source: Source, { line, character }: Position): number {
  const start = source.lineStarts[line];
  return start === undefined ? source.text.length : start + Math.min(character, source.lineLength(line + 1));
}

/** The start of what stands at a place of a document: a name up to its end, where the text of its file is at hand. */
export function rangeAt(source: Source | undefined, { line, column }: SourcePlace): Range {
  const text = source?.lineText(line) ?? '';
  const character = unitsOf(text, column - 1);
  const name = /^"?[\w-]*"?/.exec(text.slice(character))?.[0] ?? '';
  return { start: { line: line - 1, character }, end: { line: line - 1, character: character + name.length } };
}

/** Whether a range of the protocol and another have a place in common. */
export function overlap(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** UTF-16 units of the first characters of a line. */
function unitsOf(text: string, characters: number): number {
  return [...text.slice(0, 2 * characters)].slice(0, characters).join('').length;
}

/** The file that an address means; undefined for what lies in no file, such as a document that was never saved. */
export function fileOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? resolve(fileURLToPath(uri)) : undefined;
  } catch {
    return undefined;
  }
}

export function uriOf(folder: string, path: string): string {
  return pathToFileURL(join(folder, path)).href;
}

/** A file's path in a folder, with `/` on every system; undefined for one outside. */
export function pathIn(folder: string, file: string): string | undefined {
  const path = relative(folder, file);
  return path === '' || path === '..' || path.startsWith(`..${sep}`) || resolve(folder, path) !== file
    ? undefined
    : path.split(sep).join('/');
}
