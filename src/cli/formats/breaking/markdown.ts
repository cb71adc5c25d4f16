import { worstFirst } from '../../../compare/index.ts';
import { interfacePath, type ReportedFinding, WAIVERS_FILE } from '../../../registry/index.ts';
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
  const compared = `${count(counts.interfaces, 'interface')} compared with ${escapeText(againstWords(breaking))}`;
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
      escapeText(
        `⚠️ \`${path}\` has errors${side === 'old' ? ' on the old side' : ''}, so nothing is known of its changes: ${message}.`,
      ),
    );
}

function table(rows: readonly ReportedFinding[]): string {
  const lines = rows.slice(0, MAX_ROWS).map((finding) => {
    const [oldClient = '', newClient = ''] = directionsOf(finding).map(({ judgement }) => outcomeWords(judgement));
    const state = finding.status === 'breaking' ? '❌' : finding.status === 'waived' ? 'waived' : '';
    const cells = [state, `\`${finding.interface.name}\``, finding.message, oldClient, newClient];
    return `| ${cells.map(escapeText).join(' | ')} |`;
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
      ({ who, judgement }) => `- **${who}**: ${escapeText(outcomeWords(judgement))}. ${escapeText(judgement.sentence)}`,
    ),
    ...(place
      ? [`- ${newPlace ? 'In' : 'Was in'} ${code(`${place.path}:${place.line}`)}, rule ${code(rule)}`]
      : [`- Rule ${code(rule)}`]),
    ...(reached ? [`- Carried by ${escapeText(reached)}`] : []),
    ...(help ? [`- Help: ${escapeText(help)}`] : []),
    ...(waiver ? [`- Waived${waiver.expires ? ` until ${waiver.expires}` : ''}: ${escapeText(waiver.reason)}`] : []),
    ...(status === 'breaking' ? [`- To accept it, add to ${code(WAIVERS_FILE)}:\n  ${code(waiverLine)}`] : []),
  ];
  const heading = escapeText(`\`${finding.interface.name || interfacePath(finding)}\`: ${message}`);
  return `<details><summary>${heading}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

function waiverLines({ breaking: { waivers } }: BreakingOutput): string[] {
  const lines = [
    ...waivers.expired.map(({ fingerprint, expires }) => `⚠️ The waiver ${code(fingerprint)} held until ${expires}.`),
    ...waivers.unused.map(({ fingerprint }) => `⚠️ The waiver ${code(fingerprint)} is for no finding; remove it.`),
  ];
  return lines.length > 0 ? [lines.slice(0, MAX_ROWS).join('\n')] : [];
}

function closingLine({ breaking }: BreakingOutput, others: number): string {
  const { policy } = breaking;
  const mode = `mode ${code(`${policy.mode}${policy.transitive ? '-transitive' : ''}`)}, level ${code(policy.levels.join(', '))}`;
  return `<sub>${others > 0 ? `${count(others, 'other change')} (names, documentation). ` : ''}By idol-registry breaking, ${mode}.</sub>`;
}

/** Text with names in backquotes, as text that cannot become markup, a mention, a link or another cell. */
function escapeText(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? code(part) : escapeMarkup(part)))
    .join('');
}

/** As HTML, because in a code span of Markdown a `|` still ends the cell. */
function code(text: string): string {
  return `<code>${escapeMarkup(text)}</code>`;
}

function escapeMarkup(text: string): string {
  return escapeHtml(text).replace(/[\\`*~#[\]|@]|:(?=\S)|\b_|_\b/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\r\n]+/g, ' ');
}
