import { type Effect, effectSentence, effectWords, firstMentions, witnessText } from '../../../compare/index.ts';
import { type ReportedInterface, WAIVERS_FILE } from '../../../registry/index.ts';
import { markdownCode, markdownText } from '../../../text/index.ts';
import {
  againstWords,
  type BreakingFormat,
  type BreakingOutput,
  blindSpots,
  count,
  effectsOfEntry,
  entriesOf,
  interfaceNames,
  isFelt,
  namesText,
  type PlacedEntry,
  policyWords,
  touchedWords,
  withUpdateOrder,
  worstFirst,
} from './report.ts';

/** GitHub takes 65,536 characters in a comment; the rest is room for what a workflow puts around this. */
const MAX_LENGTH = 60_000;

/** Rows of the table: with more nobody reads it. */
const MAX_ROWS = 100;

/** A comment on a pull request: the result, a table, then the details of each change, folded. */
export const formatBreakingMarkdown: BreakingFormat = (output) => {
  const { breaking } = output;
  const all = entriesOf(breaking);
  const entries = worstFirst(all);
  const rows = [
    ...entries.filter(({ entry }) => entry.status === 'breaking'),
    ...entries.filter(({ entry }) => entry.status === 'waived'),
    ...entries.filter((placed) => placed.entry.status === 'reported' && isFelt(placed)),
  ];
  const head = [
    resultLine(output),
    ...unreadableLines(output),
    ...(rows.length > 0 ? [table(rows)] : []),
    ...withUpdateOrder(breaking).map(updateOrder),
    ...waiverLines(output),
    ...blindSpots(breaking).map((spot) => `⚠️ ${markdownText(spot)}.`),
  ];
  const closing = closingLine(output, all.length - rows.length);
  const fitting: string[] = [];
  let length = head.join('\n\n').length + closing.length + 200;
  const isFirst = firstMentions();
  for (const block of rows.map((placed) => details(placed, isFirst))) {
    length += block.length + 2;
    if (length > MAX_LENGTH) break;
    fitting.push(block);
  }
  const left = rows.length - fitting.length;
  const cut =
    left > 0 ? [`_Details of ${count(left, 'change')} are left out here; the log of the job has all of them._`] : [];
  return `${[...head, ...fitting, ...cut, closing].join('\n\n')}\n`;
};

function resultLine({ breaking }: BreakingOutput): string {
  const { counts, policy, result } = breaking;
  const compared = `${count(counts.compared, 'interface')} compared with ${markdownText(againstWords(breaking))}`;
  if (result === 'unchanged') return `### ✅ No interface changed\n\n${compared}.`;
  if (policy.mode === 'none') return `### ${count(entriesOf(breaking).length, 'change')}\n\n${compared}.`;
  if (result === 'breaking') {
    const errors = breaking.unreadable.filter(({ status }) => status === 'breaking').length;
    const parts = [
      ...(counts.breaking > 0 ? [count(counts.breaking, 'breaking change')] : []),
      ...(errors > 0 ? [count(errors, 'interface with errors', 'interfaces with errors')] : []),
    ];
    return `### ❌ ${parts.join(', ')}\n\n${compared}.`;
  }
  const waived = counts.waived > 0 ? `, ${counts.waived} waived` : '';
  const unknown = counts.unknown > 0 ? `, ${counts.unknown} unknown` : '';
  return `### ✅ Nothing breaks${waived}${unknown}\n\n${compared}.`;
}

function unreadableLines({ breaking }: BreakingOutput): string[] {
  return breaking.unreadable
    .slice(0, MAX_ROWS)
    .map(({ path, side, message }) =>
      markdownText(
        `⚠️ \`${path}\` has errors${side === 'old' ? ' on the old side' : ''}, so its changes were not compared: ${message}.`,
      ),
    );
}

function table(rows: readonly PlacedEntry[]): string {
  const lines = rows.slice(0, MAX_ROWS).map((placed) => {
    const { entry } = placed;
    const effects = Map.groupBy(effectsOfEntry(placed), ({ direction }) => direction);
    const state = entry.status === 'breaking' ? '❌' : entry.status === 'waived' ? 'waived' : '';
    const cells = [
      state,
      namesText(interfaceNames(placed)),
      entry.message,
      (effects.get('old-client') ?? []).map(effectWords).join('; '),
      (effects.get('new-client') ?? []).map(effectWords).join('; '),
    ];
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

function details(placed: PlacedEntry, isFirst: ReturnType<typeof firstMentions>): string {
  const { entry } = placed;
  const { rule, message, help, waivers, status, waiverLine, oldPlace, newPlace, beyond } = entry;
  const place = newPlace ?? oldPlace;
  const directions = effectsOfEntry(placed);
  const touched = touchedWords(placed);
  const lines = [
    ...directions.flatMap((direction) => directionLines(direction, isFirst(direction.worst))),
    ...(place
      ? [`- ${newPlace ? 'In' : 'Was in'} ${markdownCode(`${place.path}:${place.line}`)}, rule ${markdownCode(rule)}`]
      : [`- Rule ${markdownCode(rule)}`]),
    ...(directions.length === 0 && touched ? [`- Operations: ${markdownText(touched)}`] : []),
    ...(help ? [`- Help: ${markdownText(help)}`] : []),
    ...(beyond ? [`- Not waived: ${markdownText(beyond)}`] : []),
    ...waivers.map(({ reason, expires }) => `- Waived${expires ? ` until ${expires}` : ''}: ${markdownText(reason)}`),
    ...(status === 'breaking'
      ? [`- To accept it, add to ${markdownCode(WAIVERS_FILE)}:\n  ${markdownCode(waiverLine)}`]
      : []),
  ];
  const heading = markdownText(`${namesText(interfaceNames(placed))}: ${message}`);
  return `<details><summary>${heading}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

function directionLines(direction: Effect, hasExample: boolean): string[] {
  const { who, worst, groups } = direction;
  const isOne = groups.length === 1 && groups[0]?.operations.length === 1;
  const sentence = worst.verdict.kind === 'ok' && !isOne ? '' : ` ${markdownText(effectSentence(direction))}`;
  return [
    `- **${who}**: ${markdownText(effectWords(direction))}.${sentence}`,
    ...(isOne
      ? []
      : groups.map(({ words, operations }) => `  - ${markdownText(`${words}: ${namesText(operations)}`)}`)),
    ...(hasExample && worst.witness
      ? [`  - For example: ${markdownText(witnessText(worst.witness, worst.sides))}`]
      : []),
  ];
}

function updateOrder({ interface: { name }, updateOrder: lines }: ReportedInterface): string {
  return [`**Order of updates** for ${markdownCode(name)}:\n`, ...lines.map((line) => `- ${markdownText(line)}`)].join(
    '\n',
  );
}

function waiverLines({ breaking: { waivers } }: BreakingOutput): string[] {
  const lines = [
    ...waivers.expired.map(({ key, expires }) => `⚠️ The waiver ${markdownCode(key)} held until ${expires}.`),
    ...waivers.unused.map(({ key }) => `⚠️ The waiver ${markdownCode(key)} accepts no change; remove it.`),
  ];
  return lines.length > 0 ? [lines.slice(0, MAX_ROWS).join('\n')] : [];
}

function closingLine({ breaking }: BreakingOutput, others: number): string {
  return `<sub>${others > 0 ? `${count(others, 'other change')} (names, documentation). ` : ''}By idol-registry breaking, ${markdownText(policyWords(breaking))}.</sub>`;
}
