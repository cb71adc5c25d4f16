import type { Diagnostic, FileSet } from '../text/index.ts';
import { sortDiagnostics } from '../text/index.ts';
import { type OutsideCrates, type Package, readPackages } from './cargo.ts';
import { InterfaceUse, isImage, readImage } from './images.ts';
import { readManifests } from './manifest.ts';
import type { InterfaceFile, StubUse, Tree, Workspace } from './model.ts';
import { pathInTree } from './paths.ts';
import { findGeneratorCalls } from './stub-uses.ts';

/**
 * Reads what the manifests and build scripts of a tree say: interface files with their stubs, crates, images with tasks.
 * `outside` finds the sources of crates that are not in the tree; without it there are none.
 */
export function readWorkspace(tree: Tree, outside?: OutsideCrates): Workspace {
  const { files } = tree;
  const packages = readPackages(files, outside);
  const crates = new Map([...packages].map(([name, { crate }]) => [name, crate]));
  const interfaces = readInterfaceFiles(files, packages);
  const manifests = readManifests(files);
  const use = new InterfaceUse(interfaces.interfaceFiles);
  const images = manifests.value.filter(isImage).map((manifest) => readImage(manifest, crates, use));
  return {
    interfaceFiles: interfaces.interfaceFiles,
    crates,
    images,
    diagnostics: sortDiagnostics([...interfaces.diagnostics, ...manifests.diagnostics]),
  };
}

/** Files with the extension, and those that a build script names whatever their extension is. */
function readInterfaceFiles(files: FileSet, packages: ReadonlyMap<string, Package>) {
  const stubs = new Map<string, StubUse[]>();
  for (const path of files.paths) if (path.endsWith('.idol')) stubs.set(path, []);
  const diagnostics: Diagnostic[] = [];
  for (const { crate, folder } of packages.values()) {
    const source = crate.buildScript === undefined ? undefined : files.read(crate.buildScript);
    if (!source) continue;
    for (const { interfacePath, pathSpan, ...call } of findGeneratorCalls(source)) {
      const path = pathInTree(folder, interfacePath);
      if (path === undefined || !files.has(path)) continue;
      const uses = stubs.get(path) ?? [];
      uses.push({ ...call, crate, buildScript: source.path });
      stubs.set(path, uses);
    }
  }
  const interfaceFiles: InterfaceFile[] = [...stubs.keys()]
    .sort()
    .map((path) => ({ path, stubs: stubs.get(path) ?? [] }));
  return { interfaceFiles, diagnostics };
}
