import { DEFAULT_CONFIG, makeRegistry, type Registry, scan } from '../../src/registry/index.ts';
import { openTree, readWorkspace } from '../../src/tree/index.ts';

/** The registry of the example tree's newest release. */
export function exampleRegistry(): Registry {
  const opened = openTree('idl/2.0.0');
  if (!opened.ok) throw new Error(opened.problem.message);
  const workspace = readWorkspace(opened.value);
  const config = { ...DEFAULT_CONFIG, title: 'Stormglass' };
  return makeRegistry(opened.value, workspace, scan(opened.value, workspace, config), config, 'idol-registry test');
}
