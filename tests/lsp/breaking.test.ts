import { chmodSync, cpSync, existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { git, scratchFolder } from '../tree/scratch.ts';
import { Editor, type EditorOptions, uriOf } from './editor.ts';

/** A repository with the example tree on branch `main`, and branch `work` checked out. */
function repository(): string {
  const folder = realpathSync(scratchFolder());
  cpSync('idl/2.0.0', folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=Release');
  git(folder, 'checkout', '--quiet', '-b', 'work');
  return folder;
}

function start(options: EditorOptions): Editor {
  const editor = new Editor(options);
  onTestFinished(() => void editor.process.kill());
  return editor;
}

const breaking = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.filter(({ source }) => source === 'idol-registry breaking');
const isBroken = (diagnostics: readonly Diagnostic[]) => breaking(diagnostics).length > 0;
const isWhole = (diagnostics: readonly Diagnostic[]) => breaking(diagnostics).length === 0;

test('what an edit breaks is shown on the operation, and follows the branch', async () => {
  const folder = repository();
  const path = 'idl/clock.idol';
  const text = readFileSync(join(folder, path), 'utf8');
  const clock = uriOf(folder, path);
  const editor = start({ folders: [folder] });
  await editor.initialized;
  editor.open(clock, text);
  editor.change(clock, text.replace('ops: {', 'ops: {\n        "wind": (reply: Simple("u64"), idempotent: true),'));
  const found = breaking(await editor.until(clock, isBroken));
  const now = found.find(({ message }) => String(message).startsWith('`now`'));
  expect(now).toMatchObject({
    code: 'op-inserted',
    severity: 2,
    range: { start: { line: 10, character: 8 }, end: { line: 10, character: 13 } },
    relatedInformation: [{ location: { uri: clock, range: { start: { line: 9 } } } }],
  });
  expect(now?.message).toContain('compared with merge base with main');
  expect(now?.message).toContain('old client, new server: silent: ');
  expect(now?.codeDescription?.href).toMatch(/checks\/op-inserted\.md$/);

  editor.change(clock, text);
  await editor.until(clock, isWhole);
  const api = uriOf(folder, 'drv/clock-api/src/lib.rs');
  const rust = readFileSync(join(folder, 'drv/clock-api/src/lib.rs'), 'utf8');
  editor.open(api, rust, 'rust');
  editor.change(api, rust.replace('BetterSource = 3', 'BetterSource = 30'));
  const [inRust] = breaking(await editor.until(api, isBroken));
  expect(inRust).toMatchObject({ severity: 2, code: 'error-variant-renumbered' });
  expect(inRust?.message).toContain('this breaks `Clock.');
  const inIdol = breaking(await editor.until(clock, isBroken));
  expect(inIdol.map(({ message }) => String(message).split('\n')[0])).toContain(
    '`set` breaks, compared with merge base with main',
  );
  // Sizes beside the interface follow from the Rust file.
  await editor.when(() => editor.refreshes.find((kind) => kind === 'inlayHint'));
  editor.change(api, rust);
  await editor.until(api, isWhole);
  await editor.until(clock, isWhole);

  // Another branch with another interface file: nothing but git says so.
  editor.close(clock);
  editor.close(api);
  git(folder, 'checkout', '--quiet', '-b', 'other');
  writeFileSync(join(folder, path), text.replace('"u64"', '"u32"'));
  git(folder, 'commit', '--quiet', '--all', '--message=Narrow');
  await editor.until(clock, isBroken);
  git(folder, 'checkout', '--quiet', 'work');
  await editor.until(clock, isWhole);
  expect(await editor.end()).toBe(0);
  expect(editor.logged).toEqual([]);
});

test('an untrusted workspace is read, and no program runs in it', async () => {
  const folder = repository();
  const clock = uriOf(folder, 'idl/clock.idol');
  const text = readFileSync(join(folder, 'idl/clock.idol'), 'utf8');
  const programs = scratchFolder();
  writeFileSync(join(programs, 'git'), `#!/bin/sh\necho started > '${programs}/started'\nexit 1\n`);
  chmodSync(join(programs, 'git'), 0o755);
  const editor = start({
    folders: [folder],
    initializationOptions: { trusted: false },
    env: { PATH: `${programs}:${process.env.PATH}` },
  });
  await editor.initialized;
  editor.open(clock, text.replace('"now"', '"is_set"'));
  await editor.until(clock, (diagnostics) => diagnostics.some(({ code }) => code === 'duplicate-name'));
  await editor.when(() => editor.logged.find((line) => line.includes('untrusted workspace')));
  expect(editor.diagnosticsOf(clock)?.filter(({ source }) => source !== 'idol-registry')).toEqual([]);
  expect(await editor.end()).toBe(0);
  expect(existsSync(join(programs, 'started'))).toBe(false);
});

test('folders come and go, and files change outside of the editor', async () => {
  const [one, two] = [repository(), repository()];
  // An editor that watches no files for the server.
  const editor = start({ folders: [one], capabilities: { workspace: { workspaceFolders: true } } });
  await editor.initialized;
  const bootloader = (folder: string) => uriOf(folder, 'drv/bootloader-api/bootloader.idol');
  await editor.until(bootloader(one), (diagnostics) => diagnostics.length > 0);
  const change = (added: string[], removed: string[]) => {
    const named = (folders: string[]) => folders.map((folder) => ({ uri: uriOf(folder), name: folder }));
    return editor.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: named(added), removed: named(removed) },
    });
  };
  await change([two], [one]);
  await editor.until(bootloader(two), (diagnostics) => diagnostics.length > 0);
  await editor.until(bootloader(one), (diagnostics) => diagnostics.length === 0);

  const fresh = uriOf(two, 'idl/fresh.idol');
  const write = (text: string) => writeFileSync(join(two, 'idl/fresh.idol'), text);
  // The watch of the folder may not be ready yet: it is written until it is seen.
  const writing = setInterval(() => write(`Interface(name: "Fresh", ops: {})// ${Date.now()}`), 500);
  await editor.until(fresh, (diagnostics) => diagnostics.some(({ code }) => code === 'dead-interface'));
  clearInterval(writing);
  rmSync(join(two, 'idl/fresh.idol'));
  await editor.until(fresh, (diagnostics) => diagnostics.length === 0);
  expect(await editor.end()).toBe(0);
});
