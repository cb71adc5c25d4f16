import type { DiagnosticEntry } from '../../registry/index.ts';
import { formatDiagnostic, xmlAttributes, xmlText } from '../../text/index.ts';
import type { Report } from './report.ts';

/** JUnit's XML, for services that show test results: a suite for each file, a failed case for each error in it. */
export function formatJunit(report: Report): string {
  const entries = report.check.diagnostics;
  const paths = [...new Set([...report.files, ...entries.map(({ place }) => place.path)])].sort();
  const suites = paths.map((path) => {
    const cases = entries.flatMap((entry, index) =>
      entry.place.path === path ? [testCase(report, entry, index)] : [],
    );
    if (cases.length === 0)
      cases.push(`    <testcase${xmlAttributes({ classname: path, name: 'is free of findings' })}/>\n`);
    const failures = entries.filter((entry) => entry.place.path === path && isFailure(entry)).length;
    return `  <testsuite${xmlAttributes({ name: path, tests: cases.length, failures })}>\n${cases.join('')}  </testsuite>\n`;
  });
  const failures = entries.filter(isFailure).length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${xmlAttributes({ name: 'idol-registry check', failures })}>\n${suites.join('')}</testsuites>\n`;
}

function isFailure({ severity }: DiagnosticEntry): boolean {
  return severity === 'error';
}

function testCase(report: Report, entry: DiagnosticEntry, index: number): string {
  const { place, check, message } = entry;
  const diagnostic = report.diagnostics[index];
  const frame = diagnostic ? formatDiagnostic(diagnostic) : message;
  const name = `${check} at ${place.line}:${place.column}`;
  const body = isFailure(entry)
    ? `<failure${xmlAttributes({ type: check, message })}>${xmlText(frame)}</failure>`
    : `<system-out>${xmlText(frame)}</system-out>`;
  return `    <testcase${xmlAttributes({ classname: place.path, name, file: place.path, line: place.line })}>\n      ${body}\n    </testcase>\n`;
}
