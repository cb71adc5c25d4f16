import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const Workflow = z.object({
  on: z.unknown(),
  jobs: z.record(
    z.string(),
    z.object({
      needs: z.string().optional(),
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      steps: z.array(z.object({ run: z.string().optional(), uses: z.string().optional() }).loose()),
    }),
  ),
});

const FOLDER = '.github/workflows';

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
