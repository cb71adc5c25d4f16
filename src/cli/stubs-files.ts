import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isStub, type StubFile } from '../stubs/index.ts';

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

export function writeFiles(folder: string, files: readonly StubFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
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
