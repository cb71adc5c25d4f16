import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CONFIG_FILE, type Config, DEFAULT_CONFIG, readConfig } from '../registry/index.ts';
import { type Diagnostic, decodeUtf8 } from '../text/index.ts';
import { type OutsideCrates, outsideCrates, readWorkspace, type Tree, type Workspace } from '../tree/index.ts';
import { CannotRun, type Session } from './session.ts';

/** A tree as a command works on it. */
export interface Project {
  readonly tree: Tree;
  readonly workspace: Workspace;
  readonly config: Config;
  /** What is wrong with the configuration. */
  readonly configDiagnostics: readonly Diagnostic[];
}

/** Opens the tree and reads its configuration and workspace. A tree without any interface file is refused. */
export function openProject(session: Session, folder: string): Project {
  session.progress.show('reading the tree …');
  const tree = session.openTree(folder);
  const config = loadConfig(session, tree);
  const workspace = readWorkspace(tree, outsideCratesOf(session, folder, config.value, tree));
  if (workspace.interfaceFiles.length === 0) {
    throw new CannotRun(
      `there is no interface in \`${folder}\``,
      'give the root of a Hubris tree: interface files end with `.idol`, or a build script names them',
    );
  }
  return { tree, workspace, config: config.value, configDiagnostics: config.diagnostics };
}

/** Where the sources of crates from outside a tree are. `folder` is that of the command line, which the configuration's are relative to. */
export function outsideCratesOf(session: Session, folder: string, config: Config, tree: Tree): OutsideCrates {
  return outsideCrates(tree.files, { given: givenCrates(session, folder, config) });
}

/** Folders of crates from outside the tree: those of the configuration, relative to the tree, then those of `--crate`. */
export function givenCrates({ options }: Session, folder: string, config: Config): ReadonlyMap<string, string> {
  const configured = Object.entries(config.crates).map(([name, path]) => [name, resolve(folder, path)] as const);
  return new Map([...configured, ...Object.entries(options.crate ?? {})]);
}

/** The configuration that `--config` names, else the one of the tree, else none. */
export function loadConfig({ options }: Session, tree?: Tree) {
  if (options.config !== undefined) return readConfig(decodeUtf8(options.config, readConfigFile(options.config)).value);
  const source = tree?.files.read(CONFIG_FILE);
  return source ? readConfig(source) : { value: DEFAULT_CONFIG, diagnostics: [] };
}

function readConfigFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new CannotRun(`the configuration \`${path}\` cannot be read`);
  }
}
