import { LEVELS, type Level, VERDICT_KINDS, type VerdictKind } from '../../compare/index.ts';
import type { Severity } from '../../text/index.ts';
import { matchesInterface, type NamedInterface } from './globs.ts';

/** Which pairs of old and new must go on working, in the words of schema registries. */
export type Mode = 'backward' | 'forward' | 'full' | 'none';

export const MODES: Readonly<Record<Mode, string>> = {
  backward: 'new servers work for old clients',
  forward: 'new clients work with old servers',
  full: 'both',
  none: 'nothing has to: everything is reported, nothing fails',
};

/** A mode as people write it: against the last version, or `-transitive`: against all earlier releases of the line. */
export type ModeName = Mode | `${Mode}-transitive`;

export const MODE_NAMES = (Object.keys(MODES) as Mode[]).flatMap((mode): ModeName[] => [mode, `${mode}-transitive`]);

export const LEVEL_NAMES = Object.keys(LEVELS) as Level[];

/** Verdicts that can fail a run. */
export type FailingVerdict = Exclude<VerdictKind, 'ok'>;

/** From the worst on. */
export const FAILING_VERDICTS = VERDICT_KINDS.filter((kind): kind is FailingVerdict => kind !== 'ok');

/** What nobody has shown to break does not fail a run, unless somebody asks for it. */
export const DEFAULT_FAIL_ON: readonly FailingVerdict[] = ['silent', 'panic', 'fault'];

/** Who builds the two sides of an interface. */
export type Audience = 'external' | 'internal';

export const AUDIENCES: Readonly<Record<Audience, string>> = {
  external: 'both sides may come from different builds',
  internal: 'both sides are always built together: changes are reported and never fail a run',
};

export const AUDIENCE_NAMES = Object.keys(AUDIENCES) as Audience[];

/** What is asked of the changes of one interface. */
export interface InterfacePolicy {
  readonly mode: Mode;
  /** Levels that end a run; what else was found is reported. */
  readonly levels: readonly Level[];
  readonly failOn: readonly FailingVerdict[];
  readonly audience: Audience;
}

/** What is asked of a comparison. */
export interface BreakingPolicy extends InterfacePolicy {
  /** Whether the comparison is with all earlier releases of the line. */
  readonly transitive: boolean;
  /** Severity by rule; `error` for every other rule. Only an error fails the run, and what is `off` is not reported. */
  readonly severity: Readonly<Record<string, Severity>>;
  /** By glob over paths and names of interfaces; of several that match, later settings replace earlier ones. */
  readonly interfaces: Readonly<Record<string, Partial<InterfacePolicy>>>;
}

/** What the configuration says. */
export interface PolicySettings {
  readonly mode: ModeName;
  readonly levels: readonly Level[];
  readonly failOn: readonly FailingVerdict[];
  readonly severity: Readonly<Record<string, Severity>>;
  readonly interfaces: Readonly<Record<string, Partial<InterfacePolicy>>>;
}

/** What the command line says. It holds for every interface, whatever the configuration says of one. */
export interface PolicyFlags {
  readonly mode?: ModeName;
  readonly levels?: readonly Level[];
  readonly failOn?: readonly FailingVerdict[];
  readonly severity?: Readonly<Record<string, Severity>>;
  /** `unknown` fails the run too, and warnings are errors. */
  readonly strict?: boolean;
}

export function policyOf(settings: PolicySettings, flags: PolicyFlags = {}): BreakingPolicy {
  const name = flags.mode ?? settings.mode;
  const mode = name.replace('-transitive', '') as Mode;
  const strict = (failOn: readonly FailingVerdict[]) =>
    flags.strict ? FAILING_VERDICTS.filter((kind) => kind === 'unknown' || failOn.includes(kind)) : failOn;
  const failOn = strict(flags.failOn ?? settings.failOn);
  const given = {
    ...(flags.mode !== undefined && { mode }),
    ...(flags.levels !== undefined && { levels: flags.levels }),
    ...(flags.failOn !== undefined && { failOn }),
  };
  const severity = Object.entries({ ...settings.severity, ...flags.severity }).map(
    ([rule, level]) => [rule, flags.strict && level === 'warning' ? 'error' : level] as const,
  );
  const interfaces = Object.entries(settings.interfaces).map(
    ([glob, own]) => [glob, { ...own, ...(own.failOn && { failOn: strict(own.failOn) }), ...given }] as const,
  );
  return {
    transitive: name.endsWith('-transitive'),
    mode,
    levels: flags.levels ?? settings.levels,
    failOn,
    audience: 'external',
    severity: Object.fromEntries(severity),
    interfaces: Object.fromEntries(interfaces),
  };
}

/** What is asked of one interface. */
export function policyFor(policy: BreakingPolicy, named: NamedInterface): InterfacePolicy {
  const { mode, levels, failOn, audience } = policy;
  const own = Object.entries(policy.interfaces).filter(([glob]) => matchesInterface(glob, named));
  return Object.assign({ mode, levels, failOn, audience }, ...own.map(([, settings]) => settings));
}

/** Severity of what a rule finds. */
export function severityOf({ severity }: BreakingPolicy, rule: string): Severity {
  return (Object.hasOwn(severity, rule) ? severity[rule] : undefined) ?? 'error';
}
