import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  CONFIG_FILE,
  type Config,
  DEFAULT_CONFIG,
  diagnosticEntry,
  readConfig,
  resultsOf,
  type TreeResults,
} from '../registry/index.ts';
import { type OutsideCrateOptions, openTree, rootOf, type Tree, type Workspace } from '../tree/index.ts';
import { given, type Outcome, withheld } from './outcome.ts';

/** How a tree is read. */
export interface TreeOptions {
  /** Git revision to read, without a checkout. Default: the working tree. */
  readonly rev?: string;
  /** Package name -> folder with its sources, for crates from outside the tree. Added to those of the tree's configuration. */
  readonly crates?: Readonly<Record<string, string>>;
}

/** A tree that was opened: its configuration, and where its interfaces, crates and images are. */
export interface Project {
  readonly folder: string;
  readonly tree: Tree;
  readonly workspace: Workspace;
  readonly config: Config;
  /** Everything that is worked out about the tree. */
  readonly results: TreeResults;
  /** Where crates from outside this tree, or a version of it, are searched. */
  readonly outside: OutsideCrateOptions;
}

/** Opens the tree whose root a folder is, or the firmware that a file is. Unlike the command line, it does not search for the root. */
export function openProject(path: string, { rev, crates = {} }: TreeOptions): Outcome<Project> {
  if (path.includes('\0')) return withheld('not-a-folder', 'a path cannot have a null character');
  const root = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? rootOf(path, rev) : path;
  if (root !== path) {
    const help = root === undefined ? 'give the root of a tree' : `the root of its tree is \`${root}\``;
    return withheld('not-a-folder', `\`${path}\` is not the root of a Hubris tree`, { help });
  }
  const opened = openTree(path, { rev });
  if (!opened.ok) return opened;
  const tree = opened.value;
  const source = tree.files.read(CONFIG_FILE);
  const { value: config, diagnostics } = source ? readConfig(source) : { value: DEFAULT_CONFIG, diagnostics: [] };
  if (diagnostics.length > 0) {
    const findings = diagnostics.map(diagnosticEntry);
    return withheld('invalid-configuration', `the configuration of \`${path}\` is invalid`, { findings });
  }
  const configured = Object.entries(config.crates).map(([name, folder]) => [name, resolve(path, folder)] as const);
  const folders = new Map([...configured, ...Object.entries(crates)]);
  const outside = { given: folders };
  const results = resultsOf(tree, { config, outside });
  if (results.paths.length === 0 && Object.keys(config.messages).length === 0) {
    return withheld('no-interfaces', `there is no interface in \`${path}\``, {
      help: 'give the root of a Hubris tree: interface files end with `.idol`, or a build script names them',
    });
  }
  return given({
    folder: path,
    tree: results.tree,
    get workspace() {
      return results.workspace;
    },
    config,
    results,
    outside,
  });
}
