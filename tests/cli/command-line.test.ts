import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture, packed } from './capture.ts';

const TREE = 'idl/2.0.0';
const IN_TREE = ['--tree', TREE];

describe('what a wrong command line is told:', () => {
  test.each<[string[], string]>([
    [['encode', 'Power.switch', ...IN_TREE], '`on` and `off` are missing: Power.switch takes on: Rails, off: Rails'],
    [['encode', 'Power.switch', '{"on": 1}', ...IN_TREE], '`off` is missing: Power.switch takes on: Rails, off: Rails'],
    [['encode', 'Power.switch', '{"rai": 1}', ...IN_TREE], '`rai`: no such argument: Power.switch has `on`, `off`'],
    [['encode', 'Power.status', '{"x": 1}', ...IN_TREE], '`x`: no such argument: Power.status takes none'],
    [['decode', 'Power.switch', '123', ...IN_TREE], '3 digits: a byte has two'],
    [['decode', 'Power.switch', '12x4', ...IN_TREE], '`x` is not a hexadecimal digit'],
    [['lock', TREE, '--out', '/nowhere/x.json'], 'there is no folder `/nowhere`'],
    [['check', TREE, '--config', 'nope.json'], 'there is no file `nope.json`'],
    [['stubs', 'Power', ...IN_TREE, '--image', 'stormglas-mast'], 'did you mean `stormglass-mast`? the images are'],
    [['check', TREE, '--format', 'jsn'], 'There is no format `jsn`. Did you mean `json`?'],
    [['check', TREE, '--format', 'json='], 'Name the file: `json=<file>`.'],
    [['check', TREE, '--json', '--format', 'text'], '`text` and `json` cannot both go to standard output'],
    [['check', TREE, '--format', 'json=a', '--format', 'sarif=a'], 'two formats would go to `a`'],
    [['check', TREE, ...IN_TREE], `both \`${TREE}\` and \`--tree ${TREE}\` name a tree`],
    [['check', TREE, 'idl/1.0.0'], '`idl/1.0.0` is a second tree'],
    [['check', `${TREE}/idl/power.idol`, `${TREE}/Cargo.toml`], 'is not an interface file of the tree'],
    [['check', '-', TREE], '`-` cannot be combined with paths'],
    [['layout', 'Powr', ...IN_TREE], 'did you mean `Power`?'],
    [['stubs', 'Powr', ...IN_TREE], 'did you mean `Power`?'],
    [['layout', 'Power.swich', ...IN_TREE], 'did you mean `switch`?'],
    [['completion', 'tcsh'], 'the shells are bash, zsh, fish'],
    [['layoutt'], 'Did you mean layout?'],
    [['help', 'layoutt'], 'Did you mean layout?'],
    [['check', 'nowhere'], 'there is no folder `nowhere`'],
    [['check', 'nope.idol'], 'there is no file `nope.idol`'],
    [['check', TREE, '--severity', 'missing-doc'], 'Write `missing-doc=<level>`. The levels are error, warning, note'],
    [['check', TREE, '--severity', 'missing-doc=loud'], 'There is no level `loud`.'],
    [['breaking', TREE, '--severity', 'op-removd=off'], 'Did you mean `op-removed`?'],
    [['breaking', TREE, '--against', 's3://b/x'], '`b` cannot be the name of a bucket'],
    [['breaking', TREE, '--against', 's3:///x'], '`s3:///x` names no bucket'],
    [['breaking', TREE, '--against', 's3://bucket/x'], 'there are no credentials for `s3://bucket/x`'],
    [['breaking', TREE, '--against', 'git+https://host/name'], 'write `git+<remote>#<branch>`'],
    [['breaking', TREE, '--against', 'http://host.invalid/r'], 'no host has this name'],
    [
      ['publish', TREE, '--registry', 'https://host/r', '--release', 'v1'],
      '`publish` cannot write to `https://host/r`',
    ],
    [
      ['publish', TREE, '--registry', 'git+x', '--release', 'v1'],
      'such as `git+https://github.com/owner/name#gh-pages`',
    ],
    [['log', 'Nope', '--tree', 'idl'], 'the interfaces are `Power`'],
    [['stubs', ...IN_TREE], 'pass `--out <folder>`, or an interface and `--side client`'],
    [['stubs', 'Power', ...IN_TREE], '2 stubs are selected, and one goes to standard output'],
    [['layout', 'Power.switch', ...IN_TREE, '--when', 'nope'], '`nope` is no image, and no type here depends on it'],
    [['encode', 'Power.switch', '{"on": "x"}', ...IN_TREE], '; `off` is missing: Power.switch takes'],
    [['encode', 'Power.switch', '--reply', '{"Er": 1}', ...IN_TREE], 'found an object with `Er`'],
    [['decode', 'Power.switch', '00', '--code', '3', ...IN_TREE], '`--code` is the return code of a reply'],
    [['identify', 'nope', '--registry', 'idl'], 'or an image id of 16 hexadecimal digits'],
    [['diff', 'idl/1.0.0'], "missing required argument 'after'"],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await capture(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/internal error|ENOENT|undefined/);
  });

  test.skipIf(process.platform !== 'linux').each([
    ['lock', TREE, '--out', '/proc/x'],
    // A packed program has no site beside it.
    ...(packed === undefined ? [['build', TREE, '--no-releases', '--out', '/proc/x']] : []),
    ['publish', TREE, '--registry', '/proc/x', '--release', 'v1', '--no-cache'],
    ['stubs', 'Power', ...IN_TREE, '--out', '/proc/x'],
    ['check', TREE, '--format', 'json=/proc/x'],
  ])('%j: a place where the system allows no file', async (...args) => {
    const { code, stderr } = await capture(args);
    expect(code).toBe(2);
    expect(stderr).toContain('`/proc/x` cannot be written: the system does not allow files there');
  });
});

test('a folder for results that cannot be written is a warning', async () => {
  const { code, stderr } = await capture(['check', TREE, '--cache', join(TREE, 'Cargo.toml/cache')]);
  expect(code).toBe(0);
  expect(stderr).toContain('no results are kept: ');
});

describe('help', () => {
  test('lists no option that the command refuses, and no default that says nothing', async () => {
    for (const command of ['serve', 'explain', 'fmt', 'stubs', 'check', 'log', 'encode', 'decode']) {
      const { stdout } = await capture([command, '--help']);
      expect(stdout).not.toMatch(/\(default: (?:\[\]|\["|"")/);
      for (const option of ['rev', 'config', 'crate', 'cache']) {
        if (!stdout.includes(`  --${option} <`)) {
          const { stderr } = await capture([command, `--${option}`, option === 'crate' ? 'x=.' : '.', 'x', 'y']);
          expect(stderr).toMatch(/does not use|too many arguments/);
        }
      }
    }
    expect((await capture(['serve', '--help'])).stdout).not.toContain('--rev');
    expect((await capture(['completion', 'fish'])).stdout).not.toContain("from serve' -l rev");
  });
});

test('what programs may want to read is there as JSON', async () => {
  const json = async (...args: string[]) => JSON.parse((await capture([...args, '--format', 'json'])).stdout);
  expect(await json('explain')).toContainEqual(expect.objectContaining({ id: 'op-removed', kind: 'rule' }));
  expect(await json('explain', 'missing-doc')).toMatchObject({
    kind: 'check',
    severity: 'note',
    page: expect.stringMatching(/^# /),
  });
  expect(await json('explain', 'behaviors')).toContainEqual(expect.objectContaining({ component: 'idol-runtime' }));
  const registry = join(scratchFolder(), 'registry');
  const release = ['publish', TREE, '--registry', registry, '--release', 'v2', '--no-cache'];
  expect(await json(...release)).toEqual({ name: 'v2', outcome: 'published', interfaces: 11 });
  expect(await json(...release)).toMatchObject({ outcome: 'same' });
  expect(await json('check', '--registry', registry)).toEqual({ faults: [] });
});

test('bytes that mean nothing are an answer', async () => {
  const args = ['decode', '--reply', '--code', '99', 'Power.switch', ...IN_TREE];
  const text = await capture(args);
  expect(text).toMatchObject({ code: 1, stderr: '' });
  expect(text.stdout).toContain('no such code: 99 is none of `PowerError` (1 `ChargerUnreachable`');
  const json = await capture([...args, '--json']);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ error: { message: expect.stringContaining('no such code') } });
});

describe('one spelling each:', () => {
  test('the tree is an argument or an option', async () => {
    const [argument, option] = [
      await capture(['lock', TREE, '--out', '-']),
      await capture(['lock', ...IN_TREE, '--out', '-']),
    ];
    expect(option).toEqual(argument);
    expect(argument.code).toBe(0);
  });

  test('no command has another argument beside the tree', async () => {
    const { stdout } = await capture(['man']);
    const usages = stdout.match(/^\.SS .*tree.*$/gm) ?? [];
    expect(usages.length).toBeGreaterThan(5);
    expect(
      usages.filter((usage) => !/\\fB\w+ \[options\] \[tree(\.\.\.)?\]/.test(usage.replaceAll('\\-', '-'))),
    ).toEqual([]);
  });

  test('formats in any case, and `--json` for short', async () => {
    const [short, long] = [
      await capture(['check', TREE, '--json']),
      await capture(['check', TREE, '--format', 'JSON']),
    ];
    expect(short).toEqual(long);
    expect(JSON.parse(short.stdout)).toMatchObject({ version: 1 });
  });

  test('`-v` is `--version`', async () => {
    expect(await capture(['-v'])).toEqual(await capture(['--version']));
  });
});

test('one run writes several formats', async () => {
  const folder = scratchFolder();
  const [json, sarif] = [join(folder, 'check.json'), join(folder, 'check.sarif')];
  const { code, stdout } = await capture(['check', TREE, '--format', `json=${json}`, '--format', `sarif=${sarif}`]);
  expect(code).toBe(0);
  expect(stdout).toContain('10 interface files');
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ counts: { files: 10 } });
  expect(JSON.parse(readFileSync(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
});

test("a report for GitLab has a finding's place, severity, and a fingerprint that lines do not change", async () => {
  const folder = scratchFolder();
  const text = 'Interface(name: "Fan", ops: { "stop": (reply: Simple("()"), idempotent: true, speed: 1) })';
  const reported = async (before: string) => {
    write(folder, { 'Cargo.toml': '[workspace]', 'idl/fan.idol': `${before}${text}` });
    const { stdout } = await capture(['check', folder, '--format', 'gitlab']);
    return JSON.parse(stdout);
  };
  const [here, below] = [await reported(''), await reported('\n\n')];
  const unknown = here.find((entry: { check_name: string }) => entry.check_name === 'unknown-field');
  expect(unknown).toMatchObject({ location: { path: 'idl/fan.idol', lines: { begin: 1 } } });
  expect(['critical', 'minor', 'info']).toContain(unknown.severity);
  const fingerprints = (entries: { fingerprint: string }[]) => entries.map(({ fingerprint }) => fingerprint);
  expect(new Set(fingerprints(here)).size).toBe(here.length);
  expect(fingerprints(below)).toEqual(fingerprints(here));
});

test('interface files are checked in their tree', async () => {
  const folder = scratchFolder();
  const text = (name: string) => `Interface(name: "${name}", ops: { "stop": (reply: Simple("Speed")) })`;
  write(folder, { 'Cargo.toml': '[workspace]', 'idl/fan.idol': text('Fan'), 'idl/pump.idol': text('Pump') });
  const { code, stdout } = await capture(['check', join(folder, 'idl/pump.idol'), '--json']);
  const report = JSON.parse(stdout);
  expect(code).toBe(report.counts.errors > 0 ? 1 : 0);
  expect(report.counts.files).toBe(1);
  const paths = report.diagnostics.map(({ place }: { place: { path: string } }) => place.path);
  expect(new Set(paths)).toEqual(new Set(['idl/pump.idol']));
});

describe('standard input', () => {
  const program = packed === undefined ? [process.execPath, join(process.cwd(), 'src/cli/main.ts')] : [packed];
  test.each([
    [['check', '-', '--quiet'], 'Interface(name: "Fan", ops: {', 1],
    [['check', '-', '--quiet'], readFileSync(`${TREE}/idl/power.idol`, 'utf8'), 0],
    [['encode', 'Power.switch', '-', ...IN_TREE], '{"on": 1, "off": 0}', 0],
    [['decode', 'Power.switch', '-', ...IN_TREE], '01 00\n', 0],
  ])('%j', (args, input, code) => {
    const [command = '', ...first] = program;
    const { status, stderr } = spawnSync(command, [...first, ...args], { input, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: code, stderr: '' });
  });
});

describe('completion and the manual page', () => {
  const names = Object.keys(COMMANDS);

  test.each(['bash', 'zsh', 'fish'])('%s knows every command and its options', async (shell) => {
    const { code, stdout } = await capture(['completion', shell]);
    expect(code).toBe(0);
    expect(names.filter((name) => !stdout.includes(name))).toEqual([]);
    for (const option of ['against', 'combine-client-errors', 'no-color']) expect(stdout).toContain(option);
  });

  test.skipIf(!existsSync('/bin/bash'))('bash completes commands, options and formats', async () => {
    const { stdout: script } = await capture(['completion', 'bash']);
    const complete = (words: readonly string[]) => {
      const line = words.map((word) => `'${word}'`).join(' ');
      const code = `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _idol_registry; echo "\${COMPREPLY[@]}"`;
      return spawnSync('/bin/bash', ['-c', code], { encoding: 'utf8' }).stdout.trim();
    };
    expect(complete(['idol-registry', 'brea'])).toBe('breaking');
    expect(complete(['idol-registry', 'breaking', '--agai'])).toBe('--against');
    expect(complete(['idol-registry', 'check', '--format', 'sa'])).toBe('sarif');
    expect(complete(['idol-registry', 'breaking', '--mode', 'forward-'])).toBe('forward-transitive');
  });

  test.each(['bash', 'zsh', 'fish'])('%s can read its script, where it is installed', async (shell) => {
    const { stdout: script } = await capture(['completion', shell]);
    // Every apostrophe of a text closes the quotes around it: those that are left begin or end a word.
    if (shell === 'zsh')
      expect(script.replaceAll("'\\''", '').match(/'/g)?.length ?? 0).toSatisfy((count) => count % 2 === 0);
    const file = join(scratchFolder(), 'script');
    writeFileSync(file, script);
    const { error, status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    if (!error) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('the manual page has every command, and no line that roff would take for a request of ours', async () => {
    const { stdout } = await capture(['man']);
    expect(names.filter((name) => !stdout.includes(`.SS \\fB${name} `))).toEqual([]);
    const requests = new Set(stdout.match(/^\.\w+/gm));
    expect(requests).toEqual(new Set(['.TH', '.SH', '.SS', '.TP']));
  });
});
