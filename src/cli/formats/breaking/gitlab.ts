import { effectWords } from '../../../compare/index.ts';
import { type ReportEntry, sha256 } from '../../../registry/index.ts';
import { jsonText } from '../../../text/index.ts';
import { fromRepositoryRoot } from '../report.ts';
import {
  againstWords,
  type BreakingFormat,
  effectsOfEntry,
  entriesOf,
  fileOf,
  type PlacedEntry,
  updateOrderFingerprint,
  updateOrderText,
  withUpdateOrder,
  worstFirst,
} from './report.ts';

/** A Code Quality report of GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
export const formatBreakingGitlab: BreakingFormat = (output) => {
  const { breaking } = output;
  const entries = worstFirst(entriesOf(breaking)).filter(({ entry }) => entry.status !== 'waived');
  const unreadable = breaking.unreadable.filter(({ side }) => side === 'new');
  const findings = [
    ...entries.map(({ entry, of }) => ({
      description: `${entry.message} (${[...verdictsOf({ entry, of }), `compared with ${againstWords(breaking)}`].join('; ')})`,
      check_name: entry.rule,
      fingerprint: sha256(entry.fingerprint),
      severity: severityOf(entry),
      location: {
        path: fromRepositoryRoot(output, entry.newPlace?.path ?? fileOf(of[0])),
        lines: { begin: entry.newPlace?.line ?? 1 },
      },
    })),
    ...withUpdateOrder(breaking).map((of) => ({
      description: updateOrderText(of),
      check_name: 'update-order',
      fingerprint: sha256(updateOrderFingerprint(of)),
      severity: 'info',
      location: { path: fromRepositoryRoot(output, fileOf(of)), lines: { begin: 1 } },
    })),
    ...unreadable.map(({ path, place, message, status }) => ({
      description: `This file has errors, so its changes were not compared: ${message}`,
      check_name: 'unknown-interface',
      fingerprint: sha256(`unknown-interface\0${path}\0${message}`),
      severity: status === 'breaking' ? 'critical' : 'info',
      location: { path: fromRepositoryRoot(output, path), lines: { begin: place.line } },
    })),
  ];
  return `${jsonText(findings)}\n`;
};

/** A list of findings has one line for each: the verdicts in few words. */
function verdictsOf(placed: PlacedEntry): string[] {
  return effectsOfEntry(placed).map((effect) => `${effect.who}: ${effectWords(effect)}`);
}

function severityOf({ status, severity }: ReportEntry): 'critical' | 'minor' | 'info' {
  if (status === 'breaking') return 'critical';
  return severity === 'warning' ? 'minor' : 'info';
}
