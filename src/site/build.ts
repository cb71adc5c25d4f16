import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AstroIntegration } from 'astro';
import { Engine } from '../engine/index.ts';
import { PACKAGE_ROOT } from '../program/index.ts';
import { judgeMeetings, type Registry, type ReleaseWorkers, sha256 } from '../registry/index.ts';
import { TreeFollower, watchTree } from '../tree/index.ts';
import { importAstro, siteConfig } from './astro.ts';
import { writeCards } from './cards/write-cards.ts';
import { readContentPages } from './content.ts';
import { withGiven } from './kept.ts';
import { writeOffline } from './offline.ts';
import { baseOfOutput, pagesOfUpToDate, refuseForeign, replaceFolder } from './output-folder.ts';
import { renderSite } from './render.ts';
import { type RendererBundle, rendererBundle } from './renderer-bundle.ts';
import type { RunningServer } from './serve.ts';
import type { SiteData } from './site-data.ts';
import { writeSiteMap } from './site-map.ts';

export interface SiteOptions {
  /** Folder of the site, absolute. Made, or replaced if an earlier build wrote it. */
  out: string;
  /** Path that the site will have on its host: `/`, `/hubris/`. */
  base: string;
  /** Scheme and host that the site will have, `https://docs.example`: for the site map, which is left out without it. */
  origin?: string;
  /** A text that is equal only for equal registries (default: all of the registry). */
  identity?: string;
  /** Absent for a tree without releases. */
  published?: PublishedDocuments;
  /** Keeps what is judged of the releases (default: for this build alone). */
  engine?: Engine;
  /** What {@link prepareSite} gave. */
  bundle?: RendererBundle;
  /** Judge pairs of releases. They are stopped before pages are rendered. */
  workers?: ReleaseWorkers;
  /** Called with the name of each step that begins. */
  onProgress?(step: string): void;
}

/** The registry's documents: `index.json` and what it names. They are written only where the site is not up to date. */
export interface PublishedDocuments {
  /** A text that is equal only for equal documents. */
  readonly identity: string;
  /** Writes them into a folder, which is absolute and not there yet. Called once: then what they are made of may go. */
  readonly write: (folder: string) => void;
}

export interface SiteResult {
  pages: number;
  /** False when the folder already held this site: nothing was written. */
  written: boolean;
}

/**
 * Bundles the pages of a site that is not there yet. Bundling takes as much memory as reading releases: a build that does it first takes
 * half as much. Undefined for a site that may be up to date; then there may be nothing to do.
 */
export async function prepareSite({
  out,
  base,
  engine,
  onProgress,
}: Required<Pick<SiteOptions, 'out' | 'base' | 'engine' | 'onProgress'>>): Promise<RendererBundle | undefined> {
  if (baseOfOutput(out) !== undefined) return undefined;
  refuseForeign(out);
  const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-'));
  try {
    onProgress('bundling pages');
    return await rendererBundle(base, scratch, engine);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Renders a registry into a folder of static files. Same registry and options, same bytes.
 * @param given the registry, or what makes it: it is not asked for where the site is up to date
 */
export async function buildSite(given: Registry | (() => Registry), options: SiteOptions): Promise<SiteResult> {
  const {
    out,
    base,
    origin,
    published: documents,
    engine = new Engine({ hash: sha256 }),
    workers,
    onProgress,
  } = options;
  refuseForeign(out);
  const registryOf = () => (typeof given === 'function' ? given() : given);
  const identity = options.identity ?? JSON.stringify(registryOf());
  const stamp = stampOf(JSON.stringify([identity, base, origin, documents?.identity]));
  const found = pagesOfUpToDate(out, stamp);
  if (found !== undefined) return { pages: found, written: false };
  const pages = await replaceFolder(out, { base, stamp }, async (folder, scratch) => {
    const registry = registryOf();
    const data = { ...siteData(registry, base), ...(origin !== undefined && { origin }) };
    const published = documents && join(scratch, 'published');
    if (published !== undefined) {
      onProgress?.('writing the registry');
      documents?.write(published);
      // What the releases were made of is not needed any more, and large.
      engine.forget();
      onProgress?.('judging pairs of releases');
    }
    const meetings = published === undefined ? undefined : await judgeMeetings(published, engine, workers);
    await workers?.stop();
    engine.forget();
    if (!options.bundle) onProgress?.('bundling pages');
    const bundle = options.bundle ?? (await rendererBundle(base, scratch, engine));
    onProgress?.('rendering pages');
    const dataFile = join(scratch, 'site.json');
    writeFileSync(dataFile, JSON.stringify({ ...data, published, ...(meetings && { meetings }) } satisfies SiteData));
    await withGiven({ engine, dataFile, program: bundle.identity }, () => renderSite(bundle, folder, scratch));
    onProgress?.('packing the offline archive');
    writeOffline(folder, base, bundle.offline, engine);
    if (published !== undefined) {
      mkdirSync(join(folder, 'api'));
      renameSync(published, join(folder, 'api/v1'));
    }
    if (origin !== undefined) {
      writeSiteMap(folder, { origin, base });
      onProgress?.('drawing cards of interfaces');
      await writeCards(folder, registry, engine);
    }
    onProgress?.('moving the site into place');
    return countPages(folder);
  });
  return { pages, written: true };
}

export interface DevelopOptions {
  readonly base: string;
  /** Port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** Folder of the tree, absolute. */
  readonly watch: string;
  /** Told when the tree cannot be read any more, with the reason, and when it can be read again. The pages stay meanwhile. */
  readonly onProblem: (problem: string | undefined) => void;
}

/**
 * Astro's development server on the site's sources. `read` makes the registry again after changes below `watch`.
 * Returns the server's address and how to stop it.
 *
 * @throws what `read` throws the first time
 */
export async function developSite(
  read: () => Registry | Promise<Registry>,
  { base, port, watch, onProblem }: DevelopOptions,
): Promise<RunningServer> {
  const { dev } = await importAstro();
  const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-'));
  const dataFile = join(scratch, 'site.json');
  let reload = () => {};
  const follower = await TreeFollower.start({
    watch: (onChange) => watchTree(watch, onChange),
    async update() {
      writeFileSync(dataFile, JSON.stringify({ ...siteData(await read(), base), live: true } satisfies SiteData));
      reload();
    },
    onProblem,
  });
  const onServer = (server: DevelopmentServer) => {
    reload = () => {
      for (const environment of Object.values(server.environments)) environment.moduleGraph.invalidateAll();
      server.ws.send({ type: 'full-reload' });
    };
  };
  const config = siteConfig({
    base,
    scratch,
    // A file: as the text of a module it would be transformed.
    data: `import { readFileSync } from 'node:fs';
export const readSite = () => JSON.parse(readFileSync(${JSON.stringify(dataFile)}, 'utf8'));
export const isNoted = false;`,
    integrations: [{ name: 'reload', hooks: { 'astro:server:setup': ({ server }) => onServer(server) } }],
  });
  const server = await dev({ ...config, server: { port, host: '127.0.0.1' } });
  return {
    address: `http://127.0.0.1:${server.address.port}${base}`,
    async stop() {
      await follower.stop();
      await server.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

function siteData(registry: Registry, base: string): SiteData {
  return {
    registry,
    base,
    checks: readContentPages(join(PACKAGE_ROOT, 'content/checks')),
    guide: readContentPages(join(PACKAGE_ROOT, 'content/guide')),
    reference: readContentPages(join(PACKAGE_ROOT, 'content/reference')),
  };
}

type DevelopmentServer = Parameters<NonNullable<AstroIntegration['hooks']['astro:server:setup']>>[0]['server'];

/** What the output depends on: what the site shows, and this program itself with the pages that people wrote. */
function stampOf(json: string): string {
  const hash = createHash('sha256').update(json);
  const sources = ['src', 'content'].flatMap((folder) =>
    readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(),
  );
  for (const path of [...sources, join(PACKAGE_ROOT, 'astro.config.mjs'), join(PACKAGE_ROOT, 'package.json')]) {
    hash.update(path.slice(PACKAGE_ROOT.length)).update('\0').update(readFileSync(path));
  }
  return hash.digest('hex');
}

function countPages(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html')).length;
}
