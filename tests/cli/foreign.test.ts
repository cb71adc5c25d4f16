import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CLI = 'src/cli';

function sourcesOf(folder: string): [path: string, text: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(join(folder, path), 'utf8')]);
}

/** Files with a line that matches, without their comments. */
function filesWith(pattern: RegExp): string[] {
  return sourcesOf(CLI)
    .filter(([, text]) => pattern.test(text.replace(/^\s*(?:\/\*\*?|\*|\/\/).*$/gm, '')))
    .map(([path]) => path)
    .sort();
}

test('only the terminal writes to streams, and only through what cleans foreign text', () => {
  // `main.ts` writes a number of a version before anything can be loaded.
  expect(filesWith(/\.write\(|console\.|process\.std(?:out|err)/)).toEqual(['main.ts', 'terminal.ts']);
  expect(filesWith(/writeText\(/)).toEqual(['run.ts', 'session.ts', 'terminal.ts']);
  expect(filesWith(/writeDocument\(/)).toEqual(['session.ts', 'terminal.ts']);
});

test('only documents whose format cleans what is in them are written as they are', () => {
  expect(filesWith(/printDocument\(/)).toEqual([
    'breaking.ts',
    'check.ts',
    'decode.ts',
    'diff.ts',
    'fmt.ts',
    'layout.ts',
    'lock.ts',
    'log.ts',
    'session.ts',
    'stubs.ts',
  ]);
});

test('nothing else escapes for XML, Markdown, JSON or workflow commands', () => {
  expect(filesWith(/&(?:amp|lt|quot|#\d+);|%0A|%3A/)).toEqual([]);
  expect(filesWith(/JSON\.stringify\(/)).toEqual(['init.ts']);
  expect(filesWith(/::(?:error|warning|notice|group|debug)/)).toEqual([]);
});
