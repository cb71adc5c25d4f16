/**
 * `npm run -s editor:package -- [file]`: makes the extension of VS Code as one `.vsix` file (default: `dist/idol-registry.vsix`), with a
 * copy of the server. A `.vsix` file is a ZIP archive of the extension with two lists of what is in it.
 * https://learn.microsoft.com/visualstudio/extensibility/anatomy-of-a-vsix-package
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { bundle } from '../packages/bundle.ts';
import { licenseTexts } from '../packages/licenses.ts';
import { topManifest } from '../packages/manifest.ts';
import { idolGrammar } from '../src/site/idol-grammar.ts';
import { jsonText, xmlText } from '../src/text/index.ts';

/** The time of every entry, so that the same sources give the same bytes. The format begins in 1980. */
const TIME = new Date('1980-01-01T00:00:00');

const EXTENSION = 'editors/vscode';

/** What the list of an archive says of each kind of file. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  js: 'application/javascript',
  cjs: 'application/javascript',
  md: 'text/markdown',
  png: 'image/png',
  txt: 'text/plain',
  vsixmanifest: 'text/xml',
};

if (process.argv[1] === import.meta.filename) {
  const out = resolve(process.argv[2] ?? 'dist/idol-registry.vsix');
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, await makeExtension());
  console.log(out);
}

/** The extension as a `.vsix` file. */
export async function makeExtension(): Promise<Uint8Array> {
  const top = topManifest();
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-vsix-'));
  try {
    const client = join(folder, 'dist');
    const entries = { extension: `${EXTENSION}/src/extension.ts` };
    const ofClient = await bundle({ entries, folder: client, manifest: top, external: ['vscode'], single: true });
    const server = join(client, 'server');
    const ofServer = await bundle({ entries: { main: 'src/cli/main.ts' }, folder: server, manifest: top });
    const manifest = { ...JSON.parse(readFileSync(`${EXTENSION}/package.json`, 'utf8')), version: top.version };
    writeFileSync(join(folder, 'package.json'), `${jsonText(manifest)}\n`);
    writeFileSync(join(folder, 'idol.tmLanguage.json'), `${jsonText(idolGrammar)}\n`);
    for (const name of ['language-configuration.json', 'icon.png', 'README.md']) {
      writeFileSync(join(folder, name), readFileSync(`${EXTENSION}/${name}`));
    }
    writeFileSync(join(folder, 'LICENSE.txt'), readFileSync('LICENSE'));
    const packages = [...new Set([...ofClient.packages, ...ofServer.packages])].sort();
    writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.md'), licenseTexts(packages));
    return archiveOf(folder, manifest);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface ExtensionManifest {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly version: string;
  readonly publisher: string;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly engines: { readonly vscode: string };
}

function archiveOf(folder: string, manifest: ExtensionManifest): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .sort();
  const archive: Zippable = {
    'extension.vsixmanifest': [strToU8(vsixManifest(manifest)), { mtime: TIME }],
    '[Content_Types].xml': [strToU8(contentTypes()), { mtime: TIME }],
  };
  for (const file of files) {
    const path = relative(folder, file).split(sep).join('/');
    archive[`extension/${path}`] = [readFileSync(file), { mtime: TIME }];
  }
  return zipSync(archive);
}

function vsixManifest({ name, version, publisher, displayName, description, ...rest }: ExtensionManifest): string {
  const [id, title, words] = [name, displayName, description].map(xmlText);
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${id}" Version="${version}" Publisher="${publisher}"/>
    <DisplayName>${title}</DisplayName>
    <Description xml:space="preserve">${words}</Description>
    <Tags>${xmlText(rest.keywords.join(','))}</Tags>
    <Categories>${xmlText(rest.categories.join(','))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${xmlText(rest.engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/icon.png</Icon>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/icon.png" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
}

function contentTypes(): string {
  const types = Object.entries(CONTENT_TYPES).map(
    ([ending, type]) => `<Default Extension=".${ending}" ContentType="${type}"/>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${types.join('')}</Types>
`;
}
