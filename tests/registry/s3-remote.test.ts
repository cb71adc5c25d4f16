import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRegistry, readAll } from '../../src/registry/index.ts';
import { startS3 } from './s3-server.ts';

/** A real service: the program `versitygw`. With it the tests run against that too; `.ci/run` does not need it. */
const { VERSITYGW } = process.env;

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-s3-remote-'));
const NAMES = Array.from({ length: 8 }, (_, at) => `fan-v1.${at}.0`);
const KEYS = { AWS_ACCESS_KEY_ID: 'station', AWS_SECRET_ACCESS_KEY: 'weatherweather', AWS_REGION: 'us-east-1' };
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

beforeAll(() => {
  for (const [at, name] of NAMES.entries()) {
    const operations = Array.from({ length: at + 1 }, (_, number) => `"op${number}": (reply: Simple("u8"))`);
    mkdirSync(join(scratch, name, 'idl'), { recursive: true });
    writeFileSync(join(scratch, name, 'Cargo.toml'), '[workspace]\n');
    writeFileSync(join(scratch, name, 'idl/fan.idol'), `Interface(name: "Fan", ops: { ${operations.join(', ')} })\n`);
  }
});

function start(endpoint: string, place: string, name: string): ChildProcess {
  const args = ['publish', join(scratch, name), '--registry', place, '--release', name, '--no-cache'];
  const env = { ...process.env, ...KEYS, AWS_ENDPOINT_URL: endpoint };
  return spawn(process.execPath, ['src/cli/main.ts', ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
}

async function publish(endpoint: string, place: string, name: string): Promise<{ code: unknown; stderr: string }> {
  const child = start(endpoint, place, name);
  let stderr = '';
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

/** Names of the releases of a registry that is whole. */
async function releasesOf(endpoint: string, place: string): Promise<string[]> {
  Object.assign(process.env, KEYS, { AWS_ENDPOINT_URL: endpoint });
  const opened = await openRegistry(place);
  if (!opened.ok) throw new Error(opened.problem.message);
  const all = await readAll(opened.value);
  if (!all.ok) throw new Error(all.problem.message);
  return opened.value.index.releases.map(({ name }) => name).sort();
}

async function startVersity() {
  const folder = mkdtempSync(join(scratch, 'versity-'));
  const port = 20_000 + (process.pid % 10_000);
  const { AWS_ACCESS_KEY_ID: access, AWS_SECRET_ACCESS_KEY: secret } = KEYS;
  const args = ['--port', `127.0.0.1:${port}`, '--access', access, '--secret', secret, 'posix', folder];
  const child = spawn(VERSITYGW ?? '', args, { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new AwsClient({ accessKeyId: access, secretAccessKey: secret, service: 's3', region: 'us-east-1' });
  for (;;) {
    const answer = await client.fetch(`${endpoint}/station`, { method: 'PUT' }).catch(() => undefined);
    if (answer?.ok) break;
    await wait(200);
  }
  return { endpoint, stop: () => void child.kill() };
}

test('a connection that is lost is no end', async () => {
  const service = await startS3(undefined, 7);
  const place = 's3://station/lossy';
  for (const name of NAMES.slice(0, 3))
    expect(await publish(service.endpoint, place, name)).toEqual({
      code: 0,
      stderr: expect.stringContaining(`published ${name}`),
    });
  expect(await releasesOf(service.endpoint, place)).toEqual(NAMES.slice(0, 3));
  service.stop();
});

describe.each([
  ['a service in memory', () => startS3()],
  ...(VERSITYGW ? [['versitygw', startVersity] as const] : []),
] as const)('%s', (_, begin) => {
  let service: { endpoint: string; stop(): void };
  beforeAll(async () => {
    service = await begin();
  });
  afterAll(() => service.stop());

  test('releases that are published at once are all there', async () => {
    const place = 's3://station/many';
    const ended = await Promise.all(NAMES.map((name) => publish(service.endpoint, place, name)));
    expect(ended.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual(NAMES.map(() => 0));
    expect(await releasesOf(service.endpoint, place)).toEqual(NAMES);
    expect((await publish(service.endpoint, place, NAMES[0] ?? '')).stderr).toContain('published already');
  });

  test('killed at any moment, no release is lost and the next run completes the registry', async () => {
    const place = 's3://station/killed';
    for (const [round, name] of NAMES.slice(0, 4).entries()) {
      const child = start(service.endpoint, place, name);
      const ended = once(child, 'exit');
      await Promise.race([wait(300 + Math.random() * 1500), ended]);
      child.kill('SIGKILL');
      await ended;
      expect((await publish(service.endpoint, place, name)).code).toBe(0);
      expect(await releasesOf(service.endpoint, place)).toEqual(NAMES.slice(0, round + 1));
    }
  });
});

test.each(['if-match', 'if-none-match'] as const)('a service that ignores %s is refused', async (header) => {
  const service = await startS3(header);
  const { code, stderr } = await publish(service.endpoint, 's3://station/x', NAMES[0] ?? '');
  service.stop();
  expect(code).toBe(2);
  expect(stderr.toLowerCase()).toContain(`ignores \`${header}\``);
  expect([...service.objects.keys()]).toEqual(['station/x/.conditions']);
});

test.each([
  ['s3://station/x', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, 'cannot be reached'],
  ['s3://', {}, 'names no bucket'],
  ['s3://station/x', { AWS_SECRET_ACCESS_KEY: '' }, 'there are no credentials'],
])('%s with %j is refused with the reason', async (place, variables, words) => {
  const args = ['publish', join(scratch, NAMES[0] ?? ''), '--registry', place, '--release', 'v1', '--no-cache'];
  const env = { ...process.env, ...KEYS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', ...variables };
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) });
});
