import type { DiagnosticEntry } from '../../registry/index.ts';
import { workflowCommand } from '../../text/index.ts';
import { limitedAnnotations } from './annotations.ts';
import { fromRepositoryRoot, type Report } from './report.ts';

/** Workflow commands of GitHub Actions: annotations of a pull request's files, and of what would be too many one that counts them. */
export function formatGithub(report: Report): string {
  const kinds = { error: 'error', warning: 'warning', notice: 'note' } as const;
  const lines = (['error', 'warning', 'notice'] as const).flatMap((kind) => {
    const entries = report.check.diagnostics.filter(({ severity }) => command(severity) === kind);
    const annotations = entries.map((entry) => annotation(report, entry));
    return limitedAnnotations(kind, kinds[kind], 'check', annotations);
  });
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(report: Report, entry: DiagnosticEntry): string {
  const { place, endPlace } = entry;
  const properties: Record<string, string | number> = {
    file: fromRepositoryRoot(report, place.path),
    line: place.line,
    endLine: endPlace.line,
    // GitHub takes columns only when the end is on the same line, and counts the last one in.
    ...(place.line === endPlace.line
      ? { col: place.column, endColumn: Math.max(place.column, endPlace.column - 1) }
      : {}),
    title: entry.check,
  };
  const text = [entry.message, entry.label, entry.note, entry.help && `help: ${entry.help}`].filter(Boolean).join('\n');
  return workflowCommand(command(entry.severity), properties, text);
}

function command(severity: DiagnosticEntry['severity']): 'error' | 'warning' | 'notice' {
  switch (severity) {
    case 'error':
    case 'warning':
      return severity;
    case 'note':
    case 'off':
      return 'notice';
  }
}
