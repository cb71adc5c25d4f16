import {
  type AllowedCallers,
  type BuildConfiguration,
  type InterfaceBuild,
  type InterfaceVersion,
  itemsOf,
} from '../compare/index.ts';
import type { Interface } from '../idol/index.ts';
import { behaviorsOf, type Dispatch, type PinnedComponents } from '../runtime/index.ts';
import type { InterfaceSchema } from '../schema/index.ts';
import { dispatchOf, type InterfaceFile, type Workspace } from '../tree/index.ts';
import type { NamedTarget } from '../wire/index.ts';
import { buildConfigurations } from './build-configurations.ts';
import type { ScannedInterface } from './scanned-interface.ts';

/** What comparison needs of the interfaces of a scan. Those whose meaning is open, because of errors, are left out. */
export function interfaceVersions(
  interfaces: readonly ScannedInterface[],
  workspace: Pick<Workspace, 'components' | 'builds'>,
): InterfaceVersion[] {
  return interfaces.flatMap(({ file, interface: read, schema, targets }) =>
    read && schema
      ? [
          {
            path: file.path,
            schema,
            items: itemsOf(read),
            build: interfaceBuild({ file, schema, targets }, workspace),
          },
        ]
      : [],
  );
}

/** How an interface is built. */
export function interfaceBuild(
  { file, schema, targets }: Pick<ScannedInterface, 'file' | 'targets'> & { readonly schema: InterfaceSchema },
  workspace: Pick<Workspace, 'components' | 'builds'>,
): InterfaceBuild {
  const find = () => buildConfigurations(schema, file, workspace);
  return withConfigurations(fixedBuild(file, targets, workspace), find);
}

/** How it is built, but for the configurations. */
function fixedBuild(
  file: InterfaceFile,
  targets: readonly NamedTarget[],
  workspace: Pick<Workspace, 'components' | 'builds'>,
): FixedBuild {
  const { components } = workspace;
  const dispatch = dispatchesOf(file, components);
  const restricted = restrictedServers(file, workspace);
  const allowed = restricted.flatMap(({ image, callers }) => callers.map((one) => ({ image, ...one })));
  return {
    components,
    ...(dispatch.length > 0 && { dispatch }),
    targets: targets.map(({ name }) => name),
    ...(allowed.length > 0 && { allowedCallers: allowed }),
    ...(restricted.length > 0 && { servedIn: [...new Set(restricted.map(({ image }) => image))].sort() }),
  };
}

type FixedBuild = Omit<InterfaceBuild, 'configurations'>;

/** What a comparison needs of an interface beside its schema. Plain data. */
export interface VersionParts {
  readonly items: InterfaceVersion['items'];
  readonly build: FixedBuild;
}

export function versionPartsOf(
  read: Interface,
  file: InterfaceFile,
  targets: readonly NamedTarget[],
  workspace: Pick<Workspace, 'components' | 'builds'>,
): VersionParts {
  return { items: itemsOf(read), build: fixedBuild(file, targets, workspace) };
}

/** A version of these facts, with the configurations in which it is built: only a comparison that finds a difference asks for them. */
export function withConfigurations(
  build: FixedBuild,
  find: () => readonly BuildConfiguration[] | undefined,
): InterfaceBuild {
  let found: { readonly configurations: BuildConfiguration[] | undefined } | undefined;
  return {
    ...build,
    get configurations() {
      found ??= { configurations: find() as BuildConfiguration[] | undefined };
      return found.configurations;
    },
  };
}

/** The tasks of images that serve an interface with a server that can be restricted, and whom they allow to call what. */
function restrictedServers(
  file: InterfaceFile,
  { builds }: Pick<Workspace, 'builds'>,
): { image: string; callers: Omit<AllowedCallers, 'image'>[] }[] {
  const restricted = new Set(file.stubs.filter((stub) => stub.restricted).map(({ crate }) => crate.name));
  if (restricted.size === 0) return [];
  return builds.imagesOf(file).flatMap(({ name: image, tasks }) =>
    tasks
      .filter(({ serves, crate }) => serves.includes(file.path) && restricted.has(crate))
      .map(({ allowedCallers }) => ({
        image,
        callers: [...allowedCallers].map(([operation, callers]) => ({ operation, callers: [...callers].sort() })),
      })),
  );
}

/** Functions that feed the servers of an interface, where their runtime makes a difference between them. */
function dispatchesOf({ stubs }: InterfaceFile, components: PinnedComponents): Dispatch[] {
  const [one, other] = (['dispatch', 'dispatch_n'] as const).map((each) => behaviorsOf(components, each).server);
  if (JSON.stringify(one?.candidates) === JSON.stringify(other?.candidates)) return [];
  const servers = new Set(stubs.filter(({ side }) => side === 'server').map(({ crate }) => crate));
  return [...new Set([...servers].map(dispatchOf))].sort();
}
