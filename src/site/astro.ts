import { join } from 'node:path';
import process from 'node:process';
import type { AstroInlineConfig, AstroIntegration } from 'astro';
import { PACKAGE_ROOT } from '../program/index.ts';

const VIRTUAL_MODULE = 'virtual:idol-registry';

interface ConfigOptions {
  readonly base: string;
  /** Folder for files of Astro and Vite that nobody needs afterwards. */
  readonly scratch: string;
  /** Folder of what is built; absent in development. */
  readonly outDir?: string;
  /** Code of the module that gives pages their data. */
  readonly data: string;
  readonly integrations: readonly AstroIntegration[];
}

/** What builds and the development server have in common. */
export function siteConfig({ base, scratch, outDir, data, integrations }: ConfigOptions): AstroInlineConfig {
  return {
    root: PACKAGE_ROOT,
    base,
    ...(outDir !== undefined && { outDir }),
    cacheDir: join(scratch, 'astro'),
    logLevel: 'error',
    integrations: [dataModule(data), ...integrations],
    vite: {
      cacheDir: join(scratch, 'vite'),
      logLevel: 'error',
      // The pages' code runs from a folder where no package is found by its name: all of it is bundled.
      // In development they run from the sources, where packages are found and some cannot be bundled.
      ...(outDir !== undefined && { environments: { prerender: { resolve: { noExternal: true } } } }),
    },
  };
}

function dataModule(code: string): AstroIntegration {
  const resolved = `\0${VIRTUAL_MODULE}`;
  const plugin = {
    name: 'idol-registry',
    resolveId: (id: string) => (id === VIRTUAL_MODULE ? resolved : undefined),
    load: (id: string) => (id === resolved ? code : undefined),
  };
  return {
    name: 'idol-registry',
    hooks: { 'astro:config:setup': ({ updateConfig }) => void updateConfig({ vite: { plugins: [plugin] } }) },
  };
}

export async function importAstro() {
  // Astro reads it when it is loaded. Nothing that this program does may ask the network.
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  // The allocator of the bundler gives back at once what it does not use: 150 MB less, and no more time.
  process.env.MIMALLOC_PURGE_DELAY ??= '0';
  return import('astro');
}

/** With an output elsewhere, Astro would keep its own files below the working folder: the user's, perhaps read-only. */
export async function inFolder(folder: string, use: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    await use();
  } finally {
    process.chdir(before);
  }
}
