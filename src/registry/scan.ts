import { checkInterface, type Interface, parseInterfaceBytes } from '../idol/index.ts';
import { type Diagnostic, type Severity, sortDiagnostics } from '../text/index.ts';
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
}

/** Reads and checks every interface file of a tree. A broken one does not stop the others. */
export function scan(tree: Tree, workspace: Workspace, config: Config): Scan {
  const types = new TreeTypes(workspace, { ...ARM, ...config.target });
  const scanned = workspace.interfaceFiles.map((file) => scanFile(tree, workspace, file, types));
  const diagnostics = [...workspace.diagnostics, ...scanned.flatMap((one) => one.diagnostics)];
  return {
    interfaces: scanned.map(({ diagnostics: _, ...rest }) => rest),
    diagnostics: sortDiagnostics(withSeverities(diagnostics, config.checks)),
  };
}

function scanFile(
  tree: Tree,
  workspace: Workspace,
  file: InterfaceFile,
  types: TreeTypes,
): ScannedInterface & { diagnostics: Diagnostic[] } {
  const bytes = tree.files.bytes(file.path);
  if (!bytes) return { file, diagnostics: [unreadableFile.found(file.path)] };
  const { value, diagnostics } = parseInterfaceBytes(file.path, bytes);
  if (!value) return { file, diagnostics: [...diagnostics] };
  const builds = (side: 'client' | 'server') => file.stubs.some((stub) => stub.side === side);
  const found = checkInterface(value, {
    builds: { client: builds('client'), server: builds('server') },
    allowedCallers: workspace.restrictions.filter(({ path }) => path === file.path),
  });
  // What is left of a file with errors may be numbered otherwise than its author meant.
  const isWhole = diagnostics.every(({ severity }) => severity !== 'error');
  const wire = isWhole ? types.wireOf(value, file) : undefined;
  const ofTypes = wire ? types.check(value, wire) : [];
  return { file, interface: value, ...(wire && { wire }), diagnostics: [...diagnostics, ...found, ...ofTypes] };
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
