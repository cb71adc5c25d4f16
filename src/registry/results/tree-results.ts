import type { InterfaceVersion } from '../../compare/index.ts';
import { Database, Engine } from '../../engine/index.ts';
import type { SerdeAssumption } from '../../firmware/index.ts';
import type { SerializedType } from '../../messages/index.ts';
import { jsonText, type Severity, sortDiagnostics } from '../../text/index.ts';
import {
  firmwareOf,
  type OutsideCrateOptions,
  type OutsideFolders,
  outsideCrates,
  type Tree,
  type Workspace,
} from '../../tree/index.ts';
import { type Config, DEFAULT_CONFIG } from '../config.ts';
import { interfaceVersions, withConfigurations } from '../interface-version.ts';
import type { Registry } from '../model.ts';
import type { ReadInterface, Scan } from '../scanned-interface.ts';
import { sha256 } from '../schema-hash.ts';
import { type Checked, configurationsOf, treeFindings, unlistedTypes } from './findings.ts';
import { type RegistryFacts, registryFacts, registryKey, registryOfTree } from './registry-of-tree.ts';
import { checkedOf, interfaceAt, interfacesOf, scanOf, withSeverities } from './scan.ts';
import { schemaOf } from './schemas.ts';
import { versionParts } from './versions.ts';
import { interfacePaths, placeOutside, workspaceOf } from './workspace.ts';

export interface TreeSettings {
  readonly config?: Config;
  /** Where crates from outside the tree are searched. */
  readonly outside?: OutsideCrateOptions;
  /** What is assumed of the serde attributes of a firmware's types (default `unknown`). */
  readonly serde?: SerdeAssumption;
}

/**
 * Everything that is worked out about one tree. The engine keeps it: what somebody asks for again, here or of another tree, is not
 * worked out again while the files and settings that it was made of are the same.
 */
export class TreeResults {
  /** The tree, whose files may be edited: results note what is read of them. */
  readonly tree: Tree;
  readonly database: Database;
  #tree: Tree;
  #settings: TreeSettings;
  #outside: OutsideFolders;

  constructor(engine: Engine, tree: Tree, settings: TreeSettings = {}) {
    this.#tree = tree;
    this.#settings = settings;
    this.#outside = outsideCrates(tree.files, settings.outside);
    this.database = new Database(engine, {
      files: (set) => (set === '' ? this.#tree.files : this.#outside.open(set)),
      value: (name) => this.#value(name),
    });
    const now = () => this.#tree;
    this.tree = {
      files: this.database.files(),
      get skipped() {
        return now().skipped;
      },
      get label() {
        return now().label;
      },
      get commit() {
        return now().commit;
      },
      get web() {
        return now().web;
      },
      get prefix() {
        return now().prefix;
      },
    };
  }

  /** Goes on with other files or settings: an edited tree, or one that was read again. */
  update(tree: Tree, settings: TreeSettings = this.#settings): void {
    this.#tree = tree;
    this.#settings = settings;
    this.#outside = outsideCrates(tree.files, settings.outside);
    this.database.changed();
  }

  /** The same tree with what is assumed of the types of a firmware; for sources there is nothing to assume. */
  assuming(serde: SerdeAssumption): TreeResults {
    if (!firmwareOf(this.#tree.files)) return this;
    return new TreeResults(this.database.engine, this.#tree, { ...this.#settings, serde });
  }

  get config(): Config {
    return this.#settings.config ?? DEFAULT_CONFIG;
  }

  get workspace(): Workspace {
    return this.database.get(workspaceOf, null);
  }

  /** Paths of the interface files. */
  get paths(): readonly string[] {
    return this.database.get(interfacePaths, null);
  }

  /** What is wrong with the tree and its interfaces, at the severities of the configuration and those given, in reading order. */
  check(given: Readonly<Record<string, Severity>> = {}): Checked {
    return checkedOf(this.database, this.config, given);
  }

  /** Types that code serializes and no interface or message contract has. */
  unlistedTypes(): readonly SerializedType[] {
    return this.database.get(unlistedTypes, null);
  }

  /** The same of some interface files: what is wrong elsewhere in the tree is left out. */
  checkOf(paths: readonly string[]): Checked {
    const interfaces = paths.map((path) => this.interface(path));
    const names = new Set(paths);
    const ofTree = this.database.get(treeFindings, null).filter(({ source }) => names.has(source.path));
    return {
      paths,
      operations: interfaces.reduce((sum, one) => sum + (one.interface?.operations.length ?? 0), 0),
      diagnostics: sortDiagnostics([
        ...withSeverities(ofTree, this.config.severity),
        ...interfaces.flatMap((one) => one.check()),
      ]),
    };
  }

  /** Reads and checks everything. */
  scan(): Scan {
    return scanOf(this.database, this.config);
  }

  /**
   * What a site shows of the tree.
   * @param generator name and version of this program
   * @param slugs addresses that interfaces have in the history of the tree, by path
   * @param title of the site (default: that of the configuration)
   */
  registry(generator: string, slugs?: ReadonlyMap<string, string>, title = this.config.title): Registry {
    return this.database.get(registryOfTree, registryKey(this.#tree, { ...this.config, title }, generator, slugs));
  }

  /** The identity of {@link registry}, which is not made for it while the tree is the same. */
  registryFacts(generator: string, slugs?: ReadonlyMap<string, string>, title = this.config.title): RegistryFacts {
    return this.database.get(registryFacts, registryKey(this.#tree, { ...this.config, title }, generator, slugs));
  }

  /** Every interface file and message contract of the tree. A broken one does not stop the others. */
  interfaces(): readonly ReadInterface[] {
    return interfacesOf(this.database, this.config);
  }

  /** One interface file. */
  interface(path: string): ReadInterface {
    return interfaceAt(this.database, this.config, path);
  }

  /** What a comparison needs of its interfaces and contracts. Those whose meaning is open, because of errors, are left out. */
  versions(): InterfaceVersion[] {
    const contracts = this.interfaces().filter(({ kind }) => kind === 'messages');
    return [
      ...this.paths.flatMap((path) => this.#version(path) ?? []),
      ...(contracts.length > 0 ? interfaceVersions(contracts, this.workspace) : []),
    ];
  }

  #version(path: string): InterfaceVersion | undefined {
    const { database } = this;
    const schema = database.get(schemaOf, path);
    const parts = schema && database.get(versionParts, path);
    if (!schema || !parts) return undefined;
    const build = withConfigurations(parts.build, () => this.configurations(path));
    return { path, schema, items: parts.items, build };
  }

  /** The configurations in which images build an interface; undefined where its types depend on none. */
  configurations(path: string) {
    return this.database.get(configurationsOf, path);
  }

  #value(name: string): unknown {
    const { config } = this;
    switch (name) {
      case 'target':
        return config.target;
      case 'serde':
        return this.#settings.serde ?? 'unknown';
      case 'messages':
        return { settings: config.messages, text: config.source?.text ?? jsonText({ messages: config.messages }) };
      default:
        return placeOutside(name, this.#outside);
    }
  }
}

/** The results of one tree that share nothing with those of others. */
export function resultsOf(tree: Tree, settings?: TreeSettings): TreeResults {
  return new TreeResults(new Engine({ hash: sha256 }), tree, settings);
}
