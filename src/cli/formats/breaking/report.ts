import { DIRECTIONS, type Direction, VERDICT_KINDS, type Verdict } from '../../../compare/index.ts';
import {
  type BreakingReport,
  operationName,
  type ReportEntry,
  type ReportedInterface,
  type ReportedVerdict,
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

/** The same entries, those with the worst verdicts first. */
export function worstFirst(entries: readonly PlacedEntry[]): PlacedEntry[] {
  return entries.toSorted((a, b) => badness(a) - badness(b));
}

function badness(placed: PlacedEntry): number {
  return Math.min(...placed.entry.verdicts.map((at) => kindIndex(placed.of.verdicts[at])), VERDICT_KINDS.length);
}

function kindIndex(verdict: ReportedVerdict | undefined): number {
  return verdict ? VERDICT_KINDS.indexOf(verdict.verdict.kind) : VERDICT_KINDS.length;
}

/** What an entry does to calls in one direction. */
export interface DirectionOutcome {
  readonly direction: Direction;
  /** `old client, new server`. */
  readonly who: string;
  readonly worst: ReportedVerdict;
  /** Operations by what happens to them, the worst first. */
  readonly groups: readonly { readonly words: string; readonly operations: readonly string[] }[];
}

/** Both directions of an entry, those without a verdict left out. */
export function directionsOf({ entry, of }: PlacedEntry): DirectionOutcome[] {
  const verdicts = entry.verdicts
    .flatMap((at) => of.verdicts[at] ?? [])
    .toSorted((a, b) => kindIndex(a) - kindIndex(b));
  return (Object.keys(DIRECTIONS) as Direction[]).flatMap((direction) => {
    const here = verdicts.filter((one) => one.direction === direction);
    const [worst] = here;
    if (!worst) return [];
    const words = [...new Set(here.map(({ verdict }) => verdictWords(verdict)))];
    const groups = words.map((text) => ({
      words: text,
      operations: [
        ...new Set(
          here.filter(({ verdict }) => verdictWords(verdict) === text).map(({ operation }) => operationName(operation)),
        ),
      ],
    }));
    return [{ direction, who: DIRECTIONS[direction], worst, groups }];
  });
}

/** `fault BadLeases`, `panic of the client`, `ok`: a verdict in few words. */
export function verdictWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'fault':
      return `fault ${verdict.fault}`;
    case 'panic':
      return `panic of the ${verdict.who}`;
    case 'silent':
    case 'unknown':
    case 'ok':
      return verdict.kind;
  }
}

/** `silent (9), fault BadLeases (4)`; of a single operation without its count. */
export function outcomeWords({ groups }: DirectionOutcome): string {
  if (groups.length === 1 && groups[0]?.operations.length === 1) return groups[0].words;
  return groups.map(({ words, operations }) => `${words} (${operations.length})`).join(', ');
}

/** The worst verdict's sentence, with the configurations that it holds in and, of several operations, the one that it is about. */
export function sentenceOf({ worst, groups }: DirectionOutcome): string {
  const isOne = new Set(groups.flatMap(({ operations }) => operations)).size === 1;
  const about = [
    ...(isOne ? [] : [`\`${operationName(worst.operation)}\``]),
    ...(worst.configurations.length > 0 ? [worst.configurations.join('; ')] : []),
  ].join(' ');
  return about ? `${about}: ${worst.sentence}` : worst.sentence;
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
