import { type Diagnostic, formatDiagnostic, placeOf, terminalText } from '../../text/index.ts';
import type { Report } from './report.ts';

/**
 * For people at a terminal: a frame for each error and warning, then a line for each note, of which a tree can have hundreds,
 * then one line that sums up.
 */
export function formatText(report: Report): string {
  const { diagnostics, paint } = report;
  const frames = diagnostics.filter(({ severity }) => severity !== 'note');
  const notes = diagnostics.filter(({ severity }) => severity === 'note');
  const blocks = [
    ...frames.map((diagnostic) => formatDiagnostic(diagnostic, paint)),
    ...(notes.length > 0 ? [notes.map((note) => noteLine(report, note)).join('\n')] : []),
    ...(report.summary ? [summaryLine(report)] : []),
  ];
  return blocks.map((block) => `${block}\n`).join('\n');
}

function noteLine({ paint }: Report, { check, message, source, span }: Diagnostic): string {
  return `${paint.severity('note', `note[${check}]`)} ${paint.gutter(placeOf(source, span))}: ${terminalText(message)}`;
}

function summaryLine({ check: { counts, against }, duration, paint }: Report): string {
  const read = `${count(counts.files, 'interface file')}, ${count(counts.operations, 'operation')}`;
  const found = [
    paint.severity(counts.errors > 0 ? 'error' : 'off', count(counts.errors, 'error')),
    paint.severity(counts.warnings > 0 ? 'warning' : 'off', count(counts.warnings, 'warning')),
    ...(counts.notes > 0 ? [paint.severity('note', count(counts.notes, 'note'))] : []),
  ];
  const known = against
    ? ` new against ${terminalText(against.label)}, ${against.known === 0 ? 'none' : against.known} known`
    : '';
  return `${paint.strong(read)}: ${found.join(', ')}${known} in ${(duration / 1000).toFixed(2)} s`;
}

function count(amount: number, thing: string): string {
  return `${amount} ${thing}${amount === 1 ? '' : 's'}`;
}
