import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CONFIG_FILE, readConfig } from '../../src/registry/index.ts';
import { Source } from '../../src/text/index.ts';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

const WORKFLOW = '.github/workflows/idol-registry.yml';
const WorkflowSchema = z.object({
  jobs: z.object({ interfaces: z.object({ steps: z.array(z.object({ run: z.string().optional() })) }) }),
});

test('init writes a configuration that is right, and a workflow whose commands exist', async () => {
  const folder = scratchFolder();
  expect((await capture(['init', folder])).code).toBe(0);
  const text = readFileSync(join(folder, CONFIG_FILE), 'utf8');
  expect(readConfig(new Source(CONFIG_FILE, text)).diagnostics).toEqual([]);
  const { jobs } = WorkflowSchema.parse(parse(readFileSync(join(folder, WORKFLOW), 'utf8')));
  const scripts = jobs.interfaces.steps.flatMap(({ run }) => run ?? []);
  for (const script of scripts) {
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    const [, command = ''] = /npx --yes idol-registry@\S+ (\w+)/.exec(script) ?? [];
    expect((await capture([command, '--help'])).code, command).toBe(0);
  }
  expect(scripts).toHaveLength(2);
});

test('init replaces nothing, unless it is told to', async () => {
  const folder = scratchFolder();
  write(folder, { [CONFIG_FILE]: '{"title": "Mine"}' });
  const kept = await capture(['init', folder]);
  expect(kept.stdout).toContain(`kept ${CONFIG_FILE}`);
  expect(kept.stdout).toContain(`wrote ${WORKFLOW}`);
  expect(readFileSync(join(folder, CONFIG_FILE), 'utf8')).toBe('{"title": "Mine"}');
  await capture(['init', folder, '--force']);
  expect(readFileSync(join(folder, CONFIG_FILE), 'utf8')).toContain('"breaking"');
  expect((await capture(['init', join(folder, 'nowhere')])).code).toBe(2);
});
