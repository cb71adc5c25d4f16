import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Node that can run the server. */
const OLDEST_NODE = [22, 19] as const;

export interface Surroundings {
  /** Folder of this extension. */
  readonly extension: string;
  /** Folders of the workspace, in their order. */
  readonly folders: readonly string[];
  /** Whether programs of the workspace may be started. */
  readonly isTrusted: boolean;
  /** What the settings name; empty where they name nothing. */
  readonly settings: { readonly server: string; readonly node: string };
  /** Version of the editor's own Node: `22.19.0`. */
  readonly nodeVersion: string;
}

/** How the server is started: `node` is undefined for the editor's own. */
export interface ServerProgram {
  readonly module: string;
  readonly node: string | undefined;
}

/**
 * The program that the settings name; else, in a trusted workspace, the one that the workspace depends on, so that editor, command line and
 * continuous integration agree; else the one in this extension.
 */
export function serverProgram({ extension, folders, isTrusted, settings, nodeVersion }: Surroundings): ServerProgram {
  const own = isTrusted
    ? folders.map((folder) => join(folder, 'node_modules', 'idol-registry', 'dist', 'main.js')).find(existsSync)
    : undefined;
  const module = settings.server || own || join(extension, 'dist', 'server', 'main.js');
  return { module, node: settings.node || (isNewEnough(nodeVersion) ? undefined : 'node') };
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}
