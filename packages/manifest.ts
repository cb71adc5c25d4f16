import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What both packages take from the manifest at the top. */
const ManifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  license: z.string(),
  homepage: z.url(),
  bugs: z.object({ url: z.url() }),
  repository: z.object({ type: z.literal('git'), url: z.string() }),
  engines: z.object({ node: z.string() }),
  dependencies: z.record(z.string(), z.string()),
});

export type Manifest = z.infer<typeof ManifestSchema>;

/** The manifest of this repository, which is never published itself. */
export function topManifest(): Manifest {
  return ManifestSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
}

const entry = (name: string) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });

/** The manifest of the program: it has no dependency. */
export function coreManifest(top: Manifest): object {
  return {
    ...shared(top),
    name: top.name,
    description: top.description,
    sideEffects: ['./dist/main.js'],
    bin: { 'idol-registry': 'dist/main.js' },
    exports: {
      '.': entry('index'),
      './runtime': entry('runtime'),
      './device': entry('device'),
      './wire': entry('wire'),
      './cli': entry('main'),
      './schemas/*.json': './schemas/*.json',
      './idol.tmLanguage.json': './idol.tmLanguage.json',
      './package.json': './package.json',
    },
    files: ['dist', 'schemas', 'idol.tmLanguage.json', 'THIRD-PARTY-LICENSES.md', 'CHANGELOG.md'],
  };
}

/** The manifest of what makes sites. `dependencies` are those that its sources import. */
export function siteManifest(top: Manifest, dependencies: Readonly<Record<string, string>>): object {
  return {
    ...shared(top),
    name: '@idol-registry/site',
    description: 'Documentation sites of Hubris Idol interfaces, for idol-registry',
    bin: { 'idol-registry-site': 'bin/idol-registry-site.js' },
    exports: { '.': entry('index'), './package.json': './package.json' },
    files: ['bin', 'dist', 'src', 'content', 'astro.config.mjs', 'tsconfig.json'],
    dependencies: { ...dependencies, [top.name]: top.version },
  };
}

function shared({ version, keywords, license, homepage, bugs, repository, engines }: Manifest): object {
  return {
    version,
    keywords,
    license,
    homepage,
    bugs,
    repository,
    type: 'module',
    engines,
    publishConfig: { access: 'public', provenance: true },
  };
}
