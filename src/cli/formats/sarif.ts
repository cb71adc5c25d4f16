import { programInfo } from '../../program/index.ts';
import { allChecks, type DiagnosticEntry } from '../../registry/index.ts';
import { jsonText, type Severity } from '../../text/index.ts';
import { fingerprints } from './fingerprint.ts';
import { fromRepositoryRoot, type Report } from './report.ts';

/** SARIF 2.1.0, for code scanning services. Paths are relative to the root of the repository. */
export function formatSarif(report: Report): string {
  const found = new Set(report.check.diagnostics.map(({ check }) => check));
  const rules = allChecks.filter(({ id }) => found.has(id));
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const fingerprint = fingerprints(report);
  const location = (place: DiagnosticEntry['place'], end?: DiagnosticEntry['place']) => ({
    physicalLocation: {
      artifactLocation: { uri: uriOf(fromRepositoryRoot(report, place.path)), uriBaseId: '%SRCROOT%' },
      region: {
        startLine: place.line,
        startColumn: place.column,
        ...(end ? { endLine: end.line, endColumn: end.column } : {}),
      },
    },
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...sarifTool(),
            rules: rules.map(({ id, severity, summary }) => ({
              id,
              helpUri: pageAddress(id),
              shortDescription: { text: summary },
              defaultConfiguration: { level: levelOf(severity) },
            })),
          },
        },
        columnKind: 'unicodeCodePoints',
        results: report.check.diagnostics.map((entry) => ({
          ruleId: entry.check,
          ruleIndex: ruleIndex.get(entry.check) ?? -1,
          level: levelOf(entry.severity),
          message: { text: [entry.message, entry.note, entry.help].filter(Boolean).join('\n') },
          locations: [location(entry.place, entry.endPlace)],
          partialFingerprints: { 'idol-registry/v1': fingerprint(entry) },
          relatedLocations: entry.related.map(({ place, message }) => ({
            ...location(place),
            message: { text: message },
          })),
        })),
      },
    ],
  };
  return `${jsonText(log)}\n`;
}

/** What SARIF says about this program. */
export function sarifTool(): { name: string; version: string; informationUri: string } {
  const { name, version, homepage } = programInfo();
  return { name, version, informationUri: homepage };
}

/** Where the page of a check or rule is. */
export function pageAddress(id: string): string {
  return `${programInfo().homepage}/blob/main/content/checks/${id}.md`;
}

function levelOf(severity: Severity): string {
  return severity === 'off' ? 'none' : severity;
}

export function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
