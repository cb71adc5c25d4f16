import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configuredTarget, INDEX_ADDRESS, type ReleaseDocument } from '../registry/index.ts';
import type { InterfaceSchema, TypeDefinition, TypeTable } from '../schema/index.ts';
import { filesOf } from '../text/index.ts';
import { type Image, TaskBuilds } from '../tree/index.ts';
import { type NamedTarget, targetNamed } from '../wire/index.ts';
import { openNamedRegistry } from './open-registry.ts';
import { loadConfig, openProject, type Project } from './project.ts';
import { orCannotRun, type Session } from './session.ts';

/** What types of messages are read from: a tree, a firmware, or a release of a registry, which has schemas and no sources. */
export type MessageSource = Project | ReleasedSource;

export interface ReleasedSource extends Pick<Project, 'tree' | 'workspace' | 'config'> {
  readonly results?: undefined;
  readonly release: ReleaseDocument;
  /** By path of the interface file. */
  readonly schemas: ReadonlyMap<string, InterfaceSchema>;
  readonly targets: readonly NamedTarget[];
}

/** Opens what `--tree` names: a folder or file as other commands take it, or a registry as `--against` does (`<place>#<release>`). */
export async function openMessageSource(session: Session, named: string): Promise<MessageSource> {
  const [place = '', name] = named.replace(/^registry:/, '').split('#');
  const isAddress = /^(?:registry:|https?:\/\/)/.test(named);
  const isFolder = ['', 'api/v1/'].some((folder) => existsSync(join(place, folder, INDEX_ADDRESS)));
  return isAddress || isFolder ? openRelease(session, place, name) : openProject(session, named);
}

async function openRelease(session: Session, place: string, name: string | undefined): Promise<ReleasedSource> {
  session.progress.show('reading the registry …');
  const registry = await openNamedRegistry(session, place);
  const release = orCannotRun(await registry.release(name));
  const objects = orCannotRun(await registry.objectsOf(release));
  session.progress.clear();
  const config = loadConfig(session);
  const configured = configuredTarget(config);
  const targets = [...new Set(release.images.flatMap(({ target }) => target ?? []))].map((target) => ({
    name: target,
    target: targetNamed(target) ?? configured.target,
  }));
  return {
    tree: {
      files: filesOf(Object.fromEntries(objects.map(({ path, text }) => [path, text]))),
      label: release.name,
      prefix: '',
    },
    workspace: {
      interfaceFiles: objects.map(({ path }) => ({ path, stubs: [] })),
      crates: new Map(),
      images: release.images.map(imageOf),
      restrictions: [],
      builds: new TaskBuilds(new Map(), []),
      components: release.components,
      diagnostics: [],
    },
    config,
    release,
    schemas: new Map(objects.map(({ path, schema }) => [path, { ...schema, types: asDerived(schema.types) }])),
    targets: targets.length > 0 ? targets : [configured],
  };
}

/** A registry keeps of an image what decides on layouts. */
function imageOf({ name, target }: ReleaseDocument['images'][number]): Image {
  return { name, path: '', ...(target !== undefined && { target }), tasks: [], config: {} };
}

/** Types of a firmware as their derives make them: what somebody wants who reads or sends one value, and is told so. */
function asDerived(types: TypeTable): TypeTable {
  return Object.fromEntries(
    Object.entries(types).map(([id, definition]): [string, TypeDefinition] => {
      if (!definition.serdeUnseen) return [id, definition];
      const { customSerde: _, serdeUnseen: __, ...derived } = definition;
      return [id, derived];
    }),
  );
}

/** True of a release whose types are those of a firmware, which holds no serde attributes. */
export function isOfFirmware({ release: { firmware = [] } }: ReleasedSource): boolean {
  return firmware.length > 0 && firmware.every(({ verified }) => verified === undefined);
}
