import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Diagnostic, DocumentSymbol, FoldingRange, Hover, InlayHint, TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Editor, type EditorOptions, uriOf } from './editor.ts';
import { placeIn } from './place.ts';

const TREE = resolve('idl/2.0.0');
const RAIN = uriOf(TREE, 'idl/rain-gauge.idol');
const TEXT = readFileSync('idl/2.0.0/idl/rain-gauge.idol', 'utf8');

function start(options: EditorOptions = { folders: [TREE] }): Editor {
  const editor = new Editor(options);
  onTestFinished(() => void editor.process.kill());
  return editor;
}

const codesOf = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

test('an edit is checked, formatted and explained', async () => {
  const editor = start();
  const { capabilities, serverInfo } = await editor.initialized;
  expect(serverInfo?.name).toBe('idol-registry');
  expect(capabilities.textDocumentSync).toMatchObject({ openClose: true });
  editor.open(RAIN, TEXT);
  expect(await editor.until(RAIN, () => true)).toEqual([]);
  // Findings of files that are not open are shown, too.
  const bootloader = uriOf(TREE, 'drv/bootloader-api/bootloader.idol');
  const found = await editor.until(bootloader, (diagnostics) => diagnostics.length > 0);
  expect(codesOf(found)).toContain('read-write-lease');

  const wrong = editor.change(RAIN, TEXT.replace('idempotent: true', 'idempotant: true'));
  const [misspelt] = await editor.until(RAIN, (_, version) => version === wrong);
  expect(misspelt).toMatchObject({
    code: 'unknown-field',
    severity: 2,
    source: 'idol-registry',
    message: expect.stringContaining('did you mean `idempotent`?'),
    range: { start: { line: 19, character: 12 }, end: { line: 19, character: 22 } },
  });
  expect(misspelt?.codeDescription?.href).toMatch(/checks\/unknown-field\.md$/);

  const twice = editor.change(RAIN, TEXT.replace('"tips": (', '"rainfall": ('));
  const [duplicate] = await editor.until(RAIN, (_, version) => version === twice);
  expect(duplicate?.relatedInformation).toEqual([
    {
      location: { uri: RAIN, range: { start: { line: 9, character: 8 }, end: { line: 9, character: 18 } } },
      message: 'first declared here',
    },
  ]);
  expect(await editor.ask('textDocument/formatting', RAIN, { options: {} })).toEqual([]);

  const ragged = TEXT.replace('            encoding: Hubpack,\n', '  encoding:Hubpack ,\n');
  editor.change(RAIN, ragged);
  const edits = await editor.ask<TextEdit[]>('textDocument/formatting', RAIN, { options: {} });
  expect(TextDocument.applyEdits(TextDocument.create(RAIN, 'idol', 1, ragged), edits)).toBe(TEXT);
  expect(edits[0]?.range.start.line).toBe(18);

  const right = editor.change(RAIN, TEXT);
  expect(await editor.until(RAIN, (_, version) => version === right)).toEqual([]);
  const [symbol] = await editor.ask<DocumentSymbol[]>('textDocument/documentSymbol', RAIN);
  expect(symbol?.name).toBe('RainGauge');
  expect(symbol?.children?.map(({ name }) => name)).toEqual(['rainfall', 'tips', 'reset', 'inhibit']);
  expect(symbol?.children?.at(-1)?.children?.map(({ name, detail }) => [name, detail])).toEqual([
    ['reason', 'InhibitReason'],
    ['seconds', 'Option<u32>'],
  ]);
  const folds = await editor.ask<FoldingRange[]>('textDocument/foldingRange', RAIN);
  expect(folds).toContainEqual({ startLine: 0, endLine: 4, kind: 'comment' });
  expect(folds).toContainEqual({ startLine: 9, endLine: 19 });

  const explain = async (part: string) => {
    const answer = await editor.ask<Hover | null>('textDocument/hover', RAIN, { position: placeIn(TEXT, part) });
    return answer && (answer.contents as { value: string }).value;
  };
  expect(await explain('"rainfall"')).toContain('operation 1, Hubpack, idempotent');
  expect(await explain('"rainfall"')).toContain('served by `drv-tipping-bucket-server`');
  expect(await explain('"rainfall"')).toMatch(/```text\nmessage: 1 to 9 bytes/);
  expect(await explain('Rainfall"')).toContain('pub struct Rainfall {');
  expect(await explain('RainError')).toContain('drv/rain-gauge-api/src/lib.rs');
  expect(await explain('idempotent')).toContain('repeated call has no further effect');
  expect(await explain('"times"')).toContain('lease 0 `times`: `[u64]`, the server may write it, at most 128 elements');
  expect(await explain('0.2 mm')).toBeNull();
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = await editor.ask<InlayHint[]>('textDocument/inlayHint', RAIN, { range });
  expect(hints.map(({ label }) => label)).toEqual([
    '#1 1–9 → 13 B',
    '0: 1–9 B',
    '#2 0 → 4 B',
    'lease 0: 8 B each',
    '#3 0 → 13 B',
    '#4 2–6 → 0 B',
    '0: 1 B',
    '1: 1–5 B',
  ]);
  expect(await editor.end()).toBe(0);
  expect(editor.logged).toEqual([]);
});

test('a document that lies in no tree, or in no file, is checked by itself', async () => {
  const editor = start({ folders: [] });
  const uri = 'untitled:Untitled-1';
  editor.open(uri, 'Interface(name: "Fan", ops: { "stop": (reply: Simple("()")) })');
  const found = await editor.until(uri, (diagnostics) => diagnostics.length > 0);
  expect(codesOf(found)).toContain('simple-reply-not-idempotent');
  editor.close(uri);
  await editor.until(uri, (diagnostics) => diagnostics.length === 0);
  expect(await editor.end()).toBe(0);
});

test('nothing that an editor sends ends the session', async () => {
  const editor = start();
  await editor.initialized;
  const input = editor.process.stdin;
  const raw = (body: string) => input?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  raw('this is no JSON');
  raw('[]');
  raw('null');
  raw('{"jsonrpc":"2.0"}');
  raw('{"jsonrpc":"2.0","id":901,"method":"textDocument/hover"}');
  raw('{"jsonrpc":"2.0","id":902,"method":"textDocument/hover","params":{"textDocument":7,"position":null}}');
  raw(
    '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///gone","version":3}}}',
  );
  await expect(editor.connection.sendRequest('idol/unknown', {})).rejects.toThrow(/Unhandled method/);
  expect(await editor.ask('textDocument/hover', 'file:///not-open.idol', { position: placeIn('x', 'x') })).toBeNull();

  editor.open(RAIN, TEXT.replace('"tips"', '"ti\0ps"'));
  const withNull = await editor.until(RAIN, (diagnostics) => diagnostics.length > 0);
  expect(codesOf(withNull)).toContain('invalid-name');
  const large = editor.change(RAIN, `// ${'x'.repeat(10_000_000)}\n${TEXT}`);
  const tooLong = await editor.until(RAIN, (_, version) => version === large);
  expect(tooLong[0]?.message).toContain('files of more than 1000000 are not read');
  expect(await editor.ask('textDocument/documentSymbol', RAIN)).toEqual([]);
  const outside = { position: { line: 1e9, character: 1e9 } };
  expect(await editor.ask('textDocument/hover', RAIN, outside)).toBeNull();
  const right = editor.change(RAIN, TEXT);
  expect(await editor.until(RAIN, (_, version) => version === right)).toEqual([]);
  expect(await editor.end()).toBe(0);
});

test('a request that is cancelled is answered so, or was answered before', async () => {
  const editor = start();
  await editor.initialized;
  editor.open(RAIN, TEXT);
  const input = editor.process.stdin;
  const hover = { textDocument: { uri: RAIN }, position: placeIn(TEXT, 'Rainfall"') };
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    input?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  let answers = '';
  editor.connection.onUnhandledNotification(() => undefined);
  editor.process.stdout?.on('data', (chunk) => (answers += chunk));
  for (let id = 900; id < 920; id++) send({ id, method: 'textDocument/hover', params: hover });
  for (let id = 900; id < 920; id++) send({ method: '$/cancelRequest', params: { id } });
  expect(await editor.ask('textDocument/documentSymbol', RAIN)).toHaveLength(1);
  expect(answers.match(/"id":9\d\d/g)).toHaveLength(20);
  expect(await editor.end()).toBe(0);
});

test('a session that ends without a shutdown gives exit code 1', async () => {
  const editor = start();
  await editor.initialized;
  const ended = once(editor.process, 'exit');
  await editor.notify('exit', undefined);
  expect(await ended).toEqual([1, null]);
  const another = start();
  await another.initialized;
  const closed = once(another.process, 'exit');
  another.process.stdin?.end();
  expect(await closed).toEqual([1, null]);
});
