import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CONFIG_FILE, type Config, DEFAULT_CONFIG, readConfig, reasonOf, type TreeResults } from '../registry/index.ts';
import { decodeUtf8, type Source } from '../text/index.ts';
import type { OutsideCrateOptions, Tree, Workspace } from '../tree/index.ts';
import { treeFolder } from './place.ts';
import { CannotRun, type Session } from './session.ts';

/** A tree as a command works on it. */
export interface Project {
  /** Its root, which paths of the configuration are relative to. */
  readonly folder: string;
  readonly tree: Tree;
  readonly workspace: Workspace;
  readonly config: Config;
  /** Everything that is worked out about it. */
  readonly results: TreeResults;
}

/** Opens the tree that a folder is or belongs to, and reads its configuration and workspace. One without any interface is refused. */
export function openProject(session: Session, named: string): Project {
  session.progress.show('reading the tree …');
  const folder = treeFolder(session, named);
  const tree = session.openTree(folder);
  const config = loadConfig(session, tree);
  const outside = outsideOf(session, folder, config);
  const results = session.resultsOf(folder, tree, { config, outside });
  if (results.paths.length === 0 && Object.keys(config.messages).length === 0) {
    const { rev } = session.options;
    throw new CannotRun(
      `there is no interface in \`${folder}\`${rev === undefined ? '' : ` at \`${rev}\``}`,
      rev === undefined
        ? 'give the root of a Hubris tree: interface files end with `.idol`, or a build script names them'
        : 'Idol may be younger than this revision, or the folder is not the root of a Hubris tree',
    );
  }
  return {
    folder,
    tree: results.tree,
    get workspace() {
      return results.workspace;
    },
    config,
    results,
  };
}

/** Where crates from outside the tree are: folders of the configuration, relative to the tree, then those of `--crate`. */
export function outsideOf({ options }: Session, folder: string, config: Config): OutsideCrateOptions {
  const configured = Object.entries(config.crates).map(([name, path]) => [name, resolve(folder, path)] as const);
  const given = new Map([...configured, ...Object.entries(options.crate ?? {})]);
  return { given, ...(options.cargoHome !== undefined && { cargoHome: options.cargoHome }) };
}

/**
 * The configuration that `--config` names, else the one of the tree, else the defaults. One with errors ends the run: what it would have
 * said, such as the path of a site, cannot be guessed.
 */
export function loadConfig(session: Session, tree?: Tree): Config {
  const { config } = session.options;
  const source = config === undefined ? tree?.files.read(CONFIG_FILE) : readConfigFile(config);
  if (!source) return DEFAULT_CONFIG;
  const { value, diagnostics } = readConfig(source);
  if (diagnostics.length === 0) return value;
  throw new CannotRun('invalid configuration', undefined, diagnostics);
}

function readConfigFile(path: string): Source {
  // A pipe that nobody writes to would never end.
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new CannotRun(`there is no file \`${path}\``, '`--config` names a configuration');
  if (!stats.isFile()) throw new CannotRun(`the configuration \`${path}\` is not a file`);
  try {
    return decodeUtf8(path, readFileSync(path)).value;
  } catch (error) {
    throw new CannotRun(`the configuration \`${path}\` cannot be read: ${reasonOf(error)}`);
  }
}
