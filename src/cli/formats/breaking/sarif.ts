import { allRules } from '../../../compare/index.ts';
import { interfacePath, type ReportedFinding } from '../../../registry/index.ts';
import type { SourcePlace } from '../../../schema/index.ts';
import { jsonText } from '../../../text/index.ts';
import { fromRepositoryRoot } from '../report.ts';
import { uriOf } from '../sarif.ts';
import { type BreakingFormat, type BreakingOutput, directionsOf, outcomeWords } from './report.ts';

/** SARIF 2.1.0, for code scanning services: fingerprints keep a finding one finding, waivers are suppressions. */
export const formatBreakingSarif: BreakingFormat = (output) => {
  const { findings, unknown } = output.breaking;
  const found = new Set(findings.map(({ rule }) => rule));
  const summaries = allRules.filter(({ id }) => found.has(id));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'idol-registry',
            rules: summaries.map(({ id, summary }) => ({ id, shortDescription: { text: summary } })),
          },
        },
        columnKind: 'unicodeCodePoints',
        results: [
          ...findings.map((finding) => result(output, finding)),
          ...unknown.map(({ path, place, message, status, side }) => ({
            ruleId: 'unknown-interface',
            level: status === 'breaking' ? 'error' : 'note',
            message: {
              text: `\`${path}\` has errors on the ${side} side, so nothing is known of its changes: ${message}`,
            },
            locations: side === 'new' ? [location(output, place)] : [],
          })),
        ],
      },
    ],
  };
  return `${jsonText(log)}\n`;
};

function result(output: BreakingOutput, finding: ReportedFinding) {
  const { rule, message, newPlace, help, fingerprint, waiver } = finding;
  const outcomes = directionsOf(finding).map(
    ({ who, judgement }) => `${who}: ${outcomeWords(judgement)}. ${judgement.sentence}`,
  );
  return {
    ruleId: rule,
    level: levelOf(finding),
    message: { text: [message, ...outcomes, help].filter(Boolean).join('\n') },
    locations: [location(output, newPlace ?? { path: interfacePath(finding), line: 1, column: 1 })],
    partialFingerprints: { 'idol-registry/v1': fingerprint },
    ...(waiver && { suppressions: [{ kind: 'external', status: 'accepted', justification: waiver.reason }] }),
  };
}

/** A waived finding keeps its level: that it is suppressed is said apart. */
function levelOf({ status }: ReportedFinding): 'error' | 'note' {
  return status === 'reported' ? 'note' : 'error';
}

function location(output: BreakingOutput, { path, line, column }: SourcePlace) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(fromRepositoryRoot(output, path)), uriBaseId: '%SRCROOT%' },
      region: { startLine: line, startColumn: column },
    },
  };
}
