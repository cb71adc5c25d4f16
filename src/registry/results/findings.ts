import { plain, query } from '../../engine/index.ts';
import { checkInterface } from '../../idol/index.ts';
import { type SerializedType, serializedTypes } from '../../messages/index.ts';
import { behaviorsOf } from '../../runtime/index.ts';
import { type Diagnostic, sortDiagnostics } from '../../text/index.ts';
import { buildConfigurations } from '../build-configurations.ts';
import { checkOnTargets } from '../check-on-targets.ts';
import { ambiguousTypeName } from '../checks/ambiguous-type-name.ts';
import { compilerFault } from '../checks/compiler-fault.ts';
import { frameOverLimit } from '../checks/frame-over-limit.ts';
import { idempotentNeverRetried } from '../checks/idempotent-never-retried.ts';
import { invalidConfig } from '../checks/invalid-config.ts';
import { unlistedMessage } from '../checks/unlisted-message.ts';
import { withFittingHelp } from './fitting-help.ts';
import { keptDiagnostics } from './kept-diagnostics.ts';
import {
  parsedContracts,
  parsedInterface,
  resolvedContract,
  rustTypes,
  schemaOf,
  targetsFor,
  unplacedSchema,
} from './schemas.ts';
import {
  components,
  configured,
  interfaceFile,
  interfacePaths,
  isFirmware,
  restrictionsOf,
  workspaceOf,
} from './workspace.ts';

const module = 'src/registry/results/findings.ts';

/** What is wrong with one interface file, whoever finds it, at the severities of the checks. */
export const interfaceFindings = query({
  name: 'findings',
  module,
  make(asked, path: string): readonly Diagnostic[] {
    const { interface: read, reading } = asked.get(parsedInterface, path);
    if (!read) return reading;
    const { stubs } = asked.get(interfaceFile, path);
    const isBuilt = asked.get(isFirmware, null);
    const builds = (side: 'client' | 'server') => isBuilt || stubs.some((stub) => stub.side === side);
    const found = checkInterface(read, {
      builds: { client: builds('client'), server: builds('server') },
      allowedCallers: asked.get(restrictionsOf, path),
    });
    const pinned = asked.get(components, null);
    const all = [
      ...reading,
      ...found,
      ...compilerFault.find(read, pinned),
      ...idempotentNeverRetried.find(read, pinned),
      ...asked.get(wireFindings, path),
    ];
    return withFittingHelp(all, pinned);
  },
  kept: keptDiagnostics,
});

/** What only attributes say, debug information does not have. */
const IMPOSSIBLE_OF_FIRMWARE = new Set(['error-without-server-death', 'unreliable-field-order']);

/** What is wrong with the wire format of an interface. */
const wireFindings = query({
  name: 'wire-findings',
  module,
  make(asked, path: string): readonly Diagnostic[] {
    const { interface: read } = asked.get(parsedInterface, path);
    const schema = asked.get(unplacedSchema, path);
    if (!read || !schema) return [];
    const { client, derive } = behaviorsOf(asked.get(components, null));
    const found = checkOnTargets(read, schema, asked.get(targetsFor, path), {
      // What is open there is taken to be as today.
      retriesIdempotent: client.candidates.some(({ retriesIdempotent }) => retriesIdempotent),
      serverDeathAttribute: derive.candidates.some(({ serverDeath }) => serverDeath),
      get configurations() {
        return asked.get(configurationsOf, path)?.map(({ images, holds }) => [...images.slice(0, 1), ...holds]);
      },
    });
    return asked.get(isFirmware, null) ? found.filter(({ check }) => !IMPOSSIBLE_OF_FIRMWARE.has(check)) : found;
  },
  kept: keptDiagnostics,
});

/** The configurations in which images build an interface; undefined where its types depend on none. */
export const configurationsOf = query({
  name: 'configurations',
  module,
  make(asked, path: string) {
    const schema = asked.get(unplacedSchema, path);
    return schema
      ? buildConfigurations(schema, asked.get(interfaceFile, path), asked.get(workspaceOf, null))
      : undefined;
  },
  kept: plain<ReturnType<typeof buildConfigurations>>(),
});

/** Checks of messages between tasks, whose limits are those of the kernel. */
const OF_TASKS = new Set(['message-too-large', 'ssmarshal-buffer']);

/** What is wrong with a message contract. */
export const contractFindings = query({
  name: 'contract-findings',
  module,
  make(asked, name: string): readonly Diagnostic[] {
    const contract = asked.get(parsedContracts, null).get(name);
    if (!contract) return [];
    const { schema, problems } = asked.get(resolvedContract, name);
    const { source } = contract.places;
    const reading = problems.map(({ span, message, help }) => invalidConfig.found(source, span, message, help));
    if (!schema) return reading;
    const kept = new Set(schema.operations.map((operation) => operation.name));
    const read = {
      ...contract.interface,
      operations: contract.interface.operations.filter((operation) => kept.has(operation.name.text)),
    };
    const targets = [configured(asked)];
    const found = checkOnTargets(read, schema, targets).filter(({ check }) => !OF_TASKS.has(check));
    return [...reading, ...found, ...frameOverLimit.find(read, schema, targets)];
  },
  kept: keptDiagnostics,
});

/** What is wrong with the tree around its interfaces. */
export const treeFindings = query({
  name: 'tree-findings',
  module,
  make(asked, _: null): readonly Diagnostic[] {
    const interfaces = asked.get(interfacePaths, null).map((path) => {
      const { interface: read } = asked.get(parsedInterface, path);
      const schema = asked.get(schemaOf, path);
      return { ...(read && { interface: read }), ...(schema && { schema }) };
    });
    return [...asked.get(workspaceOf, null).diagnostics, ...ambiguousTypeName.find(interfaces)];
  },
  kept: keptDiagnostics,
});

/** Types that code serializes and no interface or message contract has. Asked for only where somebody turned the check on. */
export const unlistedFindings = query({
  name: 'unlisted',
  module,
  make(asked, _: null): readonly Diagnostic[] {
    return unlistedMessage.find(asked.get(unlistedTypes, null));
  },
  kept: keptDiagnostics,
});

/** The same types, for suggestions. */
export const unlistedTypes = query({
  name: 'unlisted-types',
  module,
  make(asked, _: null): readonly SerializedType[] {
    if (asked.get(isFirmware, null)) return [];
    const ofFiles = asked.get(interfacePaths, null).flatMap((path) => asked.get(schemaOf, path) ?? []);
    const ofContracts = [...asked.get(parsedContracts, null).keys()].flatMap(
      (name) => asked.get(resolvedContract, name).schema ?? [],
    );
    const known = new Set([...ofFiles, ...ofContracts].flatMap(({ types }) => Object.keys(types)));
    return serializedTypes(asked.get(workspaceOf, null).crates, rustTypes(asked), known);
  },
});

/** Everything that `check` says of a tree, at the severities of the checks, and how much it looked at. */
export interface Checked {
  /** Interface files. */
  readonly paths: readonly string[];
  readonly operations: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The same of a whole tree. What files of interfaces alone have is left to {@link interfaceFindings}. */
export const treeChecked = query({
  name: 'check',
  module,
  make(asked, _: null): Checked {
    const paths = asked.get(interfacePaths, null);
    const contracts = [...asked.get(parsedContracts, null).keys()];
    const known = contracts.filter((name) => {
      const { schema, problems } = asked.get(resolvedContract, name);
      return schema !== undefined || problems.length > 0;
    });
    const parsed = paths.map((path) => asked.get(parsedInterface, path).interface);
    return {
      paths,
      operations: parsed.reduce((sum, one) => sum + (one?.operations.length ?? 0), 0),
      diagnostics: sortDiagnostics([
        ...asked.get(treeFindings, null),
        ...paths.flatMap((path) => asked.get(interfaceFindings, path)),
        ...known.flatMap((name) => asked.get(contractFindings, name)),
      ]),
    };
  },
  kept: {
    write: ({ diagnostics, ...checked }, asked) => ({
      ...checked,
      diagnostics: keptDiagnostics.write(diagnostics, asked),
    }),
    read(stored, asked) {
      const { diagnostics, ...checked } = stored as Omit<Checked, 'diagnostics'> & { diagnostics: unknown };
      const read = keptDiagnostics.read(diagnostics, asked);
      return read && { ...checked, diagnostics: read };
    },
  },
  whole: true,
});
