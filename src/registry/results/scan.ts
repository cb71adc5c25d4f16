import type { Asked } from '../../engine/index.ts';
import { contractPath } from '../../messages/index.ts';
import { type Diagnostic, type Severity, sortDiagnostics } from '../../text/index.ts';
import { invalidConfig } from '../checks/invalid-config.ts';
import type { Config } from '../config.ts';
import type { ReadInterface, Scan } from '../scanned-interface.ts';
import { configuredTarget } from '../targets.ts';
import { callersOf } from './callers.ts';
import { type Checked, contractFindings, interfaceFindings, treeChecked, unlistedFindings } from './findings.ts';
import {
  contractLayouts,
  layoutsOf,
  parsedContracts,
  parsedInterface,
  resolvedContract,
  schemaOf,
  targetsFor,
} from './schemas.ts';
import { interfaceFile, interfacePaths } from './workspace.ts';

/** Everything that was found out about the interfaces of a tree. */
export function scanOf(asked: Asked, config: Config): Scan {
  return {
    interfaces: interfacesOf(asked, config),
    diagnostics: checkedOf(asked, config).diagnostics,
    get callers() {
      return asked.get(callersOf, null);
    },
  };
}

/** What is wrong with the tree and its interfaces, at the severities of the configuration and those given, in reading order. */
export function checkedOf(asked: Asked, config: Config, given: Readonly<Record<string, Severity>> = {}): Checked {
  const checked = asked.get(treeChecked, null);
  const severity = { ...config.severity, ...given };
  // It reads the whole code of the tree.
  const isAsked = (severity['unlisted-message'] ?? 'off') !== 'off';
  const unlisted = isAsked ? asked.get(unlistedFindings, null) : [];
  const all = unlisted.length > 0 ? sortDiagnostics([...checked.diagnostics, ...unlisted]) : checked.diagnostics;
  return { ...checked, diagnostics: withSeverities(all, severity) };
}

/** Every interface file and message contract of the tree. A broken one does not stop the others. */
export function interfacesOf(asked: Asked, config: Config): readonly ReadInterface[] {
  const contracts = [...asked.get(parsedContracts, null).keys()];
  return [
    ...asked.get(interfacePaths, null).map((path) => interfaceAt(asked, config, path)),
    ...contracts.flatMap((name) => contractNamed(asked, config, name) ?? []),
  ];
}

/** One interface file. */
export function interfaceAt(asked: Asked, config: Config, path: string): ReadInterface {
  return {
    kind: 'interface',
    path,
    get file() {
      return asked.get(interfaceFile, path);
    },
    get interface() {
      return asked.get(parsedInterface, path).interface;
    },
    get schema() {
      return asked.get(schemaOf, path) ?? undefined;
    },
    get targets() {
      return asked.get(targetsFor, path);
    },
    get layouts() {
      return asked.get(layoutsOf, path);
    },
    get reading() {
      return asked.get(parsedInterface, path).reading;
    },
    check: () => sortDiagnostics(withSeverities(asked.get(interfaceFindings, path), config.severity)),
  };
}

/** A message contract. A tree of another time may lack one that the configuration names. */
function contractNamed(asked: Asked, config: Config, name: string): ReadInterface | undefined {
  const contract = asked.get(parsedContracts, null).get(name);
  const { schema, problems } = asked.get(resolvedContract, name);
  if (!contract || (!schema && problems.length === 0)) return undefined;
  const { source } = contract.places;
  const kept = new Set(schema?.operations.map((operation) => operation.name));
  const operations = contract.interface.operations.filter((operation) => kept.has(operation.name.text));
  return {
    kind: 'messages',
    path: contractPath(name),
    file: { path: contractPath(name), stubs: [] },
    interface: { ...contract.interface, operations },
    schema,
    targets: [configuredTarget(config)],
    get layouts() {
      return asked.get(contractLayouts, name);
    },
    reading: problems.map(({ span, message, help }) => invalidConfig.found(source, span, message, help)),
    check: () => sortDiagnostics(withSeverities(asked.get(contractFindings, name), config.severity)),
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
