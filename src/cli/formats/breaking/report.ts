import { badness, type Effect, effectsOf, type OperationVerdict, operationName } from '../../../compare/index.ts';
import { contractPath } from '../../../messages/index.ts';
import {
  type BreakingReport,
  CONFIG_FILE,
  pathOf,
  type ReportEntry,
  type ReportedInterface,
  sha256,
} from '../../../registry/index.ts';
import type { Paint } from '../../../text/index.ts';

/** What a format gets: the report as it is published, and what only some formats show. */
export interface BreakingOutput {
  readonly breaking: BreakingReport;
  /** Path of the tree inside its repository, for what names files from the repository's root. */
  readonly prefix: string;
  /** How long the run took, in milliseconds. */
  readonly duration: number;
  readonly paint: Paint;
  /** False with `--quiet`: no closing words. */
  readonly summary: boolean;
}

export type BreakingFormat = (output: BreakingOutput) => string;

/** An entry with the interface that it is about. */
export interface PlacedEntry {
  readonly entry: ReportEntry;
  readonly of: ReportedInterface;
}

/** All entries, by path of the interface; in each the breaking ones first. */
export function entriesOf({ interfaces }: BreakingReport): PlacedEntry[] {
  return interfaces.flatMap((of) => of.entries.map((entry) => ({ entry, of })));
}

/** The file that has an interface. A message contract is part of the configuration. */
export function fileOf(of: ReportedInterface): string {
  const path = pathOf(of);
  return path === contractPath(of.interface.name) ? CONFIG_FILE : path;
}

/** Message contracts with an order of updates. */
export function withUpdateOrder({ interfaces }: BreakingReport): ReportedInterface[] {
  return interfaces.filter(({ updateOrder }) => updateOrder.length > 0);
}

/** The order of updates of a message contract as one finding, for formats that list findings. */
export function updateOrderText({ interface: { name }, updateOrder }: ReportedInterface): string {
  return [`Order of updates for \`${name}\`:`, ...updateOrder].join('\n');
}

/** Stays the same while the order of updates does. */
export function updateOrderFingerprint(of: ReportedInterface): string {
  return `update-order:${sha256(updateOrderText(of)).slice(0, 12)}`;
}

/** The same entries, those with the worst verdicts first. */
export function worstFirst(entries: readonly PlacedEntry[]): PlacedEntry[] {
  return entries.toSorted((a, b) => placedBadness(a) - placedBadness(b));
}

function placedBadness({ entry, of }: PlacedEntry): number {
  return Math.min(...entry.verdicts.map((at) => badness(of.verdicts[at]?.verdict)), badness(undefined));
}

/** Whether a call fails because of an entry, or could. */
export function isFelt({ entry, of }: PlacedEntry): boolean {
  return entry.verdicts.some((at) => of.verdicts[at]?.verdict.kind !== 'ok');
}

/** Tells for each verdict whether it is asked about for the first time: its example stands once, under the first cause that it has. */
export function firstMentions(): (verdict: OperationVerdict) => boolean {
  const mentioned = new Set<OperationVerdict>();
  return (verdict) => !mentioned.has(verdict) && mentioned.add(verdict) !== undefined;
}

/** What an entry does to calls, by direction. */
export function effectsOfEntry({ entry, of }: PlacedEntry): Effect[] {
  return effectsOf(entry.verdicts.flatMap((at) => of.verdicts[at] ?? []));
}

/** Names that a list may have before it is cut. */
const MOST_NAMES = 8;

export function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).map((name) => `\`${name}\``);
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The operations that an entry touches; nothing where the message names the only one itself. */
export function touchedWords({ operations, message }: ReportEntry): string {
  const names = [...new Set(operations.map(operationName))];
  return names.length === 1 && message.includes(`\`${names[0]}\``) ? '' : namesText(names);
}

export function count(amount: number, thing: string, things = `${thing}s`): string {
  return `${amount} ${amount === 1 ? thing : things}`;
}

/** What a policy asks for, as the end of a sentence. */
export function policyWords({ policy }: BreakingReport): string {
  const mode = `${policy.mode}${policy.transitive ? '-transitive' : ''}`;
  return `mode ${mode}, level ${policy.levels.join(', ')}, fails on ${policy.failOn.join(', ') || 'no verdict'}`;
}

/** What the tree was compared with, as the end of a sentence. */
export function againstWords({ against }: BreakingReport): string {
  const [first] = against;
  if (!first) return 'nothing';
  const commit =
    first.commit && !first.label.includes(first.commit.slice(0, 7)) ? ` (${first.commit.slice(0, 10)})` : '';
  return against.length === 1 ? `${first.label}${commit}` : `${first.label}${commit} and ${against.length - 1} earlier`;
}

/** What a comparison could not see, one sentence each: a verdict does not cover it. */
export function blindSpots({ counts }: BreakingReport): string[] {
  const { unseen, overBudget, unknown } = counts;
  const types = Math.max(unseen.old, unseen.new);
  return [
    ...(unknown > 0 ? [`${count(unknown, 'operation')} with an unknown verdict: \`--strict\` fails on them`] : []),
    ...(types > 0
      ? [`${count(types, 'type')} could not be resolved, so their contents were not compared: \`check\` lists them`]
      : []),
    ...(overBudget > 0
      ? [
          `${count(overBudget, 'interface')} with more configurations or values than were tried: \`--format json\` has them`,
        ]
      : []),
  ];
}
