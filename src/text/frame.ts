import type { Diagnostic, Label, Severity } from './diagnostic.ts';
import { isInvisible, terminalText } from './foreign.ts';
import type { Source, Span } from './source.ts';

/** Colours of a frame, by role. The command line passes a terminal's escape codes; everything else prints plain text. */
export interface Paint {
  severity(severity: Severity, text: string): string;
  strong(text: string): string;
  gutter(text: string): string;
  label(text: string): string;
}

const identity = (text: string) => text;
export const plainPaint: Paint = { severity: (_, text) => text, strong: identity, gutter: identity, label: identity };

/** Wider lines are cut around the mark, so that a minified or hostile file cannot flood a terminal. */
const MAX_LINE_WIDTH = 160;

/** `path:line:column` of a span's start, for a terminal. */
export function placeOf(source: Source, span: Span): string {
  const { line, column } = source.position(span.start);
  return terminalText(`${source.path}:${line}:${column}`);
}

/**
 * A diagnostic as text, in the manner of rustc: message, place, the source line with carets below the span, related places,
 * then why (`note`) and what to do (`help`). Ends without a line break.
 */
export function formatDiagnostic(diagnostic: Diagnostic, paint: Paint = plainPaint): string {
  const { severity, check, message, source, span, related = [] } = diagnostic;
  const mark = { source, span, message: diagnostic.label ?? '' };
  const lineNumbers = [mark, ...related].map((label) => label.source.position(label.span.start).line);
  const gutterWidth = String(Math.max(...lineNumbers)).length;
  const gutter = (text: string) => paint.gutter(`${text.padStart(gutterWidth)} |`);
  const bullet = (word: string, text: string) => {
    const indent = ' '.repeat(gutterWidth + word.length + 5);
    return `${' '.repeat(gutterWidth)} ${paint.gutter('=')} ${paint.strong(`${word}:`)} ${text.split('\n').map(terminalText).join(`\n${indent}`)}`;
  };
  const lines = [
    `${paint.severity(severity, `${severity}[${check}]`)}${paint.strong(`: ${terminalText(message)}`)}`,
    ...excerpt(mark, '-->', '^', (text) => paint.severity(severity, text)),
    ...related.flatMap((label) => excerpt(label, ':::', '-', paint.label)),
  ];
  if (diagnostic.note) lines.push(bullet('note', diagnostic.note));
  if (diagnostic.help) lines.push(bullet('help', diagnostic.help));
  return lines.join('\n');

  function excerpt(label: Label, arrow: string, caret: string, colour: (text: string) => string): string[] {
    const { line, column } = label.source.position(label.span.start);
    const shown = markLine(label, line, column, caret);
    return [
      `${' '.repeat(gutterWidth)}${paint.gutter(arrow)} ${placeOf(label.source, label.span)}`,
      gutter(''),
      `${gutter(String(line))} ${shown.text}`,
      `${gutter('')} ${shown.indent}${colour(`${shown.carets}${label.message && ` ${terminalText(label.message)}`}`)}`,
    ];
  }
}

function markLine({ source, span }: Label, line: number, column: number, caret: string) {
  const lineStart = source.lineStarts[line - 1] as number;
  const lineEnd = lineStart + source.lineLength(line);
  // Of a long line only the surroundings of the mark are looked at.
  const windowStart = Math.max(lineStart, span.start - 4 * MAX_LINE_WIDTH);
  const windowEnd = Math.min(lineEnd, span.start + 4 * MAX_LINE_WIDTH);
  // A control character would move the carets away from what they mark, or worse: drive the reader's terminal.
  const characters = [...source.text.slice(windowStart, windowEnd)].map((c) =>
    c === '\t' ? ' ' : isInvisible(c) ? '\ufffd' : c,
  );
  const first = [...source.text.slice(windowStart, Math.min(span.start, lineEnd))].length;
  const endPosition = source.position(span.end);
  const last = endPosition.line === line ? first + endPosition.column - column : characters.length;
  const from = characters.length > MAX_LINE_WIDTH ? Math.max(0, first - MAX_LINE_WIDTH / 4) : 0;
  const to = Math.min(characters.length, from + MAX_LINE_WIDTH);
  const before = from > 0 ? '…' : '';
  const after = to < characters.length || windowEnd < lineEnd ? '…' : '';
  return {
    text: `${before}${characters.slice(from, to).join('')}${after}`,
    indent: ' '.repeat(before.length + first - from),
    carets: caret.repeat(Math.max(1, Math.min(last, to) - first)),
  };
}
