import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type BreakingReport,
  CONFIG_FILE,
  type Config,
  checkInterfaces,
  DEFAULT_CONFIG,
  defaultAgainst,
  makeBreakingReport,
  openAgainst,
  policyOf,
  type ReadInterface,
  readAgainst,
  readConfig,
  readInterfaces,
  readWaivers,
  type Snapshot,
  snapshotOf,
  WAIVERS_FILE,
} from '../registry/index.ts';
import { type ItemCache, Names, Program } from '../rust/index.ts';
import { type Diagnostic, type FileSet, filesOf, sortDiagnostics, withEdits } from '../text/index.ts';
import {
  gitBlobId,
  type Opened,
  openTree,
  outsideCrates,
  readWorkspace,
  type Tree,
  type Workspace,
} from '../tree/index.ts';

/** Everything that is known of a tree at one moment, with the texts that the editor has in place of those on disk. */
export interface TreeState {
  readonly tree: Tree;
  readonly workspace: Workspace;
  readonly config: Config;
  readonly interfaces: readonly ReadInterface[];
  /** What `check` reports, and what is wrong in the configuration and the waivers. */
  readonly diagnostics: readonly Diagnostic[];
  /** Finds what names in the tree's Rust sources stand for. */
  readonly names: Names;
  readonly program: Program;
}

/** What a tree breaks in one state, compared with an earlier one. */
export interface Breaking {
  readonly report: BreakingReport;
  readonly state: TreeState;
}

/**
 * One tree that the editor works in. Whoever asks gets its state as of now: a change marks what is out of date, and the next question
 * reads that again.
 */
export class OpenTree {
  readonly folder: string;
  readonly #isTrusted: boolean;
  readonly #unsaved = new Map<string, string>();
  readonly #items: ItemCache = new Map();
  #state: TreeState | undefined;
  #disk: Tree | undefined;
  /** The configuration that was last without errors. */
  #config: Config = DEFAULT_CONFIG;
  #stale = new Set<string>();
  #base: { readonly key: string; readonly snapshot: Snapshot } | undefined;

  /** @param isTrusted whether programs may be run: without that there is no git, and so nothing to compare with */
  constructor(folder: string, isTrusted: boolean) {
    this.folder = folder;
    this.#isTrusted = isTrusted;
  }

  /** Whether {@link state} would have to read the whole tree. */
  get isUnread(): boolean {
    return this.#disk === undefined;
  }

  /** The text of a file in the editor counts from now on; without one, that on disk. */
  setUnsaved(path: string, text: string | undefined): void {
    if (text === this.#unsaved.get(path)) return;
    if (text === undefined) this.#unsaved.delete(path);
    else this.#unsaved.set(path, text);
    this.#stale.add(path);
  }

  /** Files on disk are not as they were. Those that the editor has open count as they are there. */
  changedOnDisk(): void {
    this.#disk = undefined;
  }

  /** The repository may have another base to compare with. */
  changedInGit(): void {
    this.#base = undefined;
  }

  get state(): TreeState {
    if (this.#state && this.#disk && this.#stale.size === 0) return this.#state;
    const { interfaceFiles } = this.#state?.workspace ?? { interfaceFiles: [] };
    const stale = [...this.#stale];
    const known = this.#state;
    this.#stale = new Set();
    this.#state =
      known && this.#disk && stale.every((path) => interfaceFiles.some((file) => file.path === path))
        ? this.#withInterfaces(known, this.#disk, stale)
        : this.#readAll();
    return this.#state;
  }

  /** What differs between the tree and what its configuration, or the merge base with the main branch, says to compare it with. */
  async breaking(): Promise<Opened<Breaking>> {
    const { config } = this.state;
    if (!this.#isTrusted) {
      const message = 'nothing is compared in an untrusted workspace';
      return { ok: false, problem: { kind: 'nothing-to-compare', message } };
    }
    const context = {
      folder: this.folder,
      config,
      outside: (each: Tree) => this.#outside(each.files, config),
      items: this.#items,
    };
    const words = defaultAgainst(context);
    if (!words.ok) return words;
    const key = JSON.stringify([words.value, config]);
    if (this.#base?.key !== key) {
      const inTree = resolve(this.folder, words.value);
      const against = readAgainst(existsSync(inTree) ? inTree : words.value, context);
      if (!against.ok) return against;
      const opened = await openAgainst(against.value, context);
      if (!opened.ok) return opened;
      this.#base = { key, snapshot: opened.value };
    }
    // While the other side was read, more may have been typed.
    const { state } = this;
    const { tree, workspace, interfaces } = state;
    const waivers = tree.files.read(WAIVERS_FILE);
    const today = new Date().toISOString().slice(0, 10);
    const policy = policyOf(config.breaking);
    const options = { policy, waivers: waivers ? readWaivers(waivers).value : [], today };
    const after = snapshotOf(tree, workspace, interfaces);
    const report = makeBreakingReport(after, [this.#base.snapshot], options);
    return { ok: true, value: { report, state } };
  }

  #readAll(): TreeState {
    const opened = this.#disk ? undefined : openTree(this.folder, { withoutGit: !this.#isTrusted });
    const disk = opened?.ok ? opened.value : (this.#disk ?? { label: this.folder, prefix: '', files: filesOf({}) });
    this.#disk = disk;
    const tree = this.#withUnsaved(disk);
    const source = tree.files.read(CONFIG_FILE);
    const { value, diagnostics: problems } = source ? readConfig(source) : { value: DEFAULT_CONFIG, diagnostics: [] };
    if (problems.length === 0) this.#config = value;
    const config = this.#config;
    const workspace = readWorkspace(tree, this.#outside(tree.files, config));
    const interfaces = readInterfaces(tree, workspace, config, { items: this.#items });
    return this.#stateOf(tree, workspace, config, interfaces);
  }

  /** The state with other contents of some interface files: nothing else of a tree depends on them. */
  #withInterfaces({ workspace, config, interfaces }: TreeState, disk: Tree, paths: readonly string[]): TreeState {
    const tree = this.#withUnsaved(disk);
    const interfaceFiles = workspace.interfaceFiles.filter(({ path }) => paths.includes(path));
    const read = readInterfaces(tree, { ...workspace, interfaceFiles }, config, { items: this.#items });
    const byPath = new Map(read.map((one) => [one.file.path, one]));
    const all = interfaces.map((one) => byPath.get(one.file.path) ?? one);
    return this.#stateOf(tree, workspace, config, all);
  }

  #stateOf(tree: Tree, workspace: Workspace, config: Config, interfaces: readonly ReadInterface[]): TreeState {
    const settings = tree.files.read(CONFIG_FILE);
    const waivers = tree.files.read(WAIVERS_FILE);
    const program = new Program({ cache: this.#items });
    return {
      tree,
      workspace,
      config,
      interfaces,
      diagnostics: sortDiagnostics([
        ...(settings ? readConfig(settings).diagnostics : []),
        ...(waivers ? readWaivers(waivers).diagnostics : []),
        ...checkInterfaces(interfaces, workspace, config),
      ]),
      program,
      names: new Names(program),
    };
  }

  #withUnsaved({ files, label }: Tree): Tree {
    const isOurs = (path: string) => files.has(path) || !existsSync(join(this.folder, path));
    const unsaved = new Map([...this.#unsaved].filter(([path]) => isOurs(path)));
    return { label, prefix: '', files: unsaved.size === 0 ? files : withEdits(files, unsaved, gitBlobId) };
  }

  #outside(files: FileSet, config: Config) {
    const folders = Object.entries(config.crates).map(([name, path]) => [name, resolve(this.folder, path)] as const);
    return outsideCrates(files, { given: new Map(folders) });
  }
}

/** One interface without a tree around it: its types are not resolved. */
export function stateOfFile(name: string, text: string): TreeState {
  const tree: Tree = { label: name, prefix: '', files: filesOf({ [name]: text }) };
  const found = readWorkspace(tree);
  const file = { path: name, stubs: [] };
  const workspace = { ...found, interfaceFiles: [file], diagnostics: [] };
  const interfaces = readInterfaces(tree, workspace, DEFAULT_CONFIG);
  const program = new Program();
  return {
    tree,
    workspace,
    config: DEFAULT_CONFIG,
    interfaces,
    // That no crate says what a type is follows from there being none.
    diagnostics: checkInterfaces(interfaces, workspace, DEFAULT_CONFIG).filter(
      ({ check }) => check !== 'unresolved-type',
    ),
    program,
    names: new Names(program),
  };
}
