import type { Diagnostic, FileSet } from '../text/index.ts';
import { sortDiagnostics } from '../text/index.ts';
import { InterfaceUse, isImage, readImage } from './images.ts';
import { readManifests } from './manifest.ts';
import type { InterfaceFile, StubUse, Tree, Workspace } from './model.ts';
import { type Package, readPackages } from './packages.ts';
import { pathInTree } from './paths.ts';
import { findGeneratorCalls } from './stub-uses.ts';

/** Reads what the manifests and build scripts of a tree say: interface files with their stubs, crates, images with tasks. */
export function readWorkspace(tree: Tree): Workspace {
  const { files } = tree;
  const packages = readPackages(files);
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
  for (const { crate, folder, buildScript } of packages.values()) {
    const source = buildScript === undefined ? undefined : files.read(buildScript);
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
