import { type Interface, parseInterfaceBytes } from '../../src/idol/index.ts';
import { type InterfaceSchema, RustTypes, resolveInterface } from '../../src/schema/index.ts';
import { openTree, readWorkspace } from '../../src/tree/index.ts';
import { ARM, measureOf } from '../../src/wire/index.ts';

export interface TreeInterface {
  readonly path: string;
  readonly source: Interface;
  readonly wire: InterfaceSchema;
}

/** The interfaces of a tree in a folder, with their types resolved. */
export function treeInterfaces(folder: string): TreeInterface[] {
  const opened = openTree(folder);
  if (!opened.ok) throw new Error(opened.problem.message);
  const tree = opened.value;
  const { interfaceFiles, images } = readWorkspace(tree);
  const facts = images.map(({ name, tasks, config }) => ({ name, taskCount: tasks.length, config }));
  const types = new RustTypes({ environment: { images: facts }, measure: measureOf(ARM) });
  return interfaceFiles.flatMap(({ path, stubs }) => {
    const source = parseInterfaceBytes(path, tree.files.bytes(path) ?? new Uint8Array(0)).value;
    if (!source) return [];
    const scopes = (['client', 'server'] as const).flatMap((side) => stubs.filter((stub) => stub.side === side));
    return [{ path, source, wire: resolveInterface(source, scopes, types) }];
  });
}
