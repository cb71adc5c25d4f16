import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { expect, test } from 'vitest';
import { openArchive } from '../../src/tree/index.ts';
import { scratchFolder } from './scratch.ts';

const encoder = new TextEncoder();
const LONG = `drv/${'long-'.repeat(40)}api/Cargo.toml`;

async function tar(texts: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}) {
  return packTar([
    ...Object.entries(texts).map(([name, body]) => ({
      header: { name, size: encoder.encode(body).length, type: 'file' as const },
      body,
    })),
    ...Object.entries(links).map(([name, linkname]) => ({
      header: { name, linkname, size: 0, type: 'symlink' as const },
    })),
  ]);
}

async function open(name: string, bytes: Uint8Array) {
  const path = join(scratchFolder(), name);
  writeFileSync(path, bytes);
  return openArchive(path);
}

async function problem(name: string, bytes: Uint8Array): Promise<string> {
  const answer = await open(name, bytes);
  return answer.ok ? 'opened' : answer.problem.message;
}

test('a tar, a compressed one and a zip give the same tree, without the folder around it', async () => {
  const texts = { 'idl/fan.idol': 'a', [LONG]: 'b', 'target/x.rs': 'ignored' };
  const around = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`tree-1.0/${name}`, text]));
  const zip = zipSync(Object.fromEntries(Object.entries(around).map(([name, text]) => [name, encoder.encode(text)])));
  const packed = await tar(around);
  const archives = { 'a.tar': packed, 'a.tar.gz': gzipSync(packed), 'a.tgz': gzipSync(packed), 'a.zip': zip };
  for (const [name, bytes] of Object.entries({ ...archives, 'b.tar': await tar(texts) })) {
    const answer = await open(name, bytes);
    expect(answer.ok && answer.value.files.paths, name).toEqual([LONG, 'idl/fan.idol']);
    expect(answer.ok && answer.value.files.read('idl/fan.idol')?.text, name).toBe('a');
  }
});

test('a folder that is part of the tree is kept, and a link stands for its file', async () => {
  const answer = await open('a.tar', await tar({ 'idl/fan.idol': 'a' }, { 'idl/air.idol': 'fan.idol' }));
  expect(answer.ok && answer.value.files.paths).toEqual(['idl/air.idol', 'idl/fan.idol']);
  expect(answer.ok && answer.value.files.read('idl/air.idol')?.text).toBe('a');
});

test('what leads out, is empty, cut off or no archive is refused', async () => {
  expect(await problem('a.tar', await tar({ '../fan.idol': 'a' }))).toContain('leads out of it');
  expect(await problem('a.zip', zipSync({ 'x/../../fan.idol': encoder.encode('a') }))).toContain('leads out of it');
  expect(await problem('a.tar', await tar({}))).toContain('holds no file');
  const packed = await tar({ 'idl/fan.idol': 'a'.repeat(5000) });
  expect(await problem('a.tar', packed.subarray(0, 2000))).toContain('cannot be unpacked');
  for (const name of ['a.tar', 'a.tar.gz', 'a.zip']) {
    expect(await problem(name, encoder.encode('no archive at all')), name).toContain('cannot be unpacked');
  }
});

test('a bomb is refused before it fills the memory', async () => {
  const bomb = gzipSync(new Uint8Array(520 * 1024 * 1024), { level: 1 });
  expect(await problem('a.tar.gz', bomb)).toContain('more than 512 MB');
});
