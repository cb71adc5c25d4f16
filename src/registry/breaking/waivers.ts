import { z } from 'zod';
import { type Diagnostic, type Result, type Source, suggest } from '../../text/index.ts';
import { parseToml, tomlSpan } from '../../tree/index.ts';
import { invalidWaiver } from '../checks/invalid-waiver.ts';

export const WAIVERS_FILE = 'idol-registry.waivers.toml';

/** A finding that somebody accepted, and why. */
export interface Waiver {
  readonly fingerprint: string;
  readonly reason: string;
  /** Last day on which it holds, as `2027-01-31`. */
  readonly expires?: string;
  /** Line of the waiver file. */
  readonly line: number;
}

const DaySchema = z.iso.date('must be a day such as 2027-01-31');

/** What stands for the reason in a line that is proposed. */
const PLACEHOLDER = '…';

const EntrySchema = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1, 'must say why the change is accepted')
    .refine((reason) => reason !== PLACEHOLDER, 'must say why the change is accepted'),
  // TOML has days of its own, besides strings.
  expires: z
    .preprocess(
      (value) => (value instanceof Date ? value.toISOString().replace(/T00:00:00\.000Z$/, '') : value),
      DaySchema,
    )
    .optional(),
});

/**
 * Reads a waiver file: one line per accepted finding, under its fingerprint. An entry with something wrong in it waives nothing.
 */
export function readWaivers(source: Source): Result<Waiver[]> {
  const parsed = parseToml(source);
  if (!parsed.ok) {
    const found = invalidWaiver.found(source, parsed.span, `the waivers are not TOML: ${parsed.message}`);
    return { value: [], diagnostics: [found] };
  }
  const diagnostics: Diagnostic[] = [];
  const value = Object.entries(parsed.table).flatMap(([fingerprint, entry]): Waiver[] => {
    const span = tomlSpan(source, [fingerprint]);
    const found = (message: string, help?: string) =>
      void diagnostics.push(invalidWaiver.found(source, span, message, help));
    if (!/^[a-z0-9-]+:[0-9a-f]{12}$/.test(fingerprint)) {
      found(
        `\`${fingerprint}\` is not a fingerprint`,
        'take the line that `idol-registry breaking` prints below a finding',
      );
    }
    const read = EntrySchema.safeParse(entry);
    if (read.success) return [{ fingerprint, ...read.data, line: source.position(span.start).line }];
    for (const issue of read.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) {
          const near = suggest(key, Object.keys(EntrySchema.shape));
          found(`a waiver has no \`${key}\``, near ? `did you mean \`${near}\`?` : 'it has `reason` and `expires`');
        }
      } else {
        found(`${issue.path.length > 0 ? `\`${issue.path.join('.')}\`` : 'a waiver'}: ${issue.message}`);
      }
    }
    return [];
  });
  return { value, diagnostics };
}

/** The line to add to the waiver file for a finding; the reason is for a person to write. */
export function waiverLine(fingerprint: string): string {
  return `"${fingerprint}" = { reason = "${PLACEHOLDER}" }`;
}

/** `today` as in `expires`. On its last day a waiver still holds. */
export function hasExpired({ expires }: Pick<Waiver, 'expires'>, today: string): boolean {
  return expires !== undefined && expires < today;
}
