import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { programInfo } from '../../src/program/index.ts';
import { CheckReportSchema } from '../../src/registry/index.ts';
import { commit, git, scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

const CASES = 'tests/cases/cli';
const FINDINGS = `${CASES}/findings/tree`;
const EXTENSION = { text: 'txt', json: 'json', github: 'github.txt', sarif: 'sarif', junit: 'xml' } as const;

const TREE = {
  'idl/fan.idol': `// Drives the fan.
Interface(
    name: "Fan",
    ops: {
        "stop": (
            doc: "Stops the fan.",
            reply: Result(ok: "()", err: ServerDeath),
        ),
    },
)
`,
  'drv/fan-api/Cargo.toml': '[package]\nname = "drv-fan-api"\n',
  'drv/fan-api/build.rs': 'fn main() { idol::client::build_client_stub("../../idl/fan.idol", "client_stub.rs"); }\n',
};
/** The same, with a misspelt field: a warning. */
const WARNING = { ...TREE, 'idl/fan.idol': TREE['idl/fan.idol'].replace('reply:', 'encodng: Hubpack, reply:') };

describe.each(readdirSync(CASES))('case %s', (name) => {
  test.each(Object.entries(EXTENSION))('as %s', async (format, extension) => {
    // Some formats name files from the root of the repository, so the case gets one of its own.
    const folder = scratchFolder();
    cpSync(join(CASES, name, 'tree'), join(folder, 'some/tree'), { recursive: true });
    git(folder, 'init', '--quiet');
    const { code, stdout, stderr } = await capture(['check', join(folder, 'some/tree'), '--format', format]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const timeless = stdout.replace(/ in \d+\.\d\d s\n$/, ' in # s\n');
    const written = timeless.replace(`"version": "${programInfo().version}"`, '"version": "#"');
    await expect(written).toMatchFileSnapshot(join('../cases/cli', name, `expected.${extension}`));
  });
});

describe('the check', () => {
  test('of a tree without findings is exit code 0 and one line, and with --quiet none', async () => {
    const folder = scratchFolder();
    write(folder, TREE);
    const { code, stdout, stderr } = await capture(['check', folder]);
    expect(stdout).toMatch(/^1 interface file, 1 operation: 0 errors, 0 warnings in \d+\.\d\d s\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await capture(['check', folder, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('counts a warning as no failure, and with --strict as one', async () => {
    const folder = scratchFolder();
    write(folder, WARNING);
    expect((await capture(['check', folder])).code).toBe(0);
    const strict = await capture(['check', folder, '--strict']);
    expect(strict.code).toBe(1);
    expect(strict.stdout).toContain('error[unknown-field]');
  });

  test('takes severities from the command line before those of the configuration', async () => {
    const folder = scratchFolder();
    write(folder, { ...WARNING, 'idol-registry.config.json': '{"severity": {"unknown-field": "error"}}' });
    expect((await capture(['check', folder])).code).toBe(1);
    const off = await capture(['check', folder, '--severity', 'unknown-field=off', '--format', 'json']);
    expect(off.code).toBe(0);
    expect(CheckReportSchema.parse(JSON.parse(off.stdout)).diagnostics).toEqual([]);
    for (const wrong of ['unknown-feild=off', 'unknown-field=fatal', 'unknown-field']) {
      expect(await capture(['check', folder, '--severity', wrong]), wrong).toMatchObject({ code: 2, stdout: '' });
    }
    const near = await capture(['check', folder, '--severity', 'unknown-feild=off']);
    expect(near.stderr).toContain('Did you mean `unknown-field`?');
  });

  test('takes a configuration from elsewhere', async () => {
    const folder = scratchFolder();
    write(folder, { ...Object.fromEntries(Object.entries(WARNING).map(([path, text]) => [`tree/${path}`, text])) });
    write(folder, { 'strict.json': '{"severity": {"unknown-field": "error"}}' });
    const tree = join(folder, 'tree');
    expect((await capture(['check', tree, '--config', join(folder, 'strict.json')])).code).toBe(1);
    expect(await capture(['check', tree, '--config', join(folder, 'none.json')])).toMatchObject({
      code: 2,
      stdout: '',
    });
  });

  test('reads a revision, whatever lies in the folder', async () => {
    const folder = scratchFolder();
    write(folder, WARNING);
    const first = commit(folder);
    git(folder, 'tag', 'v1');
    write(folder, TREE);
    const { stdout } = await capture(['check', folder, '--rev', 'v1', '--format', 'json']);
    const report = CheckReportSchema.parse(JSON.parse(stdout));
    expect(report.tree).toEqual({ label: 'v1', commit: first });
    expect(report.counts.warnings).toBe(1);
    expect((await capture(['check', folder, '--strict'])).code).toBe(0);
  });

  test('refuses what it cannot read, with exit code 2 and nothing on standard output', async () => {
    const folder = scratchFolder();
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await capture(['check', ...args]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(await refused(join(folder, 'nowhere'))).toContain('there is no folder');
    expect(await refused(folder)).toContain('is not a Hubris tree, and not in one');
    expect(await refused(folder, '--rev', 'v1')).toContain('is not in a git repository');
    write(folder, TREE);
    commit(folder);
    git(folder, 'tag', 'fan-v1.0.0');
    expect(await refused(folder, '--rev', 'fan-v1.0.1')).toContain('did you mean `fan-v1.0.0`?');
    expect(await refused(folder, '--rev=-x')).toContain('begins with `-`');
    expect(await refused(folder, '--format', 'yaml')).toContain(
      'There is no format `yaml`. The formats are text, json',
    );
    expect(await refused(folder, '--crate', 'x')).toContain('name=folder');
  });
});

describe('colours', () => {
  const ESCAPE = '\u001b[';

  test('are there for a terminal, and not for a pipe', async () => {
    expect((await capture(['check', FINDINGS], {}, true)).stdout).toContain(ESCAPE);
    expect((await capture(['check', FINDINGS])).stdout).not.toContain(ESCAPE);
  });

  test('follow --no-color, then FORCE_COLOR, then NO_COLOR', async () => {
    const colours = async (env: Record<string, string>, isTerminal: boolean, ...args: string[]) =>
      (await capture(['check', FINDINGS, ...args], env, isTerminal)).stdout.includes(ESCAPE);
    expect(await colours({ NO_COLOR: '1' }, true)).toBe(false);
    expect(await colours({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(await colours({ FORCE_COLOR: '0' }, true)).toBe(false);
    expect(await colours({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(true);
    expect(await colours({ FORCE_COLOR: '1' }, true, '--no-color')).toBe(false);
    expect(await colours({ TERM: 'dumb' }, true)).toBe(false);
  });

  test('change nothing but colours', async () => {
    const strip = (text: string) => text.replaceAll(/\u001b\[\d+(;\d+)*m/g, '').replace(/in \d\S+ s\n$/, '');
    const plain = await capture(['check', FINDINGS]);
    const coloured = await capture(['check', FINDINGS], { FORCE_COLOR: '1' });
    expect(strip(coloured.stdout)).toBe(strip(plain.stdout));
  });
});

test('progress is on standard error, only on a terminal, and leaves no trace', async () => {
  const { stderr } = await capture(['check', FINDINGS], {}, true);
  expect(stderr).toContain('checking 3 interface files');
  expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  expect((await capture(['check', FINDINGS, '--quiet'], {}, true)).stderr).toBe('');
});

test('a reader who leaves early ends the run without an error', () => {
  const command = `"${process.execPath}" src/cli/main.ts check ${FINDINGS} --format json | head -c 1`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '{', stderr: '' });
});

test('a tree may have message contracts and no interface', async () => {
  const folder = scratchFolder();
  const ask = { type: 'agent::Ask', encoding: 'hubpack', from: 'host', to: 'agent' };
  write(folder, {
    'Cargo.toml': '[workspace]\nmembers = ["lib/*"]\n',
    'lib/agent/Cargo.toml': '[package]\nname = "agent"\n',
    'lib/agent/src/lib.rs': 'pub enum Ask { Now, Later(u8) }\n',
    'idol-registry.config.json': JSON.stringify({ messages: { agent: { directions: { ask } } } }),
  });
  expect(await capture(['check', folder, '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  const { stdout } = await capture(['layout', 'agent.ask', '--tree', folder]);
  expect(stdout).toContain('agent.ask  host to agent, Hubpack');
});
