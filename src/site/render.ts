import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type RendererBundle, writeFiles } from './renderer-bundle.ts';

/** Writes all pages of a site, and what browsers load beside them. */
export async function renderSite(bundle: RendererBundle, folder: string, scratch: string): Promise<void> {
  writeFiles(folder, bundle.assets);
  // Node loads a path once in a process, and each build needs a program with data of its own.
  const program = join(scratch, `program-${randomUUID()}`);
  writeFiles(program, bundle.modules);
  const renderer = (await import(pathToFileURL(join(program, bundle.entry)).href)) as typeof import('./renderer.ts');
  const made = new Set<string>();
  for (const path of await renderer.sitePaths()) {
    const target = join(folder, path.file);
    const parent = dirname(target);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(target, await path.render());
  }
}
