import type { Interface } from '../idol/index.ts';
import type { InterfaceSchema } from '../schema/index.ts';
import type { Diagnostic } from '../text/index.ts';
import type { CallSite, InterfaceFile } from '../tree/index.ts';
import type { NamedTarget, TargetLayout } from '../wire/index.ts';

/** An interface file, or a message contract, whose file is the configuration: it has no stubs. */
export interface ScannedInterface {
  readonly kind: 'interface' | 'messages';
  readonly file: InterfaceFile;
  /** What could be read of it; absent when that is nothing. */
  readonly interface?: Interface | undefined;
  /** Absent when the file's errors leave open what it means. */
  readonly schema?: InterfaceSchema | undefined;
  /** What it is built for: at least one. */
  readonly targets: readonly NamedTarget[];
  /** On these targets; none without a schema. */
  readonly layouts: readonly TargetLayout[];
  /** What was wrong while reading the file. */
  readonly reading: readonly Diagnostic[];
}

/** Everything that was found out about the interfaces of a tree, for people and for the pages and stubs made of it. */
export interface Scan {
  readonly interfaces: readonly ScannedInterface[];
  /** Those of all stages, at the severities of the configuration, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Worked out when somebody asks. Absent where there is no code of the tree. */
  readonly callers?: Callers;
}

/** Who calls what, by the code of the tree: plain data. */
export interface Callers {
  readonly sites: readonly CallSite[];
  /** By crate with call sites: crates of tasks that are compiled with it, itself among them. */
  readonly compiledInto: Readonly<Record<string, readonly string[]>>;
}

/** An interface of which each part is worked out when somebody asks, and then kept. */
export interface ReadInterface extends ScannedInterface {
  /** That of its file, which nothing has to be read for. */
  readonly path: string;
  /** What is wrong with it, whoever finds it, at the severities of the configuration, in reading order. */
  check(): readonly Diagnostic[];
}
