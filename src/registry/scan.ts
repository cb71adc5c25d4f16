import { checkInterface, type Interface, parseInterfaceBytes } from '../idol/index.ts';
import type { ItemCache } from '../rust/index.ts';
import { type Diagnostic, type Result, type Severity, sortDiagnostics } from '../text/index.ts';
import type { InterfaceFile, Tree, Workspace } from '../tree/index.ts';
import { ARM, type InterfaceWire } from '../wire/index.ts';
import { unreadableFile } from './checks/unreadable-file.ts';
import type { Config } from './config.ts';
import { TreeTypes } from './resolve-tree.ts';

/** Everything that was found out about the interfaces of a tree, for people and for the pages and stubs made of it. */
export interface Scan {
  readonly interfaces: readonly ScannedInterface[];
  /** Those of all stages, at the severities of the configuration, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ScannedInterface {
  readonly file: InterfaceFile;
  /** What could be read of it; absent when that is nothing. */
  readonly interface?: Interface;
  /** What travels; absent when the file's errors leave that open. */
  readonly wire?: InterfaceWire;
  /** What was wrong while reading the file. */
  readonly reading: readonly Diagnostic[];
}

/** Reads and checks every interface file of a tree. A broken one does not stop the others. */
export function scan(tree: Tree, workspace: Workspace, config: Config): Scan {
  const types = new TreeTypes(workspace, { ...ARM, ...config.target });
  const read = workspace.interfaceFiles.map((file) => readFile(tree, file, types));
  const found = read.flatMap(({ value, diagnostics }) => [...diagnostics, ...check(value, workspace, types)]);
  return {
    interfaces: read.map(({ value }) => value),
    diagnostics: sortDiagnostics(withSeverities([...workspace.diagnostics, ...found], config.checks)),
  };
}

/** Reads every interface file of a tree and checks nothing: what a release holds, whatever is to be said of it. */
export function readInterfaces(
  tree: Tree,
  workspace: Workspace,
  config: Config,
  items?: ItemCache,
): readonly ScannedInterface[] {
  const types = new TreeTypes(workspace, { ...ARM, ...config.target }, items);
  return workspace.interfaceFiles.map((file) => readFile(tree, file, types).value);
}

function readFile(tree: Tree, file: InterfaceFile, types: TreeTypes): Result<ScannedInterface> {
  const bytes = tree.files.bytes(file.path);
  if (!bytes) {
    const reading = [unreadableFile.found(file.path)];
    return { value: { file, reading }, diagnostics: reading };
  }
  const { value, diagnostics } = parseInterfaceBytes(file.path, bytes);
  if (!value) return { value: { file, reading: diagnostics }, diagnostics };
  // What is left of a file with errors may be numbered otherwise than its author meant.
  const isWhole = diagnostics.every(({ severity }) => severity !== 'error');
  const wire = isWhole ? types.wireOf(value, file) : undefined;
  return { value: { file, interface: value, ...(wire && { wire }), reading: diagnostics }, diagnostics };
}

function check(
  { file, interface: read, wire }: ScannedInterface,
  workspace: Workspace,
  types: TreeTypes,
): Diagnostic[] {
  if (!read) return [];
  const builds = (side: 'client' | 'server') => file.stubs.some((stub) => stub.side === side);
  const found = checkInterface(read, {
    builds: { client: builds('client'), server: builds('server') },
    allowedCallers: workspace.restrictions.filter(({ path }) => path === file.path),
  });
  return wire ? [...found, ...types.check(read, wire)] : [...found];
}

/** Diagnostics at the severities that somebody chose by check id, without those that are off. */
export function withSeverities(
  diagnostics: readonly Diagnostic[],
  severities: Readonly<Record<string, Severity>>,
): Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({ ...diagnostic, severity: chosenSeverity(severities, diagnostic) }))
    .filter(({ severity }) => severity !== 'off');
}

function chosenSeverity(severities: Readonly<Record<string, Severity>>, { check, severity }: Diagnostic): Severity {
  return (Object.hasOwn(severities, check) ? severities[check] : undefined) ?? severity;
}
