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
  const lines: { indent: number; text: string }[] = [];
  for (const line of placeholderLines(strings)) {
    const indent = line.search(/\S/);
    if (indent < 0) {
      lines.push({ indent: -1, text: '' });
      continue;
    }
    const whole = /^\s*\0(\d+)\0$/.exec(line);
    const part = whole ? parts[Number(whole[1])] : undefined;
    if (part !== undefined && typeof part === 'object') {
      for (const text of part) lines.push({ indent: text === '' ? -1 : indent, text });
      // A template whose own text begins deeper still counts for the common indentation.
      if (part.length === 0) lines.push({ indent, text: '\0' });
      continue;
    }
    const text = line.slice(indent).replace(/\0(\d+)\0/g, (_, index) => {
      const inline = parts[Number(index)] as Part;
      if (typeof inline === 'object') throw new Error('lines must stand alone on a line of the template');
      return String(inline);
    });
    lines.push({ indent, text });
  }
  const common = Math.min(...lines.filter((line) => line.indent >= 0).map((line) => line.indent));
  const own = lines.filter((line) => line.text !== '\0');
  return trimBlank(own.map(({ indent, text }) => (indent < 0 ? '' : ' '.repeat(indent - common) + text)));
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
    formatted.push(...breakLine(line.search(/\S/), text));
  }
  return trimBlank(formatted);
}

/** Groups of lines with one blank line between neighbours. */
export function spaced(groups: readonly (readonly string[])[]): string[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : ['', ...group]));
}

function placeholderLines(strings: TemplateStringsArray): string[] {
  return strings
    .map((text, index) => (index === 0 ? text : `\0${index - 1}\0${text}`))
    .join('')
    .split('\n');
}

function trimBlank(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}
