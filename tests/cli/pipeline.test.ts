import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import AjvDraft04 from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commit, git, scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';
import { commitExampleReleases } from './releases-of-example.ts';

const isSarif = new AjvDraft04.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
);

/** The root of a tree in which an unknown field is an error. */
const ROOT = {
  'Cargo.toml': '[workspace]',
  'idol-registry.config.json': '{"severity": {"unknown-field": "error"}}',
};
const interfaceText = (name: string, more = '') =>
  `Interface(name: "${name}", ops: { "stop": (reply: Simple("()"), idempotent: true${more}) })\n`;

describe('check --against', () => {
  async function found(folder: string, ...args: string[]) {
    const { code, stdout } = await capture(['check', folder, '--json', ...args]);
    const { diagnostics, against } = JSON.parse(stdout);
    return { code, against, checks: diagnostics.map(({ check }: { check: string }) => check) };
  }

  test('reports what is new, wherever old findings moved', async () => {
    const folder = scratchFolder();
    write(folder, { ...ROOT, 'idl/fan.idol': interfaceText('Fan', ', speed: 1') });
    commit(folder);
    const all = (await found(folder)).checks;
    expect(all).toContain('unknown-field');
    expect(await found(folder, '--against', 'git:HEAD')).toEqual({
      code: 0,
      checks: [],
      against: { label: 'git:HEAD', commit: expect.stringMatching(/^[0-9a-f]{40}$/), known: all.length },
    });
    // The same findings, further down and in a folder that was renamed.
    git(folder, 'mv', 'idl', 'interfaces');
    write(folder, { 'interfaces/fan.idol': `\n\n${interfaceText('Fan', ', speed: 1')}` });
    expect((await found(folder, '--against', 'git:HEAD')).checks).toEqual([]);
    // One more of a kind that was there.
    write(folder, { 'interfaces/fan.idol': interfaceText('Fan', ', speed: 1, speeed: 1') });
    const { code, checks } = await found(folder, '--against', 'git:HEAD');
    expect({ code, checks }).toEqual({ code: 1, checks: ['unknown-field'] });
  });

  test('takes folders and archives, and refuses what holds no sources', async () => {
    const folder = scratchFolder();
    cpSync('idl/2.0.0', folder, { recursive: true });
    expect((await found(folder, '--against', 'idl/2.0.0')).checks).toEqual([]);
    const lock = join(scratchFolder(), 'lock.json');
    await capture(['lock', folder, '--out', lock]);
    const { code, stderr } = await capture(['check', folder, '--against', lock]);
    expect(code).toBe(2);
    expect(stderr).toContain('a lock file holds no sources to check');
  });
});

test('check counts what GitHub would not show', async () => {
  const folder = scratchFolder();
  const files = Array.from({ length: 12 }, (_, at) => [`idl/fan-${at}.idol`, interfaceText(`Fan${at}`, ', speed: 1')]);
  write(folder, { ...ROOT, ...Object.fromEntries(files) });
  const { stdout } = await capture(['check', folder, '--format', 'github']);
  const errors = stdout.split('\n').filter((line) => line.startsWith('::error'));
  expect(errors).toHaveLength(10);
  expect(errors.at(-1)).toBe(
    '::error title=idol-registry check::3 more errors: see the log or the summary of this job',
  );
});

describe('SARIF is valid, has pages, and fingerprints that lines do not change:', () => {
  test.each([
    ['check', ['check', 'idl/2.0.0', '--format', 'sarif']],
    ['breaking', ['breaking', 'idl/1.1.0', '--against', 'idl/1.0.0', '--format', 'sarif']],
  ])('%s', async (_, args) => {
    const { stdout } = await capture(args);
    const log = JSON.parse(stdout);
    expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
    const { tool, results } = log.runs[0];
    expect(tool.driver).toMatchObject({
      version: expect.any(String),
      informationUri: expect.stringMatching(/^https:/),
    });
    for (const { helpUri } of tool.driver.rules) expect(helpUri).toMatch(/content\/checks\/[a-z-]+\.md$/);
    const prints = results.map(
      (result: { partialFingerprints: object }) => Object.values(result.partialFingerprints)[0],
    );
    expect(prints.length).toBeGreaterThan(0);
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('what is no SARIF is refused', () => {
    expect(isSarif({ version: '2.1.0' })).toBe(false);
  });
});

test('breaking writes a Code Quality report for GitLab', async () => {
  const { code, stdout } = await capture(['breaking', 'idl/1.1.0', '--against', 'idl/1.0.0', '--format', 'gitlab']);
  expect(code).toBe(1);
  const Report = z.array(
    z.object({
      description: z.string(),
      check_name: z.string(),
      fingerprint: z.hex().length(64),
      severity: z.enum(['info', 'minor', 'major', 'critical', 'blocker']),
      location: z.object({ path: z.string(), lines: z.object({ begin: z.int().min(1) }) }),
    }),
  );
  const report = Report.parse(JSON.parse(stdout));
  expect(report.filter(({ severity }) => severity === 'critical').length).toBeGreaterThan(0);
  expect(new Set(report.map(({ fingerprint }) => fingerprint)).size).toBe(report.length);
});

test('the hook of pre-commit checks the files that it is given', () => {
  const Hooks = z.array(
    z.object({ id: z.string(), entry: z.string(), files: z.string(), language: z.literal('node') }),
  );
  const [hook] = Hooks.parse(parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')));
  const folder = scratchFolder();
  write(folder, {
    ...ROOT,
    'idl/fan.idol': interfaceText('Fan'),
    'idl/pump.idol': interfaceText('Pump', ', speed: 1'),
  });
  const bin = scratchFolder();
  writeFileSync(
    join(bin, 'idol-registry'),
    `#!/bin/sh\nexec "${process.execPath}" "${resolve('src/cli/main.ts')}" "$@"\n`,
  );
  chmodSync(join(bin, 'idol-registry'), 0o755);
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  const run = (...files: string[]) =>
    spawnSync('sh', ['-c', `${hook?.entry} "$@"`, 'sh', ...files], { cwd: folder, env, encoding: 'utf8' });
  expect('idl/fan.idol').toMatch(new RegExp(hook?.files ?? ''));
  expect(run('idl/fan.idol').status).toBe(0);
  const both = run('idl/fan.idol', 'idl/pump.idol');
  expect(both.status).toBe(1);
  expect(both.stdout).toContain('2 interface files');
});

test('the shell recipe of the guide runs', () => {
  const guide = readFileSync('content/guide/ci.md', 'utf8');
  const recipe = /## A plain shell[\s\S]*?```sh\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  expect(recipe).toContain('npx idol-registry check');
  const folder = scratchFolder();
  commitExampleReleases(folder);
  const program = `"${process.execPath}" "${resolve('src/cli/main.ts')}"`;
  const script = recipe.replaceAll('npx idol-registry', program).replaceAll('origin/main', 'mast-v1.1.0');
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).not.toContain('No such');
  expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringContaining('breaking in') });
  expect(JSON.parse(readFileSync(join(folder, 'check.json'), 'utf8'))).toMatchObject({ version: 1 });
  expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(/^### /);
});
