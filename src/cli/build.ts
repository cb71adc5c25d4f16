import { resolve } from 'node:path';
import { type ReleaseWorkers, sha256, writeRegistry } from '../registry/index.ts';
import type { PublishedDocuments } from '../site/index.ts';
import { jsonText } from '../text/index.ts';
import { addRedirectsOption } from './open-registry.ts';
import { CannotRun, examples, type RegisterCommand, type Session, type Verdict } from './session.ts';
import { loadSite } from './site.ts';
import { readPublished, readSite, readSiteWithReleases, type SiteFlags, type SiteProject } from './site-project.ts';

interface BuildOptions extends SiteFlags {
  readonly out: string;
  readonly releases: boolean;
  readonly registry?: string;
  readonly strict?: boolean;
}

export const registerBuild: RegisterCommand = (program, handle) => {
  const command = program
    .command('build')
    .description('Makes the site of a Hubris tree and its releases, and their registry: static files for any host.')
    .argument('[tree]', 'root of the tree, or a folder with a tree per release (default: .)')
    .option('--out <folder>', 'folder of the site; made, or replaced if this program wrote it', '_site')
    .option('--base <path>', 'path of the site on its host (default: the configuration, else /)')
    .option('--title <title>', 'title of the site (default: the configuration)')
    .option('--registry <place>', 'releases of a registry that `publish` wrote, folder or URL, in place of a tree')
    .option('--no-releases', 'leave out the releases: those that tags name, or the folders beside the newest')
    .option('--strict', 'exit with 1 if an interface has errors');
  addRedirectsOption(command)
    .addHelpText(
      'after',
      examples({
        'build ../hubris': 'the site of a working tree, with the releases that its tags name',
        'build idl --out _site': 'the site of idl/1.0.0, idl/1.1.0 …: the newest is current',
        'build --registry registry --out _site': 'the site of what was published, without any tree',
        'build ../hubris --rev gimlet-v1.0.1 --out _site': 'the site of a release, without a checkout of it',
        'build --out _site --base /hubris/': 'for a host that has it below a path',
      }),
    )
    .action(handle(build));
};

async function build(session: Session, folder: string | undefined, options: BuildOptions): Promise<Verdict> {
  const { buildSite, prepareSite, OutputRefused } = await loadSite();
  const onProgress = (step: string) => session.progress.show(`${step} …`);
  const { engine } = session;
  const out = resolve(options.out);
  let workers: ReleaseWorkers | undefined;
  let site: SiteProject;
  try {
    let bundle: Awaited<ReturnType<typeof prepareSite>>;
    site = await siteOf(session, folder, options, async (base) => {
      bundle = await prepareSite({ out, base, engine, onProgress });
    });
    const { base, origin, identity } = site;
    const shown = site;
    workers = site.released?.workers;
    const result = await buildSite(() => shown.registry, {
      identity,
      out,
      base,
      origin,
      published: documentsOf(site),
      engine,
      ...(bundle && { bundle }),
      ...(workers && { workers }),
      onProgress,
    });
    const pages = `${result.pages} pages in ${options.out}`;
    session.inform(result.written ? pages : `${pages}, unchanged`);
  } catch (error) {
    if (error instanceof OutputRefused) throw new CannotRun(error.message);
    throw error;
  } finally {
    await workers?.stop();
  }
  const { errors } = site;
  if (errors > 0)
    session.inform(`${errors} ${errors === 1 ? 'error' : 'errors'} in the interfaces: the pages show them`);
  return options.strict && errors > 0 ? 1 : 0;
}

function siteOf(
  session: Session,
  folder: string | undefined,
  options: BuildOptions,
  prepare: (base: string) => Promise<void>,
): SiteProject | Promise<SiteProject> {
  if (options.registry !== undefined) {
    if (folder !== undefined) throw new CannotRun('a site is made from a tree or from a registry, not from both');
    return readPublished(session, options.registry, options, prepare);
  }
  const place = folder ?? '.';
  return options.releases ? readSiteWithReleases(session, place, options, prepare) : readSite(session, place, options);
}

/** The documents of the releases; undefined when there are none. The history is let go of when they are written: pages need its memory. */
function documentsOf(site: SiteProject): PublishedDocuments | undefined {
  if (!site.released) return undefined;
  const { history, generator } = site.released;
  // A history names everything else by its hash.
  const { families, releases, interfaces } = history;
  const parts = [generator, families, ...releases, ...interfaces];
  return {
    identity: sha256(parts.map((part) => sha256(jsonText(part))).join(' ')),
    write(folder) {
      if (!site.released) throw new Error('the documents are written once');
      writeRegistry(folder, site.released.history, site.released.store, generator);
      site.released = undefined;
    },
  };
}
