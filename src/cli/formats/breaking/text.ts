import type { Judgement } from '../../../compare/index.ts';
import { interfacePath, type ReportedFinding, WAIVERS_FILE } from '../../../registry/index.ts';
import type { SourcePlace } from '../../../schema/index.ts';
import { type Severity, terminalText } from '../../../text/index.ts';
import {
  againstWords,
  type BreakingOutput,
  count,
  directionsOf,
  outcomeWords,
  policyWords,
  reachedWords,
} from './report.ts';

/**
 * For people at a terminal: by interface, in full what travels otherwise and a line for whatever else changed, then one line that
 * sums up.
 */
export function formatBreakingText(output: BreakingOutput): string {
  const { breaking } = output;
  const paths = [...new Set(breaking.findings.map(interfacePath))];
  const blocks = [
    ...paths.map((path) =>
      interfaceBlock(
        output,
        breaking.findings.filter((finding) => interfacePath(finding) === path),
      ),
    ),
    ...unknownBlock(output),
    ...acceptBlock(output),
    ...waiverBlock(output),
    ...(output.summary ? [summaryLine(output)] : []),
  ];
  return blocks.map((block) => `${block}\n`).join('\n');
}

function interfaceBlock(output: BreakingOutput, findings: readonly ReportedFinding[]): string {
  const [first] = findings;
  if (!first) return '';
  const heading = `${output.paint.strong(terminalText(first.interface.name))} ${terminalText(interfacePath(first))}`;
  const toTell = findings.filter(isToldInFull);
  const full = toTell.map((finding, index) => {
    // Advice that stands above already is only length.
    const isNew = toTell.findIndex(({ help }) => help === finding.help) === index;
    return inFull(output, finding, isNew ? finding.help : undefined);
  });
  const short = findings.filter((finding) => !isToldInFull(finding)).map((finding) => inShort(output, finding));
  return [heading, ...full, ...(short.length > 0 ? [short.join('\n')] : [])].join('\n\n');
}

function isToldInFull({ status, judgements }: ReportedFinding): boolean {
  return status !== 'reported' || judgements !== undefined;
}

function inFull(output: BreakingOutput, finding: ReportedFinding, help: string | undefined): string {
  const { paint, breaking } = output;
  const { rule, message, status, waiver, against } = finding;
  const severity = severityOf(finding);
  const bullet = (text: string) => `  ${paint.gutter('=')} ${text}`;
  const lines = [
    `${paint.severity(severity, `${status === 'reported' ? 'note' : status}[${rule}]`)}${paint.strong(`: ${terminalText(message)}`)}`,
  ];
  const place = placesOf(finding);
  if (place) lines.push(`  ${paint.gutter('-->')} ${place}`);
  const reached = reachedWords(finding);
  if (reached) lines.push(bullet(`${paint.strong('carried by:')} ${terminalText(reached)}`));
  for (const { who, judgement } of directionsOf(finding)) {
    const outcome = paint.severity(outcomeSeverity(judgement), outcomeWords(judgement));
    lines.push(bullet(`${paint.strong(`${who}:`)} ${outcome}. ${terminalText(judgement.sentence)}`));
  }
  if (breaking.against.length > 1)
    lines.push(bullet(`${paint.strong('against:')} ${terminalText(against.join(', '))}`));
  if (help) lines.push(bullet(`${paint.strong('help:')} ${terminalText(help)}`));
  if (waiver) {
    const until = waiver.expires ? ` (until ${waiver.expires})` : '';
    lines.push(bullet(`${paint.strong('waived:')} ${terminalText(`${waiver.reason}${until}`)}`));
  }
  return lines.join('\n');
}

/** What to write down for each change that is meant: lines to copy, each with the change that it is for. */
function acceptBlock({ breaking, paint }: BreakingOutput): string[] {
  const lines = breaking.findings
    .filter(({ status }) => status === 'breaking')
    .map(({ waiverLine, message }) => `  ${terminalText(waiverLine)} ${paint.gutter(`# ${terminalText(message)}`)}`);
  if (lines.length === 0) return [];
  return [[`${paint.strong('To accept a change:')} a reason, and its line in ${WAIVERS_FILE}`, ...lines].join('\n')];
}

function inShort({ paint }: BreakingOutput, finding: ReportedFinding): string {
  const place = placesOf(finding);
  return `${paint.severity('note', `note[${finding.rule}]`)}${place ? ` ${paint.gutter(place)}` : ''}: ${terminalText(finding.message)}`;
}

function severityOf({ status }: ReportedFinding): Severity {
  switch (status) {
    case 'breaking':
      return 'error';
    case 'waived':
      return 'warning';
    case 'reported':
      return 'note';
  }
}

function outcomeSeverity({ outcome }: Judgement): Severity {
  switch (outcome.kind) {
    case 'ok':
      return 'off';
    case 'unknown':
      return 'warning';
    case 'fault':
    case 'panic':
    case 'silent':
      return 'error';
  }
}

/** `idl/fan.idol:12:9 -> idl/fan.idol:14:9`: where it was, and where it is. */
function placesOf({ oldPlace, newPlace }: ReportedFinding): string {
  const [before, after] = [oldPlace, newPlace].map((place) => place && placeWords(place));
  if (!before || !after || before === after) return after ?? (before ? `${before} (before)` : '');
  return `${before} -> ${after}`;
}

function placeWords({ path, line, column }: SourcePlace): string {
  return terminalText(`${path}:${line}:${column}`);
}

function unknownBlock({ breaking, paint }: BreakingOutput): string[] {
  if (breaking.unknown.length === 0) return [];
  return [
    breaking.unknown
      .map(({ path, side, against, message, place, status }) => {
        const severity = status === 'breaking' ? 'error' : 'warning';
        const where = side === 'new' ? path : `${path} of ${against}`;
        return `${paint.severity(severity, 'unknown')}${paint.strong(`: ${terminalText(where)} has errors, so nothing is known of its changes`)}\n  ${paint.gutter('-->')} ${placeWords(place)}: ${terminalText(message)}`;
      })
      .join('\n'),
  ];
}

function waiverBlock({ breaking: { waivers }, paint }: BreakingOutput): string[] {
  const line = (what: string, { fingerprint, line: at, expires }: (typeof waivers.unused)[number]) =>
    `${paint.severity('warning', `${what} waiver`)} ${WAIVERS_FILE}:${at}: \`${terminalText(fingerprint)}\`${what === 'expired' ? ` held until ${expires}` : ' is for no finding; remove it'}`;
  const lines = [
    ...waivers.expired.map((waiver) => line('expired', waiver)),
    ...waivers.unused.map((waiver) => line('unused', waiver)),
  ];
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function summaryLine({ breaking, duration, paint }: BreakingOutput): string {
  const { counts, verdict, policy } = breaking;
  const compared = `${count(counts.interfaces, 'interface')} against ${terminalText(againstWords(breaking))}, ${counts.unchanged} unchanged`;
  const time = `in ${(duration / 1000).toFixed(2)} s`;
  const unknown = counts.unknown > 0 ? [paint.severity('warning', `${counts.unknown} unknown`)] : [];
  if (policy.mode === 'none') {
    return `${paint.strong(compared)}: ${[count(breaking.findings.length, 'change'), ...unknown].join(', ')} ${time}`;
  }
  const found = [
    paint.severity(counts.breaking > 0 ? 'error' : 'off', `${counts.breaking} breaking`),
    ...(counts.waived > 0 ? [paint.severity('warning', `${counts.waived} waived`)] : []),
    ...unknown,
    `${counts.reported} other`,
  ];
  const result = paint.severity(verdict === 'breaking' ? 'error' : 'off', verdict);
  return `${paint.strong(compared)}: ${found.join(', ')} (${policyWords(breaking)}): ${result} ${time}`;
}
