/**
 * A session of edits in the real server, as somebody types: `node tests/bench/editor-session.ts <tree> [edits]`.
 *
 * Measured, in milliseconds: the first diagnostics after the start of the process, and for each edit the time until the findings of the edited
 * file are shown, and until what the change breaks is shown. Half of the edits are made in an interface file, the others in a Rust
 * file whose types it carries. A time of a busy machine says little: there, look at the processor time of the server.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { Editor, uriOf } from '../lsp/editor.ts';

export interface SessionTimes {
  /** From the start of the process to the first diagnostics of the open file, and to those with resolved types. */
  readonly first: number;
  readonly whole: number;
  /** Of each edit of the interface file, sorted. */
  readonly checked: readonly number[];
  readonly compared: readonly number[];
  /** Of each edit of the Rust file, sorted. */
  readonly rustCompared: readonly number[];
  /** Processor time of the server for each edit of the two files; NaN where the system does not tell. */
  readonly idolWork: number;
  readonly rustWork: number;
}

export interface SessionFiles {
  readonly folder: string;
  /** Path of an interface file, and a text in it before which an operation can be inserted. */
  readonly idol: string;
  readonly before: string;
  /** Path of a Rust file, and a text in it with another one that breaks what the interface carries. */
  readonly rust: string;
  readonly text: string;
  readonly other: string;
}

/** The value below which a share of sorted values lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export async function measureSession(files: SessionFiles, edits: number): Promise<SessionTimes> {
  const { folder, idol, rust } = files;
  const [idolUri, rustUri] = [idol, rust].map((path) => uriOf(folder, path)) as [string, string];
  const [idolText, rustText] = [idol, rust].map((path) => readFileSync(join(folder, path), 'utf8')) as [string, string];
  const started = performance.now();
  const editor = new Editor({ folders: [folder] });
  await editor.initialized;
  editor.open(idolUri, idolText);
  await editor.until(idolUri, () => true);
  const first = performance.now() - started;
  await editor.ask('textDocument/hover', idolUri, { position: { line: 0, character: 0 } });
  const whole = performance.now() - started;
  editor.open(rustUri, rustText, 'rust');

  const isBreaking = (uri: string) => editor.diagnosticsOf(uri)?.some(({ source }) => source?.endsWith('breaking'));
  const checked: number[] = [];
  const compared: number[] = [];
  const rustCompared: number[] = [];
  const broken = idolText.replace(files.before, `"inserted": (reply: Simple("u8"), idempotent: true), ${files.before}`);
  const brokenRust = rustText.replace(files.text, files.other);
  if (broken === idolText || brokenRust === rustText) throw new Error('the files have no such text');
  // The first comparison reads the other side.
  editor.change(idolUri, broken);
  await editor.until(idolUri, () => isBreaking(idolUri) === true);
  editor.change(idolUri, idolText);
  await editor.until(idolUri, () => isBreaking(idolUri) === false);

  const work = () => processorTime(editor.process.pid);
  const begin = work();
  for (let step = 0; step < edits / 2; step++) {
    // Every other edit inserts an operation, with a name that grows as somebody types it, and the next one takes it away.
    const name = `inserted_${'x'.repeat(step % 20)}`;
    const text = step % 2 === 0 ? broken.replace('inserted', name) : idolText;
    const begun = performance.now();
    const version = editor.change(idolUri, text);
    await editor.until(idolUri, (_, published) => published === version);
    checked.push(performance.now() - begun);
    await editor.until(idolUri, () => isBreaking(idolUri) === (step % 2 === 0));
    compared.push(performance.now() - begun);
  }
  const between = work();
  for (let step = 0; step < edits / 2; step++) {
    const begun = performance.now();
    editor.change(rustUri, step % 2 === 0 ? brokenRust : rustText);
    await editor.until(rustUri, () => (isBreaking(rustUri) ?? false) === (step % 2 === 0));
    rustCompared.push(performance.now() - begun);
  }
  const [idolWork, rustWork] = [between - begin, work() - between].map((spent) => spent / (edits / 2));
  await editor.end();
  const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  return {
    first,
    whole,
    checked: sorted(checked),
    compared: sorted(compared),
    rustCompared: sorted(rustCompared),
    idolWork: idolWork as number,
    rustWork: rustWork as number,
  };
}

/** Processor time that a process has used so far, in milliseconds. The system counts in hundredths of a second. */
function processorTime(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const [user, system] = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return ((user ?? 0) + (system ?? 0)) * 10;
}

/** Files of Hubris' main branch. */
const HUBRIS = {
  idol: 'idl/sensor.idol',
  before: '"get": (',
  rust: 'task/sensor-api/src/lib.rs',
  text: 'NoReading = 2',
  other: 'NoReading = 22',
};

if (process.argv[1] === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? process.env.HUBRIS_TREE ?? '.');
  const times = await measureSession({ folder, ...HUBRIS }, Number(process.argv[3] ?? 500));
  const ms = (value: number) => `${Math.round(value)} ms`;
  console.log(`first diagnostics ${ms(times.first)}, with resolved types ${ms(times.whole)}`);
  for (const name of ['checked', 'compared', 'rustCompared'] as const) {
    const [half, most, all] = [0.5, 0.95, 1].map((share) => ms(quantile(times[name], share)));
    console.log(`${name}: median ${half}, 95th percentile ${most}, longest ${all}`);
  }
  console.log(`processor time of an edit: interface ${ms(times.idolWork)}, Rust ${ms(times.rustWork)}`);
}
