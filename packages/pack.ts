/**
 * `npm run pack -- [folder]`: makes the two packages that are published, as folders and as archives (default: `dist`).
 * The manifest at the top of the repository names everything that development needs, and is never published.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { idolGrammar } from '../src/site/idol-grammar.ts';
import { jsonText } from '../src/text/index.ts';
import { bundle, bundleTypes } from './bundle.ts';
import { licenseTexts } from './licenses.ts';
import { coreManifest, type Manifest, siteManifest, topManifest } from './manifest.ts';

const out = resolve(process.argv[2] ?? 'dist');
const top = topManifest();
await packCore(join(out, 'core'));
await packSite(join(out, 'site'));
for (const name of ['core', 'site']) {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: join(out, name), stdio: 'inherit' });
}

async function packCore(folder: string): Promise<void> {
  begin(folder);
  const api = {
    index: 'src/index.ts',
    runtime: 'src/runtime/index.ts',
    device: 'src/device/index.ts',
    wire: 'src/wire.ts',
  };
  const dist = join(folder, 'dist');
  const programs = { main: 'src/cli/main.ts', 'release-worker': 'src/registry/releases/release-worker.ts' };
  const { packages } = await bundle({ entries: { ...api, ...programs }, folder: dist, manifest: top });
  await bundleTypes(api, dist);
  chmodSync(join(dist, 'main.js'), 0o755);
  writeFileSync(join(dist, 'main.d.ts'), '// Importing it runs the command line.\nexport {};\n');
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.md'), licenseTexts(packages));
  mkdirSync(join(folder, 'schemas'));
  for (const name of readdirSync('schemas').filter((each) => each.endsWith('.json'))) {
    cpSync(join('schemas', name), join(folder, 'schemas', name));
  }
  for (const name of ['LICENSE', 'README.md', 'CHANGELOG.md']) cpSync(name, join(folder, name));
  writeFileSync(join(folder, 'idol.tmLanguage.json'), `${jsonText(idolGrammar)}\n`);
  writeManifest(folder, coreManifest(top));
}

async function packSite(folder: string): Promise<void> {
  begin(folder);
  const entries = { index: 'src/site/index.ts', 'bundle-worker': 'src/site/bundle-worker.ts' };
  const dist = join(folder, 'dist');
  const external = Object.keys(top.dependencies);
  await bundle({ entries, folder: dist, manifest: top, external });
  writeFileSync(
    join(dist, 'index.d.ts'),
    '/** The rest of this module is for the program of the same version. */\nexport declare const SITE_VERSION: string;\n',
  );
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/idol-registry-site.js'), `#!/usr/bin/env node\nimport 'idol-registry/cli';\n`, {
    mode: 0o755,
  });
  // Pages and what they import are bundled when a site is built.
  cpSync('src', join(folder, 'src'), { recursive: true, filter: (path) => !/^src\/(cli|lsp|device)(\/|$)/.test(path) });
  for (const name of ['content', 'LICENSE', 'astro.config.mjs']) cpSync(name, join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'tsconfig.json'), `${JSON.stringify({ compilerOptions: { module: 'nodenext' } })}\n`);
  writeFileSync(join(folder, 'README.md'), siteReadme());
  writeManifest(folder, siteManifest(top, importedBy(join(folder, 'src'), top)));
}

function begin(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function writeManifest(folder: string, manifest: object): void {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** The dependencies that the sources in a folder import, or whose files they read. */
function importedBy(folder: string, { dependencies }: Manifest): Record<string, string> {
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.(ts|astro)$/.test(file.name))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
  const isImported = (name: string) =>
    sources.some((text) => new RegExp(`(from|import\\(?|resolve\\() ?'${name}['/]`).test(text));
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => isImported(name)));
}

function siteReadme(): string {
  return `# @idol-registry/site

What \`idol-registry build\`, \`dev\` and \`serve\` need to make documentation sites of Hubris Idol interfaces.

\`\`\`sh
npx @idol-registry/site build path/to/hubris --out _site
npx @idol-registry/site serve _site
\`\`\`

The repository has the guide: ${top.homepage}
`;
}
