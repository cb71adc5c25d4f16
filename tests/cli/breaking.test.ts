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
function changed(part: string, by: string, of = TREE): typeof TREE {
  const text = of['idl/fan.idol'].replace(part, by);
  expect(text).not.toBe(of['idl/fan.idol']);
  return { 'idl/fan.idol': text };
}

/** An argument grows: both directions fail. */
const GROWN = changed('"u16"', '"u32"');
/** Nothing but a comment. */
const COMMENTED = changed('    },\n)\n', '    },\n)\n// The end.\n');
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

function entriesOf({ entries }: BreakingReport) {
  return entries;
}

async function report(now: Readonly<Record<string, string>>, ...args: string[]): Promise<BreakingReport> {
  const { stdout, stderr } = await breaking(now, '--format', 'json', ...args);
  expect(stderr).toBe('');
  return BreakingReportSchema.parse(JSON.parse(stdout));
}

describe('what is compared', () => {
  test('is the working tree with the merge base of the main branch, unless something else is said', async () => {
    const made = await report(GROWN);
    expect(made.against[0]?.label).toBe('merge base with main');
    expect(made.result).toBe('breaking');
    expect(entriesOf(made).map(({ rule, status }) => [rule, status])).toEqual([['arg-type-changed', 'breaking']]);
  });

  test('can be a tag, with and without its prefix, and what is equal breaks nothing', async () => {
    for (const against of ['git:v1', 'v1']) {
      const { result, counts } = await report(COMMENTED, '--against', against);
      expect({ result, counts }).toMatchObject({ result: 'unchanged', counts: { compared: 1, unchanged: 1 } });
    }
    const { code, stdout } = await breaking(COMMENTED, '--against', 'v1');
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No interface changed: 1 inter/),
    });
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
    write(folder, COMMENTED);
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

describe('nothing to compare is exit code 2, with the reason', () => {
  const refused = async (now: Readonly<Record<string, string>>, ...args: string[]) => {
    const { code, stdout, stderr } = await breaking(now, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };

  test('a revision with itself, in the working tree and by its name', async () => {
    expect(await refused({})).toMatch(/the tree is the revision that it is compared with: both are commit \w{10}/);
    expect(await refused(GROWN, '--rev', 'v1', '--against', 'v1')).toContain(
      'is the revision that it is compared with',
    );
    // A change that is not committed makes the working tree another one, whatever it changes.
    expect((await breaking(COMMENTED)).code).toBe(0);
    expect((await breaking({ 'drv/fan/src/lib.rs': '' })).code).toBe(0);
  });

  test('a revision with itself that has a type which is not resolved', async () => {
    const folder = scratchFolder();
    write(folder, changed('"u16"', '"nowhere::Speed"'));
    commit(folder);
    const { code, stderr } = await capture(['breaking', folder, '--against', 'git:HEAD']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('both are commit') });
  });

  test('a commit with a release that was published of it', async () => {
    const registry = join(scratchFolder(), 'registry');
    const folder = scratchFolder();
    write(folder, TREE);
    commit(folder);
    git(folder, 'tag', 'v1');
    const tree = [folder, '--rev', 'v1', '--no-cache'];
    expect((await capture(['publish', ...tree, '--registry', registry, '--release', 'v1'])).code).toBe(0);
    const { code, stderr } = await capture(['breaking', ...tree, '--against', `${registry}#v1`]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('the tree is the revision') });
  });

  test('a folder with itself', async () => {
    const folder = scratchFolder();
    write(folder, TREE);
    const { code, stderr } = await capture(['breaking', folder, '--against', join(folder, 'idl/..')]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('is the tree itself') });
  });

  test('no interface in common', async () => {
    const folder = scratchFolder();
    write(folder, { README: 'nothing yet' });
    commit(folder);
    git(folder, 'tag', 'empty');
    write(folder, TREE);
    const against = async (...args: string[]) => capture(['breaking', folder, ...args]);
    expect(await against('--against', 'empty')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no interface in `empty`: nothing was compared'),
    });
    const other = {
      'idl/pump.idol': 'Interface(name: "Pump", ops: {"go": (reply: Simple("()"), idempotent: true)})\n',
    };
    const elsewhere = scratchFolder();
    write(elsewhere, other);
    const { code, stderr } = await against('--against', elsewhere);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/no interface is in both `/) });
  });

  test('a superproject that holds the interfaces as a submodule', async () => {
    const folder = scratchFolder();
    write(folder, { '.gitmodules': '[submodule "fw"]\n\tpath = fw\n\turl = ../fw\n' });
    commit(folder);
    write(folder, { 'fw/idl/fan.idol': TREE['idl/fan.idol'] });
    const { code, stderr } = await capture(['breaking', folder, '--against', 'git:HEAD']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nothing was compared[\s\S]*submodule/),
    });
  });

  test('an interface that does not exist', async () => {
    expect(await refused(GROWN, '--interface', 'Fam')).toMatch(/no interface has the path or name `Fam`\n.*`Fan`\?/);
  });
});

describe('what fails the run', () => {
  const CONFIG = 'idol-registry.config.json';
  const configured = (settings: object, now = GROWN) => ({ ...now, [CONFIG]: JSON.stringify({ breaking: settings }) });

  test.each([
    ['every bad verdict', {}, [], 1],
    ['a verdict that is asked for', {}, ['--fail-on', 'fault'], 1],
    ['no other verdict', {}, ['--fail-on', 'silent,panic'], 0],
    ['what the configuration says', { failOn: ['silent'] }, [], 0],
    ['what the command line says, whatever the configuration says', { failOn: ['silent'] }, ['--fail-on', 'fault'], 1],
    ['a rule that is an error', { severity: { 'arg-type-changed': 'warning' } }, [], 0],
    ['a warning, with --strict', { severity: { 'arg-type-changed': 'warning' } }, ['--strict'], 1],
    ['a rule by the command line', {}, ['--severity', 'arg-type-changed=note'], 0],
    ['the mode of an interface', { interfaces: { 'idl/*.idol': { mode: 'none' } } }, [], 0],
    ['the level of an interface', { interfaces: { Fan: { levels: ['docs'] } } }, [], 0],
    ['no other interface', { interfaces: { 'Fa?s': { mode: 'none' } } }, [], 1],
    ['the last setting that matches', { interfaces: { '*': { mode: 'none' }, Fan: { mode: 'full' } } }, [], 1],
    ['a mode on the command line', { interfaces: { Fan: { mode: 'none' } } }, ['--mode', 'full'], 1],
    ['nothing where both sides are built together', { interfaces: { Fan: { audience: 'internal' } } }, [], 0],
  ] as const)('%s', async (_, settings, args, code) => {
    expect((await breaking(configured(settings), ...args)).code).toBe(code);
  });

  test('an internal interface is reported as such', async () => {
    const { stdout } = await breaking(configured({ interfaces: { Fan: { audience: 'internal' } } }));
    expect(stdout).toContain('Fan idl/fan.idol (internal: both sides are built together)');
    expect(stdout).toContain('note[arg-type-changed]');
  });

  test('a rule that is off is not reported', async () => {
    const { entries, result } = await report(GROWN, '--severity', 'arg-type-changed=off');
    expect({ entries, result }).toMatchObject({ entries: [] });
  });

  test('an unknown verdict is counted, and with --strict it ends the run', async () => {
    const UNSEEN = changed('"u16"', '"Elsewhere"');
    const { code, stdout } = await breaking(UNSEEN);
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 operation with an unknown verdict: `--strict` fails on them/);
    expect(stdout).toMatch(/1 type could not be resolved/);
    expect(stdout).toMatch(/0 breaking, 1 other, 1 unknown \(mode full.*\): compatible/);
    expect((await breaking(UNSEEN, '--strict')).code).toBe(1);
    expect((await breaking(UNSEEN, '--fail-on', 'unknown')).code).toBe(1);
  });

  test('is refused where it is misspelt', async () => {
    const refused = async (settings: object, ...args: string[]) => {
      const { code, stdout, stderr } = await breaking(configured(settings), ...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(await refused({}, '--fail-on', 'silence')).toContain('A verdict is one of silent, panic, fault, unknown.');
    expect(await refused({}, '--severity', 'op-removd=note')).toContain('Did you mean `op-removed`?');
    expect(await refused({ severity: { 'op-removd': 'note' } })).toMatch(
      /there is no rule `op-removd`[\s\S]*`op-removed`/,
    );
    expect(await refused({ interfaces: { Fan: { audiense: 'internal' } } })).toMatch(/did you mean `audience`/);
  });
});

describe('--patch', () => {
  const INSERTED = changed(
    '        "spin"',
    '        // Slows down.\n        "brake": (reply: Simple("()"), idempotent: true),\n        "spin"',
  );

  test('moves an inserted operation to the end, where git can apply it', async () => {
    const { folder, code, stdout, stderr } = await breaking(INSERTED, '--patch');
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('repaired: operation `brake`') });
    write(folder, { 'a.patch': stdout });
    git(folder, 'apply', 'a.patch');
    const after = await capture(['breaking', folder, '--format', 'json']);
    const entries = entriesOf(BreakingReportSchema.parse(JSON.parse(after.stdout)));
    expect(entries.map(({ rule }) => rule)).toEqual(['op-appended']);
    expect(await capture(['breaking', folder, '--patch'])).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('not repaired: operation `brake`'),
    });
  });
});

describe('a waiver', () => {
  const FILE = 'idol-registry.waivers.toml';
  const TWO = '"arg-type-changed:000000000000" = { reason = "x" }';
  const shown = async (waivers: string, now = GROWN, ...args: string[]) => report({ ...now, [FILE]: waivers }, ...args);
  const lineOf = async (now: typeof TREE) => entriesOf(await report(now))[0]?.waiverLine.replace('…', 'agreed') ?? '';

  test('is the line that the report prints, with a reason', async () => {
    const line = await lineOf(GROWN);
    expect(line).toMatch(
      /^"arg-type-changed:[0-9a-f]{12}" = \{ reason = "agreed", worst = "fault", operations = \["spin"\] \}$/,
    );
    const { result, counts, waivers } = await shown(line);
    expect({ result, counts, waivers }).toMatchObject({
      result: 'compatible',
      counts: { breaking: 0, waived: 1 },
      waivers: { unused: [], expired: [] },
    });
  });

  test('covers no worse verdict and no other operation', async () => {
    const line = await lineOf(GROWN);
    const beyond = async (waiver: string) => {
      const made = await shown(waiver);
      expect(made.result).toBe('breaking');
      return entriesOf(made)[0]?.beyond;
    };
    expect(await beyond(line.replace('"fault"', '"unknown"'))).toBe(
      'the verdict is fault, and the waiver accepts unknown at worst',
    );
    expect(await beyond(line.replace(', worst = "fault"', ''))).toContain('add `worst = "fault"`');
    expect(await beyond(line.replace('"spin"', '"stop", "s?"'))).toBe(
      'the waiver does not name `spin` in `operations`',
    );
    expect((await shown(line.replace('"fault"', '"silent"'))).result).toBe('compatible');
  });

  test('may name rules, interfaces and operations by globs', async () => {
    for (const key of ['arg-type-changed@Fan', 'arg-*@idl/*.idol', '*@**']) {
      const line = `"${key}" = { reason = "all of them", worst = "fault", operations = ["s*"] }`;
      expect((await shown(line)).counts, key).toMatchObject({ breaking: 0, waived: 1 });
    }
    for (const key of ['arg-removed@Fan', 'arg-*@idl/*/*.idol']) {
      const made = await shown(`"${key}" = { reason = "others", worst = "fault", operations = ["*"] }`);
      expect({ key, unused: made.waivers.unused.length, result: made.result }).toEqual({
        key,
        unused: 1,
        result: 'breaking',
      });
    }
  });

  test('that no change needs is reported', async () => {
    const { stdout } = await breaking({ ...COMMENTED, [FILE]: TWO });
    expect(stdout).toContain(`unused waiver ${FILE}:1: \`arg-type-changed:000000000000\` accepts no change`);
  });

  test.each([
    ['"op-removd:0123456789ab" = { reason = "x" }', /there is no rule `op-removd`[\s\S]*did you mean `op-removed`\?/],
    ['"op-removd@Fan" = { reason = "x" }', /there is no rule `op-removd`/],
    ['"nop-*@Fan" = { reason = "x" }', /there is no rule `nop-\*`/],
    ['"op-removed:0123456789ab" = {}', /`reason` is missing: say why/],
    ['"op-removed" = { reason = "x" }', /neither a fingerprint nor a pattern/],
    [
      '"op-removed:0123456789ab" = { reason = "x", worst = "bad" }',
      /`worst` must be one of silent, panic, fault, unknown/,
    ],
    ['"op-removed:0123456789ab" = { reason = "x", operations = "spin" }', /`operations` must be a list of names/],
    ['"op-removed:0123456789ab" = { reason = "x", operation = ["spin"] }', /did you mean `operations`\?/],
  ])('%s is refused', async (line, words) => {
    const { code, stdout, stderr } = await breaking({ ...GROWN, [FILE]: `${line}\n` });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(words);
  });
});

describe('a change inside a type that two interfaces use', () => {
  const uses = (name: string, operation: string) =>
    `Interface(name: "${name}", ops: { "${operation}": (reply: Simple("Limits"), idempotent: true) })`;
  const tree = (fields: string) => ({
    'Cargo.toml': '[workspace]\nmembers = ["drv/fan-api", "drv/pump-api", "lib/limits"]\n',
    'lib/limits/Cargo.toml': '[package]\nname = "limits"\nversion = "0.1.0"\nedition = "2021"\n',
    'lib/limits/src/lib.rs': `#[derive(FromBytes, IntoBytes)] #[repr(C)] pub struct Limits { ${fields} }\n`,
    ...Object.fromEntries(
      ['fan', 'pump'].flatMap((name) => [
        [
          `drv/${name}-api/Cargo.toml`,
          `[package]\nname = "${name}-api"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\nlimits = { path = "../../lib/limits" }\n`,
        ],
        [
          `drv/${name}-api/build.rs`,
          `fn main() { idol::client::build_client_stub("../../idl/${name}.idol", "client_stub.rs").unwrap(); }\n`,
        ],
        [`drv/${name}-api/src/lib.rs`, 'use limits::Limits;\ninclude!(concat!(env!("OUT_DIR"), "/client_stub.rs"));\n'],
      ]),
    ),
    'idl/fan.idol': uses('Fan', 'limits'),
    'idl/pump.idol': uses('Pump', 'range'),
  });
  const run = async (waivers: string, ...args: string[]) => {
    const folder = scratchFolder();
    write(folder, tree('pub low: u16, pub high: u16'));
    commit(folder);
    write(folder, { ...tree('pub high: u16, pub low: u16'), 'idol-registry.waivers.toml': waivers });
    const { stdout } = await capture(['breaking', folder, ...args]);
    return stdout;
  };
  const read = async (waivers: string) =>
    BreakingReportSchema.parse(JSON.parse(await run(waivers, '--format', 'json')));

  test('is one entry with one line to waive it', async () => {
    const { entries, counts } = await read('');
    expect(entries.map(({ rule, type, interfaces }) => ({ rule, type, interfaces }))).toMatchObject([
      {
        rule: 'field-reordered',
        type: 'limits::Limits',
        interfaces: [{ interface: 'idl/fan.idol' }, { interface: 'idl/pump.idol' }],
      },
    ]);
    expect(counts).toMatchObject({ breaking: 1 });
    const line = entries[0]?.waiverLine ?? '';
    expect(line).toContain('operations = ["Fan.limits", "Pump.range"]');
    expect((await read(line.replace('…', 'agreed'))).counts).toMatchObject({ breaking: 0, waived: 1 });
  });

  test('is not waived by a line for one of them', async () => {
    const line = (await read('')).entries[0]?.waiverLine.replace('…', 'agreed') ?? '';
    const { entries } = await read(line.replace(', "Pump.range"', ''));
    expect(entries).toMatchObject([
      { status: 'breaking', beyond: 'the waiver does not name `Pump.range` in `operations`' },
    ]);
    const pattern = (glob: string) => `"field-*@${glob}" = { reason = "agreed", worst = "silent", operations = ["*"] }`;
    expect((await read(pattern('Fan'))).entries).toMatchObject([{ status: 'breaking' }]);
    expect((await read(`${pattern('Fan')}\n${pattern('Pump')}`)).entries).toMatchObject([
      { status: 'waived', waivers: [{ key: 'field-*@Fan' }, { key: 'field-*@Pump' }] },
    ]);
  });

  test('stands under both in the text', async () => {
    const stdout = await run('');
    expect(stdout).toMatch(/^Fan idl\/fan.idol\nPump idl\/pump.idol\n\nbreaking\[field-reordered\]/);
    expect(stdout).toContain('silent in `Fan.limits`, `Pump.range`');
  });
});

describe('the case', () => {
  /** Its trees in a repository, with a waiver for what was inserted, one that has expired and one for nothing. */
  async function trees() {
    const folder = scratchFolder();
    cpSync(CASE, join(folder, 'some'), { recursive: true });
    git(folder, 'init', '--quiet');
    const [after, before] = ['after', 'before'].map((name) => join(folder, 'some', name)) as [string, string];
    const { stdout } = await capture(['breaking', after, '--against', before, '--format', 'json']);
    const entries = entriesOf(BreakingReportSchema.parse(JSON.parse(stdout)));
    const line = (rule: string) => entries.find((entry) => entry.rule === rule)?.waiverLine ?? '';
    const waivers = [
      line('op-inserted').replace('…', 'no <old> server is left'),
      line('error-variant-added').replace('…"', 'only for a while", expires = 2026-01-31'),
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
    expect(await refused(folder)).toMatch(/error\[invalid-waiver\].*`reason` must say why/);
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
      const { interfaces, unreadable, counts } = BreakingReportSchema.parse(JSON.parse(stdout));
      expect({ code, interfaces, counts }).toMatchObject({
        code: 1,
        interfaces: [],
        counts: { unreadable: 1, compared: 0 },
      });
      expect(unreadable[0]).toMatchObject({ side: 'new', status: 'breaking' });
      expect(unreadable[0]?.message).toMatch(/read as 8 bytes/);
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
    write(folder, changed('    },\n)\n', '    },\n)\n// The end.\n', REFUSED));
    expect(await run()).toMatchObject({ code: 0, unreadable: [], counts: { unchanged: 1 } });
    write(folder, TREE);
    expect(await run()).toMatchObject({ code: 0, interfaces: [], unreadable: [{ side: 'old', status: 'reported' }] });
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
    expect(await said({}, ...args)).toMatch(/is not in a git repository\n.*`--against` another folder or an archive/);
    expect(await said({ PATH: '' }, ...args)).toMatch(/git is needed .*\n.*install git; without git/);
  }
});

test.each(['text', 'json', 'github', 'sarif', 'junit', 'markdown', 'gitlab'])(
  'the order of updates of a message contract is in %s',
  async (format) => {
    const args = ['breaking', 'idl/1.1.0', '--against', 'idl/1.0.0', '--interface', 'modem', '--format', format];
    const { stdout } = await capture(args);
    expect(stdout).toContain('Until the modem is updated, the station must not send');
    // A contract has no file of its own: the configuration states it.
    expect(stdout).not.toMatch(/(?:file=|"(?:path|uri)": ")[^",]*messages\/modem[",]/);
  },
);

test('each side reads a crate from outside at the revision that it pins', async () => {
  const commits = ['a'.repeat(40), 'b'.repeat(40)] as const;
  const lock = (commit: string) =>
    `version = 4\n\n[[package]]\nname = "far"\nversion = "0.1.0"\nsource = "git+https://example.org/far.git#${commit}"\n`;
  const folder = scratchFolder();
  write(folder, {
    'Cargo.toml': '[workspace]\nmembers = ["drv/*"]\n',
    'Cargo.lock': lock(commits[0]),
    'idl/fan.idol': TREE['idl/fan.idol'].replace('"u16"', '"Speed"'),
    'drv/fan-api/Cargo.toml':
      '[package]\nname = "drv-fan-api"\n\n[dependencies]\nfar = { git = "https://example.org/far.git" }\n',
    'drv/fan-api/build.rs': 'fn main() { idol::client::build_client_stub("../../idl/fan.idol", "client_stub.rs"); }\n',
    'drv/fan-api/src/lib.rs': 'use far::Speed;\ninclude!(concat!(env!("OUT_DIR"), "/client_stub.rs"));\n',
  });
  commit(folder);
  git(folder, 'tag', 'v1');
  write(folder, { 'Cargo.lock': lock(commits[1]) });
  const far = (of: string) => {
    const crate = scratchFolder();
    write(crate, { 'Cargo.toml': '[package]\nname = "far"\n', 'src/lib.rs': `pub struct Speed(pub ${of});\n` });
    return crate;
  };
  const [before, after] = [far('u16'), far('u32')];
  const compared = async (...crates: string[]) => {
    const flags = crates.flatMap((crate) => ['--crate', crate]);
    const args = ['breaking', folder, '--against', 'git:v1', '--format', 'json', ...flags];
    return entriesOf(BreakingReportSchema.parse(JSON.parse((await capture(args)).stdout))).map(({ rule }) => rule);
  };
  expect(await compared(`far@${commits[0]}=${before}`, `far@${commits[1].slice(0, 7)}=${after}`)).toEqual([
    'field-type-changed',
  ]);
  expect(await compared(`far=${after}`)).toEqual([]);
  expect(await compared(`far@${commits[0]}=${before}`)).not.toEqual([]);
});
