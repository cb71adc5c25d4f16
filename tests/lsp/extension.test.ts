import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { unzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { serverProgram } from '../../editors/vscode/src/server-program.ts';
import { idolGrammar } from '../../src/site/idol-grammar.ts';

const folder = mkdtempSync(join(tmpdir(), 'idol-registry-extension-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Bundling loads the sources of this package by their paths, which the test runner changes: it is done by the command.
const vsix = join(folder, 'idol.vsix');
const packed = spawnSync(process.execPath, ['editors/package.ts', vsix], { encoding: 'utf8' });

test('the extension is one archive with a client, a server and a grammar', () => {
  expect(packed.stderr).toBe('');
  const files = unzipSync(readFileSync(vsix));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const text = (path: string) => Buffer.from(files[path] ?? []).toString();
  const manifest = JSON.parse(text('extension/package.json'));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(manifest).toMatchObject({ version, main: './dist/extension.cjs' });
  const named = [
    manifest.main,
    manifest.icon,
    ...manifest.contributes.languages.map((one: { configuration: string }) => one.configuration),
    ...manifest.contributes.grammars.map((one: { path: string }) => one.path),
  ].map((path: string) => join('extension', path));
  expect(named.filter((path: string) => files[path] === undefined)).toEqual([]);
  expect(JSON.parse(text('extension/idol.tmLanguage.json'))).toEqual(idolGrammar);
  expect(text('extension.vsixmanifest')).toContain(`Id="idol-registry" Version="${version}"`);
  const endings = Object.keys(files).map((path) => /\.(\w+)$/.exec(path)?.[1]);
  for (const ending of new Set(endings)) {
    if (ending !== 'xml') expect(text('[Content_Types].xml')).toContain(`Extension=".${ending}"`);
  }
});

test('the client starts the server that the extension has', () => {
  const host = ['tests/lsp/extension-host.ts', join(folder, 'extension'), resolve('idl/2.0.0')];
  const run = spawnSync(process.execPath, host, { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  const { registered, providers } = JSON.parse(run.stdout);
  expect(registered).toEqual(expect.arrayContaining(['idol-registry.restart', 'idol-registry.showPlaces']));
  expect(providers).toEqual(
    expect.arrayContaining([
      'registerCodeLensProvider',
      'registerCompletionItemProvider',
      'registerDefinitionProvider',
      'registerHoverProvider',
      'registerInlayHintsProvider',
      'registerRenameProvider',
    ]),
  );
  expect(run.status).toBe(0);
});

test('the server is the one that settings name, else that of a trusted workspace, else the own', () => {
  const own = join(folder, 'node_modules/idol-registry/dist/main.js');
  mkdirSync(dirname(own), { recursive: true });
  writeFileSync(own, '');
  const given = {
    extension: '/extension',
    folders: [folder],
    isTrusted: true,
    settings: { server: '', node: '' },
    nodeVersion: '22.19.0',
  };
  expect(serverProgram(given)).toEqual({ module: own, node: undefined });
  expect(serverProgram({ ...given, isTrusted: false }).module).toBe(join('/extension', 'dist/server/main.js'));
  const settings = { server: '/own/main.js', node: '/own/node' };
  expect(serverProgram({ ...given, settings })).toEqual({ module: '/own/main.js', node: '/own/node' });
  expect(serverProgram({ ...given, nodeVersion: '20.18.1' }).node).toBe('node');
  expect(serverProgram({ ...given, nodeVersion: '22.18.9' }).node).toBe('node');
});
