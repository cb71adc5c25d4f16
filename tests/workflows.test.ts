import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { topManifest } from '../packages/manifest.ts';

const Workflow = z.object({
  on: z.unknown(),
  jobs: z.record(
    z.string(),
    z.object({
      needs: z.string().optional(),
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      steps: z.array(
        z.object({ name: z.string().optional(), run: z.string().optional(), uses: z.string().optional() }).loose(),
      ),
    }),
  ),
});

const FOLDER = '.github/workflows';

/** The script of a step by its name. */
function scriptOf(file: string, step: string): string {
  const { jobs } = Workflow.parse(parse(readFileSync(`${FOLDER}/${file}`, 'utf8')));
  const found = Object.values(jobs).flatMap(({ steps }) => steps.filter(({ name }) => name === step));
  expect(found).toHaveLength(1);
  return found[0]?.run ?? '';
}

test('the branch of a release has the program where the action looks for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'idol-registry-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of ['action', 'dist/core/dist']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'action/comment.mjs'), '');
  writeFileSync(join(folder, 'dist/core/dist/main.js'), '');
  const script = `git() { echo "git $*"; }\n${scriptOf('release.yml', 'Move the branch that the action is used from')}`;
  const env = { PATH: process.env.PATH, GITHUB_REF_NAME: 'v1.2.3' };
  const { status, stdout } = spawnSync('bash', ['-e', '-c', script], { cwd: folder, env, encoding: 'utf8' });
  expect(status).toBe(0);
  expect(readdirSync(join(folder, 'action')).sort()).toEqual(['comment.mjs', 'main.js']);
  expect(stdout).toContain('git push --force origin HEAD:refs/heads/action-v1\n');
  expect(readFileSync('action.yml', 'utf8')).toContain('"$ACTION/action/main.js"');
});

test('the changelog has a section of the version that is next', () => {
  const { status, stdout } = spawnSync(process.execPath, ['packages/changelog.ts', topManifest().version], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^- /);
});

test('npm publishes folders, not repositories of those names', () => {
  const published = scriptOf('release.yml', 'Publish the packages').match(/^npm publish .*$/gm);
  expect(published).toEqual(['npm publish ./dist/core', 'npm publish ./dist/site']);
});

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const { jobs } = Workflow.parse(parse(readFileSync(`${FOLDER}/${file}`, 'utf8')));

  test('each job needs one that there is, and each step runs or uses something', () => {
    for (const { needs, steps } of Object.values(jobs)) {
      if (needs !== undefined) expect(Object.keys(jobs)).toContain(needs);
      for (const { run, uses } of steps) expect([run, uses].filter((one) => one !== undefined)).toHaveLength(1);
    }
  });

  test('each script is one that bash can read', () => {
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    for (const script of scripts) {
      const input = script.replace(/\$\{\{.*?\}\}/g, 'value');
      const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
      expect({ script, status, stderr }).toEqual({ script, status: 0, stderr: '' });
    }
  });
});
