import type { Fact, FactCounts } from '../../../firmware/index.ts';
import type { VerifyReport } from '../../../registry/index.ts';
import type { Paint } from '../../../text/index.ts';

/** Disagreements with both places, then one line per interface, then the counts. */
export function formatVerifyText(report: VerifyReport, firmware: string, paint: Paint, all: boolean): string {
  const facts = report.interfaces.flatMap((one) => one.facts);
  const disagreeing = facts.filter(({ result }) => result === 'disagrees');
  const others = all ? facts.filter(({ result }) => result !== 'disagrees') : [];
  return [
    ...disagreeing.map((fact) => disagreement(fact, paint)),
    ...(others.length > 0 ? [others.map(line).join('\n')] : []),
    ...report.unmatched.map(
      ({ task, interface: name, reason }) =>
        `${paint.severity('error', 'not verified')}${paint.strong(`: \`${name}\` of task \`${task}\``)}\n  ${reason}`,
    ),
    ...(report.problems.length > 0 ? [report.problems.map((problem) => `note: ${problem}`).join('\n')] : []),
    report.interfaces
      .map(({ name, path, tasks, counts }) => `${name} (${path}) in ${tasks.join(', ')}: ${countsText(counts)}`)
      .join('\n'),
    `${firmware}, against ${report.tree.label}: ${countsText(report.counts)}`,
  ].join('\n\n');
}

function disagreement({ kind, subject, ours, theirs, ourPlace, theirPlace, note }: Fact, paint: Paint): string {
  return [
    `${paint.severity('error', 'disagreement')}${paint.strong(`: ${kind} of \`${subject}\``)}`,
    `  sources:  ${ours}${ourPlace === undefined ? '' : ` (${ourPlace})`}`,
    `  firmware: ${theirs}${theirPlace === undefined ? '' : ` (${theirPlace})`}`,
    ...(note === undefined ? [] : [`  ${paint.gutter('=')} ${paint.strong('note:')} ${note}`]),
  ].join('\n');
}

function line({ result, kind, subject, ours, theirPlace }: Fact): string {
  return `${result}: ${kind} of ${subject}: ${ours}${theirPlace === undefined ? '' : ` (${theirPlace})`}`;
}

export function countsText({ agreeing, disagreeing, absent }: FactCounts): string {
  return `${agreeing} facts agree, ${disagreeing} disagree, ${absent} are not in the firmware`;
}
