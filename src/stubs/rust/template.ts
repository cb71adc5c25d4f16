import { breakLine, MAX_WIDTH } from './rustfmt/index.ts';

/** What may stand in a template: one line of text, or lines (a part that is absent is an empty list). */
export type Part = string | number | readonly string[];

/**
 * A template tag for Rust code, so that a template looks like its output. Answers lines.
 *
 * - The indentation that all lines of the template share is removed.
 * - `${lines}` alone on a line stands for those lines, each indented like the placeholder; an empty list removes the line.
 * - Everything is written on one line however long it gets: {@link format} breaks lines where `rustfmt` does.
 */
export function rust(strings: TemplateStringsArray, ...parts: readonly Part[]): string[] {
  const lines: string[] = [];
  for (const { indent, text, placeholder } of linesOf(strings)) {
    const part = placeholder === undefined ? undefined : parts[placeholder];
    if (typeof part === 'object') for (const line of part) lines.push(line === '' ? '' : indent + line);
    else lines.push(indent + text.replace(/\0(\d+)\0/g, (_, index) => inline(parts[Number(index)] as Part)));
  }
  return trimBlank(lines);
}

function inline(part: Part): string {
  if (typeof part === 'object') throw new Error('lines must stand alone on a line of the template');
  return String(part);
}

interface TemplateLine {
  /** Without what all lines share. */
  readonly indent: string;
  /** With `\0index\0` for each placeholder. */
  readonly text: string;
  /** The placeholder that is alone on the line. */
  readonly placeholder?: number;
}

/** A template has the same strings each time that it is written. */
const templates = new WeakMap<TemplateStringsArray, readonly TemplateLine[]>();

function linesOf(strings: TemplateStringsArray): readonly TemplateLine[] {
  const known = templates.get(strings);
  if (known) return known;
  const lines = strings
    .map((text, index) => (index === 0 ? text : `\0${index - 1}\0${text}`))
    .join('')
    .split('\n');
  const common = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  const made = lines.map((line): TemplateLine => {
    const text = line.trim();
    const alone = /^\0(\d+)\0$/.exec(text);
    const indent = text === '' ? '' : ' '.repeat(line.search(/\S/) - common);
    return { indent, text, ...(alone && { placeholder: Number(alone[1]) }) };
  });
  templates.set(strings, made);
  return made;
}

/** Code with its lines broken and its blank lines reduced as `rustfmt` (edition 2021, default settings) leaves them. */
export function format(lines: readonly string[]): string[] {
  const formatted: string[] = [];
  for (const line of lines) {
    const text = line.trim();
    const last = formatted.at(-1);
    if (text === '') {
      if (last !== undefined && last !== '' && !last.endsWith('{')) formatted.push('');
      continue;
    }
    if (last === '' && text.startsWith('}')) formatted.pop();
    // Of an empty struct, rustfmt counts a column more than there is.
    if (last?.endsWith('{') && text.startsWith('}') && last.length + 3 <= MAX_WIDTH) {
      formatted[formatted.length - 1] = last + text;
      continue;
    }
    formatted.push(...breakLine(line.length - line.trimStart().length, text));
  }
  return trimBlank(formatted);
}

/** Groups of lines with one blank line between neighbours. */
export function spaced(groups: readonly (readonly string[])[]): string[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : ['', ...group]));
}

function trimBlank(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}
