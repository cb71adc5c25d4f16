import type { DiagnosticEntry } from '../../registry/index.ts';
import { jsonText } from '../../text/index.ts';
import { fingerprints } from './fingerprint.ts';
import { fromRepositoryRoot, type Report } from './report.ts';

/**
 * A Code Quality report of GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
 * A finding keeps its fingerprint when it moves to another line, so that GitLab shows what is new.
 */
export function formatGitlab(report: Report): string {
  const fingerprint = fingerprints(report);
  const findings = report.check.diagnostics.map((entry) => {
    const path = fromRepositoryRoot(report, entry.place.path);
    return {
      description: entry.message,
      check_name: entry.check,
      fingerprint: fingerprint(entry),
      severity: severityOf(entry.severity),
      location: { path, lines: { begin: entry.place.line, end: entry.endPlace.line } },
    };
  });
  return `${jsonText(findings)}\n`;
}

function severityOf(severity: DiagnosticEntry['severity']): 'critical' | 'minor' | 'info' {
  switch (severity) {
    case 'error':
      return 'critical';
    case 'warning':
      return 'minor';
    case 'note':
    case 'off':
      return 'info';
  }
}
