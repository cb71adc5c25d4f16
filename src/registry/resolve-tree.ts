import { type Firmware, FirmwareTypes, type SerdeAssumption } from '../firmware/index.ts';
import type { Interface } from '../idol/index.ts';
import type { ItemCache } from '../rust/index.ts';
import { RustTypes, resolveInterface } from '../schema/index.ts';
import type { Diagnostic } from '../text/index.ts';
import { type InterfaceFile, serversOf, type Workspace } from '../tree/index.ts';
import { type BuiltWith, checkWire, type InterfaceWire, interfaceWire, measureOf, type Target } from '../wire/index.ts';

/** Works out what travels for the interfaces of one source. */
export interface TypesOfSource {
  wireOf(source: Interface, file: InterfaceFile): InterfaceWire;
  /** What is wrong with an interface now that its types are known. */
  check(source: Interface, wire: InterfaceWire, built: BuiltWith): Diagnostic[];
}

/** The types of a tree's Rust sources. Those that several interfaces use are resolved once. */
export class TreeTypes implements TypesOfSource {
  readonly #types: RustTypes;
  readonly #target: Target;

  /** `items` keeps parsed Rust files by content, for several revisions of a tree. */
  constructor(workspace: Workspace, target: Target, items?: ItemCache) {
    const images = workspace.images.map(({ name, tasks, config }) => ({ name, taskCount: tasks.length, config }));
    this.#types = new RustTypes({ environment: { images }, measure: measureOf(target), cache: items });
    this.#target = target;
  }

  /** API crates come before servers: that is where an interface's types are meant to be found. */
  wireOf(source: Interface, file: InterfaceFile): InterfaceWire {
    const scopes = (['client', 'server'] as const).flatMap((side) => file.stubs.filter((stub) => stub.side === side));
    return interfaceWire(resolveInterface(source, scopes, this.#types), this.#target);
  }

  check(source: Interface, wire: InterfaceWire, built: BuiltWith): Diagnostic[] {
    return checkWire(source, wire, this.#target, built);
  }
}

/** The types of a firmware's debug information. */
export class CompiledSourceTypes implements TypesOfSource {
  readonly #firmware: Firmware;
  readonly #types: FirmwareTypes;

  constructor(firmware: Firmware, serde: SerdeAssumption) {
    this.#firmware = firmware;
    this.#types = new FirmwareTypes(firmware, serde);
  }

  wireOf(source: Interface, file: InterfaceFile): InterfaceWire {
    const servers = serversOf(this.#firmware, file.path);
    return interfaceWire(this.#types.schemaOf(source, servers), this.#types.target);
  }

  check(source: Interface, wire: InterfaceWire, built: BuiltWith): Diagnostic[] {
    return checkWire(source, wire, this.#types.target, built).filter(({ check }) => !NEED_ATTRIBUTES.has(check));
  }
}

/** Checks of what only attributes say, which debug information does not have. */
const NEED_ATTRIBUTES: ReadonlySet<string> = new Set(['error-without-server-death', 'unreliable-field-order']);
