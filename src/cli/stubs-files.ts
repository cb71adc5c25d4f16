import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { makeFolder, whyNotWritten } from '../registry/index.ts';
import { isStub, type StubFile } from '../stubs/index.ts';
import { CannotRun } from './session.ts';

/** Those that are not in the folder, or with another text. */
export function changedFiles(folder: string, files: readonly StubFile[]): StubFile[] {
  return files.filter(({ path, text }) => readText(join(folder, path)) !== text);
}

/**
 * Stubs in the folder that belong to nothing any more, as paths below it. What does not begin as our stubs do is nobody's business.
 * @param names of the files that could have been made, below the folder, with `/` between names
 */
export function staleFiles(folder: string, files: readonly StubFile[], names: RegExp): string[] {
  const wanted = new Set(files.map(({ path }) => path));
  return pathsIn(folder)
    .filter((path) => names.test(path) && !wanted.has(path) && isStub(readText(join(folder, path)) ?? ''))
    .sort();
}

/** Writes all files or, when the system refuses one, none: each is written beside its place first. */
export function writeFiles(folder: string, files: readonly StubFile[]): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new CannotRun(`\`${folder}\` is a file`, 'say with `--out` in which folder the stubs go');
  const written: string[] = [];
  const moves = files.map(({ path }) => {
    const to = join(folder, path);
    return { from: `${to}.${process.pid}.tmp`, to };
  });
  try {
    for (const [index, { from, to }] of moves.entries()) {
      makeFolder(dirname(to));
      if (statSync(to, { throwIfNoEntry: false })?.isDirectory()) throw new CannotRun(`\`${to}\` is a folder`);
      written.push(from);
      writeFileSync(from, (files[index] as StubFile).text);
    }
    for (const { from, to } of moves) renameSync(from, to);
  } catch (error) {
    throw error instanceof CannotRun ? error : new CannotRun(whyNotWritten(folder, error));
  } finally {
    for (const path of written) rmSync(path, { force: true });
  }
}

/** The files of a folder and of the folders in it, not deeper: that is as deep as stubs lie. */
function pathsIn(folder: string): string[] {
  const entries = entriesOf(folder);
  return entries.flatMap((entry) =>
    entry.isDirectory() ? entriesOf(join(folder, entry.name)).map(({ name }) => `${entry.name}/${name}`) : [entry.name],
  );
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
