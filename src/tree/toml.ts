import { parse, TomlError } from 'smol-toml';
import { derivation, lengthProblem, type Source, type Span } from '../text/index.ts';

export type TomlValue = string | number | bigint | boolean | Date | TomlValue[] | TomlTable;
export interface TomlTable {
  [key: string]: TomlValue;
}

/** A TOML text, taken apart, or the place and words of its first error. */
export type ParsedToml =
  | { readonly ok: true; readonly table: TomlTable }
  | { readonly ok: false; readonly span: Span; readonly message: string };

export function parseToml(source: Source): ParsedToml {
  const tooLong = lengthProblem(source);
  if (tooLong !== undefined)
    return { ok: false, span: { start: 0, end: 0 }, message: `the file is too long: ${tooLong}` };
  try {
    return {
      ok: true,
      table: parse(source.text.replace(/^\ufeff/, ' '), { integersAsBigInt: 'asNeeded' }) as TomlTable,
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const start = Math.min(
      (source.lineStarts[error.line - 1] ?? 0) + Math.max(0, error.column - 1),
      source.text.length,
    );
    // The library's message goes on with a code frame of its own.
    const message = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
    return { ok: false, span: { start, end: Math.min(start + 1, source.text.length) }, message };
  }
}

/** The tables of a TOML file. */
export const tomlOf = derivation<ParsedToml>({ name: 'toml', module: 'src/tree/toml.ts', make: parseToml });

export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The table at a path of keys; an empty one where there is none. */
export function tableAt(table: TomlTable, ...path: readonly string[]): TomlTable {
  let at: TomlValue | undefined = table;
  for (const key of path) at = isTable(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return isTable(at) ? at : {};
}

export function textAt(table: TomlTable, key: string): string | undefined {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The strings of a list; what is no string is passed over. */
export function textsAt(table: TomlTable, key: string): string[] {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

const KEY_PART = `[A-Za-z0-9_-]+|"[^"\\\\\\n]*(?:\\\\.[^"\\\\\\n]*)*"|'[^'\\n]*'`;
const KEY = `(?:${KEY_PART})(?:[ \\t]*\\.[ \\t]*(?:${KEY_PART}))*`;
const ENTRY = new RegExp(`^[ \\t]*(?:\\[\\[?[ \\t]*(?<header>${KEY})[ \\t]*\\]|(?<key>${KEY})[ \\t]*=)`, 'gm');
const PART = new RegExp(KEY_PART, 'g');

/** What a TOML text has at a path of keys, and up to where its value may go on. */
interface TomlEntry {
  readonly span: Span;
  readonly regionEnd: number;
}

/** Keys that are below more keys than this have no place: no manifest has them. */
const MAX_DEPTH = 32;

/** Entries by their path, so that the places of a thousand mistakes in a file are not a thousand searches. */
const indexes = new WeakMap<Source, ReadonlyMap<string, TomlEntry>>();

/**
 * Where a TOML text has the value at a path of keys: the string `value` in it if that is given and found, else the key,
 * else the nearest table around it, else the start. The parser keeps no places, so this looks for them in the text, in one pass;
 * it is for diagnostics alone, where a near miss does no harm. A parser that keeps places (`toml-eslint-parser`) was tried: it takes 4 s
 * for a hostile file of 1 MB, and its stack does not hold 100,000 open brackets.
 */
export function tomlSpan(source: Source, path: readonly string[], value?: string): Span {
  const index = indexes.get(source) ?? indexOf(source);
  indexes.set(source, index);
  let best: TomlEntry | undefined;
  for (let depth = path.length; depth > 0 && !best; depth--) best = index.get(keyOf(path.slice(0, depth)));
  const { span, regionEnd } = best ?? { span: { start: 0, end: 0 }, regionEnd: 0 };
  if (value === undefined) return span;
  const region = source.text.slice(span.end, regionEnd);
  const found = [`"${value}"`, `'${value}'`]
    .map((text) => ({ text, at: region.indexOf(text) }))
    .find(({ at }) => at >= 0);
  if (!found) return span;
  const start = span.end + found.at;
  return { start, end: start + found.text.length };
}

/** The first entry at each path: of several tables of a list, that is the first one. */
function indexOf(source: Source): Map<string, TomlEntry> {
  const index = new Map<string, TomlEntry>();
  const entries = [...source.text.matchAll(ENTRY)];
  let header: string[] = [];
  for (const [position, entry] of entries.entries()) {
    const written = entry.groups?.header ?? entry.groups?.key ?? '';
    const isHeader = entry.groups?.header !== undefined;
    const parts = (written.match(PART) ?? []).map((part) => part.replace(/^(["'])(.*)\1$/, '$2'));
    if (isHeader) header = parts;
    if (header.length + parts.length > MAX_DEPTH) continue;
    const key = keyOf(isHeader ? parts : [...header, ...parts]);
    if (index.has(key)) continue;
    const start = entry.index + entry[0].indexOf(written);
    const regionEnd = entries[position + 1]?.index ?? source.text.length;
    index.set(key, { span: { start, end: start + written.length }, regionEnd });
  }
  return index;
}

function keyOf(path: readonly string[]): string {
  return path.join('\0');
}
