import { z } from 'zod';
import {
  byChange,
  type Cause,
  type InterfaceComparison,
  type Level,
  type OperationVerdict,
  operationName,
  upgradePlan,
  VERDICT_KINDS,
  verdictsOf,
} from '../../compare/index.ts';
import { CAUSE_FIELDS, COMPARISON_FIELDS, LevelSchema } from '../documents/comparison.ts';
import { SourcePlaceSchema } from '../documents/wire.ts';
import { compareSnapshots, type UnreadableInterface } from './compare-snapshots.ts';
import { matchesInterface, type NamedInterface } from './globs.ts';
import {
  AUDIENCE_NAMES,
  type BreakingPolicy,
  FAILING_VERDICTS,
  type InterfacePolicy,
  policyFor,
  severityOf,
} from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import { beyond, hasExpired, isFor, type WaivedChange, type Waiver, waiverLine } from './waivers.ts';

const WaiverSchema = z
  .object({
    key: z.string().describe('A fingerprint, or globs for rules and interfaces.'),
    reason: z.string(),
    worst: z.enum(FAILING_VERDICTS).optional(),
    operations: z.array(z.string()).optional(),
    expires: z.string().optional(),
    line: z.int().describe('Of the waiver file.'),
  })
  .meta({ id: 'Waiver' }) satisfies z.ZodType<Waiver>;

const InterfacePolicySchema = z
  .object({
    mode: z.enum(['backward', 'forward', 'full', 'none']),
    levels: z.array(LevelSchema),
    failOn: z.array(z.enum(FAILING_VERDICTS)),
    audience: z.enum(AUDIENCE_NAMES),
  })
  .meta({ id: 'Policy' });

const TouchedInterfaceSchema = z
  .object({
    interface: z.string().describe('Its `newPath` in `interfaces`; for one that was removed its `oldPath`.'),
    operations: CAUSE_FIELDS.operations,
    verdicts: z
      .array(z.int().min(0))
      .describe('Of the operations that it touches: positions in the list of the interface.'),
  })
  .meta({ id: 'TouchedInterface', description: 'An interface that a change touches.' });

const { operations: _, ...CHANGE_FIELDS } = CAUSE_FIELDS;

const EntrySchema = z
  .object({
    ...CHANGE_FIELDS,
    interfaces: z
      .array(TouchedInterfaceSchema)
      .min(1)
      .describe('By path. Several where a type that they share changed.'),
    severity: z.enum(['error', 'warning', 'note']).describe('Of the rule. Only an error fails the run.'),
    status: z.enum(['breaking', 'waived', 'reported']),
    against: z.array(z.string()).describe('Labels of the sources that it was found against.'),
    waivers: z.array(WaiverSchema).describe('Those that accept it. Empty for one that is not waived.'),
    beyond: z.string().optional().describe('What of the change the waiver that is meant for it does not accept.'),
    waiverLine: z.string().describe('The line that accepts it, once a reason is written.'),
  })
  .meta({ id: 'Entry', description: 'One change, with all interfaces and operations that it touches.' });

const ReportedInterfaceSchema = z
  .object({
    ...COMPARISON_FIELDS,
    verdicts: z.array(
      COMPARISON_FIELDS.verdicts.element.and(
        z.object({ against: z.string().describe('Label of the source that it holds for.') }),
      ),
    ),
    policy: InterfacePolicySchema,
    updateOrder: z
      .array(z.string())
      .describe('Which side of a message contract to update first, as sentences in Markdown. Empty for an interface.'),
  })
  .meta({ id: 'ReportedInterface' });

/** What `breaking --format json` prints. `schemas/breaking-report.v1.json` is made from this. */
export const BreakingReportSchema = z
  .object({
    kind: z.literal('breaking-report'),
    format: z.literal(1).describe('Raised when a reader of this report would have to change.'),
    tree: z.object({ label: z.string(), commit: z.string().optional() }),
    against: z
      .array(z.object({ label: z.string(), commit: z.string().optional() }))
      .describe('What the tree was compared with: one source, or all earlier releases of a line, nearest first.'),
    policy: InterfacePolicySchema.extend({
      transitive: z.boolean(),
      severity: z.record(z.string(), z.enum(['error', 'warning', 'note', 'off'])).describe('By rule.'),
      interfaces: z.record(z.string(), InterfacePolicySchema.partial()).describe('By glob.'),
    }),
    result: z
      .enum(['unchanged', 'compatible', 'breaking'])
      .describe('`unchanged`: no interface differs. `breaking`: the run ends with exit code 1.'),
    counts: z.object({
      compared: z.int().describe('Interfaces that both sides have.'),
      unchanged: z.int(),
      breaking: z.int().describe('Entries that fail the run.'),
      waived: z.int(),
      reported: z.int().describe('Entries that the policy does not count.'),
      unknown: z.int().describe('Operations with an unknown verdict.'),
      unreadable: z.int().describe('Interface files with errors.'),
      unseen: COMPARISON_FIELDS.unseen,
      overBudget: z.int().describe('Interfaces in which a limit was reached, so not everything was tried.'),
    }),
    interfaces: z.array(ReportedInterfaceSchema).describe('Those that differ, by path.'),
    entries: z
      .array(EntrySchema)
      .describe('By the path of the first interface that they touch, the breaking ones of each first.'),
    unreadable: z
      .array(
        z.object({
          path: z.string(),
          side: z.enum(['old', 'new']),
          against: z.string().describe('Label of the source that the tree was compared with.'),
          message: z.string(),
          place: SourcePlaceSchema,
          status: z.enum(['breaking', 'reported']),
        }),
      )
      .describe('Interfaces that cannot be judged, because one side has errors.'),
    waivers: z.object({
      unused: z.array(WaiverSchema).describe('Those that no change needs.'),
      expired: z.array(WaiverSchema).describe('Those of changes that count again.'),
    }),
  })
  .meta({ title: 'Report of idol-registry breaking' });

/** What `breaking --format json` prints, as `schemas/breaking-report.json` describes it. */
export type BreakingReport = z.infer<typeof BreakingReportSchema>;
/** An interface that differs, with the verdicts on its operations and the causes. */
export type ReportedInterface = BreakingReport['interfaces'][number];
/** One cause of verdicts, with the interfaces and operations that it hits and the line that would waive it. */
export type ReportEntry = BreakingReport['entries'][number];
/** The verdict on one operation in one direction. */
export type ReportedVerdict = ReportedInterface['verdicts'][number];

export interface BreakingOptions {
  readonly policy: BreakingPolicy;
  readonly waivers: readonly Waiver[];
  /** `2027-01-31`: waivers expire, and nothing else here knows a clock. */
  readonly today: string;
  /** Globs over paths and names of interfaces; without any, all are compared. */
  readonly only?: readonly string[];
}

interface Compared extends InterfaceComparison {
  readonly against: string;
}

/** A cause in one interface, as the source shows it for which it is worst there. */
interface LocalCause {
  readonly cause: Cause;
  readonly of: ReportedInterface;
  /** Positions in the interface's list. */
  readonly verdicts: readonly number[];
  readonly against: readonly string[];
}

/**
 * Compares a tree with one source or several. A change that several of them show is one entry, with the verdicts of the source for
 * which they are worst.
 */
export function makeBreakingReport(
  tree: Snapshot,
  against: readonly Snapshot[],
  { policy, waivers, today, only = [] }: BreakingOptions,
): BreakingReport {
  const isWanted = (named: NamedInterface) => only.length === 0 || only.some((glob) => matchesInterface(glob, named));
  const comparisons = against.map((source) => ({ source, ...compareSnapshots(source, tree, isWanted) }));
  const byPath = new Map<string, Compared[]>();
  for (const { source, interfaces } of comparisons) {
    for (const one of interfaces) {
      const path = pathOf(one);
      byPath.set(path, [...(byPath.get(path) ?? []), { ...one, against: source.label }]);
    }
  }
  const local: LocalCause[] = [];
  const interfaces = [...byPath.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, compared]) => reportedInterface(compared, policy, local));
  const changes: WaivedChange[] = [];
  const entries = byChange(local)
    .flatMap((causes) => entryOf(causes, { policy, waivers, today }, changes))
    .sort((a, b) => compareText(firstPath(a), firstPath(b)) || STATUS_ORDER[a.status] - STATUS_ORDER[b.status]);
  const unreadable = distinctUnreadable(
    comparisons.flatMap((one) => one.unreadable.map((file) => unreadableEntry(file, one.source, policy))),
  );
  const count = (status: ReportEntry['status']) => entries.filter((entry) => entry.status === status).length;
  const isBroken = count('breaking') > 0 || unreadable.some(({ status }) => status === 'breaking');
  const isNeeded = (waiver: Waiver) => changes.some((change) => isFor(waiver, change));
  const [first] = comparisons;
  return {
    kind: 'breaking-report',
    format: 1,
    tree: nameOf(tree),
    against: against.map(nameOf),
    policy: {
      ...policyEntry(policy),
      transitive: policy.transitive,
      severity: { ...policy.severity },
      interfaces: Object.fromEntries(
        Object.entries(policy.interfaces).map(([glob, own]) => [glob, partialPolicy(own)]),
      ),
    },
    result: isBroken ? 'breaking' : entries.length + unreadable.length > 0 ? 'compatible' : 'unchanged',
    counts: {
      compared: Math.max(0, ...comparisons.map((one) => one.compared)),
      unchanged: first?.unchanged ?? 0,
      breaking: count('breaking'),
      waived: count('waived'),
      reported: count('reported'),
      unknown: interfaces.reduce((sum, one) => sum + unknownOperations(one), 0),
      unreadable: unreadable.length,
      unseen: first?.unseen ?? { old: 0, new: 0 },
      overBudget: interfaces.filter(({ budget }) => budget !== undefined).length,
    },
    interfaces,
    entries,
    unreadable,
    waivers: {
      unused: waivers.filter((waiver) => !isNeeded(waiver)).map(waiverEntry),
      expired: waivers.filter((waiver) => hasExpired(waiver, today) && isNeeded(waiver)).map(waiverEntry),
    },
  };
}

/** One interface, compared with each of several sources. Its causes are added to `local`. */
function reportedInterface(
  compared: readonly Compared[],
  policy: BreakingPolicy,
  local: LocalCause[],
): ReportedInterface {
  const [first] = compared as [Compared, ...Compared[]];
  const own = policyFor(policy, namedOf(first));
  const verdicts: ReportedVerdict[] = [];
  const positions = new Map<OperationVerdict, number>();
  const positionOf = (verdict: OperationVerdict, against: string) => {
    const known = positions.get(verdict) ?? verdicts.push({ ...verdict, against }) - 1;
    positions.set(verdict, known);
    return known;
  };
  for (const verdict of first.verdicts) positionOf(verdict, first.against);
  const { interface: name, status, same, unseen, budget } = first;
  const of: ReportedInterface = {
    interface: name,
    status,
    verdicts,
    same,
    unseen,
    ...(budget && { budget }),
    policy: policyEntry(own),
    updateOrder: [...new Set(compared.flatMap((one) => upgradePlan(one.verdicts)))],
  };
  for (const { cause, source, against } of distinctCauses(compared, own)) {
    if (severityOf(policy, cause.rule) === 'off') continue;
    const touched = verdictsOf(source, cause).map((verdict) => positionOf(verdict, source.against));
    local.push({ cause, of, verdicts: touched, against });
  }
  return of;
}

/** One change with all interfaces that it touches; what waivers are asked for is added to `changes`. */
function entryOf(
  causes: readonly [LocalCause, ...LocalCause[]],
  { policy, waivers, today }: Omit<BreakingOptions, 'only'>,
  changes: WaivedChange[],
): ReportEntry {
  const [{ cause }] = causes;
  const severity = severityOf(policy, cause.rule) as ReportEntry['severity'];
  const { operations: _, ...change } = cause;
  const interfaces = causes.map((one) => ({
    interface: pathOf(one.of),
    operations: one.cause.operations,
    verdicts: [...one.verdicts],
  }));
  const against = [...new Set(causes.flatMap((one) => one.against))];
  const base = { ...change, interfaces, severity, against, waivers: [] };
  const asked = causes.map((one) => ({ change: changeOf(one, causes), isEnding: endsRun(one) }));
  const ending = severity === 'error' ? asked.filter(({ isEnding }) => isEnding).map((one) => one.change) : [];
  const line = waiverLine(ending.length > 0 ? ending : asked.map((one) => one.change));
  if (ending.length === 0) return { ...base, status: 'reported', waiverLine: line };
  changes.push(...ending);
  const accepted = ending.map((one) => {
    const meant = waivers.filter((waiver) => isFor(waiver, one) && !hasExpired(waiver, today));
    const waiver = meant.find((each) => beyond(each, one) === undefined);
    return { waiver, more: meant.flatMap((each) => beyond(each, one) ?? [])[0] };
  });
  if (accepted.every(({ waiver }) => waiver)) {
    const found = [...new Set(accepted.flatMap(({ waiver }) => waiver ?? []))];
    return { ...base, status: 'waived', waivers: found.map(waiverEntry), waiverLine: line };
  }
  const more = accepted.find(({ waiver }) => !waiver)?.more;
  return { ...base, status: 'breaking', ...(more !== undefined && { beyond: more }), waiverLine: line };
}

function firstPath({ interfaces: [first] }: ReportEntry): string {
  return first?.interface ?? '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const STATUS_ORDER = { breaking: 0, waived: 1, reported: 2 } as const;

/** The changes of all comparisons, each once, as the source shows it for which it is worst. */
function distinctCauses(compared: readonly Compared[], policy: InterfacePolicy) {
  const found = new Map<string, { cause: Cause; source: Compared; against: string[]; worst: number }>();
  for (const source of compared) {
    for (const cause of source.causes) {
      const worst = badness(verdictsOf(source, cause), policy);
      const known = found.get(cause.fingerprint) ?? { cause, source, against: [], worst };
      known.against.push(source.against);
      if (worst < known.worst) Object.assign(known, { cause, source, worst });
      found.set(cause.fingerprint, known);
    }
  }
  return [...found.values()];
}

function badness(verdicts: readonly OperationVerdict[], policy: InterfacePolicy): number {
  const kinds = verdicts.filter((verdict) => isCounted(verdict, policy)).map(({ verdict }) => verdict.kind);
  return Math.min(...kinds.map((kind) => VERDICT_KINDS.indexOf(kind)), VERDICT_KINDS.length);
}

/** Whether the mode asks for the direction of a verdict. */
function isCounted({ direction }: OperationVerdict, { mode }: InterfacePolicy): boolean {
  return mode === 'full' || mode === (direction === 'old-client' ? 'backward' : 'forward');
}

/** Levels whose changes fail the run by their verdicts; those of the others do by themselves. */
const VERDICT_LEVELS: readonly Level[] = ['wire', 'image'];

/** The verdicts on account of which a change fails the run in one interface. */
function failing({ cause: { levels }, of: { verdicts, policy }, verdicts: positions }: LocalCause): OperationVerdict[] {
  if (!levels.some((level) => VERDICT_LEVELS.includes(level) && policy.levels.includes(level))) return [];
  return positions.flatMap((position) => {
    const verdict = verdicts[position];
    // A sender that knows the receiver's protocol version does not send what that lacks.
    if (verdict === undefined || verdict.isStaged || !isCounted(verdict, policy)) return [];
    return policy.failOn.some((kind) => kind === verdict.verdict.kind) ? [verdict] : [];
  });
}

function endsRun(local: LocalCause): boolean {
  const { policy } = local.of;
  if (policy.mode === 'none' || policy.audience === 'internal') return false;
  if (failing(local).length > 0) return true;
  return local.cause.levels.some((level) => !VERDICT_LEVELS.includes(level) && policy.levels.includes(level));
}

/** A change as waivers see it in one of the interfaces that it touches: what would end the run, and which operations that touches. */
function changeOf(local: LocalCause, all: readonly LocalCause[]): WaivedChange {
  const { cause, of } = local;
  const bad = failing(local);
  const worst = VERDICT_KINDS.find((kind) => bad.some(({ verdict }) => verdict.kind === kind));
  const touched = bad.length > 0 ? bad.map(({ operation }) => operation) : cause.operations;
  const { name } = of.interface;
  const isAlone = all.every((one) => one === local || one.of.interface.name !== name);
  return {
    rule: cause.rule,
    fingerprint: cause.fingerprint,
    interface: namedOf(of),
    ...(worst && { worst }),
    operations: [...new Set(touched.map(operationName))],
    ...(cause.type !== undefined && { prefix: isAlone ? name : pathOf(of) }),
  };
}

function unknownOperations({ verdicts, policy }: ReportedInterface): number {
  const unknown = verdicts.filter((verdict) => verdict.verdict.kind === 'unknown' && isCounted(verdict, policy));
  return new Set(unknown.map(({ operation }) => operationName(operation))).size;
}

function namedOf({ interface: { name, oldPath, newPath } }: Pick<InterfaceComparison, 'interface'>): NamedInterface {
  return { name, paths: [oldPath, newPath].filter((path) => path !== undefined) };
}

/** Path of the interface's file: where it is now, else where it was. */
export function pathOf({ interface: { newPath, oldPath } }: Pick<InterfaceComparison, 'interface'>): string {
  return newPath ?? oldPath ?? '';
}

function nameOf(snapshot: Snapshot): { label: string; commit?: string | undefined } {
  return {
    label: snapshot.label,
    // Asks git, and most formats do not show it.
    get commit() {
      return snapshot.commit;
    },
  };
}

function policyEntry({ mode, levels, failOn, audience }: InterfacePolicy): ReportedInterface['policy'] {
  return { mode, levels: [...levels], failOn: [...failOn], audience };
}

function partialPolicy({ levels, failOn, ...rest }: Partial<InterfacePolicy>) {
  return { ...rest, ...(levels && { levels: [...levels] }), ...(failOn && { failOn: [...failOn] }) };
}

function waiverEntry({ operations, ...waiver }: Waiver): z.infer<typeof WaiverSchema> {
  return { ...waiver, ...(operations && { operations: [...operations] }) };
}

type UnreadableEntry = BreakingReport['unreadable'][number];

/**
 * Whether an unreadable interface fails the run: only the new one does. Nobody has shown that it breaks nothing; while an old one with
 * errors was never compiled, so nothing in the field was built from it.
 */
function unreadableEntry(
  { path, side, error }: UnreadableInterface,
  source: Snapshot,
  policy: BreakingPolicy,
): UnreadableEntry {
  const { message, place } = error;
  const { mode, audience } = policyFor(policy, { paths: [path] });
  const counts = side === 'new' && mode !== 'none' && audience === 'external';
  return { path, side, against: source.label, message, place, status: counts ? 'breaking' : 'reported' };
}

/** A new file is as broken whatever it is compared with. */
function distinctUnreadable(entries: readonly UnreadableEntry[]): UnreadableEntry[] {
  return entries.filter(
    (entry, index) =>
      entry.side === 'old' || entries.findIndex(({ side, path }) => side === 'new' && path === entry.path) === index,
  );
}
