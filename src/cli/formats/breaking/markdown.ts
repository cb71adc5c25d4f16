import { worstFirst } from '../../../compare/index.ts';
import { interfacePath, type ReportedFinding, WAIVERS_FILE } from '../../../registry/index.ts';
import { markdownCode, markdownText } from '../../../text/index.ts';
import {
  againstWords,
  type BreakingFormat,
  type BreakingOutput,
  count,
  directionsOf,
  outcomeWords,
  reachedWords,
} from './report.ts';

/** GitHub takes 65,536 characters in a comment; the rest is room for what a workflow puts around this. */
const MAX_LENGTH = 60_000;

/** Rows of the table: with more nobody reads it. */
const MAX_ROWS = 100;

/** A comment on a pull request: the verdict, a table, then the details of each finding, folded. */
export const formatBreakingMarkdown: BreakingFormat = (output) => {
  const { breaking } = output;
  const findings = worstFirst(breaking.findings);
  const rows = [
    ...findings.filter(({ status }) => status === 'breaking'),
    ...findings.filter(({ status }) => status === 'waived'),
    ...findings.filter(({ status, judgements }) => status === 'reported' && judgements),
  ];
  const head = [
    verdictLine(output),
    ...unknownLines(output),
    ...(rows.length > 0 ? [table(rows)] : []),
    ...waiverLines(output),
  ];
  const closing = closingLine(output, breaking.findings.length - rows.length);
  const fitting: string[] = [];
  let length = head.join('\n\n').length + closing.length + 200;
  for (const block of rows.map((finding) => details(finding))) {
    length += block.length + 2;
    if (length > MAX_LENGTH) break;
    fitting.push(block);
  }
  const left = rows.length - fitting.length;
  const cut =
    left > 0 ? [`_Details of ${count(left, 'finding')} are left out here; the log of the job has all of them._`] : [];
  return `${[...head, ...fitting, ...cut, closing].join('\n\n')}\n`;
};

function verdictLine({ breaking }: BreakingOutput): string {
  const { counts } = breaking;
  const compared = `${count(counts.interfaces, 'interface')} compared with ${markdownText(againstWords(breaking))}`;
  if (breaking.policy.mode === 'none') return `### ${count(breaking.findings.length, 'change')}\n\n${compared}.`;
  if (breaking.verdict === 'breaking') {
    const parts = [
      ...(counts.breaking > 0 ? [count(counts.breaking, 'breaking change')] : []),
      ...(counts.unknown > 0 ? [count(counts.unknown, 'interface with errors', 'interfaces with errors')] : []),
    ];
    return `### ❌ ${parts.join(', ')}\n\n${compared}.`;
  }
  const waived = counts.waived > 0 ? `, ${counts.waived} waived` : '';
  return `### ✅ Nothing breaks${waived}\n\n${compared}.`;
}

function unknownLines({ breaking }: BreakingOutput): string[] {
  return breaking.unknown
    .slice(0, MAX_ROWS)
    .map(({ path, side, message }) =>
      markdownText(
        `⚠️ \`${path}\` has errors${side === 'old' ? ' on the old side' : ''}, so nothing is known of its changes: ${message}.`,
      ),
    );
}

function table(rows: readonly ReportedFinding[]): string {
  const lines = rows.slice(0, MAX_ROWS).map((finding) => {
    const [oldClient = '', newClient = ''] = directionsOf(finding).map(({ judgement }) => outcomeWords(judgement));
    const state = finding.status === 'breaking' ? '❌' : finding.status === 'waived' ? 'waived' : '';
    const cells = [state, `\`${finding.interface.name}\``, finding.message, oldClient, newClient];
    return `| ${cells.map(markdownText).join(' | ')} |`;
  });
  const cut = rows.length > MAX_ROWS ? [`| | | _and ${rows.length - MAX_ROWS} more_ | | |`] : [];
  return [
    '| | Interface | Change | Old client, new server | New client, old server |',
    '|---|---|---|---|---|',
    ...lines,
    ...cut,
  ].join('\n');
}

function details(finding: ReportedFinding): string {
  const { rule, message, help, waiver, status, waiverLine, oldPlace, newPlace } = finding;
  const place = newPlace ?? oldPlace;
  const reached = reachedWords(finding);
  const lines = [
    ...directionsOf(finding).map(
      ({ who, judgement }) =>
        `- **${who}**: ${markdownText(outcomeWords(judgement))}. ${markdownText(judgement.sentence)}`,
    ),
    ...(place
      ? [`- ${newPlace ? 'In' : 'Was in'} ${markdownCode(`${place.path}:${place.line}`)}, rule ${markdownCode(rule)}`]
      : [`- Rule ${markdownCode(rule)}`]),
    ...(reached ? [`- Carried by ${markdownText(reached)}`] : []),
    ...(help ? [`- Help: ${markdownText(help)}`] : []),
    ...(waiver ? [`- Waived${waiver.expires ? ` until ${waiver.expires}` : ''}: ${markdownText(waiver.reason)}`] : []),
    ...(status === 'breaking'
      ? [`- To accept it, add to ${markdownCode(WAIVERS_FILE)}:\n  ${markdownCode(waiverLine)}`]
      : []),
  ];
  const heading = markdownText(`\`${finding.interface.name || interfacePath(finding)}\`: ${message}`);
  return `<details><summary>${heading}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

function waiverLines({ breaking: { waivers } }: BreakingOutput): string[] {
  const lines = [
    ...waivers.expired.map(
      ({ fingerprint, expires }) => `⚠️ The waiver ${markdownCode(fingerprint)} held until ${expires}.`,
    ),
    ...waivers.unused.map(
      ({ fingerprint }) => `⚠️ The waiver ${markdownCode(fingerprint)} is for no finding; remove it.`,
    ),
  ];
  return lines.length > 0 ? [lines.slice(0, MAX_ROWS).join('\n')] : [];
}

function closingLine({ breaking }: BreakingOutput, others: number): string {
  const { policy } = breaking;
  const mode = `mode ${markdownCode(`${policy.mode}${policy.transitive ? '-transitive' : ''}`)}, level ${markdownCode(policy.levels.join(', '))}`;
  return `<sub>${others > 0 ? `${count(others, 'other change')} (names, documentation). ` : ''}By idol-registry breaking, ${mode}.</sub>`;
}
