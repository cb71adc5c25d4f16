import { mkdirSync } from 'node:fs';
import {
  DEFAULT_CONFIG,
  type History,
  makeRegistry,
  type Registry,
  ReleaseStore,
  readFolderHistory,
  releaseFolders,
  resultsOf,
  writeRegistry,
} from '../../src/registry/index.ts';
import { openTree } from '../../src/tree/index.ts';

const GENERATOR = 'idol-registry test';

/** The registry of the example tree's newest release. */
export function exampleRegistry(): Registry {
  const opened = openTree('idl/2.0.0');
  if (!opened.ok) throw new Error(opened.problem.message);
  const results = resultsOf(opened.value);
  const config = { ...DEFAULT_CONFIG, title: 'Stormglass' };
  return makeRegistry(opened.value, results.workspace, results.scan(), config, GENERATOR);
}

/** Writes the registry of all its releases into a folder. */
export function publishExample(folder: string): History {
  const folders = releaseFolders('idl');
  if (!folders) throw new Error('the example has no releases');
  const store = new ReleaseStore();
  const history = readFolderHistory(folders, { store, generator: GENERATOR });
  mkdirSync(folder, { recursive: true });
  writeRegistry(folder, history, store, GENERATOR);
  return history;
}
