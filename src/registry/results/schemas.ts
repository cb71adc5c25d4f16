import { type Asked, plain, query } from '../../engine/index.ts';
import { FirmwareTypes, type SerdeAssumption } from '../../firmware/index.ts';
import { type Interface, parseInterfaceBytes } from '../../idol/index.ts';
import {
  ContractPlaces,
  type ContractSettings,
  type ResolvedContract,
  readContract,
  resolveContract,
} from '../../messages/index.ts';
import { type InterfaceSchema, RustTypes, resolveInterface, unplaced } from '../../schema/index.ts';
import { type Diagnostic, Source } from '../../text/index.ts';
import { CONFIG_FILE, contentOfFirmware, firmwareOf, serversOf } from '../../tree/index.ts';
import { layOutForEach, measureOf, type NamedTarget, type TargetLayout } from '../../wire/index.ts';
import { unreadableFile } from '../checks/unreadable-file.ts';
import {
  configured,
  imageContents,
  interfaceFile,
  interfaceTargets,
  isFirmware,
  measuredTargets,
  workspaceOf,
} from './workspace.ts';

const module = 'src/registry/results/schemas.ts';

/** An interface file as it was read. */
export interface ParsedInterface {
  /** What could be read of it; absent when that is nothing. */
  readonly interface?: Interface;
  readonly reading: readonly Diagnostic[];
}

export const parsedInterface = query({
  name: 'interface',
  module,
  make(asked, path: string): ParsedInterface {
    const bytes = asked.files().bytes(path);
    if (!bytes) return { reading: [unreadableFile.found(path)] };
    const { value, diagnostics } = parseInterfaceBytes(path, bytes);
    return { ...(value && { interface: value }), reading: diagnostics };
  },
  shared: true,
});

/** The schema of an interface file; null where its errors leave open what it means. */
export const schemaOf = query({
  name: 'schema',
  module,
  make(asked, path: string): InterfaceSchema | null {
    const { interface: read, reading } = asked.get(parsedInterface, path);
    // What is left of a file with errors may be numbered otherwise than its author meant.
    if (!read || reading.some(({ severity }) => severity === 'error')) return null;
    const firmware = asked.get(firmwareTypes, null);
    if (firmware) return firmware.types.schemaOf(read, serversOf(firmware.firmware, path));
    // API crates come before servers: that is where an interface's types are meant to be found.
    const { stubs } = asked.get(interfaceFile, path);
    const scopes = (['client', 'server'] as const).flatMap((side) => stubs.filter((stub) => stub.side === side));
    return resolveInterface(read, scopes, rustTypes(asked));
  },
  kept: plain<InterfaceSchema | null>(),
});

/** Types of its own for each interface: what one of them made known must not change what another one is. */
export function rustTypes(asked: Asked): RustTypes {
  const [first, ...others] = asked.get(measuredTargets, null);
  return new RustTypes({
    environment: {
      get images() {
        return asked.get(imageContents, null);
      },
    },
    measure: measureOf(first ?? configured(asked).target, ...others),
  });
}

/** The types of a firmware's debug information; null for a tree of sources. */
const firmwareTypes = query({
  name: 'firmware-types',
  module,
  make(asked, _: null) {
    const firmware = asked.get(isFirmware, null) ? firmwareOf(asked.files()) : undefined;
    if (!firmware) return null;
    return {
      firmware,
      types: new FirmwareTypes(firmware, asked.value('serde') as SerdeAssumption, contentOfFirmware(asked.files())),
    };
  },
});

/** What an interface is built for: the targets of its images, or the one of the firmware. */
export const targetsFor = query({
  name: 'targets-for',
  module,
  make(asked, path: string): readonly NamedTarget[] {
    const firmware = asked.get(firmwareTypes, null);
    if (!firmware) return asked.get(interfaceTargets, path);
    const [image] = asked.get(workspaceOf, null).images;
    return [{ name: image?.target ?? configured(asked).name, target: firmware.types.target }];
  },
  seen: (targets) => targets,
});

/** What layouts and checks of a schema see of it: not where types are declared. */
export const unplacedSchema = query({
  name: 'unplaced-schema',
  module,
  make(asked, path: string): InterfaceSchema | null {
    const schema = asked.get(schemaOf, path);
    return schema && unplaced(schema);
  },
  seen: (schema) => schema,
});

/** The layouts of an interface on the targets that it is built for; none without a schema. */
export const layoutsOf = query({
  name: 'layouts',
  module,
  make(asked, path: string): readonly TargetLayout[] {
    const schema = asked.get(unplacedSchema, path);
    return schema ? layOutForEach(schema, asked.get(targetsFor, path)) : [];
  },
});

/** A message contract of the configuration, as it was read. */
export interface ParsedContract {
  readonly interface: Interface;
  readonly settings: ContractSettings;
  readonly places: ContractPlaces;
}

/** The message contracts that the configuration has, by name. */
export const parsedContracts = query({
  name: 'contracts',
  module,
  make(asked, _: null): ReadonlyMap<string, ParsedContract> {
    const { settings, text } = asked.value('messages') as { settings: Record<string, ContractSettings>; text: string };
    const source = new Source(CONFIG_FILE, text);
    return new Map(
      Object.entries(settings).map(([name, each]) => {
        const places = new ContractPlaces(source, name);
        return [name, { interface: readContract(name, each, places), settings: each, places }] as const;
      }),
    );
  },
});

/** A message contract in this tree. A build left no crates by whose names its types could be found. */
export const resolvedContract = query({
  name: 'contract',
  module,
  make(asked, name: string): ResolvedContract {
    const contract = asked.get(parsedContracts, null).get(name);
    if (!contract || asked.get(isFirmware, null)) return { problems: [] };
    const { crates } = asked.get(workspaceOf, null);
    return resolveContract(contract.interface, contract.settings, crates, rustTypes(asked), contract.places);
  },
  kept: plain<ResolvedContract>(),
});

/** The layouts of a message contract on the configured target; none where the tree does not have it. */
export const contractLayouts = query({
  name: 'contract-layouts',
  module,
  make(asked, name: string): readonly TargetLayout[] {
    const { schema } = asked.get(resolvedContract, name);
    return schema ? layOutForEach(schema, [configured(asked)]) : [];
  },
});
