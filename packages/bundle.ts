import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { type CommandHelp, helpOf } from '../src/cli/command-help.ts';
import { createProgram } from '../src/cli/run.ts';
import { moduleVersions } from '../src/program/index.ts';
import type { Manifest } from './manifest.ts';

/** Files of a bundle, and the packages whose code is in them. */
export interface Bundle {
  /** Names of the files that were written. */
  readonly files: readonly string[];
  /** Folders of packages whose code is part of the bundle, sorted. */
  readonly packages: readonly string[];
}

export interface BundleOptions {
  /** Name of the file without its ending -> source that it is made of. */
  readonly entries: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly manifest: Manifest;
  /** Packages that stay imports; absent: every package becomes part of the bundle. */
  readonly external?: readonly string[];
  /** One CommonJS file whose parts are run when they are first needed: what a single executable takes. */
  readonly single?: boolean;
}

/** Bundles sources for Node: a file per entry, and one for what entries load later. Same sources, same bytes. */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const { entries, folder, manifest, external = [], single = false } = options;
  const help = helpOf(await everyCommand());
  const build = await rolldown({
    input: { ...entries },
    platform: 'node',
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    // jsonc-parser has two forms; only its ES modules say what they import in a way that can be bundled.
    resolve: { mainFields: ['module', 'main'] },
    plugins: [
      programConstants(manifest),
      checkPages(),
      packedHelp(help),
      siteByName(),
      workerModule(single),
      bundleWorker(),
    ],
  });
  const { output } = await build.write({
    dir: folder,
    format: single ? 'cjs' : 'esm',
    minify: { compress: true, mangle: false, codegen: false },
    chunkFileNames: '[name]-[hash].js',
    comments: { legal: false },
    ...(single && { codeSplitting: false, entryFileNames: '[name].cjs' }),
  });
  await build.close();
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');
  return { files: output.map(({ fileName }) => fileName), packages: packagesOf(chunks) };
}

/** Writes one file of type declarations for each entry. They name no package but those of Node. */
export async function bundleTypes(entries: Readonly<Record<string, string>>, folder: string): Promise<void> {
  const build = await rollup({
    input: { ...entries },
    external: (id) => id.startsWith('node:'),
    plugins: [dts({ tsconfig: 'tsconfig.dist.json', respectExternal: true })],
    onwarn(warning) {
      // Types of packages name each other in circles, which is nothing to us. A type that no entry exports is a defect.
      if (warning.code !== 'CIRCULAR_DEPENDENCY') throw new Error(warning.message);
    },
  });
  await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].d.ts',
    chunkFileNames: '[name]-[hash].d.ts',
  });
  await build.close();
}

/** Puts what a published program is into the place of what a checkout reads from its files. */
function programConstants({ name, version, description, homepage }: Manifest): Plugin {
  const info = JSON.stringify({ name: name.replace(/^@([^/]+)\/.*/, '$1'), version, description, homepage });
  return replaced('src/program/index.ts', () =>
    [
      `import { fileURLToPath } from 'node:url';`,
      // Of a file in a folder of the package. In an executable there is no such folder, and nothing that asks for it.
      `export const PACKAGE_ROOT = import.meta.url ? fileURLToPath(new URL('../', import.meta.url)) : '';`,
      `export function programInfo() { return ${info}; }`,
      `const VERSIONS = ${JSON.stringify(moduleVersions())};`,
      `export function moduleVersion(module) { return VERSIONS[module]; }`,
    ].join('\n'),
  );
}

function checkPages(): Plugin {
  return replaced('src/cli/check-pages.ts', () => {
    const folder = 'content/checks';
    const pages = readdirSync(folder)
      .sort()
      .map((file) => [basename(file, '.md'), readFileSync(join(folder, file), 'utf8')]);
    return `const PAGES = new Map(${JSON.stringify(pages)});\nexport function checkPage(id) { return PAGES.get(id); }`;
  });
}

/** The command line with all its commands, which run nothing. */
function everyCommand(): ReturnType<typeof createProgram> {
  const silent = { write: () => {}, isTerminal: false };
  return createProgram({ stdout: silent, stderr: silent, env: {} }, () => async () => {}, ['man']);
}

/** Help is shown without loading a command. */
function packedHelp(help: readonly CommandHelp[]): Plugin {
  return replaced('src/cli/packed-help.ts', () => `export function packedHelp() { return ${JSON.stringify(help)}; }`);
}

/** A worker runs a bundle of its own, which stands beside all others. */
function workerModule(isSingle: boolean): Plugin {
  const address = isSingle ? 'undefined' : `new URL('./release-worker.js', import.meta.url)`;
  return replaced('src/registry/releases/worker-module.ts', () => `export const WORKER_MODULE = ${address};`);
}

/** The same of the bundler of pages, in the package that makes sites. */
function bundleWorker(): Plugin {
  const code = `export const BUNDLE_WORKER = new URL('./bundle-worker.js', import.meta.url);`;
  return replaced('src/site/bundle-worker-module.ts', () => code);
}

/** What makes sites is a package of its own: its name is imported, not its sources. */
function siteByName(): Plugin {
  const source = resolve('src/cli');
  return {
    name: 'site-by-name',
    resolveId(id, importer) {
      const isSite = id === '../site/index.ts' && importer?.startsWith(source);
      return isSite ? { id: '@idol-registry/site', external: true } : undefined;
    },
  };
}

function replaced(path: string, code: () => string): Plugin {
  return {
    name: `replace ${path}`,
    load: (id) => (id === resolve(path) ? { code: code(), moduleType: 'js' } : undefined),
  };
}

/** The innermost package of each module that has code in a chunk. */
function packagesOf(chunks: readonly OutputChunk[]): string[] {
  const found = new Set<string>();
  for (const id of chunks.flatMap(({ modules }) => Object.keys(modules))) {
    const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
    if (folder !== undefined && !id.startsWith('\0')) found.add(folder);
  }
  return [...found].sort();
}

/** SHA-256 of a file, in hexadecimal. */
export function fileHash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
