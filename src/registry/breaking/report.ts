import { z } from 'zod';
import type { Finding, Judgement } from '../../compare/index.ts';
import { isBreaking } from '../../compare/index.ts';
import type { SourcePlace } from '../../schema/index.ts';
import { compareSnapshots, isOpenQuestion, type UnknownInterface } from './compare-snapshots.ts';
import { type BreakingPolicy, LEVEL_NAMES } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import { hasExpired, type Waiver, waiverLine } from './waivers.ts';

const PlaceSchema: z.ZodType<SourcePlace> = z.object({
  path: z.string().describe('Relative to the root of its tree, with `/`.'),
  line: z.int().min(1),
  column: z.int().min(1),
});

const JudgementSchema: z.ZodType<Judgement> = z.object({
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ok') }),
    z.object({
      kind: z.literal('fault'),
      fault: z.enum([
        'UndefinedOperation',
        'BadMessageSize',
        'BadMessageContents',
        'BadLeases',
        'ReplyBufferTooSmall',
        'AccessViolation',
      ]),
    }),
    z.object({ kind: z.literal('panic') }),
    z.object({ kind: z.literal('silent') }),
    z.object({ kind: z.literal('unknown') }),
  ]),
  sentence: z.string(),
});

const LevelSchema = z.enum(LEVEL_NAMES);
const OperationNameSchema = z.object({ name: z.string(), number: z.int() });

const FindingSchema = z.object({
  rule: z.string().describe('Id of the rule; `idol-registry explain` has its page.'),
  levels: z.array(LevelSchema),
  interface: z.object({ name: z.string(), oldPath: z.string().optional(), newPath: z.string().optional() }),
  operations: z.array(z.object({ old: OperationNameSchema.optional(), new: OperationNameSchema.optional() })),
  message: z.string(),
  judgements: z
    .object({ oldClient: JudgementSchema, newClient: JudgementSchema })
    .optional()
    .describe('What happens to an old client at a new server, and to a new client at an old one.'),
  oldPlace: PlaceSchema.optional(),
  newPlace: PlaceSchema.optional(),
  help: z.string().optional(),
  fingerprint: z.string(),
}) satisfies z.ZodType<Finding>;

const WaiverSchema = z.object({
  fingerprint: z.string(),
  reason: z.string(),
  expires: z.string().optional(),
  line: z.int().describe('Of the waiver file.'),
}) satisfies z.ZodType<Waiver>;

/** What `breaking --format json` prints. `schemas/breaking-report.v1.json` is made from this. */
export const BreakingReportSchema = z
  .object({
    version: z.literal(1).describe('Raised when a reader of this report would have to change.'),
    tree: z.object({ label: z.string(), commit: z.string().optional() }),
    against: z
      .array(z.object({ label: z.string(), commit: z.string().optional() }))
      .describe('What the tree was compared with: one source, or all earlier releases of a line, nearest first.'),
    policy: z.object({
      mode: z.enum(['backward', 'forward', 'full', 'none']),
      transitive: z.boolean(),
      levels: z.array(LevelSchema),
    }),
    verdict: z.enum(['compatible', 'breaking']),
    counts: z.object({
      interfaces: z.int().describe('Interfaces that both sides have.'),
      unchanged: z.int(),
      breaking: z.int(),
      waived: z.int(),
      reported: z.int().describe('Findings that the policy does not count as breaking.'),
      unknown: z.int(),
    }),
    findings: z
      .array(
        FindingSchema.extend({
          status: z.enum(['breaking', 'waived', 'reported']),
          against: z.array(z.string()).describe('Labels of the sources that it was found against.'),
          waiver: WaiverSchema.optional(),
          waiverLine: z.string().describe('The line that accepts it, once a reason is written.'),
        }),
      )
      .describe('By interface; in each the breaking ones first.'),
    unknown: z
      .array(
        z.object({
          path: z.string(),
          side: z.enum(['old', 'new']),
          against: z.string().describe('Label of the source that the tree was compared with.'),
          message: z.string(),
          place: PlaceSchema,
          status: z.enum(['breaking', 'reported']),
        }),
      )
      .describe('Interfaces that cannot be judged, because one side has errors.'),
    waivers: z.object({
      unused: z.array(WaiverSchema).describe('Those that no finding needs.'),
      expired: z.array(WaiverSchema).describe('Those of findings that count again.'),
    }),
  })
  .meta({ title: 'Report of idol-registry breaking' });

export type BreakingReport = z.infer<typeof BreakingReportSchema>;
export type ReportedFinding = BreakingReport['findings'][number];

export interface BreakingOptions {
  readonly policy: BreakingPolicy;
  readonly waivers: readonly Waiver[];
  /** `2027-01-31`: waivers expire, and nothing else here knows a clock. */
  readonly today: string;
}

/**
 * Compares a tree with one source or several. A change that several of them show is one finding: told as the first one shows it.
 */
export function makeBreakingReport(
  tree: Snapshot,
  against: readonly Snapshot[],
  { policy, waivers, today }: BreakingOptions,
): BreakingReport {
  const comparisons = against.map((source) => ({ source, ...compareSnapshots(source, tree) }));
  const distinct = new Map<string, { finding: Finding; against: string[]; isBreaking: boolean }>();
  for (const { source, findings } of comparisons) {
    const seen = new Map<string, number>();
    for (const finding of findings) {
      // Two changes of one comparison may have one fingerprint, such as those of types with one name: both are told.
      const occurrence = seen.get(finding.fingerprint) ?? 0;
      seen.set(finding.fingerprint, occurrence + 1);
      const key = `${finding.fingerprint} ${occurrence}`;
      const known = distinct.get(key) ?? { finding, against: [], isBreaking: false };
      if (!known.against.includes(source.label)) known.against.push(source.label);
      // The outcome can be worse against an older release: what breaks is told as it breaks.
      if (!known.isBreaking && isBreaking(finding, policy)) Object.assign(known, { finding, isBreaking: true });
      distinct.set(key, known);
    }
  }
  const waiverOf = new Map(waivers.map((waiver) => [waiver.fingerprint, waiver]));
  const findings = [...distinct.values()].map(({ finding, against: labels, isBreaking: breaks }): ReportedFinding => {
    const waiver = waiverOf.get(finding.fingerprint);
    const isWaived = waiver !== undefined && !hasExpired(waiver, today);
    return {
      ...finding,
      status: !breaks ? 'reported' : isWaived ? 'waived' : 'breaking',
      against: labels,
      ...(isWaived && { waiver }),
      waiverLine: waiverLine(finding.fingerprint),
    };
  });
  const unknown = comparisons.flatMap(({ source, unknown: files }) =>
    files.map((file) => unknownEntry(file, source, isOpenQuestion(file, policy))),
  );
  const distinctUnknown = unknown.filter(
    (entry, index) =>
      entry.side === 'old' || unknown.findIndex(({ side, path }) => side === 'new' && path === entry.path) === index,
  );
  const count = (status: ReportedFinding['status']) => findings.filter((finding) => finding.status === status).length;
  const isBroken = count('breaking') > 0 || unknown.some(({ status }) => status === 'breaking');
  const needed = new Set(findings.filter(({ status }) => status !== 'reported').map(({ fingerprint }) => fingerprint));
  const first = comparisons[0];
  return {
    version: 1,
    tree: nameOf(tree),
    against: against.map(nameOf),
    policy: { mode: policy.mode, transitive: policy.transitive, levels: [...policy.levels] },
    verdict: isBroken ? 'breaking' : 'compatible',
    counts: {
      interfaces: first?.compared ?? 0,
      unchanged: first?.unchanged ?? 0,
      breaking: count('breaking'),
      waived: count('waived'),
      reported: count('reported'),
      unknown: distinctUnknown.length,
    },
    findings: findings.sort(byInterface),
    unknown: distinctUnknown,
    waivers: {
      unused: waivers.filter(({ fingerprint }) => !needed.has(fingerprint)),
      expired: waivers.filter((waiver) => needed.has(waiver.fingerprint) && hasExpired(waiver, today)),
    },
  };
}

function nameOf({ label, commit }: Snapshot): { label: string; commit?: string } {
  return { label, ...(commit !== undefined && { commit }) };
}

function unknownEntry({ path, side, error }: UnknownInterface, source: Snapshot, counts: boolean) {
  const { message, place } = error;
  return {
    path,
    side,
    against: source.label,
    message,
    place,
    status: counts ? ('breaking' as const) : ('reported' as const),
  };
}

const STATUS_ORDER = { breaking: 0, waived: 1, reported: 2 } as const;

/** By path of the interface, then what counts first; else as the rules found them. */
function byInterface(a: ReportedFinding, b: ReportedFinding): number {
  const [x, y] = [interfacePath(a), interfacePath(b)];
  return x < y ? -1 : x > y ? 1 : STATUS_ORDER[a.status] - STATUS_ORDER[b.status];
}

/** Path of the interface's file: where it is now, else where it was. */
export function interfacePath({ interface: { newPath, oldPath } }: Finding): string {
  return newPath ?? oldPath ?? '';
}
