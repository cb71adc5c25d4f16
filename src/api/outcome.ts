import { type DiagnosticEntry, reasonOf } from '../registry/index.ts';
import { ReadFailure, type TreeProblem } from '../tree/index.ts';
import type { BytePart } from '../wire/index.ts';

/** What a call gives: its value, or why there is none. Bad input never throws. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Why a call gives no value. */
export interface Problem {
  readonly kind:
    | TreeProblem['kind']
    /** Git, the disk or the network failed. */
    | 'read-failure'
    | 'no-interfaces'
    | 'invalid-configuration'
    | 'unknown-interface'
    | 'invalid-interface'
    | 'unknown-operation'
    /** Nothing in the interface depends on an image or predicate in `when`. */
    | 'unknown-condition'
    /** Several configurations or targets remain: name an image or predicates in `when`. */
    | 'ambiguous-configuration'
    | 'invalid-value'
    | 'invalid-bytes'
    | 'refused-stub';
  /** One sentence without a full stop. */
  readonly message: string;
  /** What to do. */
  readonly help?: string;
  /** Of `invalid-value` and `invalid-bytes`: path of the field, such as `mode[2].speed`; empty for the whole value. */
  readonly path?: string;
  /** Of `invalid-bytes`: what the bytes before the error are. */
  readonly parts?: readonly BytePart[];
  /** Of `invalid-configuration`, `invalid-interface` and `refused-stub`: everything that is wrong. */
  readonly findings?: readonly DiagnosticEntry[];
}

export function given<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function withheld<T>(kind: Problem['kind'], message: string, more: Partial<Problem> = {}): Outcome<T> {
  return { ok: false, problem: { ...more, kind, message } };
}

/**
 * The value of an outcome.
 *
 * @throws Error with the message and the help of the problem, and the {@link Problem} as its `cause`, if there is no value
 */
export function orThrow<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { problem } = outcome;
  throw new Error(problem.help === undefined ? problem.message : `${problem.message}: ${problem.help}`, {
    cause: problem,
  });
}

/** The problem that a failed read stands for. Rethrows everything else: that is a defect. */
export function readFailure<T>(error: unknown): Outcome<T> {
  if (error instanceof ReadFailure) {
    return withheld('read-failure', error.message, error.help === undefined ? {} : { help: error.help });
  }
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  const reason = reasonOf(error);
  return withheld('read-failure', 'path' in error ? `\`${error.path}\`: ${reason}` : reason);
}

/** What a function gives, with a failed read as a problem: trees are read when something asks for a file. */
export function attempt<T>(run: () => Outcome<T>): Outcome<T> {
  try {
    return run();
  } catch (error) {
    return readFailure(error);
  }
}
