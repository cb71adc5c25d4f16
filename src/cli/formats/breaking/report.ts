import {
  badness,
  type Effect,
  effectsOf,
  interfaceNameAmong,
  type OperationPairName,
  operationNameAmong,
} from '../../../compare/index.ts';
import { contractPath } from '../../../messages/index.ts';
import {
  type BreakingReport,
  CONFIG_FILE,
  pathOf,
  type ReportEntry,
  type ReportedInterface,
  type ReportedVerdict,
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

/** An entry with the interfaces that it touches, in the same order. */
export interface PlacedEntry {
  readonly entry: ReportEntry;
  readonly of: readonly [ReportedInterface, ...ReportedInterface[]];
}

export function entriesOf({ interfaces, entries }: BreakingReport): PlacedEntry[] {
  const byPath = new Map(interfaces.map((one) => [pathOf(one), one]));
  return entries.map((entry) => ({
    entry,
    of: entry.interfaces.flatMap((one) => byPath.get(one.interface) ?? []) as [
      ReportedInterface,
      ...ReportedInterface[],
    ],
  }));
}

/** Names of the interfaces that an entry touches. */
export function interfaceNames({ of }: PlacedEntry): string[] {
  const all = of.map((one) => one.interface);
  return all.map((one) => interfaceNameAmong(one, all));
}

/** An operation as an entry names it. */
function nameIn({ of }: PlacedEntry, one: ReportedInterface, operation: OperationPairName): string {
  return operationNameAmong(
    operation,
    one.interface,
    of.map((each) => each.interface),
  );
}

/** The verdicts of an entry, each with its interface. */
function verdictsIn({ entry, of }: PlacedEntry): { verdict: ReportedVerdict; one: ReportedInterface }[] {
  return of.flatMap((one, index) =>
    (entry.interfaces[index]?.verdicts ?? []).flatMap((at) => {
      const verdict = one.verdicts[at];
      return verdict ? [{ verdict, one }] : [];
    }),
  );
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

function placedBadness(placed: PlacedEntry): number {
  return Math.min(...verdictsIn(placed).map(({ verdict }) => badness(verdict.verdict)), badness(undefined));
}

/** Whether a call fails because of an entry, or could. */
export function isFelt(placed: PlacedEntry): boolean {
  return verdictsIn(placed).some(({ verdict }) => verdict.verdict.kind !== 'ok');
}

/** What an entry does to calls, by direction. */
export function effectsOfEntry(placed: PlacedEntry): Effect[] {
  const all = verdictsIn(placed);
  const names = new Map(all.map(({ verdict, one }) => [verdict, nameIn(placed, one, verdict.operation)]));
  return effectsOf([...names.keys()], (verdict) => names.get(verdict) ?? '');
}

/** Names that a list may have before it is cut. */
const MOST_NAMES = 8;

export function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).map((name) => `\`${name}\``);
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The operations that an entry touches; nothing where the message names the only one itself. */
export function touchedWords(placed: PlacedEntry): string {
  const { entry, of } = placed;
  const names = [
    ...new Set(
      of.flatMap((one, index) =>
        (entry.interfaces[index]?.operations ?? []).map((operation) => nameIn(placed, one, operation)),
      ),
    ),
  ];
  return names.length === 1 && entry.message.includes(`\`${names[0]}\``) ? '' : namesText(names);
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
