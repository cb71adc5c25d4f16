import { generator } from '../api/index.ts';
import {
  type History,
  type ObjectStore,
  type Registry,
  type ReleaseWorkers,
  readAll,
  registryOfRelease,
  type StubsDocument,
  sha256,
  workersFor,
} from '../registry/index.ts';
import { openNamedRegistry } from './open-registry.ts';
import { placeOf } from './place.ts';
import { loadConfig, openProject, type Project } from './project.ts';
import { readHistory, readOptions } from './releases.ts';
import { CannotRun, orCannotRun, type Session } from './session.ts';

/** Options of the commands that make a site. They go before the tree's configuration. */
export interface SiteFlags {
  readonly base?: string;
  readonly title?: string;
}

/** What a site shows, and the path that it is made for. */
export interface SiteProject {
  /** Made when somebody asks. */
  readonly registry: Registry;
  /** Equal only for equal registries. */
  readonly identity: string;
  /** How many errors its findings have. */
  readonly errors: number;
  readonly base: string;
  /** Scheme and host, where the configuration names them. */
  readonly origin?: string;
  /** Undefined when there are no releases, or nobody wants them, or they are let go of. */
  released?:
    | {
        readonly history: History;
        readonly store: ObjectStore;
        readonly generator: string;
        /** Those that read it: they can do more. Whoever gets them stops them. */
        readonly workers?: ReleaseWorkers;
      }
    | undefined;
}

/** What to do with the base path of a site before its releases are read. */
type Prepare = (base: string) => Promise<void>;

/** The tree in a folder, or the newest of the releases in it, without the others. */
export function readSite(session: Session, folder: string, flags: SiteFlags): SiteProject {
  const project = openProject(session, placeOf(session, folder).folder);
  return siteOf(session, project, flags);
}

/** What was published, with its last release as the current one. */
export async function readPublished(
  session: Session,
  place: string,
  flags: SiteFlags,
  prepare?: Prepare,
): Promise<SiteProject> {
  await prepare?.(addressOf({ config: loadConfig(session) }, flags).base);
  const registry = await openNamedRegistry(session, place);
  const onProgress = (done: number, all: number) => session.progress.show(`reading the registry: ${done} of ${all} …`);
  const released = orCannotRun(await readAll(registry, onProgress));
  const newest = orCannotRun(await registry.release());
  const objects = orCannotRun(await registry.objectsOf(newest));
  const stubs = new Map<string, StubsDocument>();
  for (const one of newest.interfaces) stubs.set(one.path, orCannotRun(await registry.stubs(one.stubs)));
  const config = loadConfig(session);
  const settings = flags.title === undefined ? config : { ...config, title: flags.title };
  const shown = registryOfRelease(newest, objects, stubs, settings, generator());
  return {
    registry: shown,
    identity: sha256(JSON.stringify(shown)),
    errors: shown.diagnostics.filter(({ severity }) => severity === 'error').length,
    ...addressOf({ config }, flags),
    released: { ...released, generator: generator() },
  };
}

/** A tree with all releases. */
export async function readSiteWithReleases(
  session: Session,
  folder: string,
  flags: SiteFlags,
  prepare?: Prepare,
): Promise<SiteProject> {
  const place = placeOf(session, folder);
  const project = openProject(session, place.folder);
  await prepare?.(addressOf(project, flags).base);
  const reading = readOptions(session, place.folder, project.config);
  const workers = workersFor(reading);
  const history = await readHistory(place, { ...reading, ...(workers && { workers }) });
  // Started again for what else they can do: until then, they only take memory.
  await workers?.stop();
  const site = siteOf(session, project, flags, history);
  if (history) site.released = { history, store: reading.store, generator: generator(), ...(workers && { workers }) };
  return site;
}

function siteOf(session: Session, { config, results }: Project, flags: SiteFlags, history?: History): SiteProject {
  session.progress.show('reading interfaces and types …');
  const slugs = new Map(history?.interfaces.map(({ path, slug }) => [path, slug]));
  return {
    get registry() {
      return results.registry(generator(), slugs, flags.title);
    },
    ...results.registryFacts(generator(), slugs, flags.title),
    ...addressOf({ config }, flags),
  };
}

function addressOf({ config }: Pick<Project, 'config'>, flags: SiteFlags): { base: string; origin?: string } {
  const { origin } = config;
  return { base: baseOf(flags.base ?? config.base), ...(origin !== undefined && { origin }) };
}

function baseOf(given: string): string {
  const base = given.replace(/^(?!\/)/, '/').replace(/(?<!\/)$/, '/');
  if (!/^\/(?:[A-Za-z0-9._~-]+\/)*$/.test(base)) {
    throw new CannotRun(`\`${given}\` is no base path`, 'give a path such as `/hubris/`');
  }
  return base;
}
