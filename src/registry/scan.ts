import type { SerdeAssumption } from '../firmware/index.ts';
import { checkInterface, type Interface, parseInterfaceBytes } from '../idol/index.ts';
import { ContractPlaces, contractPath, readContract } from '../messages/index.ts';
import { behaviorsOf } from '../runtime/index.ts';
import type { ItemCache } from '../rust/index.ts';
import type { InterfaceSchema } from '../schema/index.ts';
import { type Diagnostic, jsonText, type Severity, Source, sortDiagnostics } from '../text/index.ts';
import { CONFIG_FILE, firmwareOf, type InterfaceFile, type Tree, type Workspace } from '../tree/index.ts';
import type { BuiltWith, NamedTarget } from '../wire/index.ts';
import { buildConfigurations } from './build-configurations.ts';
import { ambiguousTypeName } from './checks/ambiguous-type-name.ts';
import { compilerFault } from './checks/compiler-fault.ts';
import { frameOverLimit } from './checks/frame-over-limit.ts';
import { idempotentNeverRetried } from './checks/idempotent-never-retried.ts';
import { invalidConfig } from './checks/invalid-config.ts';
import { unreadableFile } from './checks/unreadable-file.ts';
import type { Config } from './config.ts';
import { CompiledSourceTypes, checkOnTargets, TreeTypes, type TypesOfSource } from './resolve-tree.ts';
import { configuredTarget } from './targets.ts';

/** Everything that was found out about the interfaces of a tree, for people and for the pages and stubs made of it. */
export interface Scan {
  readonly interfaces: readonly ScannedInterface[];
  /** Those of all stages, at the severities of the configuration, in reading order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** An interface file, or a message contract, whose file is the configuration: it has no stubs. */
export interface ScannedInterface {
  readonly kind: 'interface' | 'messages';
  readonly file: InterfaceFile;
  /** What could be read of it; absent when that is nothing. */
  readonly interface?: Interface;
  /** Absent when the file's errors leave open what it means. */
  readonly schema?: InterfaceSchema;
  /** What it is built for: at least one. */
  readonly targets: readonly NamedTarget[];
  /** What was wrong while reading the file. */
  readonly reading: readonly Diagnostic[];
}

/** Reads and checks every interface file of a tree. A broken one does not stop the others. */
export function scan(tree: Tree, workspace: Workspace, config: Config, options?: ReadInterfacesOptions): Scan {
  const interfaces = readInterfaces(tree, workspace, config, options);
  return { interfaces, diagnostics: checkInterfaces(interfaces, workspace, config) };
}

/** What is wrong in a tree whose interfaces were read, at the severities of the configuration, in reading order. */
export function checkInterfaces(
  interfaces: readonly ReadInterface[],
  workspace: Pick<Workspace, 'diagnostics'>,
  config: Config,
): Diagnostic[] {
  const ofTree = withSeverities(
    [...workspace.diagnostics, ...ambiguousTypeName.find(interfaces.filter(({ kind }) => kind === 'interface'))],
    config.severity,
  );
  return sortDiagnostics([...ofTree, ...interfaces.flatMap((one) => one.check())]);
}

/** An interface that was read, and is checked when somebody asks. */
export interface ReadInterface extends ScannedInterface {
  /** What is wrong with it, whoever finds it, at the severities of the configuration. */
  check(): readonly Diagnostic[];
}

export interface ReadInterfacesOptions {
  /** Parsed Rust files by content. */
  readonly items?: ItemCache;
  /** What is assumed of the serde attributes of a firmware's types (default `unknown`). */
  readonly serde?: SerdeAssumption;
}

/** Reads every interface file and message contract of a tree and checks nothing yet: what a release holds, whatever is to be said of it. */
export function readInterfaces(
  tree: Tree,
  workspace: Workspace,
  config: Config,
  { items, serde = 'unknown' }: ReadInterfacesOptions = {},
): readonly ReadInterface[] {
  const firmware = firmwareOf(tree.files);
  const configured = configuredTarget(config);
  const types = firmware
    ? new CompiledSourceTypes(firmware, workspace, configured, serde)
    : new TreeTypes(workspace, configured, items);
  const interfaces = workspace.interfaceFiles.map((file): ReadInterface => {
    const read = { ...readFile(tree, file, types), targets: types.targetsOf(file) };
    const found = () => [...read.reading, ...check(read, workspace, types, firmware !== undefined)];
    let checked: readonly Diagnostic[] | undefined;
    return {
      ...read,
      check() {
        checked ??= withSeverities(found(), config.severity);
        return checked;
      },
    };
  });
  return [...interfaces, ...readContracts(config, types)];
}

/** The message contracts that the tree has. A tree of another time may lack one that the configuration names. */
function readContracts(config: Config, types: TypesOfSource): readonly ReadInterface[] {
  const { source = new Source(CONFIG_FILE, jsonText({ messages: config.messages })) } = config;
  return Object.entries(config.messages).flatMap(([name, settings]): ReadInterface[] => {
    const places = new ContractPlaces(source, name);
    const read = readContract(name, settings, places);
    const { schema, problems } = types.contractOf(read, settings, places) ?? { problems: [] };
    const reading = problems.map(({ span, message, help }) => invalidConfig.found(source, span, message, help));
    if (!schema && reading.length === 0) return [];
    const kept = new Set(schema?.operations.map((operation) => operation.name));
    const one: ScannedInterface = {
      kind: 'messages',
      file: { path: contractPath(name), stubs: [] },
      interface: { ...read, operations: read.operations.filter((operation) => kept.has(operation.name.text)) },
      ...(schema && { schema }),
      targets: [configuredTarget(config)],
      reading,
    };
    return [{ ...one, check: () => withSeverities([...reading, ...checkContract(one)], config.severity) }];
  });
}

/** What is wrong with the messages of a contract. */
function checkContract({ interface: read, schema, targets }: ScannedInterface): Diagnostic[] {
  if (!read || !schema) return [];
  const found = checkOnTargets(read, schema, targets);
  return [...found.filter(({ check: id }) => !OF_TASKS.has(id)), ...frameOverLimit.find(read, schema, targets)];
}

/** Checks of messages between tasks, whose limits are those of the kernel. */
const OF_TASKS = new Set(['message-too-large', 'ssmarshal-buffer']);

function readFile(tree: Tree, file: InterfaceFile, types: TypesOfSource): Omit<ScannedInterface, 'targets'> {
  const kind = 'interface';
  const bytes = tree.files.bytes(file.path);
  if (!bytes) return { kind, file, reading: [unreadableFile.found(file.path)] };
  const { value, diagnostics: reading } = parseInterfaceBytes(file.path, bytes);
  if (!value) return { kind, file, reading };
  // What is left of a file with errors may be numbered otherwise than its author meant.
  const isWhole = reading.every(({ severity }) => severity !== 'error');
  const schema = isWhole ? types.schemaOf(value, file) : undefined;
  return { kind, file, interface: value, ...(schema && { schema }), reading };
}

function check(
  { file, interface: read, schema, targets }: ScannedInterface,
  workspace: Workspace,
  types: TypesOfSource,
  isBuilt: boolean,
): Diagnostic[] {
  if (!read) return [];
  const builds = (side: 'client' | 'server') => isBuilt || file.stubs.some((stub) => stub.side === side);
  const found = checkInterface(read, {
    builds: { client: builds('client'), server: builds('server') },
    allowedCallers: workspace.restrictions.filter(({ path }) => path === file.path),
  });
  const { components } = workspace;
  const all = [...found, ...compilerFault.find(read, components), ...idempotentNeverRetried.find(read, components)];
  if (!schema) return all;
  const ofWire = checkOnTargets(read, schema, targets, builtWith(schema, file, workspace));
  return [...all, ...ofWire.filter(({ check: id }) => !types.impossible.has(id))];
}

/** What the checks of a wire format need to know of the tree. What is open there is taken to be as today. */
function builtWith(schema: InterfaceSchema, file: InterfaceFile, workspace: Workspace): BuiltWith {
  const { client, derive } = behaviorsOf(workspace.components);
  return {
    retriesIdempotent: client.candidates.some(({ retriesIdempotent }) => retriesIdempotent),
    serverDeathAttribute: derive.candidates.some(({ serverDeath }) => serverDeath),
    get configurations() {
      const built = buildConfigurations(schema, file, workspace);
      return built?.map(({ images, holds }) => [...images.slice(0, 1), ...holds]);
    },
  };
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
