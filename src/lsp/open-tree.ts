import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Engine } from '../engine/index.ts';
import {
  type AgainstContext,
  type BreakingReport,
  baseRevision,
  CONFIG_FILE,
  type Config,
  DEFAULT_CONFIG,
  defaultAgainst,
  makeBreakingReport,
  openAgainst,
  policyOf,
  type ReadInterface,
  readAgainst,
  readConfig,
  readSnapshot,
  readWaivers,
  resultsOf,
  type Snapshot,
  sha256,
  TreeResults,
  WAIVERS_FILE,
} from '../registry/index.ts';
import { Names, Program } from '../rust/index.ts';
import { type Diagnostic, filesOf, sortDiagnostics, withEdits } from '../text/index.ts';
import {
  gitBlobId,
  type Opened,
  type OutsideCrateOptions,
  openTree,
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

/** What a tree is compared with. */
interface Base {
  readonly key: string;
  /** The configuration that it was read with. */
  readonly settings: string;
  readonly snapshot: Snapshot;
}

function settingsOf({ source: _, ...settings }: Config): string {
  return JSON.stringify(settings);
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
  readonly #engine = new Engine({ hash: sha256 });
  #results: TreeResults | undefined;
  #state: TreeState | undefined;
  #disk: Tree | undefined;
  /** The configuration that was last without errors. */
  #config: Config = DEFAULT_CONFIG;
  #isStale = false;
  #base: Base | undefined;
  /** False when another commit may be the base. */
  #isBaseKnown = false;

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
    this.#isStale = true;
  }

  /** Files on disk are not as they were. Those that the editor has open count as they are there. */
  changedOnDisk(): void {
    this.#disk = undefined;
  }

  /** The repository may have another base to compare with. */
  changedInGit(): void {
    this.#isBaseKnown = false;
  }

  get state(): TreeState {
    if (this.#state && this.#disk && !this.#isStale) return this.#state;
    this.#isStale = false;
    this.#state = this.#read();
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
      outside: this.#outside(config),
      engine: this.#engine,
    };
    if (!this.#base || !this.#isBaseKnown || this.#base.settings !== settingsOf(config)) {
      const base = await this.#openBase(context);
      if (!base.ok) return base;
      this.#base = base.value;
      this.#isBaseKnown = true;
    }
    const { snapshot } = this.#base;
    // While the other side was read, more may have been typed.
    const { state } = this;
    const { tree } = state;
    const waivers = tree.files.read(WAIVERS_FILE);
    const today = new Date().toISOString().slice(0, 10);
    const policy = policyOf(config.breaking);
    const options = { policy, waivers: waivers ? readWaivers(waivers).value : [], today };
    const after = readSnapshot(this.#results as TreeResults);
    const report = makeBreakingReport(after, [snapshot], options);
    return { ok: true, value: { report, state } };
  }

  /** What the tree is compared with now: the snapshot that is known, if it is of the same commit. */
  async #openBase(context: AgainstContext): Promise<Opened<Base>> {
    const words = defaultAgainst(context);
    if (!words.ok) return words;
    const inTree = resolve(this.folder, words.value);
    const against = readAgainst(existsSync(inTree) ? inTree : words.value, context);
    if (!against.ok) return against;
    const { kind } = against.value;
    const revision = kind === 'git' || kind === 'merge-base' ? baseRevision(against.value, context) : undefined;
    if (revision && !revision.ok) return revision;
    const settings = settingsOf(context.config);
    const key = JSON.stringify([words.value, revision?.value.commit]);
    // Only a commit stays what it is.
    if (revision && this.#base?.key === key && this.#base.settings === settings) return { ok: true, value: this.#base };
    const snapshot = await openAgainst(against.value, context);
    return snapshot.ok ? { ok: true, value: { key, settings, snapshot: snapshot.value } } : snapshot;
  }

  /** Nothing is worked out again that does not depend on what changed. */
  #read(): TreeState {
    const opened = this.#disk ? undefined : openTree(this.folder, { withoutGit: !this.#isTrusted });
    const disk = opened?.ok ? opened.value : (this.#disk ?? { label: this.folder, prefix: '', files: filesOf({}) });
    this.#disk = disk;
    const tree = this.#withUnsaved(disk);
    const source = tree.files.read(CONFIG_FILE);
    const { value, diagnostics: problems } = source ? readConfig(source) : { value: DEFAULT_CONFIG, diagnostics: [] };
    if (problems.length === 0) this.#config = value;
    const config = this.#config;
    const settings = { config, outside: this.#outside(config) };
    if (this.#results) this.#results.update(tree, settings);
    else this.#results = new TreeResults(this.#engine, tree, settings);
    const waivers = tree.files.read(WAIVERS_FILE);
    const { workspace } = this.#results;
    const { diagnostics } = this.#results.check();
    return {
      tree,
      workspace,
      config,
      interfaces: this.#results.interfaces(),
      diagnostics: sortDiagnostics([...problems, ...(waivers ? readWaivers(waivers).diagnostics : []), ...diagnostics]),
      ...namesIn(),
    };
  }

  #withUnsaved({ files, label }: Tree): Tree {
    const isOurs = (path: string) => files.has(path) || !existsSync(join(this.folder, path));
    const unsaved = new Map([...this.#unsaved].filter(([path]) => isOurs(path)));
    return { label, prefix: '', files: unsaved.size === 0 ? files : withEdits(files, unsaved, gitBlobId) };
  }

  #outside(config: Config): OutsideCrateOptions {
    const folders = Object.entries(config.crates).map(([name, path]) => [name, resolve(this.folder, path)] as const);
    return { given: new Map(folders) };
  }
}

/** One interface without a tree around it: its types are not resolved. */
export function stateOfFile(name: string, text: string): TreeState {
  const tree: Tree = { label: name, prefix: '', files: filesOf({ [name]: text }) };
  const results = resultsOf(tree);
  const only = results.interface(name);
  return {
    tree,
    workspace: { ...results.workspace, interfaceFiles: [only.file], diagnostics: [] },
    config: DEFAULT_CONFIG,
    interfaces: [only],
    // That no crate says what a type is follows from there being none.
    diagnostics: sortDiagnostics(only.check().filter(({ check }) => check !== 'unresolved-type')),
    ...namesIn(),
  };
}

function namesIn(): Pick<TreeState, 'program' | 'names'> {
  const program = new Program();
  return { program, names: new Names(program) };
}
