import { z } from 'zod';
import { allRules, VERDICT_KINDS, type VerdictKind } from '../../compare/index.ts';
import { type Diagnostic, jsonText, type Result, type Source, suggest } from '../../text/index.ts';
import { parseToml, tomlSpan } from '../../tree/index.ts';
import { invalidWaiver } from '../checks/invalid-waiver.ts';
import { matchesInterface, matchesName, type NamedInterface } from './globs.ts';
import { FAILING_VERDICTS, type FailingVerdict } from './policy.ts';

export const WAIVERS_FILE = 'idol-registry.waivers.toml';

/** Changes that somebody accepted, up to a verdict and for some operations, and why. */
export interface Waiver {
  /** A fingerprint (`op-removed:0123456789ab`), or globs for rules and interfaces (`op-*@idl/*-seq.idol`). */
  readonly key: string;
  readonly reason: string;
  /** The worst verdict that is accepted. Without it, no call may be affected. */
  readonly worst?: FailingVerdict;
  /** Names of operations, or globs for them. Without them, no operation may be affected. */
  readonly operations?: readonly string[];
  /** Last day on which it holds, as `2027-01-31`. */
  readonly expires?: string;
  /** Line of the waiver file. */
  readonly line: number;
}

/** What a waiver is asked for: a change in one interface that it touches. */
export interface WaivedChange {
  readonly rule: string;
  readonly fingerprint: string;
  readonly interface: NamedInterface;
  /** The worst verdict that would end the run; absent where another level would. */
  readonly worst?: VerdictKind;
  /** Names of the operations that are affected. */
  readonly operations: readonly string[];
  /**
   * What stands before them, with a dot, in a waiver for the fingerprint: the interface. A change inside a type may reach further
   * interfaces later, with operations of the same names.
   */
  readonly prefix?: string;
}

const DaySchema = z.iso.date('must be a day such as 2027-01-31');

/** What stands for the reason in a line that is proposed. */
const PLACEHOLDER = '…';

const REASON = 'must say why the change is accepted';

const EntrySchema = z.strictObject({
  reason: z
    .string({ error: ({ input }) => (input === undefined ? 'is missing: say why the change is accepted' : REASON) })
    .trim()
    .min(1, REASON)
    .refine((reason) => reason !== PLACEHOLDER, REASON),
  worst: z.enum(FAILING_VERDICTS, `must be one of ${FAILING_VERDICTS.join(', ')}`).optional(),
  operations: z
    .array(z.string().min(1), 'must be a list of names, such as ["read", "write"]')
    .min(1, 'names no operation')
    .optional(),
  // TOML has days of its own, besides strings.
  expires: z
    .preprocess(
      (value) => (value instanceof Date ? value.toISOString().replace(/T00:00:00\.000Z$/, '') : value),
      DaySchema,
    )
    .optional(),
});

const FINGERPRINT = /^([a-z0-9-]+):[0-9a-f]{12}$/;
const PATTERN = /^([^@]+)@(.+)$/;

/**
 * Reads a waiver file: one line for each accepted change, under its fingerprint or a pattern. An entry with something wrong in it
 * waives nothing.
 */
export function readWaivers(source: Source): Result<Waiver[]> {
  const parsed = parseToml(source);
  if (!parsed.ok) {
    const found = invalidWaiver.found(source, parsed.span, `the waivers are not TOML: ${parsed.message}`);
    return { value: [], diagnostics: [found] };
  }
  const diagnostics: Diagnostic[] = [];
  const value = Object.entries(parsed.table).flatMap(([key, entry]): Waiver[] => {
    const span = tomlSpan(source, [key]);
    const found = (message: string, help?: string) =>
      void diagnostics.push(invalidWaiver.found(source, span, message, help));
    const problem = keyProblem(key);
    if (problem) found(problem.message, problem.help);
    const read = EntrySchema.safeParse(entry);
    if (read.success) return [{ key, ...read.data, line: source.position(span.start).line }];
    for (const issue of read.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const name of issue.keys) {
          const near = suggest(name, Object.keys(EntrySchema.shape));
          const help = near
            ? `did you mean \`${near}\`?`
            : 'it has `reason`, `worst`, `operations` and, optionally, `expires`';
          found(`a waiver has no \`${name}\``, help);
        }
      } else {
        found(`${issue.path.length > 0 ? `\`${issue.path[0]?.toString()}\`` : 'a waiver'} ${issue.message}`);
      }
    }
    return [];
  });
  return { value, diagnostics };
}

function keyProblem(key: string): { message: string; help?: string } | undefined {
  const rule = (FINGERPRINT.exec(key) ?? PATTERN.exec(key))?.[1];
  const help =
    'copy the line that `idol-registry breaking` prints at the end of its report, or write a pattern such as `op-appended@idl/*.idol`';
  if (rule === undefined) return { message: `\`${key}\` is neither a fingerprint nor a pattern`, help };
  const ids = allRules.map(({ id }) => id);
  if (ids.some((id) => id === rule || (PATTERN.test(key) && matchesName([rule], id)))) return undefined;
  const near = suggest(rule, ids);
  return { message: `there is no rule \`${rule}\``, ...(near && { help: `did you mean \`${near}\`?` }) };
}

/** Whether a waiver is meant for a change, whether or not it covers all of it. */
export function isFor({ key }: Waiver, { rule, fingerprint, interface: named }: WaivedChange): boolean {
  if (FINGERPRINT.test(key)) return key === fingerprint;
  const [, rules = '', interfaces = ''] = PATTERN.exec(key) ?? [];
  return matchesName([rules], rule) && matchesInterface(interfaces, named);
}

/** What of a change a waiver was not given for, as a sentence; undefined when it covers everything. */
export function beyond(waiver: Waiver, change: WaivedChange): string | undefined {
  const parts: string[] = [];
  if (change.worst !== undefined && isWorse(change.worst, waiver.worst)) {
    parts.push(
      waiver.worst === undefined
        ? `the verdict is ${change.worst}, and the waiver accepts none: add \`worst = "${change.worst}"\``
        : `the verdict is ${change.worst}, and the waiver accepts ${waiver.worst} at worst`,
    );
  }
  const others = qualified(change).filter((name, index) => {
    // A pattern names the interface itself.
    const names = FINGERPRINT.test(waiver.key) ? [name] : [name, change.operations[index] ?? name];
    return !names.some((one) => matchesName(waiver.operations ?? [], one));
  });
  if (others.length > 0) {
    parts.push(`the waiver does not name ${others.map((name) => `\`${name}\``).join(', ')} in \`operations\``);
  }
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function qualified({ operations, prefix }: WaivedChange): string[] {
  return operations.map((name) => (prefix === undefined ? name : `${prefix}.${name}`));
}

function isWorse(verdict: VerdictKind, accepted: VerdictKind = 'ok'): boolean {
  return VERDICT_KINDS.indexOf(verdict) < VERDICT_KINDS.indexOf(accepted);
}

/** The line to add to the waiver file for a change as it is now, in all interfaces; the reason is for a person to write. */
export function waiverLine(changes: readonly WaivedChange[]): string {
  const worst = VERDICT_KINDS.find((kind) => changes.some((one) => one.worst === kind));
  const operations = changes.flatMap(qualified);
  const parts = [
    `reason = "${PLACEHOLDER}"`,
    ...(worst ? [`worst = "${worst}"`] : []),
    ...(operations.length > 0 ? [`operations = [${operations.map((name) => jsonText(name)).join(', ')}]`] : []),
  ];
  return `"${changes[0]?.fingerprint ?? ''}" = { ${parts.join(', ')} }`;
}

/** `today` as in `expires`. On its last day a waiver still holds. */
export function hasExpired({ expires }: Pick<Waiver, 'expires'>, today: string): boolean {
  return expires !== undefined && expires < today;
}
