import { fork } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import process from 'node:process';
import { isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';
import type { AstroInlineConfig, AstroIntegration } from 'astro';
import type { Engine } from '../engine/index.ts';
import { moduleVersion, PACKAGE_ROOT } from '../program/index.ts';
import { sha256 } from '../registry/index.ts';
import { importAstro, inFolder, siteConfig } from './astro.ts';
import { BUNDLE_WORKER } from './bundle-worker-module.ts';

/** The pages as a program, and what browsers load beside them. Both are made of sources alone: whatever the data of a site, they are the same. */
export interface RendererBundle {
  /** Equal for bundles that make the same files of the same data. */
  readonly identity: string;
  /** Paths below the site's folder, and their bytes. */
  readonly assets: readonly BundledFile[];
  /** The program, whose modules import each other by these paths. */
  readonly modules: readonly BundledFile[];
  /** Path of the module to import, which is `renderer.ts`. */
  readonly entry: string;
  /** Scripts of the offline copy. */
  readonly offline: readonly BundledFile[];
}

/** The data of a site is there when its pages are rendered, and not before. */
const DATA = `import { readFileSync } from 'node:fs';
export const readSite = () => JSON.parse(readFileSync(globalThis.idolRegistry.dataFile, 'utf8'));
export const isNoted = true;`;

export type BundledFile = readonly [path: string, bytes: Uint8Array];

const BUNDLE = { name: 'bundle', module: 'src/site/' };

/**
 * The bundle for a base path, kept by the engine.
 * @param scratch a folder that is there, for files that nobody needs afterwards
 */
export async function rendererBundle(base: string, scratch: string, engine: Engine): Promise<RendererBundle> {
  const key = JSON.stringify([base, installedVersions()]);
  const known = engine.remembered<RendererBundle>(BUNDLE, key);
  if (known) return known;
  const started = performance.now();
  const folder = join(scratch, 'bundle');
  mkdirSync(folder);
  await bundleApart(base, folder);
  const assets = filesBelow(join(folder, 'site'));
  const modules = filesBelow(join(folder, 'program'));
  const entry = readFileSync(join(folder, 'entry'), 'utf8');
  const offline = filesBelow(join(folder, 'offline'));
  const identity = sha256(JSON.stringify([moduleVersion(BUNDLE.module), key, assets.map(([path]) => path)]));
  engine.count(BUNDLE.name).milliseconds += performance.now() - started;
  return engine.remember(BUNDLE, key, () => ({ identity, assets, modules, entry, offline }));
}

/** In a process of its own: the bundler takes more memory than all data of a site, and gives none of it back. */
async function bundleApart(base: string, folder: string): Promise<void> {
  // An executable starts itself, not a module.
  if (isSea() || !existsSync(fileURLToPath(BUNDLE_WORKER))) return bundleInto(base, folder);
  const child = fork(fileURLToPath(BUNDLE_WORKER), [base, folder], {
    execArgv: ['--max-semi-space-size=4'],
    // Each thread of the bundler takes memory of its own, and two of them save no time.
    env: { ...process.env, RAYON_NUM_THREADS: '1', TOKIO_WORKER_THREADS: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const end = () => child.kill();
  process.once('exit', end);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  process.off('exit', end);
  if (code !== 0) throw new Error(`the pages cannot be bundled: ${complaint}`);
}

/**
 * Bundles pages with Astro: assets into `site`, the program into `program`, and the name of its first module into `entry`. Scripts of the
 * offline copy go into `offline`.
 */
export async function bundleInto(base: string, folder: string): Promise<void> {
  const { build } = await importAstro();
  const outDir = join(folder, 'site');
  mkdirSync(outDir);
  const config: AstroInlineConfig = siteConfig({
    base,
    scratch: folder,
    outDir,
    data: DATA,
    integrations: [adapter(folder)],
  });
  // `sync` is no public option: without it, Astro would write type declarations into this package's folder.
  await inFolder(outDir, () => build(config, { sync: false } as Parameters<typeof build>[1]));
  // Loaded here: its module waits for its binary, and the command line loads this one at once.
  const { bundleOfflineScripts } = await import('./offline-scripts.ts');
  await bundleOfflineScripts(join(folder, 'offline'));
}

/**
 * Makes Astro bundle `renderer.ts` as the program that prerenders, and render nothing: the data is not there yet.
 * @see https://docs.astro.build/en/reference/adapter-reference/ and `astro:static-paths`
 */
function adapter(folder: string): AstroIntegration {
  const source = join(PACKAGE_ROOT, 'src/site/renderer.ts');
  let written: { dir: string; entry: string } | undefined;
  const plugin = {
    name: 'idol-registry-renderer',
    configEnvironment: (name: string) =>
      name === 'prerender' ? { build: { rolldownOptions: { input: source } } } : undefined,
    writeBundle(
      this: { environment?: { name: string } },
      { dir = '' }: { dir?: string },
      bundle: Record<string, { type: string; fileName: string; facadeModuleId?: string | null }>,
    ) {
      if (this.environment?.name !== 'prerender') return;
      const chunks = Object.values(bundle);
      const entry = chunks.find(({ facadeModuleId }) => toSlashes(facadeModuleId ?? '') === toSlashes(source));
      written = { dir, entry: entry?.fileName ?? '' };
    },
  };
  return {
    name: 'idol-registry-renderer',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [plugin] } });
      },
      'astro:config:done': ({ setAdapter }) =>
        setAdapter({
          name: 'idol-registry',
          entrypointResolution: 'auto',
          adapterFeatures: { buildOutput: 'static' },
          // Only static output is used. Astro complains of the others in every build unless they are named.
          supportedAstroFeatures: {
            staticOutput: 'stable',
            hybridOutput: 'stable',
            serverOutput: 'stable',
            sharpImageService: 'stable',
          },
        }),
      'astro:build:start': ({ setPrerenderer }) =>
        setPrerenderer({
          name: 'idol-registry',
          // The program is whole now, and goes when this build ends.
          async setup() {
            if (!written?.entry) throw new Error('the bundler wrote no program');
            cpSync(written.dir, join(folder, 'program'), { recursive: true });
            writeFileSync(join(folder, 'entry'), written.entry);
          },
          getStaticPaths: async () => [],
          render: async () => new Response(null),
        }),
    },
  };
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: readonly BundledFile[]): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

function filesBelow(folder: string): BundledFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [toSlashes(relative(folder, path)), readFileSync(path)] as const);
}

function toSlashes(path: string): string {
  return path.split(sep).join('/');
}

/** The packages that pages are bundled with, as they are installed: a manifest names no exact version. */
function installedVersions(): string[] {
  const ours = join(PACKAGE_ROOT, 'package.json');
  const { dependencies } = manifestAt(ours);
  const astro = findPackageJSON('astro', ours);
  return [...Object.keys(dependencies ?? {}).map((name) => [name, ours]), ['vite', astro ?? ours]].map(
    ([name = '', from = '']) => `${name} ${manifestAt(findPackageJSON(name, from)).version}`,
  );
}

function manifestAt(path: string | undefined): { version?: string; dependencies?: Record<string, string> } {
  return path === undefined ? {} : JSON.parse(readFileSync(path, 'utf8'));
}
