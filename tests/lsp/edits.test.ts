import { cpSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Position } from 'vscode-languageserver/node';
import { checkTree, orThrow } from '../../src/api/index.ts';
import { git, scratchFolder } from '../tree/scratch.ts';
import { Editor, uriOf } from './editor.ts';
import { Inspector } from './heap.ts';

/** Documents that are edited: an interface, types that it uses, and an image. */
const FILES = ['idl/clock.idol', 'drv/clock-api/src/lib.rs', 'app/mast/app.toml'] as const;

const COMPARED_EDITS = 1_000;
const FIRST_MEASURED = 200;
const ALL_EDITS = 2_000;
/** Edits of one file that are not undone. */
const MAX_DEPTH = 5;

/** Numbers that are the same in each run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS = [
  'idempotent: true,',
  '"u16"',
  'Option<u32>',
  '0x10',
  '(',
  ')',
  '}',
  ',',
  '"',
  '// note\n',
  '\n',
  ' = 7,',
  'é',
  '#[repr(u8)]\n',
  'reply: Simple("bool"),',
  '[tasks.clock]\n',
];

function edited(text: string, next: (below: number) => number): string {
  const at = next(text.length + 1);
  const lines = text.split('\n');
  const line = next(lines.length);
  switch (next(4)) {
    case 0:
      return text.slice(0, at) + WORDS[next(WORDS.length)] + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + next(12));
    case 2:
      return lines.toSpliced(line, 1).join('\n');
    default:
      return lines.toSpliced(next(lines.length), 0, lines[line] as string).join('\n');
  }
}

test('after any edits and undone edits, the editor shows what `check` reports, in the same memory', async () => {
  const folder = realpathSync(scratchFolder());
  cpSync('idl/2.0.0', folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message=Release');
  const editor = new Editor({ folders: [folder], nodeOptions: ['--inspect=127.0.0.1:0'] });
  onTestFinished(() => void editor.process.kill());
  const inspector = await Inspector.of(editor.process);
  await editor.initialized;
  const next = random(20_261_129);
  const undo = new Map(FILES.map((path) => [path, [readFileSync(join(folder, path), 'utf8')]]));
  const languages = { idol: 'idol', rs: 'rust', toml: 'toml' };
  for (const [path, [text = '']] of undo) {
    const ending = path.slice(path.lastIndexOf('.') + 1) as keyof typeof languages;
    editor.open(uriOf(folder, path), text, languages[ending]);
  }

  /** Everything that is shown, once the newest version of a document was looked at. */
  const shown = async (uri: string, version: number) => {
    await editor.until(uri, (_, published) => published === version);
    // What was published together comes before the answer to this.
    await editor.ask('textDocument/documentSymbol', uriOf(folder, FILES[0]));
    const place = ({ line, character }: Position) => `${line + 1}:${character}`;
    return [...editor.published.values()]
      .flatMap(({ uri: of, diagnostics }) =>
        diagnostics
          .filter(({ source }) => source === 'idol-registry')
          .map(({ code, severity, range }) => `${of} ${place(range.start)}-${place(range.end)} ${code} ${severity}`),
      )
      .sort();
  };
  const severities = { error: 1, warning: 2, note: 3, off: 4 };
  const checked = () => {
    for (const [path, texts] of undo) writeFileSync(join(folder, path), texts.at(-1) as string);
    const { diagnostics } = orThrow(checkTree(folder));
    return diagnostics
      .map(({ check, severity, place, endPlace }) => {
        const at = ({ line, column }: typeof place) => `${line}:${units(place.path, line, column)}`;
        return `${uriOf(folder, place.path)} ${at(place)}-${at(endPlace)} ${check} ${severities[severity]}`;
      })
      .sort();
  };
  /** UTF-16 units before a column, which counts characters. */
  const units = (path: string, line: number, column: number) => {
    const text = readFileSync(join(folder, path), 'utf8').split(/\r\n|\n|\r/)[line - 1] ?? '';
    return [...text].slice(0, column - 1).join('').length;
  };

  let first = 0;
  const states = new Set<string>();
  for (let step = 1; step <= ALL_EDITS; step++) {
    const path = FILES[next(FILES.length)] as (typeof FILES)[number];
    const texts = undo.get(path) as string[];
    // After some edits most of a file has no meaning any more: then all of them are undone.
    if (texts.length > MAX_DEPTH) texts.splice(1);
    else if (texts.length > 1 && next(5) < 2) texts.pop();
    else texts.push(edited(texts.at(-1) as string, next));
    const uri = uriOf(folder, path);
    const version = editor.change(uri, texts.at(-1) as string);
    if (step <= COMPARED_EDITS && step % 10 === 0) {
      const all = checked();
      expect(await shown(uri, version)).toEqual(all);
      states.add(all.join('\n'));
    }
    if (step % 10 === 0) await editor.until(uri, (_, published) => published === version);
    if (step === FIRST_MEASURED) first = await inspector.heapUsed();
  }
  expect(states.size).toBeGreaterThan(20);
  expect((await inspector.heapUsed()) / first).toBeLessThan(1.2);
  inspector.close();
  expect(await editor.end()).toBe(0);
});
