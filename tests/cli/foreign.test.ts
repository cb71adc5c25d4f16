import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

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
  // `main.ts` writes a number of a version before anything can be loaded. `init.ts` asks a question of its own at a terminal.
  expect(filesWith(/\.write\(|console\.|process\.std(?:out|err)/)).toEqual(['init.ts', 'main.ts', 'terminal.ts']);
  expect(filesWith(/writeText\(/)).toEqual(['run.ts', 'session.ts', 'terminal.ts']);
  expect(filesWith(/writeDocument\(/)).toEqual(['session.ts', 'terminal.ts']);
});

test('only documents whose format cleans what is in them are written as they are', () => {
  expect(filesWith(/printDocument\(/)).toEqual([
    'breaking.ts',
    'completion.ts',
    'fmt.ts',
    'lock.ts',
    'man.ts',
    'output-format.ts',
    'session.ts',
    'stubs.ts',
  ]);
});

test('nothing else escapes for XML, Markdown, JSON or workflow commands', () => {
  expect(filesWith(/&(?:amp|lt|quot|#\d+);|%0A|%3A/)).toEqual([]);
  // A key of a kept result in `stubs.ts` and an identity in `site-project.ts` are hashed, never printed.
  expect(filesWith(/JSON\.stringify\(/)).toEqual(['init.ts', 'site-project.ts', 'stubs.ts']);
  expect(filesWith(/::(?:error|warning|notice|group|debug)/)).toEqual([]);
});

const BAD = 'x\\n::stop-commands::t1\\n\\u{1b}]0;a\\u{7}\\u{9b}31m\\u{202e}##[error]';

/** What drives a terminal, hides or turns text around; line breaks are lines of ours. */
const INVISIBLE = /[^\P{C}\p{Co}\p{Cn}\n\u200c\u200d]|[\p{Zl}\p{Zp}]/u;

test('names and paths of a hostile tree do nothing in a terminal or a CI log, whatever the command and format', async () => {
  const folder = scratchFolder();
  const text = (name: string, type: string) =>
    `Interface(name: "${name}", ops: { "${BAD}": (args: { "${BAD}": "${type}" }, reply: Result(ok: "${BAD}", err: CLike("${BAD}"))), "stop": (args: { "a": "Gone${BAD}" }, reply: Simple("u8"), doc: "${BAD}") })`;
  const names = [
    'fan.idol',
    'b\n::error file=a::x\n.idol',
    '::warning::c.idol',
    'd\u001b[31m\u202e.idol',
    'e##[error].idol',
  ];
  const before = join(folder, 'before');
  const tree = join(folder, 'tree');
  write(before, Object.fromEntries(names.map((name) => [`idl/${name}`, text('Fan', 'u8')])));
  write(tree, Object.fromEntries(names.map((name) => [`idl/${name}`, text(`Fan${BAD}`, 'u16')])));
  const commands = [
    ['check', tree],
    ['check', tree, '--format', 'github'],
    ['check', tree, '--format', 'json'],
    ['check', tree, '--format', 'sarif'],
    ['check', tree, '--format', 'junit'],
    ...['text', 'github', 'json', 'sarif', 'junit', 'markdown'].map((format) => [
      'breaking',
      tree,
      '--against',
      before,
      '--format',
      format,
    ]),
    ['diff', before, tree],
    ['fmt', '--check', tree],
    ['lock', tree],
    ['layout', 'Fan.stop', '--tree', before],
    ['layout', '--json', '--tree', before],
    ['stubs', `--tree`, tree, 'Fan\n::error::x'],
    ['explain', 'x\n::error::\u001b[31m'],
    ['check', 'no\n::error::such\u001b[31mfolder'],
    ['--no\n::error::such\u001b'],
  ];
  for (const args of commands) {
    for (const isTerminal of [false, true]) {
      const { stdout, stderr } = await capture(args, isTerminal ? { FORCE_COLOR: '1' } : {}, isTerminal);
      const seen = `${stdout}${stderr}`.replace(/\u001b\[(?:\d+(?:;\d+)*m|K)|\r(?=\u001b)/g, '');
      const what = JSON.stringify(args);
      expect(seen.length, what).toBeGreaterThan(0);
      expect(INVISIBLE.exec(seen)?.[0], what).toBeUndefined();
      expect(seen, what).not.toMatch(/##\w*\[/);
      const orders = seen.split('\n').filter((line) => /^\s*::(?!:)/.test(line));
      const isOurs = args.includes('github');
      expect(
        orders.filter((line) => !isOurs || !/^::(?:error|warning|notice) /.test(line)),
        what,
      ).toEqual([]);
    }
  }
});
