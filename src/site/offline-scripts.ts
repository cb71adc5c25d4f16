import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { PACKAGE_ROOT } from '../program/index.ts';

const ENGINE = join(PACKAGE_ROOT, 'src/site/islands/engine-here.ts');

/** Writes what pages of the offline copy load: classic scripts, since browsers load no modules from a disk. */
export async function bundleOfflineScripts(folder: string): Promise<void> {
  mkdirSync(folder);
  for (const name of ['offline', 'offline-play']) writeFileSync(join(folder, `${name}.js`), await classicScript(name));
}

async function classicScript(name: string): Promise<string> {
  const build = await rolldown({
    input: join(PACKAGE_ROOT, `src/site/islands/${name}.ts`),
    platform: 'browser',
    plugins: [{ name: 'engine-in-page', resolveId: (id) => (id === './engine.ts' ? ENGINE : undefined) }],
  });
  const { output } = await build.generate({ format: 'iife', codeSplitting: false, minify: true });
  await build.close();
  return output[0].code;
}
