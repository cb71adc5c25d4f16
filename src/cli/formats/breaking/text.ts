import {
  type Effect,
  effectSentence,
  effectWords,
  firstMentions,
  VERDICT_KINDS,
  type Verdict,
  witnessText,
} from '../../../compare/index.ts';
import { type BreakingReport, pathOf, type ReportEntry, WAIVERS_FILE } from '../../../registry/index.ts';
import type { SourcePlace } from '../../../schema/index.ts';
import { type Severity, terminalText } from '../../../text/index.ts';
import {
  againstWords,
  type BreakingOutput,
  blindSpots,
  count,
  effectsOfEntry,
  entriesOf,
  isFelt,
  namesText,
  type PlacedEntry,
  policyWords,
  touchedWords,
  withUpdateOrder,
} from './report.ts';

/**
 * For people at a terminal: by interface, each change with what it does to calls, and a line for whatever else changed; then what to
 * do about them, and one line that sums up.
 */
export function formatBreakingText(output: BreakingOutput): string {
  const { breaking } = output;
  const blocks = [
    ...blocksOf(breaking).map((placed) => block(output, placed)),
    ...updateOrders(output),
    ...unreadableBlock(output),
    ...acceptBlock(output),
    ...waiverBlock(output),
    ...(output.summary ? [summary(output)] : []),
  ];
  return blocks.map((block) => `${block}\n`).join('\n');
}

/** The entries that touch the same interfaces stand together. */
function blocksOf(breaking: BreakingReport): PlacedEntry[][] {
  const blocks = Map.groupBy(entriesOf(breaking), ({ of }) => of.map(pathOf).join('\0'));
  return [...blocks.values()];
}

function block(output: BreakingOutput, placed: readonly PlacedEntry[]): string {
  const toTell = placed.filter(isToldInFull);
  const isFirst = firstMentions();
  const full = toTell.map((one, index) => {
    // Advice that stands above already is only length.
    const isNew = toTell.findIndex(({ entry }) => entry.help === one.entry.help) === index;
    return inFull(output, one, isNew ? one.entry.help : undefined, isFirst);
  });
  const short = placed.filter((one) => !isToldInFull(one)).map(({ entry }) => inShort(output, entry));
  return [heading(output, placed), ...full, ...(short.length > 0 ? [short.join('\n')] : [])].join('\n\n');
}

/** Interfaces that a heading names; a type may be used by all. */
const MOST_HEADINGS = 5;

function heading({ paint }: BreakingOutput, [first]: readonly PlacedEntry[]): string {
  const of = first?.of ?? [];
  const lines = of.slice(0, MOST_HEADINGS).map((one) => {
    const audience = one.policy.audience === 'internal' ? ' (internal: both sides are built together)' : '';
    return `${paint.strong(terminalText(one.interface.name))} ${terminalText(pathOf(one))}${audience}`;
  });
  const more = of.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${count(more, 'other interface')}`] : [])].join('\n');
}

function updateOrders({ breaking, paint }: BreakingOutput): string[] {
  return withUpdateOrder(breaking).map(({ interface: { name }, updateOrder }) =>
    [
      paint.strong(`Order of updates for ${terminalText(name)}`),
      ...updateOrder.map((line) => `  ${paint.gutter('=')} ${terminalText(line)}`),
    ].join('\n'),
  );
}

function isToldInFull(placed: PlacedEntry): boolean {
  return placed.entry.status !== 'reported' || isFelt(placed);
}

function inFull(
  { paint, breaking }: BreakingOutput,
  placed: PlacedEntry,
  help: string | undefined,
  isFirst: ReturnType<typeof firstMentions>,
): string {
  const { entry } = placed;
  const { rule, message, status, severity, waivers, against, beyond } = entry;
  const bullet = (label: string, text: string) =>
    `  ${paint.gutter('=')} ${paint.strong(`${label}:`)} ${terminalText(text)}`;
  const word = status === 'reported' ? (severity === 'warning' ? 'warning' : 'note') : status;
  const lines = [
    `${paint.severity(severityOf(entry), `${word}[${rule}]`)}${paint.strong(`: ${terminalText(message)}`)}`,
  ];
  const place = placesOf(entry);
  if (place) lines.push(`  ${paint.gutter('-->')} ${place}`);
  const directions = effectsOfEntry(placed);
  const touched = touchedWords(placed);
  if (directions.length === 0 && touched) lines.push(bullet('operations', touched));
  for (const one of directions) lines.push(...directionLines(one, bullet, paint, isFirst(one.worst)));
  if (breaking.against.length > 1) lines.push(bullet('against', against.join(', ')));
  if (help) lines.push(bullet('help', help));
  if (beyond) lines.push(bullet('not waived', beyond));
  for (const { reason, expires } of waivers)
    lines.push(bullet('waived', `${reason}${expires ? ` (until ${expires})` : ''}`));
  return lines.join('\n');
}

/** What happens in one direction: of several operations which meet what, and the worst in full. */
function directionLines(
  direction: Effect,
  bullet: (label: string, text: string) => string,
  paint: BreakingOutput['paint'],
  hasExample: boolean,
): string[] {
  const { who, worst, groups } = direction;
  const operations = new Set(groups.flatMap((group) => group.operations));
  const [only, ...others] = groups;
  const isOneOutcome = only !== undefined && others.length === 0;
  const words = isOneOutcome ? only.words : effectWords(direction);
  const outcome = paint.severity(verdictSeverity(worst.verdict), words);
  const example =
    hasExample && worst.witness ? [`      for example: ${terminalText(witnessText(worst.witness, worst.sides))}`] : [];
  const line = `${bullet(who, '')}${outcome}`;
  if (operations.size === 1) return [`${line}. ${terminalText(worst.sentence)}`, ...example];
  return [
    isOneOutcome ? `${line} in ${terminalText(namesText(only.operations))}` : line,
    ...(isOneOutcome ? [] : groups).map(
      (group) => `      ${group.words}: ${terminalText(namesText(group.operations))}`,
    ),
    ...(worst.verdict.kind === 'ok' ? [] : [`      ${terminalText(effectSentence(direction))}`]),
    ...example,
  ];
}

/** What to write down for each change that is meant: lines to copy, each with the change that it is for. */
function acceptBlock({ breaking, paint }: BreakingOutput): string[] {
  const lines = entriesOf(breaking)
    .filter(({ entry }) => entry.status === 'breaking')
    .map(({ entry: { waiverLine, message } }) => `  ${waiverLine} ${paint.gutter(`# ${terminalText(message)}`)}`);
  if (lines.length === 0) return [];
  return [[`${paint.strong('To accept a change:')} add its line and a reason to ${WAIVERS_FILE}`, ...lines].join('\n')];
}

function inShort({ paint }: BreakingOutput, entry: ReportEntry): string {
  const place = placesOf(entry);
  const word = entry.severity === 'warning' ? 'warning' : 'note';
  return `${paint.severity(word, `${word}[${entry.rule}]`)}${place ? ` ${paint.gutter(place)}` : ''}: ${terminalText(entry.message)}`;
}

function severityOf({ status, severity }: ReportEntry): Severity {
  switch (status) {
    case 'breaking':
      return 'error';
    case 'waived':
      return 'warning';
    case 'reported':
      return severity === 'warning' ? 'warning' : 'note';
  }
}

function verdictSeverity({ kind }: Verdict): Severity {
  if (kind === 'ok') return 'off';
  return VERDICT_KINDS.indexOf(kind) < VERDICT_KINDS.indexOf('unknown') ? 'error' : 'warning';
}

/** `idl/fan.idol:12:9 -> idl/fan.idol:14:9`: where it was, and where it is. */
function placesOf({ oldPlace, newPlace }: ReportEntry): string {
  const [before, after] = [oldPlace, newPlace].map((place) => place && placeWords(place));
  if (!before || !after || before === after) return after ?? (before ? `${before} (before)` : '');
  return `${before} -> ${after}`;
}

function placeWords({ path, line, column }: SourcePlace): string {
  return terminalText(`${path}:${line}:${column}`);
}

function unreadableBlock({ breaking, paint }: BreakingOutput): string[] {
  if (breaking.unreadable.length === 0) return [];
  return [
    breaking.unreadable
      .map(({ path, side, against, message, place, status }) => {
        const severity = status === 'breaking' ? 'error' : 'warning';
        const where = terminalText(side === 'new' ? path : `${path} of ${against}`);
        return `${paint.severity(severity, 'unknown')}${paint.strong(`: ${where} has errors, so its changes were not compared`)}\n  ${paint.gutter('-->')} ${placeWords(place)}: ${terminalText(message)}`;
      })
      .join('\n'),
  ];
}

function waiverBlock({ breaking: { waivers }, paint }: BreakingOutput): string[] {
  const line = (what: string, { key, line: at, expires }: (typeof waivers.unused)[number]) =>
    `${paint.severity('warning', `${what} waiver`)} ${WAIVERS_FILE}:${at}: \`${terminalText(key)}\` ${what === 'expired' ? `held until ${expires}` : 'accepts no change of this comparison; remove it'}`;
  const lines = [
    ...waivers.expired.map((waiver) => line('expired', waiver)),
    ...waivers.unused.map((waiver) => line('unused', waiver)),
  ];
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function summary(output: BreakingOutput): string {
  return [
    ...blindSpots(output.breaking).map((spot) => `${output.paint.severity('warning', 'not covered')}: ${spot}`),
    lastLine(output),
  ].join('\n');
}

function lastLine({ breaking, duration, paint }: BreakingOutput): string {
  const { counts, result, policy } = breaking;
  const time = `in ${(duration / 1000).toFixed(2)} s`;
  const compared = `${count(counts.compared, 'interface')} compared with ${terminalText(againstWords(breaking))}`;
  if (result === 'unchanged') return `${paint.strong('No interface changed')}: ${compared} ${time}`;
  const unreadable = counts.unreadable > 0 ? [paint.severity('warning', `${counts.unreadable} with errors`)] : [];
  const unknown = counts.unknown > 0 ? [paint.severity('warning', `${counts.unknown} unknown`)] : [];
  const head = paint.strong(`${compared}, ${counts.unchanged} unchanged`);
  if (policy.mode === 'none') {
    const changes = count(counts.breaking + counts.waived + counts.reported, 'change');
    return `${head}: ${[changes, ...unknown, ...unreadable].join(', ')} ${time}`;
  }
  const found = [
    paint.severity(counts.breaking > 0 ? 'error' : 'off', `${counts.breaking} breaking`),
    ...(counts.waived > 0 ? [paint.severity('warning', `${counts.waived} waived`)] : []),
    `${counts.reported} other`,
    ...unknown,
    ...unreadable,
  ];
  const words = paint.severity(result === 'breaking' ? 'error' : 'off', result);
  return `${head}: ${found.join(', ')} (${policyWords(breaking)}): ${words} ${time}`;
}
