import { type Firmware, FirmwareTypes, type SerdeAssumption } from '../firmware/index.ts';
import type { Interface } from '../idol/index.ts';
import {
  type ContractPlaces,
  type ContractSettings,
  type ResolvedContract,
  resolveContract,
} from '../messages/index.ts';
import type { ItemCache } from '../rust/index.ts';
import { type InterfaceSchema, RustTypes, resolveInterface } from '../schema/index.ts';
import type { Diagnostic } from '../text/index.ts';
import { type InterfaceFile, serversOf, type Workspace } from '../tree/index.ts';
import { type BuiltWith, checkWire, measureOf, type NamedTarget, type Target } from '../wire/index.ts';
import { targetsOf, targetsOfTree } from './targets.ts';

/** Resolves the types of the interfaces of one source, which has one target or several. */
export interface TypesOfSource {
  schemaOf(source: Interface, file: InterfaceFile): InterfaceSchema;
  targetsOf(file: InterfaceFile): readonly NamedTarget[];
  /** Resolves a message contract. Undefined where the source knows no crates by name. */
  contractOf(source: Interface, settings: ContractSettings, places: ContractPlaces): ResolvedContract | undefined;
  /** Checks that cannot be made of this source. */
  readonly impossible: ReadonlySet<string>;
}

/** The types of a tree's Rust sources. Those that several interfaces use are resolved once. */
export class TreeTypes implements TypesOfSource {
  readonly impossible: ReadonlySet<string> = new Set();
  readonly #workspace: Workspace;
  readonly #configured: NamedTarget;
  readonly #types: RustTypes;

  /**
   * @param configured the target of what no image builds
   * @param items keeps parsed Rust files by content, for several revisions of a tree
   */
  constructor(workspace: Workspace, configured: NamedTarget, items?: ItemCache) {
    this.#workspace = workspace;
    this.#configured = configured;
    const images = workspace.images.map(({ name, tasks, config }) => ({ name, taskCount: tasks.length, config }));
    const [first, ...others] = distinctFacts(targetsOfTree(workspace, configured));
    const measure = measureOf(first ?? configured.target, ...others);
    this.#types = new RustTypes({ environment: { images }, measure, cache: items });
  }

  /** API crates come before servers: that is where an interface's types are meant to be found. */
  schemaOf(source: Interface, file: InterfaceFile): InterfaceSchema {
    const scopes = (['client', 'server'] as const).flatMap((side) => file.stubs.filter((stub) => stub.side === side));
    return resolveInterface(source, scopes, this.#types);
  }

  targetsOf(file: InterfaceFile): readonly NamedTarget[] {
    return targetsOf(file, this.#workspace, this.#configured);
  }

  contractOf(source: Interface, settings: ContractSettings, places: ContractPlaces): ResolvedContract {
    return resolveContract(source, settings, this.#workspace.crates, this.#types, places);
  }
}

/** The types of a firmware's debug information. */
export class CompiledSourceTypes implements TypesOfSource {
  /** What only attributes say, debug information does not have. */
  readonly impossible: ReadonlySet<string> = new Set(['error-without-server-death', 'unreliable-field-order']);
  readonly #firmware: Firmware;
  readonly #types: FirmwareTypes;
  readonly #targets: readonly NamedTarget[];

  constructor(firmware: Firmware, { images }: Workspace, configured: NamedTarget, serde: SerdeAssumption) {
    this.#firmware = firmware;
    this.#types = new FirmwareTypes(firmware, serde);
    this.#targets = [{ name: images[0]?.target ?? configured.name, target: this.#types.target }];
  }

  schemaOf(source: Interface, file: InterfaceFile): InterfaceSchema {
    return this.#types.schemaOf(source, serversOf(this.#firmware, file.path));
  }

  targetsOf(): readonly NamedTarget[] {
    return this.#targets;
  }

  /** An archive of a build has no configuration, and no crates that a path could begin with. */
  contractOf(): undefined {
    return undefined;
  }
}

/** What is wrong with an interface now that its types are known, on any of its targets: each finding once. */
export function checkOnTargets(
  source: Interface,
  schema: InterfaceSchema,
  targets: readonly NamedTarget[],
  built?: BuiltWith,
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const target of distinctFacts(targets)) {
    for (const diagnostic of checkWire(source, schema, target, built)) {
      const { check, span, message } = diagnostic;
      found.set(JSON.stringify([check, span, message]), diagnostic);
    }
  }
  return [...found.values()];
}

/** Most targets of a tree have the same facts under several names. */
function distinctFacts(targets: readonly NamedTarget[]): Target[] {
  return [...new Map(targets.map(({ target }) => [JSON.stringify(target), target])).values()];
}
