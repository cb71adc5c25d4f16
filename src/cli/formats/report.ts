import type { CheckReport } from '../../registry/index.ts';
import type { Diagnostic, Paint } from '../../text/index.ts';

/** What a format gets: the report as it is published, and what only some formats show. */
export interface Report {
  readonly check: CheckReport;
  /** The same findings, with the texts that frames are cut from. */
  readonly diagnostics: readonly Diagnostic[];
  /** Paths of the interface files. */
  readonly files: readonly string[];
  /** Path of the tree inside its repository, for what names files from the repository's root. */
  readonly prefix: string;
  /** How long the run took, in milliseconds. */
  readonly duration: number;
  readonly paint: Paint;
  /** False with `--quiet`: no closing words. */
  readonly summary: boolean;
}

export type Format = (report: Report) => string;

/** A path of the tree, as seen from the root of its repository. */
export function fromRepositoryRoot({ prefix }: Pick<Report, 'prefix'>, path: string): string {
  return prefix === '' ? path : `${prefix}/${path}`;
}
