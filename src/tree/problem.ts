/** Why a tree could not be opened, for people: `message` is one sentence without a full stop, `help` what to do. */
export interface TreeProblem {
  readonly kind:
    | 'not-a-folder'
    | 'not-a-repository'
    | 'no-git'
    | 'invalid-revision'
    | 'unknown-revision'
    | 'not-in-revision'
    | 'no-merge-base'
    | 'not-an-archive'
    | 'not-a-lock'
    | 'not-a-registry'
    | 'unknown-release'
    | 'release-differs'
    | 'nothing-to-compare';
  readonly message: string;
  readonly help?: string;
}

/** What opening something gave: the value, or why there is none. */
export type Opened<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: TreeProblem };

export function opened<T>(value: T): Opened<T> {
  return { ok: true, value };
}

export function refused<T>(kind: TreeProblem['kind'], message: string, help?: string): Opened<T> {
  return { ok: false, problem: { kind, message, ...(help === undefined ? {} : { help }) } };
}

/**
 * Something that is there could not be read: git, the disk or the network failed. It is thrown from wherever that shows, because an
 * answer without what was not read would be wrong, and it ends the command: `message` says what failed, `help` what to do.
 */
export class ReadFailure extends Error {
  readonly help?: string;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
