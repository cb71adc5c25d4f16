import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inBatches } from '../../src/registry/published/open.ts';
import { webSource } from '../../src/registry/published/source.ts';
import { capture } from '../cli/capture.ts';
import { scratchFolder, write } from '../tree/scratch.ts';

const fan = (...operations: string[]) =>
  `Interface(name: "Fan", ops: { ${operations.map((name) => `"${name}": (reply: Simple("u8"), idempotent: true),`).join(' ')} })\n`;

/** A registry with two releases, and what publishes a third one. */
async function twoReleases() {
  const folder = scratchFolder();
  const registry = join(folder, 'registry');
  const publish = async (version: string, ...operations: string[]) => {
    write(folder, { 'tree/Cargo.toml': '[workspace]\n', 'tree/idl/fan.idol': fan(...operations) });
    return capture(['publish', join(folder, 'tree'), '--registry', registry, '--release', version, '--no-cache']);
  };
  expect((await publish('v1.0.0', 'stop')).code).toBe(0);
  expect((await publish('v1.1.0', 'stop', 'start')).code).toBe(0);
  const third = () => publish('v1.2.0', 'stop', 'start', 'blow');
  const check = () => capture(['check', '--registry', registry]);
  return { registry, third, check };
}

function oneOf(registry: string, folder: string): string {
  return join(folder, readdirSync(join(registry, folder)).sort()[0] ?? '');
}

describe('a damaged registry is named by `check --registry`, and refused by `publish`:', () => {
  const harms: Readonly<Record<string, (registry: string) => string>> = {
    'a gap in the log'(registry) {
      rmSync(join(registry, 'log/000001.json'));
      return 'log/000001.json: is missing';
    },
    'an entry of the log that is cut off'(registry) {
      writeFileSync(join(registry, 'log/000002.json'), '{"kind":');
      return 'log/000002.json: `log/000002.json` is not JSON';
    },
    'a changed object'(registry) {
      const path = oneOf(registry, 'objects');
      const file = join(registry, path);
      writeFileSync(file, readFileSync(file, 'utf8').replace('"u8"', '"u9"'));
      return `${path}: is not what its hash says`;
    },
    'a missing object'(registry) {
      const path = oneOf(registry, 'objects');
      rmSync(join(registry, path));
      return `${path}: is missing, and a release names it`;
    },
  };

  test('a file to download that was emptied, which publishing does not read', async () => {
    const { registry, third, check } = await twoReleases();
    const folder = oneOf(registry, 'files');
    const path = join(folder, readdirSync(join(registry, folder))[0] ?? '');
    writeFileSync(join(registry, path), '');
    const said = `${path}: is not what its hash says`;
    expect((await check()).stdout).toContain(said);
    expect((await third()).code).toBe(0);
    expect((await check()).stdout).toContain(said);
  });

  for (const [name, harm] of Object.entries(harms)) {
    test(name, async () => {
      const { registry, third, check } = await twoReleases();
      expect(await check()).toMatchObject({ code: 0, stdout: '' });
      const said = harm(registry);
      const checked = await check();
      expect(checked.code).toBe(1);
      expect(checked.stdout).toContain(said);
      const log = readdirSync(join(registry, 'log'));
      const published = await third();
      expect(published).toMatchObject({ code: 2, stdout: '' });
      expect(published.stderr).toContain('is damaged');
      expect(published.stderr).toContain('check --registry');
      expect(readdirSync(join(registry, 'log'))).toEqual(log);
    });
  }

  test('but documents that are made of the log are made anew', async () => {
    const { registry, third, check } = await twoReleases();
    rmSync(join(registry, 'index.json'));
    writeFileSync(join(registry, 'releases/v1.0.0.json'), '{}');
    const checked = await check();
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain('releases/v1.0.0.json: differs from the log (the next publish repairs it)');
    expect(checked.stdout).toContain('index.json: is missing');
    expect((await third()).code).toBe(0);
    expect((await check()).code).toBe(0);
  });
});

test('what a killed run left is removed by the next one, and what a run is writing is not', async () => {
  const { registry, third } = await twoReleases();
  const partial = (name: string) => join(registry, '.partial', name);
  // No process has this number.
  const [dead, alive] = [partial(`4194999-1-${hostname()}`), partial(`${process.ppid}-1-${hostname()}`)];
  for (const path of [dead, alive]) writeFileSync(path, 'half');
  expect((await third()).code).toBe(0);
  expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
});

test('a registry is checked without options of a tree', async () => {
  const { registry } = await twoReleases();
  for (const option of [['--strict'], ['--rev', 'v1'], ['--watch']]) {
    const { code, stderr } = await capture(['check', '--registry', registry, ...option]);
    expect(code).toBe(2);
    expect(stderr).toContain('applies to a tree');
  }
  const sarif = await capture(['check', '--registry', registry, '--format', 'sarif']);
  expect(sarif.stderr).toContain('there is no `sarif` of a registry');
});

test('few files are asked for at once, and none after the first that fails', async () => {
  let [open, most, asked] = [0, 0, 0];
  const read = async (number: number) => {
    asked++;
    most = Math.max(most, ++open);
    await new Promise((done) => setImmediate(done));
    open--;
    return number === 100
      ? { ok: false as const, problem: { kind: 'not-a-registry' as const, message: 'no' } }
      : { ok: true as const, value: number };
  };
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  expect((await inBatches(numbers, read)).ok).toBe(false);
  expect(asked).toBeLessThanOrEqual(128);
  expect(most).toBeLessThanOrEqual(32);
});

test('a server may lead to itself, and to another host only where that was asked for', async () => {
  const server = createServer(({ url }, response) => {
    const to =
      url === '/here'
        ? '/file'
        : url === '/there'
          ? `http://localhost:${port()}/file`
          : url === '/loop'
            ? '/loop'
            : undefined;
    if (to !== undefined) response.writeHead(302, { location: to });
    else if (url === '/script') response.writeHead(302, { location: 'file:///etc/passwd' });
    response.end(url === '/file' ? 'content' : '');
  });
  const port = () => (server.address() as { port: number }).port;
  await new Promise<void>((done) => server.listen(0, () => done()));
  try {
    const read = async (address: string, redirects?: 'same-host' | 'any-host') => {
      const answer = await webSource(`http://127.0.0.1:${port()}`, 600_000, redirects).read(address, 100);
      return answer.ok ? Buffer.from(answer.value ?? []).toString() : answer.problem.message;
    };
    expect(await read('here')).toBe('content');
    expect(await read('there')).toContain('leads to another host: `http://localhost:');
    expect(await read('there', 'any-host')).toBe('content');
    expect(await read('script', 'any-host')).toContain('leads to another host');
    expect(await read('loop')).toContain('more than 5 redirects');
  } finally {
    server.close();
  }
});
