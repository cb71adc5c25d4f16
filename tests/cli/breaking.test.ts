import { cpSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { type BreakingReport, BreakingReportSchema } from '../../src/registry/index.ts';
import { commit, git, scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

const CASE = 'tests/cases/breaking/oven';
const EXTENSION = {
  text: 'txt',
  json: 'json.txt',
  github: 'github.txt',
  sarif: 'sarif',
  junit: 'xml',
  markdown: 'md',
} as const;

const TREE = {
  'idl/fan.idol': `// Drives the fan.
Interface(
    name: "Fan",
    ops: {
        "stop": (
            doc: "Stops the fan.",
            reply: Result(ok: "()", err: ServerDeath),
        ),
        "spin": (
            doc: "Spins the fan.",
            args: { "rpm": "u16" },
            reply: Simple("()"),
            idempotent: true,
        ),
    },
)
`,
};
/** The tree with something else in place of a part of its interface. */
function changed(part: string, by: string): typeof TREE {
  const text = TREE['idl/fan.idol'].replace(part, by);
  expect(text).not.toBe(TREE['idl/fan.idol']);
  return { 'idl/fan.idol': text };
}

/** An argument grows: both directions fail. */
const GROWN = changed('"u16"', '"u32"');
/** An operation is appended: new clients fail at old servers. */
const APPENDED = changed('    },\n)\n', '        "brake": (reply: Simple("()"), idempotent: true),\n    },\n)\n');

/** Runs `breaking` on a repository whose tag `v1` is {@link TREE} and whose working tree is `now`. */
async function breaking(now: Readonly<Record<string, string>>, ...args: string[]) {
  const folder = scratchFolder();
  write(folder, TREE);
  commit(folder);
  git(folder, 'tag', 'v1');
  write(folder, now);
  return { folder, ...(await capture(['breaking', folder, ...args])) };
}

async function report(now: Readonly<Record<string, string>>, ...args: string[]): Promise<BreakingReport> {
  const { stdout, stderr } = await breaking(now, '--format', 'json', ...args);
  expect(stderr).toBe('');
  return BreakingReportSchema.parse(JSON.parse(stdout));
}

describe('what is compared', () => {
  test('is the working tree with the merge base of the main branch, unless something else is said', async () => {
    const { against, verdict, findings } = await report(GROWN);
    expect(against[0]?.label).toBe('merge base with main');
    expect(verdict).toBe('breaking');
    expect(findings.map(({ rule, status }) => [rule, status])).toEqual([['arg-type-changed', 'breaking']]);
  });

  test('can be a tag, with and without its prefix, and what is equal breaks nothing', async () => {
    for (const against of ['git:v1', 'v1']) {
      const { verdict, counts } = await report(TREE, '--against', against);
      expect({ verdict, counts }).toMatchObject({ verdict: 'compatible', counts: { interfaces: 1, unchanged: 1 } });
    }
  });

  test('is where a branch left another, not what the other has become', async () => {
    const folder = scratchFolder();
    write(folder, TREE);
    commit(folder);
    git(folder, 'checkout', '-q', '-b', 'work');
    git(folder, 'checkout', '-q', 'main');
    write(folder, GROWN);
    commit(folder);
    git(folder, 'checkout', '-q', 'work');
    expect((await capture(['breaking', folder, '--against', 'merge-base:main'])).code).toBe(0);
    expect((await capture(['breaking', folder, '--against', 'git:main'])).code).toBe(1);
  });
});

test.each([
  ['full', 1],
  ['backward', 0],
  ['forward', 1],
  ['none', 0],
] as const)('mode %s says %i of an appended operation', async (mode, code) => {
  expect((await breaking(APPENDED, '--mode', mode)).code).toBe(code);
});

describe('the case', () => {
  /** Its trees in a repository, with a waiver for what was inserted, one that has expired and one for nothing. */
  async function trees() {
    const folder = scratchFolder();
    cpSync(CASE, join(folder, 'some'), { recursive: true });
    git(folder, 'init', '--quiet');
    const [after, before] = ['after', 'before'].map((name) => join(folder, 'some', name)) as [string, string];
    const { stdout } = await capture(['breaking', after, '--against', before, '--format', 'json']);
    const { findings } = BreakingReportSchema.parse(JSON.parse(stdout));
    const line = (rule: string) => findings.find((finding) => finding.rule === rule)?.waiverLine ?? '';
    const waivers = [
      line('op-inserted').replace('…', 'no <old> server is left'),
      line('error-variant-added').replace('…" }', 'only for a while", expires = 2026-01-31 }'),
      '"op-removed:0123456789ab" = { reason = "of another change" }',
    ];
    write(after, { 'idol-registry.waivers.toml': `${waivers.join('\n')}\n` });
    return { after, before };
  }

  test.each(Object.entries(EXTENSION))('as %s', async (format, extension) => {
    const { after, before } = await trees();
    const args = ['breaking', after, '--against', before, '--format', format, '--today', '2026-02-01'];
    const { code, stdout, stderr } = await capture(args);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const written = stdout.replace(/ in \d+\.\d\d s\n$/, ' in # s\n').replace(/ +"commit": ".*"\n/, '');
    await expect(written).toMatchFileSnapshot(`../cases/breaking/oven/expected.${extension}`);
  });

  test('waives until the last day', async () => {
    const { after, before } = await trees();
    const on = async (today: string) => {
      const args = ['breaking', after, '--against', before, '--format', 'json', '--today', today];
      return BreakingReportSchema.parse(JSON.parse((await capture(args)).stdout)).counts.waived;
    };
    expect([await on('2026-01-31'), await on('2026-02-01')]).toEqual([2, 1]);
  });
});

test('what has no interface is no answer, and what cannot be read is told apart', async () => {
  const folder = scratchFolder();
  write(folder, { ...TREE, 'none/README': 'nothing' });
  commit(folder);
  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await capture(['breaking', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };
  expect(await refused(folder, '--against', join(folder, 'none'))).toContain('is not the root of a Hubris tree');
  expect(await refused(join(folder, 'none'), '--against', folder)).toContain('is not a Hubris tree, and not in one');
  expect(await refused(folder, '--against', 'git:nowhere')).toContain('there is no revision `nowhere`');
  expect(await refused(folder, '--against', 'git:-x')).toContain('begins with `-`');
  expect(await refused(folder, '--against', 'nowhere')).toContain('no file, no folder and no revision');
  expect(await refused(folder, '--level', 'wires')).toContain('A level is one of');
  for (const reason of ['', ' ', '…']) {
    write(folder, { 'idol-registry.waivers.toml': `"op-removed:0123456789ab" = { reason = "${reason}" }\n` });
    expect(await refused(folder)).toMatch(/error\[invalid-waiver\].*`reason`: must say why/);
  }
});

describe('an interface that can be read and that no compiler takes', () => {
  /** Raw bytes of another size than the argument. */
  const REFUSED = changed('"rpm": "u16"', '"rpm": (type: "u16", recv: FromPrimitive("u64"))');

  test('is unknown when it is new, wherever its file is', async () => {
    for (const now of [REFUSED, { 'idl/fan.idol': '', 'idl/wind.idol': REFUSED['idl/fan.idol'] }]) {
      const folder = scratchFolder();
      write(folder, TREE);
      commit(folder);
      git(folder, 'rm', '-q', 'idl/fan.idol');
      write(folder, Object.fromEntries(Object.entries(now).filter(([, text]) => text !== '')));
      const { code, stdout } = await capture(['breaking', folder, '--format', 'json']);
      const { findings, unknown, counts } = BreakingReportSchema.parse(JSON.parse(stdout));
      expect({ code, findings, counts }).toMatchObject({
        code: 1,
        findings: [],
        counts: { unknown: 1, interfaces: 0 },
      });
      expect(unknown[0]).toMatchObject({ side: 'new', status: 'breaking' });
      expect(unknown[0]?.message).toMatch(/read as 8 bytes/);
    }
  });

  test('is reported when it is old, and no news when it did not change', async () => {
    const folder = scratchFolder();
    write(folder, REFUSED);
    commit(folder);
    const run = async () => {
      const { code, stdout } = await capture(['breaking', folder, '--format', 'json']);
      return { code, ...BreakingReportSchema.parse(JSON.parse(stdout)) };
    };
    expect(await run()).toMatchObject({ code: 0, unknown: [], counts: { unchanged: 1 } });
    write(folder, TREE);
    expect(await run()).toMatchObject({ code: 0, findings: [], unknown: [{ side: 'old', status: 'reported' }] });
  });
});

test('without git it says what to compare with instead', async () => {
  const folder = scratchFolder();
  write(folder, TREE);
  const said = async (env: Record<string, string>, ...args: string[]) => {
    const path = process.env.PATH;
    Object.assign(process.env, env);
    try {
      return (await capture(['breaking', folder, ...args])).stderr;
    } finally {
      process.env.PATH = path;
    }
  };
  for (const args of [[], ['--against', 'git:v1']]) {
    expect(await said({}, ...args)).toMatch(/is not in a git repository\n.*`--against` another folder, an archive/);
    expect(await said({ PATH: '' }, ...args)).toMatch(/git is needed .*\n.*install git; without git/);
  }
});
