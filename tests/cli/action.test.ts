import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commit, git, scratchFolder, write } from '../tree/scratch.ts';
import { commitExampleReleases } from './releases-of-example.ts';

// Each run is several processes.
vi.setConfig({ testTimeout: 60_000 });

const StepSchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  uses: z.string().optional(),
  shell: z.literal('bash').optional(),
  env: z.record(z.string(), z.string()).default({}),
  run: z.string().optional(),
});
const ActionSchema = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.object({ description: z.string(), value: z.string() })),
  runs: z.object({ using: z.literal('composite'), steps: z.array(StepSchema) }),
});
const action = ActionSchema.parse(parse(readFileSync('action.yml', 'utf8')));

/** Runs the shell steps of the action as a runner does: each in bash, expressions replaced, outputs read from a file. */
function runAction(folder: string, inputs: Readonly<Record<string, string>>, baseRef = '') {
  const temp = scratchFolder();
  const values = new Map<string, string>([
    ['github.base_ref', baseRef],
    ['github.action_path', resolve('.')],
    // What the step "Install" would give: it needs a network.
    ['steps.install.outputs.program', resolve('src/cli/main.ts')],
  ]);
  for (const [name, input] of Object.entries(action.inputs))
    values.set(`inputs.${name}`, inputs[name] ?? input.default);
  const log: string[] = [];
  let code = 0;
  for (const step of action.runs.steps) {
    if (step.run === undefined || step.id === 'install') continue;
    const env = Object.entries(step.env).map(([name, text]) => [name, replaced(text, values)]);
    const outputFile = join(temp, 'output');
    rmSync(outputFile, { force: true });
    const run = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        RUNNER_TEMP: temp,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: join(temp, 'summary.md'),
        ...Object.fromEntries(env),
      },
    });
    log.push(run.stdout, run.stderr);
    code = run.status ?? -1;
    for (const [name, value] of outputsIn(outputFile)) values.set(`steps.${step.id}.outputs.${name}`, value);
    if (code !== 0) break;
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, replaced(value, values)]);
  return { code, log: log.join(''), outputs: Object.fromEntries(outputs), summary: readOr(join(temp, 'summary.md')) };
}

function replaced(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the action names ${name}, which nothing sets`);
    return value;
  });
}

/** `name=value`, or `name<<end`, lines, `end`. */
function outputsIn(path: string): Map<string, string> {
  const found = new Map<string, string>();
  const lines = readOr(path).split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name = '', end] = /^(\w+)<<(.+)$/.exec(line) ?? [];
    if (end !== undefined)
      found.set(
        name,
        lines
          .splice(0, lines.indexOf(end) + 1)
          .slice(0, -1)
          .join('\n'),
      );
    else if (line.includes('=')) found.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));
  }
  return found;
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

test('no step puts an expression into a script, where an input would be code', () => {
  for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
});

test('the action runs Node at a fixed commit', () => {
  const uses = action.runs.steps.flatMap((step) => step.uses ?? []);
  expect(uses.length).toBeGreaterThan(0);
  for (const name of uses) expect(name).toMatch(/@[0-9a-f]{40}$/);
});

test('a pull request that breaks something fails, with annotations, a summary and a comment', () => {
  const folder = scratchFolder();
  commitExampleReleases(folder);
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'mast-v1.1.0');
  const { code, log, outputs, summary } = runAction(folder, {}, 'main');
  expect(code).toBe(1);
  expect(outputs.verdict).toBe('breaking');
  expect(log).toMatch(/^::error file=[^,]+,line=\d+/m);
  expect(log).toContain('compared with merge base with origin/main');
  expect(outputs.comment).toMatch(/^### ❌ \d+ breaking changes\n/);
  expect(summary.trimEnd()).toBe(outputs.comment?.trimEnd());
});

test('one that breaks nothing passes, and one with an error in an interface does not', () => {
  const folder = scratchFolder();
  commitExampleReleases(folder);
  const against = 'git:mast-v2.0.0';
  write(folder, { 'notes.rs': '' });
  const fine = runAction(folder, { against });
  expect({ code: fine.code, verdict: fine.outputs.verdict }).toEqual({ code: 0, verdict: 'compatible' });
  expect(fine.summary).toContain('### ✅ No interface changed');
  expect(runAction(folder, { against: 'git:mast-v1.0.0', mode: 'none' }).code).toBe(0);
  write(folder, { 'idl/broken.idol': 'Interface(' });
  expect(runAction(folder, { against }).code).toBe(1);
});

test('what cannot run is told apart, and says why', () => {
  const folder = scratchFolder();
  write(folder, { 'idl/fan.idol': 'Interface(name: "Fan", ops: {"stop": (reply: Simple("()"), idempotent: true)})\n' });
  commit(folder);
  const { code, log, outputs, summary } = runAction(folder, { against: 'git:$(touch x); nowhere' });
  expect(code).toBe(2);
  expect(outputs.verdict).toBe('failed');
  expect(log).toContain('there is no revision `$(touch x); nowhere`');
  expect(outputs.comment).toMatch(/^### ⚠️ The comparison could not run\n\n {4}error: there is no revision/);
  expect(summary.trimEnd()).toBe(outputs.comment?.trimEnd());
});

test('a tree in a folder with spaces and quotes is compared with its own past', () => {
  const folder = scratchFolder();
  const tree = `of "mine" & 'yours'`;
  cpSync('idl/1.0.0', join(folder, tree), { recursive: true });
  commit(folder);
  cpSync('idl/1.1.0', join(folder, tree), { recursive: true });
  const { code, log, outputs } = runAction(folder, { tree, against: 'git:HEAD' });
  expect({ code, verdict: outputs.verdict }).toEqual({ code: 1, verdict: 'breaking' });
  expect(log).toMatch(/^::error file=of "mine" & 'yours'\/drv\//m);
});

test('a checkout of the last commit alone, as of a fork, is told what to fetch, and with that can be compared', () => {
  const scratch = scratchFolder();
  const origin = join(scratch, 'origin');
  cpSync('idl/2.0.0', origin, { recursive: true });
  commitExampleReleases(origin);
  git(origin, 'checkout', '-q', '-b', 'fork', 'mast-v1.1.0');
  git(origin, 'commit', '-q', '--allow-empty', '-m', 'fork');
  git(origin, 'checkout', '-q', 'main');
  const checkout = join(scratch, 'checkout');
  git(scratch, 'clone', '-q', '--depth', '1', '--branch', 'fork', `file://${origin}`, checkout);
  const alone = runAction(checkout, {}, 'main');
  expect(alone.code).toBe(2);
  const [, fetch = ''] = /`git (fetch [^`]*)`, or `fetch-depth: 0`/.exec(alone.outputs.comment ?? '') ?? [];
  git(checkout, ...fetch.split(' '));
  const { code, outputs } = runAction(checkout, {}, 'main');
  expect({ code, verdict: outputs.verdict }).toEqual({ code: 0, verdict: 'compatible' });
});

test('two branches without a common past cannot be compared, and it says so', () => {
  const folder = scratchFolder();
  cpSync('tests/cases/breaking/oven/before', folder, { recursive: true });
  commit(folder);
  git(folder, 'checkout', '-q', '--orphan', 'other');
  git(folder, 'commit', '-q', '-m', 'other');
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'main');
  const { code, outputs } = runAction(folder, {}, 'main');
  expect({ code, verdict: outputs.verdict }).toEqual({ code: 2, verdict: 'failed' });
  expect(outputs.comment).toContain('have no common ancestor');
});
