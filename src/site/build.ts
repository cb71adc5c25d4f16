import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { AstroInlineConfig, AstroIntegration } from 'astro';
import { Engine } from '../engine/index.ts';
import { PACKAGE_ROOT } from '../program/index.ts';
import { judgeMeetings, type Registry, type ReleaseWorkers, sha256 } from '../registry/index.ts';
import { TreeFollower, watchTree } from '../tree/index.ts';
import { writeCards } from './cards/write-cards.ts';
import { readContentPages } from './content.ts';
import { withEngine } from './kept.ts';
import { writeOffline } from './offline.ts';
import { isUpToDate, refuseForeign, replaceFolder } from './output-folder.ts';
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
  /** Absent for a tree without releases. */
  published?: PublishedDocuments;
  /** Keeps what is judged of the releases (default: for this build alone). */
  engine?: Engine;
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

const VIRTUAL_MODULE = 'virtual:idol-registry';

/** Renders a registry into a folder of static files. Same registry and options, same bytes. */
export async function buildSite(registry: Registry, options: SiteOptions): Promise<SiteResult> {
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
  const data = { ...siteData(registry, base), ...(origin !== undefined && { origin }) };
  const stamp = stampOf(JSON.stringify([data, documents?.identity]));
  if (isUpToDate(out, stamp)) return { pages: countPages(out), written: false };
  await replaceFolder(out, { base, stamp }, async (folder, scratch) => {
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
    onProgress?.('rendering pages');
    const { build } = await importAstro();
    const dataFile = join(scratch, 'site.json');
    writeFileSync(dataFile, JSON.stringify({ ...data, published, ...(meetings && { meetings }) } satisfies SiteData));
    const config = inlineConfig({ base, scratch, dataFile, outDir: realpathSync(folder) });
    // `sync` is no public option: without it, Astro would write type declarations into this package's folder.
    await withEngine(engine, () =>
      inFolder(folder, () => build(config, { sync: false } as Parameters<typeof build>[1])),
    );
    onProgress?.('packing the offline archive');
    await writeOffline(folder, base, engine);
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
  });
  return { pages: countPages(out), written: true };
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
  const config = inlineConfig({
    base,
    scratch,
    dataFile,
    onServer(server) {
      reload = () => {
        for (const environment of Object.values(server.environments)) environment.moduleGraph.invalidateAll();
        server.ws.send({ type: 'full-reload' });
      };
    },
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

interface ConfigOptions {
  base: string;
  scratch: string;
  dataFile: string;
  outDir?: string;
  /** Called with the development server before it takes requests. */
  onServer?(server: DevelopmentServer): void;
}

function inlineConfig({ base, scratch, dataFile, outDir, onServer }: ConfigOptions): AstroInlineConfig {
  return {
    root: PACKAGE_ROOT,
    base,
    outDir,
    cacheDir: join(scratch, 'astro'),
    logLevel: 'error',
    integrations: [registryModule(dataFile, onServer)],
    vite: {
      cacheDir: join(scratch, 'vite'),
      logLevel: 'error',
      // The pages' code runs from the output folder, where no package is found by its name: all of it is bundled.
      // In development they run from the sources, where packages are found and some cannot be bundled.
      ...(outDir !== undefined && { environments: { prerender: { resolve: { noExternal: true } } } }),
    },
  };
}

/** Gives the pages `virtual:idol-registry`. The data stays in a file: as a module's text it would be parsed and bundled. */
function registryModule(dataFile: string, onServer: ConfigOptions['onServer']): AstroIntegration {
  const resolved = `\0${VIRTUAL_MODULE}`;
  const code = `import { readFileSync } from 'node:fs';\nexport const site = JSON.parse(readFileSync(${JSON.stringify(dataFile)}, 'utf8'));`;
  return {
    name: 'idol-registry',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        const plugin = {
          name: 'idol-registry',
          resolveId: (id: string) => (id === VIRTUAL_MODULE ? resolved : undefined),
          load: (id: string) => (id === resolved ? code : undefined),
        };
        updateConfig({ vite: { plugins: [plugin] } });
      },
      'astro:server:setup': ({ server }) => onServer?.(server),
    },
  };
}

async function importAstro() {
  // Astro reads it when it is loaded. Nothing that this program does may ask the network.
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  // The allocator of the bundler gives back at once what it does not use: 150 MB less, and no more time.
  process.env.MIMALLOC_PURGE_DELAY ??= '0';
  return import('astro');
}

/** What the output depends on: the data, the identity of the registry's documents, and this program itself. */
function stampOf(json: string): string {
  const hash = createHash('sha256').update(json);
  const sources = readdirSync(join(PACKAGE_ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of [...sources, join(PACKAGE_ROOT, 'astro.config.mjs'), join(PACKAGE_ROOT, 'package.json')]) {
    hash.update(path.slice(PACKAGE_ROOT.length)).update('\0').update(readFileSync(path));
  }
  return hash.digest('hex');
}

function countPages(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html')).length;
}

/** With an output elsewhere, Astro would keep its own files below the working folder: the user's, perhaps read-only. */
async function inFolder(folder: string, use: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    await use();
  } finally {
    process.chdir(before);
  }
}
