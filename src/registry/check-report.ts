import { z } from 'zod';
import type { SourcePlace } from '../schema/index.ts';
import type { Diagnostic, Severity, Source } from '../text/index.ts';
import type { Tree } from '../tree/index.ts';
import type { DiagnosticEntry } from './model.ts';
import type { Checked } from './results/findings.ts';

const PlaceSchema = z.object({
  path: z.string().describe('Relative to the root of the tree, with `/`.'),
  line: z.int().min(1),
  column: z.int().min(1).describe('In characters (Unicode code points), counted from 1.'),
});

const DiagnosticSchema = z.object({
  check: z.string().describe('Id of the check.'),
  severity: z.enum(['error', 'warning', 'note', 'off']),
  message: z.string(),
  place: PlaceSchema,
  endPlace: PlaceSchema.describe('Just behind the marked text.'),
  sourceLine: z.string().describe('The line that `place` is in.'),
  label: z.string().optional().describe('What the marked text is.'),
  related: z.array(z.object({ place: PlaceSchema, message: z.string() })).describe('Other places that matter.'),
  note: z.string().optional().describe('Why it is wrong.'),
  help: z.string().optional().describe('What to do about it.'),
}) satisfies z.ZodType<DiagnosticEntry>;

/** What `check --format json` prints. `schemas/check-report.v1.json` is made from this. */
export const CheckReportSchema = z
  .object({
    version: z.literal(1).describe('Raised when a reader of this report would have to change.'),
    tree: z.object({ label: z.string(), commit: z.string().optional() }),
    against: z
      .object({
        label: z.string(),
        commit: z.string().optional(),
        known: z.int().describe('Findings that were there before, and are left out.'),
      })
      .optional()
      .describe('What the findings are new against.'),
    counts: z.object({
      files: z.int().describe('Interface files.'),
      operations: z.int(),
      errors: z.int(),
      warnings: z.int(),
      notes: z.int(),
    }),
    diagnostics: z.array(DiagnosticSchema).describe('By path, then place, then check.'),
  })
  .meta({ title: 'Report of idol-registry check' });

/** What `check --format json` prints, as `schemas/check-report.json` describes it. */
export type CheckReport = z.infer<typeof CheckReportSchema>;

/** The report on a tree from its diagnostics, at the severities that count. */
export function makeCheckReport(
  tree: Pick<Tree, 'label' | 'commit'>,
  { paths, operations }: Pick<Checked, 'paths' | 'operations'>,
  diagnostics: readonly Diagnostic[],
  against?: CheckReport['against'],
): CheckReport {
  const count = (severity: Severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    version: 1,
    tree: {
      label: tree.label,
      // Asks git, and most formats do not show it.
      get commit() {
        return tree.commit;
      },
    },
    ...(against && { against }),
    counts: {
      files: paths.length,
      operations,
      errors: count('error'),
      warnings: count('warning'),
      notes: count('note'),
    },
    diagnostics: diagnostics.map(diagnosticEntry),
  };
}

/** A diagnostic as plain JSON: offsets become lines and columns, texts come along. */
export function diagnosticEntry(diagnostic: Diagnostic): DiagnosticEntry {
  const { source, span, check, severity, message, label, note, help, related = [] } = diagnostic;
  const place = placeAt(source, span.start);
  return {
    check,
    severity,
    message,
    place,
    endPlace: placeAt(source, span.end),
    sourceLine: source.lineText(place.line),
    label,
    related: related.map((other) => ({ place: placeAt(other.source, other.span.start), message: other.message })),
    note,
    help,
  };
}

function placeAt(source: Source, offset: number): SourcePlace {
  return { path: source.path, ...source.position(offset) };
}
