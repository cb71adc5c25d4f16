import { execFile, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commit, git, scratchFolder, write } from '../tree/scratch.ts';
import { commitExampleReleases } from './releases-of-example.ts';

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
function runAction(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  baseRef = '',
  more: Readonly<Record<string, string>> = {},
) {
  const temp = scratchFolder();
  const values = new Map<string, string>([
    ['github.base_ref', baseRef],
    ['github.action_path', resolve('.')],
    ['github.token', 'secret'],
    // What the step "Install" would give: it needs a network.
    ['steps.install.outputs.program', resolve('src/cli/main.ts')],
  ]);
  for (const [name, input] of Object.entries(action.inputs))
    values.set(`inputs.${name}`, inputs[name] ?? replaced(input.default, values));
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
        ...more,
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
  expect(log.match(/interface files?, \d+ operations?: /g)).toHaveLength(1);
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

describe('a checkout of the last commit alone', () => {
  /** The merge of a branch into `main`, as GitHub makes it for a pull request; and a clone of one commit. */
  function shallowClone(branch: 'fork' | 'merge') {
    const scratch = scratchFolder();
    const origin = join(scratch, 'origin');
    cpSync('idl/2.0.0', origin, { recursive: true });
    commitExampleReleases(origin);
    git(origin, 'checkout', '-q', '-b', 'fork', 'mast-v1.0.0');
    git(origin, 'commit', '-q', '--allow-empty', '-m', 'fork');
    git(origin, 'checkout', '-q', '-B', 'main', 'mast-v1.0.0');
    git(origin, 'commit', '-q', '--allow-empty', '-m', 'base');
    git(origin, 'checkout', '-q', '-b', 'merge');
    git(origin, 'merge', '-q', '--no-ff', '-m', 'merge', 'fork');
    git(origin, 'checkout', '-q', 'main');
    const checkout = join(scratch, 'checkout');
    git(scratch, 'clone', '-q', '--depth', '1', '--branch', branch, `file://${origin}`, checkout);
    cpSync('idl/1.1.0', checkout, { recursive: true });
    return checkout;
  }

  test.each(['fork', 'merge'] as const)('of a %s fetches what it lacks', (branch) => {
    const { code, log, outputs } = runAction(shallowClone(branch), {}, 'main');
    expect({ code, verdict: outputs.verdict }, log).toEqual({ code: 1, verdict: 'breaking' });
    if (branch === 'merge') expect(log).not.toContain('merge base');
  });

  test('says what to fetch where nothing can be fetched', () => {
    const checkout = shallowClone('fork');
    git(checkout, 'remote', 'set-url', 'origin', 'file:///nowhere');
    const { code, outputs } = runAction(checkout, {}, 'main');
    expect(code).toBe(2);
    expect(outputs.comment).toContain('`fetch-depth: 0`');
  });
});

describe('a comment', () => {
  test('is posted once, and updated by later runs', async () => {
    const folder = scratchFolder();
    commitExampleReleases(folder);
    const event = join(scratchFolder(), 'event.json');
    writeFileSync(event, '{"pull_request": {"number": 7}}');
    const comments: { id: number; body: string; user: { type: string } }[] = [];
    const asked: string[] = [];
    const server = createServer(async (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const text = await new Response(Readable.toWeb(request) as ReadableStream).text();
      const given = text === '' ? {} : JSON.parse(text);
      if (request.method === 'POST') comments.push({ id: 9, body: given.body, user: { type: 'Bot' } });
      if (request.method === 'PATCH') Object.assign(comments[0] ?? {}, given);
      response.end(JSON.stringify(comments));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const run = (report: string) => {
      const file = join(scratchFolder(), 'report.md');
      writeFileSync(file, report);
      const env = {
        ...process.env,
        GITHUB_API_URL: `http://127.0.0.1:${port}`,
        GITHUB_REPOSITORY: 'station/mast',
        GITHUB_EVENT_PATH: event,
        TOKEN: 'secret',
        TREE: '.',
      };
      return promisify(execFile)(process.execPath, ['action/comment.mjs', file], { env });
    };
    await run('first');
    await run('second');
    server.close();
    expect(comments.map(({ body }) => body)).toEqual(['<!-- idol-registry "." -->\nsecond']);
    expect(asked).toEqual([
      'GET /repos/station/mast/issues/7/comments?per_page=100&page=1',
      'POST /repos/station/mast/issues/7/comments',
      'GET /repos/station/mast/issues/7/comments?per_page=100&page=1',
      'PATCH /repos/station/mast/issues/comments/9',
    ]);
  });

  test('that cannot be written is a warning, and the verdict stays', () => {
    const folder = scratchFolder();
    commitExampleReleases(folder);
    const event = join(scratchFolder(), 'event.json');
    writeFileSync(event, '{"pull_request": {"number": 7}}');
    const env = { GITHUB_API_URL: 'http://127.0.0.1:9', GITHUB_REPOSITORY: 'a/b', GITHUB_EVENT_PATH: event };
    const { code, log } = runAction(folder, { comment: 'true', against: 'git:mast-v1.1.0', mode: 'none' }, '', env);
    expect(code).toBe(0);
    expect(log).toContain('::warning title=idol-registry::The comment was not written');
  });
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
