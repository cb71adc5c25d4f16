import type { CheckInfo, Diagnostic, Severity, Source, Span } from '../text/index.ts';
import type { Explanation } from './findings.ts';
import type { Interface } from './model.ts';

/** The stub for callers, and the stub for the task that serves. */
export type Side = 'client' | 'server';

/** What a check may ask beyond the interface itself. */
export interface Surroundings {
  /** Which stubs the tree's build scripts generate from this interface. */
  readonly builds: Readonly<Record<Side, boolean>>;
  /** Entries of `allowed-callers` tables that restrict a server of this interface. */
  readonly allowedCallers: readonly AllowedCaller[];
  /** The same interface as it was, where there is a past to compare with. */
  readonly earlier?: Interface;
}

/** `operation = ["task", …]` in a table that tells who may call what. */
export interface AllowedCaller {
  readonly operation: string;
  readonly source: Source;
  readonly span: Span;
}

/** One place where an interface is not as a check wants it. */
export interface Finding extends Explanation {
  readonly message: string;
  readonly span: Span;
  /** Where it is not the interface file. */
  readonly source?: Source;
  /** The stubs that are not generated for this one, where they are not those of the check. */
  readonly refusedBy?: readonly Side[];
}

/** A check of an interface that could be read. It needs no Rust types. */
export interface InterfaceCheck extends CheckInfo {
  /** The stubs that the reference compiler refuses to generate. Where the tree builds none of them, an error is a warning. */
  readonly refusedBy?: readonly Side[];
  find(iface: Interface, surroundings: Surroundings): Iterable<Finding>;
}

/** Of one check in one interface; whoever has more of them needs no list. */
const MAX_FINDINGS = 1000;

const EVERYTHING_BUILT: Surroundings = { builds: { client: true, server: true }, allowedCallers: [] };

/** Runs `checks` over one interface. What is not given of the surroundings is taken as: both stubs are built, nobody is restricted. */
export function runChecks(
  checks: readonly InterfaceCheck[],
  iface: Interface,
  given: Partial<Surroundings> = {},
): Diagnostic[] {
  const surroundings = { ...EVERYTHING_BUILT, ...given };
  return checks.flatMap((check) =>
    take(check.find(iface, surroundings), MAX_FINDINGS).map(({ refusedBy = check.refusedBy, ...finding }) => {
      const severity = severityHere(check.severity, refusedBy, surroundings);
      const note = severity === check.severity ? finding.note : withUnbuilt(finding.note, refusedBy ?? []);
      return { source: iface.source, ...finding, note, check: check.id, severity };
    }),
  );
}

function take<T>(items: Iterable<T>, most: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length === most) break;
    taken.push(item);
  }
  return taken;
}

function severityHere(declared: Severity, refusedBy: readonly Side[] | undefined, { builds }: Surroundings): Severity {
  const isRefused = refusedBy?.some((side) => builds[side]) ?? true;
  return declared === 'error' && !isRefused ? 'warning' : declared;
}

function withUnbuilt(note: string | undefined, refusedBy: readonly Side[]): string {
  const unbuilt = `this is no error only because the tree builds no ${refusedBy.join(' or ')} of this interface`;
  return note ? `${note}\n${unbuilt}` : unbuilt;
}
