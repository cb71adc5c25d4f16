import { allRules, effectSentence, effectWords } from '../../../compare/index.ts';
import type { ReportEntry } from '../../../registry/index.ts';
import type { SourcePlace } from '../../../schema/index.ts';
import { jsonText } from '../../../text/index.ts';
import { fromRepositoryRoot } from '../report.ts';
import { pageAddress, sarifTool, uriOf } from '../sarif.ts';
import {
  type BreakingFormat,
  type BreakingOutput,
  effectsOfEntry,
  entriesOf,
  fileOf,
  type PlacedEntry,
  touchedWords,
  updateOrderFingerprint,
  updateOrderText,
  withUpdateOrder,
} from './report.ts';

/** SARIF 2.1.0, for code scanning services: fingerprints keep a finding one finding, waivers are suppressions. */
export const formatBreakingSarif: BreakingFormat = (output) => {
  const entries = entriesOf(output.breaking);
  const found = new Set(entries.map(({ entry }) => entry.rule));
  const summaries = allRules.filter(({ id }) => found.has(id));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...sarifTool(),
            rules: summaries.map(({ id, summary }) => ({
              id,
              helpUri: pageAddress(id),
              shortDescription: { text: summary },
            })),
          },
        },
        columnKind: 'unicodeCodePoints',
        results: [
          ...entries.map((placed) => result(output, placed)),
          ...withUpdateOrder(output.breaking).map((of) => ({
            ruleId: 'update-order',
            level: 'note',
            message: { text: updateOrderText(of) },
            locations: [location(output, { path: fileOf(of), line: 1, column: 1 })],
            partialFingerprints: { 'idol-registry/v1': updateOrderFingerprint(of) },
          })),
          ...output.breaking.unreadable.map(({ path, place, message, status, side }) => ({
            ruleId: 'unknown-interface',
            level: status === 'breaking' ? 'error' : 'note',
            message: {
              text: `\`${path}\` has errors on the ${side} side, so its changes were not compared: ${message}`,
            },
            locations: side === 'new' ? [location(output, place)] : [],
          })),
        ],
      },
    ],
  };
  return `${jsonText(log)}\n`;
};

function result(output: BreakingOutput, placed: PlacedEntry) {
  const { entry, of } = placed;
  const { rule, message, newPlace, help, fingerprint, waivers } = entry;
  const touched = touchedWords(placed);
  const text = [
    message,
    ...(touched ? [`operations: ${touched}`] : []),
    ...effectsOfEntry(placed).map((one) => `${one.who}: ${effectWords(one)}. ${effectSentence(one)}`),
    ...(help ? [help] : []),
  ].join('\n');
  return {
    ruleId: rule,
    level: levelOf(entry),
    message: { text },
    locations: [location(output, newPlace ?? { path: fileOf(of[0]), line: 1, column: 1 })],
    partialFingerprints: { 'idol-registry/v1': fingerprint },
    ...(waivers.length > 0 && {
      suppressions: waivers.map(({ reason }) => ({ kind: 'external', status: 'accepted', justification: reason })),
    }),
  };
}

/** A waived entry keeps its level: that it is suppressed is said apart. */
function levelOf({ status, severity }: ReportEntry): 'error' | 'warning' | 'note' {
  if (status !== 'reported') return 'error';
  return severity === 'warning' ? 'warning' : 'note';
}

function location(output: BreakingOutput, { path, line, column }: SourcePlace) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(fromRepositoryRoot(output, path)), uriBaseId: '%SRCROOT%' },
      region: { startLine: line, startColumn: column },
    },
  };
}
