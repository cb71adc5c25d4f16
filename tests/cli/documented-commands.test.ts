import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS, isCommandName } from '../../src/cli/commands.ts';
import { checkUse, createProgram } from '../../src/cli/run.ts';
import type { Handle } from '../../src/cli/session.ts';

const FILES = globSync([
  '*.md',
  '*.yml',
  '.*.yaml',
  'content/**/*.md',
  'editors/**/*.md',
  'packages/**/*.md',
  'src/**/*.{ts,astro}',
]).filter((path) => !path.includes('node_modules'));

/** A command line in a text that people copy from. */
interface Documented {
  readonly place: string;
  readonly line: string;
}

/** Command lines with a command of ours, up to the end of the code that they stand in. Those with a `…` or an insertion are no whole ones. */
function commandLines(path: string): Documented[] {
  const text = readFileSync(path, 'utf8').replaceAll(/\\\n\s*/g, ' ');
  const found = text.matchAll(/\bidol-registry ((?:--[\w-]+ )*[a-z]+\b[^`\n]*)/g);
  return [...found].flatMap((match) => {
    const line = match[1] as string;
    const isSentence = path.endsWith('.md') && /^[a-z]+ (?:is|was|has|can|finds|of|and)\b/.test(line);
    if (isSentence || line.includes('${') || line.includes('…') || !isCommandName(line.split(' ')[0] ?? '')) return [];
    return [{ place: `${path}:${text.slice(0, match.index).split('\n').length}`, line }];
  });
}

/** The words that a shell makes of a line, up to a pipe, a redirection, a comment or the next command. */
function words(line: string): string[] {
  const tokens = line.matchAll(/\s+#.*$|[|<>;&)]|(?:"[^"]*"|'[^']*'|[^\s"'|<>;&)])+/g);
  const given: string[] = [];
  for (const [token] of tokens) {
    if (/^\s+#|^[|<>;&)]/.test(token)) break;
    given.push(token.replaceAll(/["']/g, ''));
  }
  return given;
}

/** Why the program refuses a command line before it does anything; undefined when it takes it. */
async function refusal(args: readonly string[]): Promise<string | undefined> {
  const written: string[] = [];
  const sink = { write: (text: string) => void written.push(text), isTerminal: false };
  const onlyCheck: Handle =
    () =>
    async (...given) =>
      checkUse(given.at(-1) as never, given.slice(0, -1));
  try {
    const program = await createProgram({ stdout: sink, stderr: sink, env: {} }, onlyCheck, args);
    await program.parseAsync(args, { from: 'user' });
    return undefined;
  } catch (error) {
    return written[0] ?? (error as Error).message;
  }
}

const DOCUMENTED = FILES.flatMap(commandLines);

test('every command line in the guide, README, pages and messages is one that the program takes', async () => {
  const refused: string[] = [];
  for (const { place, line } of DOCUMENTED) {
    const reason = await refusal(words(line));
    if (reason !== undefined) refused.push(`${place}: ${line}\n    ${reason.trim()}`);
  }
  expect(refused.join('\n')).toBe('');
  expect(DOCUMENTED.length).toBeGreaterThan(50);
});

test('every example in the help of a command is one that it takes', async () => {
  const refused: string[] = [];
  let count = 0;
  for (const name of Object.keys(COMMANDS)) {
    const written: string[] = [];
    const sink = { write: (text: string) => void written.push(text), isTerminal: false };
    const args = [name, '--help'];
    const program = await createProgram({ stdout: sink, stderr: sink, env: {} }, () => async () => {}, args);
    await program.parseAsync(args, { from: 'user' }).catch(() => undefined);
    for (const [, line] of written.join('').matchAll(/^ +\$ idol-registry (.*)$/gm)) {
      count++;
      const reason = await refusal(words(line as string));
      if (reason !== undefined) refused.push(`${line}\n    ${reason.trim()}`);
    }
  }
  expect(refused.join('\n')).toBe('');
  expect(count).toBeGreaterThan(30);
});
