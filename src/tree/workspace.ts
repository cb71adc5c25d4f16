import { Memo } from '../engine/index.ts';
import type { PinnedComponents } from '../runtime/index.ts';
import type { Crate } from '../rust/index.ts';
import { type Diagnostic, type FileSet, type Source, type Span, sortDiagnostics } from '../text/index.ts';
import { TaskBuilds } from './builds.ts';
import { type OutsideCrates, type Package, readPackages, unreadablePackages } from './cargo.ts';
import { checkTreeModel } from './checks/index.ts';
import { pinnedComponents } from './components.ts';
import { firmwareOf, withServers } from './firmware-tree.ts';
import { InterfaceUse, isImage, readImage } from './images.ts';
import { fileThatSays, readManifests } from './manifest.ts';
import type { Image, InterfaceFile, Restriction, StubUse, Tree } from './model.ts';
import { pathInTree } from './paths.ts';
import { generatorUse } from './stub-uses.ts';
import { tomlSpan } from './toml.ts';
import type { PlacedCall, TreeModel } from './tree-model.ts';

/** What the manifests and build scripts of a tree say. */
export interface Workspace {
  readonly interfaceFiles: readonly InterfaceFile[];
  /** By package name. */
  readonly crates: ReadonlyMap<string, Crate>;
  readonly images: readonly Image[];
  readonly restrictions: readonly Restriction[];
  /** Tasks that interfaces are compiled into. */
  readonly builds: TaskBuilds;
  /** What clients and servers are built with. */
  readonly components: PinnedComponents;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads what the manifests and build scripts of a tree say: interface files with their stubs, crates, images with tasks.
 * `outside` finds the sources of crates that are not in the tree; without it there are none.
 */
export function readWorkspace(tree: Tree, outside?: OutsideCrates): Workspace {
  const firmware = firmwareOf(tree.files);
  const workspace = workspaceOf(tree, outside);
  if (!firmware) return workspace;
  // A build leaves no crates and no build scripts: nothing follows from their absence.
  return { ...workspace, images: workspace.images.map((image) => withServers(image, firmware)), diagnostics: [] };
}

function workspaceOf(tree: Tree, outside: OutsideCrates | undefined): Workspace {
  const { files } = tree;
  const packages = readPackages(files, outside);
  const crates = new Map([...packages].map(([name, { crate }]) => [name, crate]));
  const { generatorCalls, computedCalls } = readBuildScripts(files, packages);
  const interfaceFiles = gatherInterfaceFiles(files, generatorCalls);
  const manifests = readManifests(files);
  const use = new InterfaceUse(interfaceFiles);
  const images = manifests.value
    .filter(isImage)
    .map((manifest) => ({ manifest, image: readImage(manifest, crates, use) }));
  const model = { files, packages, interfaceFiles, generatorCalls, computedCalls, images };
  const diagnostics = new Memo<null, readonly Diagnostic[]>();
  return {
    interfaceFiles,
    crates,
    images: images.map(({ image }) => image),
    restrictions: gatherRestrictions(interfaceFiles, images),
    builds: new TaskBuilds(
      packages,
      images.map(({ image }) => image),
    ),
    components: pinnedComponents(files, crates),
    // The checks read Rust sources, which nothing else of a workspace depends on.
    get diagnostics() {
      return diagnostics.get(null, () =>
        sortDiagnostics([...unreadablePackages(files), ...manifests.diagnostics, ...checkTreeModel(model)]),
      );
    },
  };
}

function readBuildScripts(
  files: FileSet,
  packages: ReadonlyMap<string, Package>,
): Pick<TreeModel, 'generatorCalls' | 'computedCalls'> {
  const generatorCalls: PlacedCall[] = [];
  const computedCalls: { source: Source; span: Span }[] = [];
  for (const found of packages.values()) {
    const { buildScript } = found.crate;
    const use = buildScript === undefined ? undefined : files.derived(generatorUse, buildScript);
    if (buildScript === undefined || !use || use.calls.length + use.computed.length === 0) continue;
    const source = files.read(buildScript) as Source;
    const { calls, computed } = use;
    for (const call of calls) {
      const path = pathInTree(found.folder, call.interfacePath);
      generatorCalls.push({ buildScript: source, package: found, call, path });
    }
    for (const span of computed) computedCalls.push({ source, span });
  }
  return { generatorCalls, computedCalls };
}

/** Files with the extension, and those that a build script names whatever their extension is. */
function gatherInterfaceFiles(files: FileSet, calls: readonly PlacedCall[]): InterfaceFile[] {
  const stubs = new Map<string, StubUse[]>();
  for (const path of files.list('', '.idol')) stubs.set(path, []);
  for (const { buildScript, package: found, call, path } of calls) {
    if (path === undefined || !files.has(path)) continue;
    const { interfacePath: _, pathSpan: __, ...use } = call;
    stubs.set(path, [...(stubs.get(path) ?? []), { ...use, crate: found.crate, buildScript: buildScript.path }]);
  }
  return [...stubs.keys()].sort().map((path) => ({ path, stubs: stubs.get(path) ?? [] }));
}

function gatherRestrictions(interfaceFiles: readonly InterfaceFile[], images: TreeModel['images']): Restriction[] {
  const found = new Map<string, Restriction>();
  const restricted = interfaceFiles.flatMap(({ path, stubs }) =>
    stubs.filter((stub) => stub.restricted).map(({ crate }) => ({ path, crate: crate.name })),
  );
  for (const { image, manifest } of images) {
    for (const task of image.tasks) {
      const paths = restricted.filter(({ crate }) => crate === task.crate).map(({ path }) => path);
      if (paths.length === 0) continue;
      for (const operation of task.allowedCallers.keys()) {
        const keys = ['tasks', task.name, 'config', 'allowed-callers', operation];
        const source = fileThatSays(manifest.files, keys)?.source;
        if (!source) continue;
        for (const path of paths) {
          const key = JSON.stringify([path, source.path, ...keys]);
          if (found.has(key)) continue;
          // Only a finding, an editor or a page asks for the place.
          const entry = {
            path,
            operation,
            source,
            get span() {
              return tomlSpan(source, keys);
            },
          };
          found.set(key, entry);
        }
      }
    }
  }
  return [...found.values()];
}
