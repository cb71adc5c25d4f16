import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capture } from '../cli/capture.ts';

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-recipes-'));
const registry = join(scratch, 'registry');
const guide = readFileSync('content/guide/hosting.md', 'utf8');
const recipes = [...guide.matchAll(/^### (.*)\n\n```sh\n([\s\S]*?)```/gm)].map(([, question = '', script = '']) => ({
  question,
  script,
}));

/** What each recipe prints of the example's first two releases. */
const ANSWERS: Readonly<Record<string, string | RegExp>> = {
  'Which releases are there?': 'mast-v1.0.0\nmast-v1.1.0\n',
  'Which release is the newest of a family?': 'mast-v1.1.0\n',
  'Which interfaces does a release have?': /^Bootloader drv\/bootloader-api\/bootloader\.idol\n(?:\S+ \S+\n)+$/,
  'Which operations does an interface have, and which numbers?': /^1 status\n2 \w+\n(?:\d+ \w+\n)+$/,
  'In which releases did an interface change?': 'version 1 since mast-v1.0.0\nversion 2 since mast-v1.1.0\n',
  'What changed in a release?': /^op-appended: operation `ring_at` was added as number 6, after all others$/m,
  'Which operations does a release break for old clients?': /^Power\.status: silent$/m,
  'Which error codes does an operation answer?': /^ChargerUnreachable\n/,
  'How do I get the client stub of a release?': '',
  'Do two releases have the same wire format?': 'different\n',
};

/** What the recipes need and this machine lacks. */
const missing = ['bash', 'curl', 'jq'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
if (missing.length > 0) console.warn(`The recipes of the guide are not tested: there is no ${missing.join(', ')}.`);

let server: Server;
beforeAll(async () => {
  for (const release of ['1.0.0', '1.1.0']) {
    const args = [
      'publish',
      join('idl', release),
      '--registry',
      registry,
      '--release',
      `mast-v${release}`,
      '--no-cache',
    ];
    expect(await capture(args)).toMatchObject({ code: 0 });
  }
  server = createServer((request, response) => {
    const file = join(registry, decodeURIComponent(request.url ?? ''));
    response.statusCode = existsSync(file) ? 200 : 404;
    response.end(existsSync(file) ? readFileSync(file) : undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.close();
  rmSync(scratch, { recursive: true, force: true });
});

test('the guide answers ten questions', () => {
  expect(recipes.map(({ question }) => question)).toEqual(Object.keys(ANSWERS));
});

test.skipIf(missing.length > 0).each(recipes)('$question', async ({ question, script }) => {
  const { port } = server.address() as AddressInfo;
  const env = { ...process.env, R: `http://127.0.0.1:${port}` };
  const run = promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: scratch, env });
  const { stdout } = await run;
  const answer = ANSWERS[question] ?? '';
  if (typeof answer === 'string') expect(stdout).toBe(answer);
  else expect(stdout).toMatch(answer);
  if (question.includes('stub'))
    expect(readFileSync(join(scratch, 'client_stub.rs'), 'utf8')).toContain('pub struct Power');
});
