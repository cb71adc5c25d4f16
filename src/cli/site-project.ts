import { makeRegistry, type Registry, scan } from '../registry/index.ts';
import { packageFacts } from './package-facts.ts';
import { openProject, type Project } from './project.ts';
import { CannotRun, type Session } from './session.ts';

/** Options of the commands that make a site. They go before the tree's configuration. */
export interface SiteFlags {
  readonly base?: string;
  readonly title?: string;
}

/** What a site shows of a tree, and the path that it is made for. */
export function readSite(session: Session, folder: string, flags: SiteFlags): { registry: Registry; base: string } {
  const project = openProject(session, folder);
  session.progress.show('reading interfaces and types …');
  return { registry: registryOf(project, flags), base: baseOf(flags.base ?? project.config.base) };
}

function registryOf({ tree, workspace, config }: Project, { title }: SiteFlags): Registry {
  const scanned = scan(tree, workspace, config);
  const { name, version } = packageFacts();
  const settings = title === undefined ? config : { ...config, title };
  return makeRegistry(tree, workspace, scanned, settings, `${name} ${version}`);
}

function baseOf(given: string): string {
  const base = given.replace(/^(?!\/)/, '/').replace(/(?<!\/)$/, '/');
  if (!/^\/(?:[A-Za-z0-9._~-]+\/)*$/.test(base)) {
    throw new CannotRun(`\`${given}\` is no base path`, 'give a path such as `/hubris/`');
  }
  return base;
}
