import { worstFirst } from '../../../compare/index.ts';
import { interfacePath, type ReportedFinding } from '../../../registry/index.ts';
import { workflowCommand } from '../../../text/index.ts';
import { fromRepositoryRoot } from '../report.ts';
import { againstWords, type BreakingFormat, type BreakingOutput, count, directionsOf, outcomeWords } from './report.ts';

/** GitHub shows ten annotations of each kind per step and drops the rest without a word. */
const SHOWN = 10;

/** Workflow commands of GitHub Actions: annotations of a pull request's files, and of what would be too many one that counts them. */
export const formatBreakingGithub: BreakingFormat = (output) => {
  // What is cut is the least bad.
  const findings = worstFirst(output.breaking.findings);
  const { unknown } = output.breaking;
  const errors = [
    ...findings.filter(({ status }) => status === 'breaking').map((finding) => annotation(output, 'error', finding)),
    ...unknown
      .filter(({ status }) => status === 'breaking')
      .map(({ path, place, message }) =>
        workflowCommand(
          'error',
          { file: fromRepositoryRoot(output, path), line: place.line, col: place.column, title: 'unknown' },
          `This file has errors, so nothing is known of its changes: ${message}`,
        ),
      ),
  ];
  const waived = findings
    .filter(({ status }) => status === 'waived')
    .map((finding) => annotation(output, 'warning', finding));
  const reported = findings
    .filter(({ status, levels }) => status === 'reported' && levels.includes('wire'))
    .map((finding) => annotation(output, 'notice', finding));
  const lines = [
    ...capped('error', 'breaking change', errors),
    ...capped('warning', 'waived change', waived),
    ...capped('notice', 'other change of what travels', reported),
  ];
  return lines.map((line) => `${line}\n`).join('');
};

function capped(command: 'error' | 'warning' | 'notice', what: string, annotations: readonly string[]): string[] {
  if (annotations.length <= SHOWN) return [...annotations];
  const more = annotations.length - (SHOWN - 1);
  const text = `${count(more, `more ${what}`, `more ${what.replace('change', 'changes')}`)}: see the log or the summary of this job`;
  return [...annotations.slice(0, SHOWN - 1), workflowCommand(command, { title: 'idol-registry breaking' }, text)];
}

function annotation(output: BreakingOutput, command: 'error' | 'warning' | 'notice', finding: ReportedFinding): string {
  const { rule, message, newPlace, help, waiver, status, waiverLine } = finding;
  const outcomes = directionsOf(finding).map(
    ({ who, judgement }) => `${who}: ${outcomeWords(judgement)}. ${judgement.sentence}`,
  );
  const lines = [
    `${message} (compared with ${againstWords(output.breaking)})`,
    ...outcomes,
    ...(help ? [`help: ${help}`] : []),
    ...(waiver ? [`waived: ${waiver.reason}`] : []),
    ...(status === 'breaking' ? [`to accept it: ${waiverLine}`] : []),
  ];
  // What was removed has no line any more: its file is named, if that is still there.
  const where =
    newPlace ?? (finding.interface.newPath === undefined ? undefined : { path: interfacePath(finding), line: 1 });
  const place = where && { file: fromRepositoryRoot(output, where.path), line: where.line };
  return workflowCommand(
    command,
    { ...place, ...(newPlace && { col: newPlace.column }), title: rule },
    lines.join('\n'),
  );
}
