import { cpSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Hover,
  Location,
  Range,
  SymbolInformation,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { git, scratchFolder, write } from '../tree/scratch.ts';
import { Editor, type EditorOptions, uriOf } from './editor.ts';
import { placeIn } from './place.ts';

const TREE = resolve('idl/2.0.0');
const RAIN = uriOf(TREE, 'idl/rain-gauge.idol');
const TEXT = readFileSync('idl/2.0.0/idl/rain-gauge.idol', 'utf8');

function start(options: EditorOptions): Editor {
  const editor = new Editor(options);
  onTestFinished(() => void editor.process.kill());
  return editor;
}

const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };

/** Where a location leads: the path in the tree, and the line from 1. */
const led = ({ uri, range }: Location) => `${uri.slice(uriOf(TREE).length + 1)}:${range.start.line + 1}`;

test('names lead to their declarations and uses', async () => {
  const editor = start({ folders: [TREE] });
  await editor.initialized;
  editor.open(RAIN, TEXT);
  const ask = async (method: string, part: string) =>
    (await editor.ask<Location[]>(`textDocument/${method}`, RAIN, { position: placeIn(TEXT, part) })).map(led);
  expect(await ask('definition', 'Rainfall"')).toEqual(['drv/rain-gauge-api/src/lib.rs:27']);
  expect(await ask('definition', 'u32>')).toEqual([]);
  expect(await ask('definition', '"rainfall"')).toEqual([
    expect.stringMatching(/^drv\/tipping-bucket-server\/src\/main\.rs:\d+$/),
  ]);
  expect(await ask('definition', '"RainGauge"')).toEqual([
    'drv/rain-gauge-api/src/lib.rs:1',
    'drv/tipping-bucket-server/src/main.rs:1',
  ]);
  expect(await ask('references', 'Rainfall"')).toEqual(['idl/rain-gauge.idol:16', 'idl/rain-gauge.idol:37']);
  const uses = await ask('references', '"rainfall"');
  expect(uses).toContain('idl/rain-gauge.idol:10');
  expect(uses.filter((use) => /\.rs:\d+$/.test(use)).length).toBeGreaterThanOrEqual(1);
  expect(await ask('references', '"RainGauge"')).toContain('drv/rain-gauge-api/build.rs:2');

  const symbols = await editor.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'rngau' });
  expect(symbols.map(({ name }) => name)).toEqual(['RainGauge']);

  // What a type of an API crate travels in.
  const api = uriOf(TREE, 'drv/rain-gauge-api/src/lib.rs');
  const rust = readFileSync(join(TREE, 'drv/rain-gauge-api/src/lib.rs'), 'utf8');
  editor.open(api, rust, 'rust');
  const hover = await editor.ask<Hover>('textDocument/hover', api, { position: placeIn(rust, '|RainError {') });
  expect((hover.contents as { value: string }).value).toContain(
    '- `RainGauge`: `rainfall` (error), `tips` (error), `reset` (error), `inhibit` (error)',
  );
  expect(await editor.ask('textDocument/hover', api, { position: placeIn(rust, 'MICROMETRES_PER') })).toBeNull();
  expect(await editor.end()).toBe(0);
  expect(editor.logged).toEqual([]);
});

test('what can be written at a place is offered', async () => {
  const editor = start({ folders: [TREE] });
  await editor.initialized;
  editor.open(RAIN, TEXT);
  /** Labels for the document with a part replaced by one with `|` at the cursor. */
  const offered = async (part: string, written: string) => {
    const text = TEXT.replace(part, written.replace('|', '||'));
    editor.change(RAIN, text.replace('||', ''));
    const position = placeIn(text, '||');
    const items = await editor.ask<CompletionItem[]>('textDocument/completion', RAIN, { position });
    return items.map(({ label }) => label);
  };
  const field = '            encoding: Hubpack,\n            idempotent: true,\n';
  expect(await offered(field, '            en|\n')).toEqual(['leases', 'idempotent', 'encoding']);
  expect(await offered('encoding: Hubpack', 'encoding: |')).toEqual(['Zerocopy', 'Hubpack', 'Ssmarshal']);
  expect(await offered('reply: Result(', 'reply: |')).toEqual(['Simple', 'Result']);
  expect(await offered('err: Complex("RainError")', 'err: |')).toEqual(['CLike', 'Complex', 'ServerDeath']);
  expect(await offered('ok: "Rainfall",', '|')).toEqual(['ok', 'err']);
  expect(await offered('write: true,', '|')).toEqual(['read', 'write', 'max_len']);
  expect(await offered('max_len: Some(128)', 'max_len: |')).toEqual(['Some', 'None']);
  expect(await offered('"times": (type', '|')).toEqual(['lease']);
  expect(await offered('ok: "Rainfall"', 'ok: "Ra|"')).toEqual(
    expect.arrayContaining(['Rainfall', 'Period', 'Timestamp', 'u32', 'Option', 'station_types::']),
  );
  expect(await offered('ok: "Rainfall"', 'ok: "station_types::|"')).toContain('Timestamp');
  expect(await offered('err: Complex("RainError")', 'err: Complex("|")')).not.toContain('u32');
  expect(await offered('// Each tip', '// Each| tip')).toEqual([]);
  expect(await offered('doc: "Corrected', 'doc: "Corr|')).toEqual([]);
  expect(await editor.end()).toBe(0);
});

test('what is mechanical is mended, and names are changed', async () => {
  const folder = realpathSync(scratchFolder());
  cpSync(TREE, folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=Release');
  git(folder, 'tag', 'v2.0.0');
  const cache = { XDG_CACHE_HOME: scratchFolder() };
  const editor = start({ folders: [folder], env: cache, initializationOptions: { showsPlaces: true } });
  await editor.initialized;
  const uri = uriOf(folder, 'idl/clock.idol');
  const text = readFileSync(join(folder, 'idl/clock.idol'), 'utf8');
  editor.open(uri, text);
  const applied = (edits: readonly TextEdit[]) =>
    TextDocument.applyEdits(TextDocument.create(uri, 'idol', 1, editor.textOf(uri)), [...edits]);
  const actions = async (part: string) => {
    const at = placeIn(editor.textOf(uri), part);
    const range = { start: at, end: at };
    return editor.ask<CodeAction[]>('textDocument/codeAction', uri, { range, context: { diagnostics: [] } });
  };
  const mended = async (wrong: string, part: string) => {
    editor.change(uri, wrong);
    const [first] = await actions(part);
    return applied(first?.edit?.changes?.[uri] ?? []);
  };
  expect(await mended(text.replace('idempotent: true', 'idempotant: true'), 'idempotant')).toBe(text);
  expect(await mended(text.replace('Result(', 'Resul('), 'Resul(')).toBe(text);
  const withRecv = `(
                    type: "TimeSource",
                    recv: FromPrimitive("u8"),
                )`;
  const bare = text.replace(withRecv, '"TimeSource"');
  expect(await mended(bare, '"TimeSource",\n            },')).toBe(
    text.replace(withRecv, '(type: "TimeSource", recv: FromPrimitive("u8"))'),
  );
  const neverRetried = text.replace(
    '            reply: Simple("u64"),\n            idempotent: true,',
    'reply: Simple("u64")',
  );
  expect(await mended(neverRetried, '"now"')).toContain('reply: Simple("u64"),\nidempotent: true\n');

  const inserted = text.replace(
    'ops: {',
    'ops: {\n        "wind": (\n            reply: Simple("u64"),\n            idempotent: true,\n        ),',
  );
  editor.change(uri, inserted);
  await editor.until(uri, (diagnostics) => diagnostics.some(({ code }) => code === 'op-inserted'));
  const [move, waive] = await actions('"wind"');
  expect(move?.title).toBe('Move operation `wind` to the end');
  const moved = applied(move?.edit?.changes?.[uri] ?? []);
  expect(moved.indexOf('"now"')).toBeLessThan(moved.indexOf('"wind"'));
  expect(moved.length).toBe(inserted.length);
  const changes = waive?.edit?.documentChanges as [unknown, TextDocumentEdit];
  expect(changes[0]).toEqual({ kind: 'create', uri: uriOf(folder, 'idol-registry.waivers.toml') });
  expect((changes[1].edits[0] as TextEdit).newText).toMatch(/^"op-inserted:[0-9a-f]{12}" = \{ reason = "…"/);

  editor.change(uri, text);
  const rename = (part: string, newName: string) =>
    editor.ask<WorkspaceEdit>('textDocument/rename', uri, { position: placeIn(text, part), newName });
  const argument = await rename('"bits"', 'mask');
  expect(applied(argument.changes?.[uri] ?? [])).toBe(text.replace('"bits"', '"mask"'));
  const operation = await rename('"ring_at"', 'wake_at');
  const files = (operation.documentChanges as TextDocumentEdit[]).map((change) => change.textDocument.uri);
  expect(files).toEqual(
    [uri, 'drv/rtc-server/src/main.rs', 'task/observer/src/main.rs'].map((path) =>
      path === uri ? uri : uriOf(folder, path),
    ),
  );
  expect(Object.values(operation.changeAnnotations ?? {})[0]?.needsConfirmation).toBe(true);
  await expect(rename('"now"', 'no name')).rejects.toThrow('is not a Rust identifier');
  await expect(rename('"now"', 'set')).rejects.toThrow('there is another `set` already');
  expect(await editor.ask('textDocument/prepareRename', uri, { position: placeIn(text, 'Simple("u64")') })).toBeNull();

  const titles = async () => {
    const lenses = await editor.ask<CodeLens[]>('textDocument/codeLens', uri);
    return lenses.map(({ command }) => command?.title);
  };
  const [servers, clients] = await titles();
  expect(servers).toBe('1 server');
  expect(clients).toMatch(/^\d+ clients?$/);
  // The history is read by another process; the lenses change when it is known.
  let seen = 0;
  while (!(await titles()).includes('number 1 since v2.0.0')) {
    await editor.when(() => (editor.refreshes.length > seen ? true : undefined));
    seen = editor.refreshes.length;
  }
  expect(await editor.ask('textDocument/formatting', uri, { range: everywhere, options: {} })).toEqual([]);
  expect(await editor.end()).toBe(0);
});

test('a type of a crate from outside the tree leads to its file', async () => {
  const folder = realpathSync(scratchFolder());
  write(folder, {
    'tree/Cargo.toml': '[workspace]\nmembers = ["fan-api"]\n',
    'tree/idol-registry.config.json': '{ "crates": { "units": "../units" } }',
    'tree/idl/fan.idol':
      'Interface(name: "Fan", ops: { "set": (args: { "speed": "Rpm" }, reply: Simple("()"), idempotent: true) })',
    'tree/fan-api/Cargo.toml': '[package]\nname = "fan-api"\n[dependencies]\nunits = "1.0"\n',
    'tree/fan-api/build.rs': 'fn main() { idol::client::build_client_stub("../idl/fan.idol", "client_stub.rs"); }',
    'tree/fan-api/src/lib.rs': 'pub use units::Rpm;\ninclude!(concat!(env!("OUT_DIR"), "/client_stub.rs"));\n',
    'units/Cargo.toml': '[package]\nname = "units"\nversion = "1.0.0"\n',
    'units/src/lib.rs': '//! Units.\npub struct Rpm(pub u16);\n',
  });
  const editor = start({ folders: [join(folder, 'tree')] });
  await editor.initialized;
  const uri = uriOf(folder, 'tree/idl/fan.idol');
  const text = readFileSync(join(folder, 'tree/idl/fan.idol'), 'utf8');
  editor.open(uri, text);
  const position = placeIn(text, 'Rpm');
  const [location] = await editor.ask<Location[]>('textDocument/definition', uri, { position });
  expect(location?.uri).toBe(uriOf(folder, 'units/src/lib.rs'));
  expect(location?.range.start).toEqual({ line: 1, character: 11 });
  expect(await editor.end()).toBe(0);
});
