import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type RendererBundle, writeFiles } from './renderer-bundle.ts';

/** Writes all pages of a site, and what browsers load beside them. */
export async function renderSite(bundle: RendererBundle, folder: string, scratch: string): Promise<void> {
  writeFiles(folder, bundle.assets);
  const program = join(scratch, 'program');
  writeFiles(program, bundle.modules);
  const renderer = (await import(pathToFileURL(join(program, bundle.entry)).href)) as typeof import('./renderer.ts');
  const known = new Set<string>();
  for (const path of await renderer.sitePaths()) {
    // Of routes that have one address, the first counts.
    if (known.has(path.file)) continue;
    known.add(path.file);
    const target = join(folder, path.file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, await path.render());
  }
}
