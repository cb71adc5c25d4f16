import { type Asked, plain, query } from '../../engine/index.ts';
import type { Crate } from '../../rust/index.ts';
import type { ImageContents } from '../../schema/index.ts';
import {
  firmwareOf,
  type InterfaceFile,
  type LockedPackage,
  type OutsideCrates,
  type Restriction,
  readWorkspace,
  type Workspace,
} from '../../tree/index.ts';
import type { NamedTarget, Target } from '../../wire/index.ts';
import { configuredTarget, targetsOf, targetsOfTree, withoutNames } from '../targets.ts';

const module = 'src/registry/results/workspace.ts';

/** What the manifests and build scripts of the tree say. */
export const workspaceOf = query({
  name: 'workspace',
  module,
  make: (asked, _: null): Workspace =>
    readWorkspace({ files: asked.files(), label: '', prefix: '' }, cratesOutside(asked)),
});

/** Names of the inputs that say where a crate from outside the tree is, and whether it may be anywhere, for {@link placeOutside}. */
const [OUTSIDE, MAYBE] = ['outside ', 'maybe outside '];

function cratesOutside(asked: Asked): OutsideCrates {
  return {
    mayHave: (name) => asked.value(MAYBE + JSON.stringify(name)) === true,
    find(name, locked) {
      const found = asked.value(OUTSIDE + JSON.stringify([name, locked ?? null])) as OutsidePlace | null;
      return found ? { ...found, files: asked.files(found.set) } : undefined;
    },
  };
}

interface OutsidePlace {
  readonly set: string;
  readonly folder: string;
}

/** Answers an input of that name; undefined for any other input. */
export function placeOutside(input: string, outside: OutsideCrates): OutsidePlace | boolean | null | undefined {
  if (input.startsWith(MAYBE)) return outside.mayHave(JSON.parse(input.slice(MAYBE.length)) as string);
  if (!input.startsWith(OUTSIDE)) return undefined;
  const [name, locked] = JSON.parse(input.slice(OUTSIDE.length)) as [string, LockedPackage | null];
  const found = outside.find(name, locked ?? undefined);
  return found ? { set: found.set, folder: found.folder } : null;
}

/** Paths of the interface files. */
export const interfacePaths = query({
  name: 'interface-paths',
  module,
  make: (asked, _: null): readonly string[] => asked.get(workspaceOf, null).interfaceFiles.map(({ path }) => path),
  kept: plain<readonly string[]>(),
  whole: true,
});

/** An interface file with its stubs; one that is not there has none. */
export const interfaceFile = query({
  name: 'interface-file',
  module,
  make: (asked, path: string): InterfaceFile =>
    asked.get(workspaceOf, null).interfaceFiles.find((file) => file.path === path) ?? { path, stubs: [] },
  seen: ({ stubs }) => stubs.map(({ crate, ...stub }) => ({ ...stub, crate: crateIdentity(crate) })),
});

/** What is seen of a crate without its sources and dependencies, which are noted when somebody asks for them. */
function crateIdentity({ name, externName, root, buildScript, outside }: Crate) {
  return { name, externName, root, buildScript, outside };
}

/** What build scripts know of the images. */
export const imageContents = query({
  name: 'image-contents',
  module,
  make: (asked, _: null): readonly ImageContents[] =>
    asked.get(workspaceOf, null).images.map(({ name, tasks, config }) => ({ name, taskCount: tasks.length, config })),
  seen: (images) => images,
});

/** Whether a build left this tree, so that its types are those of the debug information. */
export const isFirmware = query({
  name: 'is-firmware',
  module,
  make: (asked, _: null): boolean => firmwareOf(asked.files()) !== undefined,
  seen: (is) => is,
});

/** The target of what no image builds. */
export function configured(asked: Asked): NamedTarget {
  return configuredTarget({ target: String(asked.value('target')) });
}

/** The targets that an interface is built for by images, at least one. */
export const interfaceTargets = query({
  name: 'targets',
  module,
  make: (asked, path: string): readonly NamedTarget[] =>
    targetsOf(asked.get(interfaceFile, path), asked.get(workspaceOf, null), configured(asked)),
  seen: (targets) => targets,
});

/** The targets for which sizes are measured that constants ask for. */
export const measuredTargets = query({
  name: 'measured-targets',
  module,
  make: (asked, _: null): readonly Target[] =>
    withoutNames(targetsOfTree(asked.get(workspaceOf, null), configured(asked))),
  seen: (targets) => targets,
});

/** Entries of `allowed-callers` that restrict servers of an interface. Their places count, and so do the texts around them. */
export const restrictionsOf = query({
  name: 'restrictions',
  module,
  make: (asked, path: string): readonly Restriction[] =>
    asked.get(workspaceOf, null).restrictions.filter((restriction) => restriction.path === path),
  seen: (restrictions) => [
    restrictions.map(({ operation, source }) => [operation, source.path]),
    [...new Set(restrictions.map(({ source }) => source))].map(({ path, text }) => [path, text]),
  ],
});

/** What clients and servers are built with. */
export const components = query({
  name: 'components',
  module,
  make: (asked, _: null) => asked.get(workspaceOf, null).components,
  seen: (found) => found,
});
