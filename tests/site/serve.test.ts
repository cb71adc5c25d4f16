import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveFolder } from '../../src/site/index.ts';
import { write } from '../tree/scratch.ts';

const BASE = '/hubris/';
const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-'));
const folder = join(scratch, 'site');
let server: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  write(folder, {
    'index.html': '<p>home</p>',
    '404.html': '<p>nothing here</p>',
    'types/index.html': '<p>types</p>',
    'stubs/ä b.rs': 'pub struct A;',
    'stubs/a.ts': 'export {};',
    'large.txt': 'x'.repeat(4_000_000),
    'empty/file.txt': '',
  });
  write(folder, { '../secret/index.html': 'secret', '../secret.txt': 'secret' });
  symlinkSync(join(folder, '../secret.txt'), join(folder, 'link.txt'));
  symlinkSync(join(folder, '../secret'), join(folder, 'link'));
  symlinkSync(join(folder, 'index.html'), join(folder, 'inside.html'));
  symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
  mkdirSync(join(folder, 'trap'));
  symlinkSync(join(folder, '../secret.txt'), join(folder, 'trap/index.html'));
  server = await serveFolder(folder, { base: BASE, port: 0 });
});

afterAll(async () => {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** What the server answers to bytes that no client of a library would send. `isOver`: nothing will follow them. */
function raw(bytes: string, isOver = true): Promise<string> {
  const { port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      if (isOver) socket.end(bytes);
      else socket.write(bytes);
    });
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

const get = (path: string, headers = 'Host: localhost\r\n', method = 'GET') =>
  raw(`${method} ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`, false);

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

test('pages, folders and sources are shown', async () => {
  expect(await get('/hubris/')).toMatch(/^HTTP\/1\.1 200[\s\S]*<p>home/);
  expect(await get('/hubris/types/')).toMatch(/200[\s\S]*<p>types/);
  expect(await get('/hubris/types')).toMatch(/^HTTP\/1\.1 302[\s\S]*location: \/hubris\/types\/\r/i);
  expect(await get('/hubris')).toMatch(/302[\s\S]*location: \/hubris\/\r/i);
  expect(await get('/')).toMatch(/302[\s\S]*location: \/hubris\/\r/i);
  expect(await get('/hubris/stubs/%C3%A4%20b.rs')).toMatch(/200[\s\S]*content-type: text\/plain[\s\S]*pub struct/i);
  expect(await get('/hubris/stubs/a.ts?x#y')).toMatch(/200[\s\S]*content-type: text\/plain/i);
  expect(await get('/hubris/inside.html')).toMatch(/200[\s\S]*<p>home/);
  expect(await get('/hubris/nothing')).toMatch(/404[\s\S]*<p>nothing here/);
  expect(await get('/elsewhere')).toMatch(/404[\s\S]*<p>nothing here/);
  expect(await get('/hubris/empty/')).toMatch(/404[\s\S]*<p>nothing here/);
  expect(await get('/hubris/index.html/')).toMatch(/404/);
});

test('a part of a file and a file that is known already', async () => {
  expect(await get('/hubris/large.txt', 'Host: localhost\r\nRange: bytes=5-1\r\n')).toMatch(/^HTTP\/1\.1 (200|416)/);
  expect(await get('/hubris/large.txt', 'Host: localhost\r\nRange: bytes=0-2\r\n')).toMatch(/206[\s\S]*\r\n\r\nxxx$/);
  expect(await get('/hubris/nothing', 'Host: localhost\r\nRange: bytes=0-2\r\n')).toMatch(/404[\s\S]*nothing here/);
  const etag = /etag: (.*)\r/i.exec(await get('/hubris/'))?.[1];
  expect(statusOf(await get('/hubris/', `Host: localhost\r\nIf-None-Match: ${etag}\r\n`))).toBe(304);
  expect(await get('/hubris/', undefined, 'HEAD')).toMatch(/200[\s\S]*\r\n\r\n$/);
});

test.each([
  ['two slashes', '//'],
  ['a host in the path', '//evil.example/..'],
  ['a whole address', 'http://evil.example/hubris/'],
  ['a star', '*'],
  ['steps up', '/hubris/../secret.txt'],
  ['encoded steps up', '/hubris/%2e%2e/secret.txt'],
  ['encoded slashes', '/hubris/..%2fsecret.txt'],
  ['a backslash', '/hubris/..%5csecret.txt'],
  ['a zero', '/hubris/%00'],
  ['a broken escape', '/hubris/%E0%A4%A'],
])('%s: refused, and the server goes on', async (_, path) => {
  expect(statusOf(await get(path))).toBe(400);
  expect(statusOf(await get('/hubris/'))).toBe(200);
});

test('a path of 7,000 characters, and one of 255 folders, are not there', async () => {
  expect(statusOf(await get(`/hubris/${'x'.repeat(7_000)}`))).toBe(404);
  expect(statusOf(await get(`/hubris/${'x/'.repeat(3_000)}`))).toBe(404);
  expect(statusOf(await get('/hubris/'))).toBe(200);
});

test('links out of the folder are not there, and neither are loops and pipes', async () => {
  expect(spawnSync('mkfifo', [join(folder, 'pipe')]).status).toBe(0);
  for (const path of ['link.txt', 'link/', 'link/index.html', 'trap/', 'loop', 'pipe']) {
    const answer = await get(`/hubris/${path}`);
    expect(statusOf(answer), path).toBe(404);
    expect(answer).not.toContain('secret');
  }
});

test('only names of this machine are answered, so that no page of elsewhere reads the site', async () => {
  for (const host of ['localhost', 'LOCALHOST:80', '127.0.0.1:4321', '[::1]:4321']) {
    expect(statusOf(await get('/hubris/', `Host: ${host}\r\n`)), host).toBe(200);
  }
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:4321', '']) {
    expect(statusOf(await get('/hubris/', `Host: ${host}\r\n`)), host).toBe(421);
  }
});

test('methods that would change something are refused', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect(statusOf(await get('/hubris/', undefined, method)), method).toBe(405);
  }
});

test('bytes that are no request, and clients that leave, do not end the server', async () => {
  await raw('\0\r\n\r\n');
  await raw('GET\r\n\r\n');
  await raw('GET /hubris/large.txt HTTP/1.1\r\nHost: localhost\r\n');
  await new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1', () => {
      socket.write('GET /hubris/large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n');
      socket.once('data', () => {
        socket.destroy();
        resolve();
      });
    });
  });
  expect(statusOf(await get('/hubris/'))).toBe(200);
});

test('files that vanish while they are asked for do not end the server', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `vanishing-${index}.txt`);
  write(folder, Object.fromEntries(names.map((name) => [name, 'x'.repeat(300_000)])));
  const answers = names.map((name) => get(`/hubris/${name}`));
  for (const name of names) {
    await new Promise(setImmediate);
    rmSync(join(folder, name));
  }
  for (const answer of await Promise.all(answers)) expect([200, 404, 500]).toContain(statusOf(answer));
  expect(statusOf(await get('/hubris/'))).toBe(200);
});
