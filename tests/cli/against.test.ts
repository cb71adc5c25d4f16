import { cpSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BreakingReportSchema } from '../../src/registry/index.ts';
import { webSource } from '../../src/registry/published/source.ts';
import { git, scratchFolder } from '../tree/scratch.ts';
import { capture } from './capture.ts';
import { commitExampleReleases } from './releases-of-example.ts';

// Repositories and registries are made of three releases.
vi.setConfig({ testTimeout: 60_000 });

/** A server of this machine's own, for as long as the test runs. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serveFolder(folder: string): Promise<string> {
  return serve((request, response) => {
    try {
      response.end(readFileSync(join(folder, decodeURI(request.url ?? ''))));
    } catch {
      response.writeHead(404).end();
    }
  });
}

async function publishExample(registry: string): Promise<void> {
  for (const release of ['1.0.0', '1.1.0']) {
    const args = ['publish', `idl/${release}`, '--registry', registry, '--release', `mast-v${release}`];
    expect((await capture([...args, '--no-cache'])).code).toBe(0);
  }
}

test('every source of a release shows the same changes', async () => {
  const scratch = scratchFolder();
  const tree = join(scratch, 'tree');
  cpSync('idl/2.0.0', tree, { recursive: true });
  commitExampleReleases(tree);
  git(tree, 'branch', 'work', 'mast-v1.1.0');
  const file = (name: string) => join(scratch, name);
  for (const name of ['old.tar', 'old.tar.gz', 'old.zip']) {
    git(tree, 'archive', '--prefix', 'tree-1.1.0/', '--output', file(name), 'mast-v1.1.0');
  }
  const lock = await capture(['lock', tree, '--rev', 'mast-v1.1.0', '--out', file('old.lock.json')]);
  expect(lock.code).toBe(0);
  await publishExample(file('registry'));
  const address = await serveFolder(scratch);
  const shown = async (against: string, ...args: string[]) => {
    const command = ['breaking', tree, '--against', against, '--format', 'json', '--no-cache', ...args];
    const { code, stdout, stderr } = await capture(command);
    expect({ against, code, stderr }).toEqual({ against, code: 1, stderr: '' });
    const { interfaces, entries: all, against: sources } = BreakingReportSchema.parse(JSON.parse(stdout));
    // A lock file keeps no documentation.
    const entries = all.filter(({ levels }) => !levels.includes('docs'));
    return {
      sources: sources.map(({ label }) => label),
      verdicts: interfaces.flatMap(({ verdicts }) => verdicts.map(({ against: _, ...verdict }) => verdict)),
      causes: entries.map(({ fingerprint, message, status }) => ({ fingerprint, message, status })),
    };
  };
  const { causes, verdicts } = await shown('idl/1.1.0');
  expect(causes.length).toBeGreaterThan(10);
  for (const [against, label] of [
    ['git:mast-v1.1.0', 'mast-v1.1.0'],
    ['mast-v1.1.0', 'mast-v1.1.0'],
    ['merge-base:work', 'merge base with work'],
    [file('old.tar'), 'old.tar'],
    [file('old.tar.gz'), 'old.tar.gz'],
    [file('old.zip'), 'old.zip'],
    [file('old.lock.json'), 'old.lock.json'],
    [file('registry'), 'mast-v1.1.0'],
    [`registry:${file('registry')}#mast-v1.1.0`, 'mast-v1.1.0'],
    [`${file('registry')}#mast-v1.1.0`, 'mast-v1.1.0'],
    [`${address}/registry/`, 'mast-v1.1.0'],
    [`${address}/registry#mast-v1.1.0`, 'mast-v1.1.0'],
  ] as const) {
    expect(await shown(against), against).toEqual({ sources: [label], verdicts, causes });
  }
  const line = await shown(`${address}/registry`, '--mode', 'full-transitive');
  expect(line.sources).toEqual(['mast-v1.1.0', 'mast-v1.0.0']);
  expect((await shown(`${address}/registry#mast-v1.0.0`)).causes).toEqual((await shown('idl/1.0.0')).causes);
});

test('a registry that cannot be read says what is wrong with it', async () => {
  const scratch = scratchFolder();
  await publishExample(join(scratch, 'registry'));
  const refused = async (listener: RequestListener) => {
    const address = await serve(listener);
    const { code, stdout, stderr } = await capture(['breaking', 'idl/2.0.0', '--against', `${address}/r`]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr.replaceAll(address, 'http://host');
  };
  const says = (text: string, status = 200): RequestListener => {
    return (_, response) => void response.writeHead(status).end(text);
  };
  expect(await refused(says('', 404))).toBe(
    'error: there is no registry at `http://host/r`\n' +
      '  = help: give a folder or URL that has `index.json`, or a site that has `api/v1/index.json`\n',
  );
  expect(await refused(says('', 503))).toBe(
    'error: `http://host/r/index.json` cannot be read: the server answers 503\n',
  );
  expect(await refused(says('<html>'))).toBe('error: `http://host/r/index.json` is not JSON\n');
  expect(await refused(says('{"kind": "index", "format": 2}'))).toBe(
    'error: `http://host/r/index.json` has format 2, this program knows 1\n  = help: install a newer idol-registry\n',
  );
  expect(await refused(says('{"kind": "index", "format": 1}'))).toMatch(
    /^error: `http:\/\/host\/r\/index.json` is not a document of this version of idol-registry: `generator`: /,
  );
  const aborts: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('{"kind":', () => response.destroy());
  };
  expect(await refused(aborts)).toMatch(/^error: `http:\/\/host\/r\/index.json` cannot be read: \S/);
  // The index is whole, an object is cut off.
  const cuts: RequestListener = (request, response) => {
    const path = join(scratch, 'registry', (request.url ?? '').replace(/^\/r\//, ''));
    const content = readFileSync(path);
    response.end(path.includes('objects') ? content.subarray(0, 100) : content);
  };
  expect(await refused(cuts)).toMatch(/objects\/\w+\.json` is not what its hash says: it was changed or cut off/);
});

test('a server that never answers is given up', async () => {
  const source = webSource(await serve(() => {}), 50);
  expect(await source.read('index.json', 1000)).toMatchObject({
    problem: { message: expect.stringMatching(/index\.json` cannot be read: no answer within 0\.05 s$/) },
  });
});

test('a shallow clone compares with what it has, and says what to fetch for the rest', async () => {
  const scratch = scratchFolder();
  const origin = join(scratch, 'origin');
  cpSync('idl/2.0.0', origin, { recursive: true });
  commitExampleReleases(origin);
  git(origin, 'checkout', '-q', '-b', 'work', 'mast-v1.1.0');
  git(origin, 'commit', '-q', '--allow-empty', '-m', 'work');
  git(origin, 'checkout', '-q', 'main');
  const clone = join(scratch, 'clone');
  git(scratch, 'clone', '-q', '--depth', '1', '--branch', 'work', `file://${origin}`, clone);
  const run = async (...args: string[]) => {
    const { code, stderr } = await capture(['breaking', clone, ...args]);
    return { code, stderr };
  };
  expect((await run('--against', 'git:HEAD')).stderr).toContain('the tree is the revision');
  const helps = async (...args: string[]) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    const command = /`(git fetch [^`]*)`/.exec(stderr)?.[1];
    expect(command, stderr).toBeDefined();
    git(clone, ...(command ?? '').split(' ').slice(1));
  };
  // Each help, followed to the letter, makes the same command work.
  await helps('--against', 'git:mast-v1.0.0');
  expect(await run('--against', 'git:mast-v1.0.0')).toEqual({ code: 1, stderr: '' });
  await helps('--against', 'merge-base:origin/main');
  expect((await run('--against', 'merge-base:origin/main')).stderr).toBe('');
  const other = join(scratch, 'other');
  git(scratch, 'clone', '-q', '--depth', '1', '--branch', 'work', `file://${origin}`, other);
  const { code, stderr } = await capture(['breaking', other]);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('git fetch') });
});
