import { effectSentence, effectWords } from '../../../compare/index.ts';
import { workflowCommand } from '../../../text/index.ts';
import { limitedAnnotations } from '../annotations.ts';
import { fromRepositoryRoot } from '../report.ts';
import {
  againstWords,
  type BreakingFormat,
  type BreakingOutput,
  effectsOfEntry,
  entriesOf,
  fileOf,
  type PlacedEntry,
  touchedWords,
  updateOrderText,
  withUpdateOrder,
  worstFirst,
} from './report.ts';

/** Workflow commands of GitHub Actions: annotations of a pull request's files, and of what would be too many one that counts them. */
export const formatBreakingGithub: BreakingFormat = (output) => {
  // What is cut is the least bad.
  const entries = worstFirst(entriesOf(output.breaking));
  const { unreadable } = output.breaking;
  const errors = [
    ...entries.filter(({ entry }) => entry.status === 'breaking').map((one) => annotation(output, 'error', one)),
    ...unreadable
      .filter(({ status }) => status === 'breaking')
      .map(({ path, place, message }) =>
        workflowCommand(
          'error',
          { file: fromRepositoryRoot(output, path), line: place.line, col: place.column, title: 'unknown' },
          `This file has errors, so its changes were not compared: ${message}`,
        ),
      ),
  ];
  const waived = entries
    .filter(({ entry }) => entry.status === 'waived')
    .map((one) => annotation(output, 'warning', one));
  const reported = entries
    .filter((one) => one.entry.status === 'reported' && effectsOfEntry(one).length > 0)
    .map((one) => annotation(output, 'notice', one));
  const orders = withUpdateOrder(output.breaking).map((of) =>
    workflowCommand(
      'notice',
      { file: fromRepositoryRoot(output, fileOf(of)), title: 'order of updates' },
      updateOrderText(of),
    ),
  );
  const lines = [
    ...limitedAnnotations('error', 'breaking change', 'breaking', errors),
    ...limitedAnnotations('warning', 'waived change', 'breaking', waived),
    ...limitedAnnotations('notice', 'order of updates', 'breaking', orders),
    ...limitedAnnotations('notice', 'other wire change', 'breaking', reported),
  ];
  return lines.map((line) => `${line}\n`).join('');
};

function annotation(output: BreakingOutput, command: 'error' | 'warning' | 'notice', placed: PlacedEntry): string {
  const { entry, of } = placed;
  const { rule, message, newPlace, help, waivers, status, waiverLine, beyond } = entry;
  const [first] = of;
  const touched = touchedWords(placed);
  const lines = [
    `${message} (compared with ${againstWords(output.breaking)})`,
    ...(touched ? [`operations: ${touched}`] : []),
    ...effectsOfEntry(placed).map((one) => `${one.who}: ${effectWords(one)}. ${effectSentence(one)}`),
    ...(help ? [`help: ${help}`] : []),
    ...waivers.map(({ reason }) => `waived: ${reason}`),
    ...(beyond ? [`not waived: ${beyond}`] : []),
    ...(status === 'breaking' ? [`to accept it: ${waiverLine}`] : []),
  ];
  // What was removed has no line any more: its file is named, if that is still there.
  const where = newPlace ?? (first.interface.newPath === undefined ? undefined : { path: fileOf(first), line: 1 });
  const place = where && { file: fromRepositoryRoot(output, where.path), line: where.line };
  return workflowCommand(
    command,
    { ...place, ...(newPlace && { col: newPlace.column }), title: rule },
    lines.join('\n'),
  );
}
