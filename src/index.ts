/**
 * The engine of idol-registry, for programs. What the command line does, in this order:
 *
 * ```ts
 * const opened = openTree('path/to/hubris', { rev: 'gimlet-v1.0.1' }); // or without `rev`, as it lies there
 * if (!opened.ok) throw new Error(opened.problem.message);
 * const workspace = readWorkspace(opened.value);                       // interface files, crates, images, tasks
 * const found = scan(opened.value, workspace, DEFAULT_CONFIG);         // interfaces, types, diagnostics
 * for (const diagnostic of found.diagnostics) console.log(formatDiagnostic(diagnostic));
 * ```
 *
 * Nothing here throws on bad input: functions give their value together with diagnostics, or a problem in its place.
 * `idol-registry/runtime` is what generated TypeScript stubs run on.
 */

export {
  allRules,
  compareInterfaces,
  compareTrees,
  type Rule,
  type TreeComparison,
} from './compare/index.ts';
export {
  type Argument,
  checkInterface,
  type Encoding,
  type ErrorKind,
  formatInterface,
  type Interface,
  type Lease,
  type Operation,
  parseInterface,
  parseInterfaceBytes,
  type RecvStrategy,
  type Reply,
} from './idol/index.ts';
export {
  allChecks,
  type CheckReport,
  CheckReportSchema,
  type Config,
  ConfigSchema,
  DEFAULT_CONFIG,
  diagnosticEntry,
  makeRegistry,
  openRegistry,
  type PublishedRegistry,
  type Registry,
  readConfig,
  type Scan,
  type ScannedInterface,
  scan,
} from './registry/index.ts';
export * from './stubs/index.ts';
export {
  type CheckInfo,
  type Diagnostic,
  decodeUtf8,
  type FileSet,
  filesOf,
  formatDiagnostic,
  type Result,
  type Severity,
  Source,
  type Span,
} from './text/index.ts';
export {
  GitRepository,
  type Image,
  type InterfaceFile,
  type Opened,
  type OutsideCrates,
  openRevision,
  openTree,
  outsideCrates,
  readWorkspace,
  type Task,
  type Tree,
  type TreeProblem,
  type Workspace,
} from './tree/index.ts';
export * from './wire/index.ts';
