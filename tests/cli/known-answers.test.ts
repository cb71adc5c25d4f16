import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

/** Small trees whose right answer is known without this program: `tests/cases/`. */
const cases = 'tests/cases';

describe('cfg-discriminant: a value counted over a variant that may be absent', () => {
  const counted = `${cases}/cfg-discriminant/counted`;
  const written = `${cases}/cfg-discriminant/written`;
  const run = async (...args: string[]) => (await capture(args)).stdout.trim();

  test.each([
    ['not(feature = "e")', ['01', '01', '2']],
    ['feature = "e"', ['02', '02', '3']],
  ])('with %s', async (when, [zerocopy, hubpack, code]) => {
    const options = ['--tree', counted, '--when', when];
    expect(await run('encode', 'X.a', '{"p":"F"}', ...options)).toBe(zerocopy);
    expect(await run('encode', 'X.b', '{"p":"F"}', ...options)).toBe(hubpack);
    expect(await run('encode', '--reply', 'X.a', '{"Err":"Three"}', ...options)).toBe(code);
    expect(await run('decode', '--json', 'X.a', zerocopy as string, ...options)).toBe('{"p":"F"}');
    expect(await run('decode', '--json', '--reply', '--code', code as string, 'X.a', ...options)).toBe('"Three"');
  });

  test('a layout lists what the value can be', async () => {
    const { stdout } = await capture(['layout', 'X.a', '--tree', counted]);
    expect(stdout).toContain('F         = 1 if cfg(not(feature = "e")) or = 2 if cfg(feature = "e")');
    expect(stdout).toMatch(/2 {2}Three +if cfg\(not\(feature = "e"\)\)\n +3 {2}Three +if cfg\(feature = "e"\)/);
  });

  test('a TypeScript stub for one configuration has the codes and values of that', async () => {
    const { stdout } = await capture([
      'stubs',
      'X',
      '--tree',
      counted,
      '--when',
      'not(feature = "e")',
      '--lang',
      'typescript',
    ]);
    expect(stdout).toContain("{ name: 'F', index: 1, value: '1', shape: 'unit', fields: [] }");
    expect(stdout).toContain("{ name: 'Three', code: 2 }");
    expect(stdout).not.toContain("'E'");
  });

  test('writing the values down breaks both ways where the feature is off', async () => {
    const { code, stdout } = await capture(['breaking', written, '--against', counted]);
    expect(code).toBe(1);
    expect(stdout).toContain('2 breaking');
    expect(stdout).toContain('`F` 1 with `not(feature = "e")`, 2 with `feature = "e"` -> 2');
    expect(stdout).toContain('`Three` 2 with `not(feature = "e")`, 3 with `feature = "e"` -> 3');
  });
});

describe('checks', () => {
  /** Findings of a case as `check line:column message`. */
  const check = async (name: string) => {
    const { stdout } = await capture(['check', `${cases}/${name}`, '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { check: string; message: string; note?: string; help?: string }[];
    };
    return diagnostics.filter((one) => one.check !== 'missing-doc' && one.check !== 'ssmarshal-operation');
  };

  test('zerocopy-enum-reply: a reply that is an enum, unless it is converted', async () => {
    const found = await check('zerocopy-enum-reply');
    expect(found.map((one) => `${one.check}: ${one.message}`)).toEqual([
      'invalid-bit-pattern: the reply is the enum `Color`, for which not every byte is valid',
    ]);
  });

  test('ssmarshal-buffer-cfg: each configuration has its own buffer', async () => {
    expect(await check('ssmarshal-buffer-cfg')).toEqual([]);
    const { stdout } = await capture(['layout', 'Net.recv', '--tree', `${cases}/ssmarshal-buffer-cfg`]);
    expect(stdout).toContain('reply: 23 to 25 bytes, in a buffer of 24 to 28');
  });

  test('slot-leads-to-other-server: what the code calls decides', async () => {
    const [found, ...rest] = await check('slot-leads-to-other-server');
    expect(rest).toEqual([]);
    expect(found?.check).toBe('slot-leads-elsewhere');
    expect(found?.message).toBe(
      'the task slot `boss` of `net` leads to `fan`, which does not serve `Boss` (`idl/boss.idol`)',
    );
    expect(found?.help).toBe('connect it to `boss`');
  });

  test('idempotent-never-retried: idempotent operations die too, and the advice compiles', async () => {
    const found = await check('idempotent-never-retried');
    expect(found.map((one) => one.check)).toEqual(['idempotent-never-retried', 'error-without-server-death']);
    expect(found[0]?.message).toBe('no client repeats any of 2 idempotent operations when the server dies');
    expect(found[0]?.note).toContain('A client of `get` misreads the death of its server as a reply of zeros.');
    expect(found[1]?.note).toContain('another operation has the same: `kick`');
    expect(found[1]?.help).not.toContain('mark a variant');
    expect(found[1]?.help).toContain('derive-idol-err');
  });
});

describe('an image decides what its builds decide', () => {
  const tree = () => {
    const folder = scratchFolder();
    const image = (name: string, features: string) =>
      `name = "${name}"\ntarget = "thumbv7em-none-eabihf"\nboard = "b"\nchip = "c"\n[kernel]\nname = "k"\n[tasks.x]\nname = "x-server"\nfeatures = [${features}]\n`;
    for (const path of [
      'Cargo.toml',
      'idl/x.idol',
      'drv/x-api/Cargo.toml',
      'drv/x-api/build.rs',
      'drv/x-api/src/lib.rs',
    ]) {
      write(folder, { [path]: readFileSync(`${cases}/cfg-discriminant/counted/${path}`, 'utf8') });
    }
    write(folder, {
      'drv/x-server/Cargo.toml':
        '[package]\nname = "x-server"\nversion = "0.1.0"\n[dependencies]\nx-api = { path = "../x-api" }\n[features]\ne = ["x-api/e"]\n',
      'drv/x-server/build.rs':
        'fn main() { idol::server::build_server_support("../../idl/x.idol", "server_stub.rs", idol::server::ServerStyle::InOrder).unwrap(); }',
      'drv/x-server/src/main.rs': '',
      'app/plain.toml': image('plain', ''),
      'app/full.toml': image('full', '"e"'),
    });
    return folder;
  };

  test('encode and decode', async () => {
    const folder = tree();
    for (const [when, hex, code] of [
      ['plain', '01', '2'],
      ['full', '02', '3'],
    ] as const) {
      const options = ['--tree', folder, '--when', when];
      expect((await capture(['encode', 'X.a', '{"p":"F"}', ...options])).stdout.trim()).toBe(hex);
      expect((await capture(['encode', '--reply', 'X.a', '{"Err":"Three"}', ...options])).stdout.trim()).toBe(code);
      expect((await capture(['decode', '--json', 'X.b', hex, ...options])).stdout.trim()).toBe('{"p":"F"}');
    }
    const open = await capture(['encode', 'X.a', '{"p":"F"}', '--tree', folder]);
    expect(open.stderr).toContain("`--when 'full'` or `--when 'plain'`");
  });

  test('layout and TypeScript stubs', async () => {
    const folder = tree();
    const all = await capture(['layout', 'X.a', '--tree', folder]);
    expect(all.stdout).toMatch(/configurations that images build[^\n]*\n {2}full +feature = "e"\n {2}plain +-\n/);
    const plain = await capture(['layout', 'X.a', '--tree', folder, '--when', 'plain']);
    expect(plain.stdout).toMatch(/F +P? *= 1\n/);
    expect(plain.stdout).not.toContain('configurations');
    const stub = await capture([
      'stubs',
      'X',
      '--tree',
      folder,
      '--lang',
      'typescript',
      '--side',
      'client',
      '--image',
      'plain',
    ]);
    expect(stub.stdout).toContain("{ name: 'Three', code: 2 }");
  });
});

describe('advice fits the pinned compiler', () => {
  const IDL = 'Interface(name: "Fan", ops: { "spin": (doc: "Spins.", args: { "rpm": "u16" }, reply: Simple("()")) })';
  const helps = async (revision: string) => {
    const folder = scratchFolder();
    write(folder, {
      'idl/fan.idol': IDL,
      'Cargo.lock': `version = 3\n[[package]]\nname = "idol"\nversion = "0.2.0"\nsource = "git+https://github.com/oxidecomputer/idolatry.git#${revision.padEnd(40, '0')}"\n`,
    });
    const { stdout } = await capture(['check', folder, '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { check: string; help?: string }[] };
    return diagnostics.find(({ check }) => check === 'simple-reply-not-idempotent')?.help;
  };

  test('with a compiler that does not know `ServerDeath`', async () => {
    expect(await helps('7818dbd')).toMatch(
      /^update `idol` to 994077e \(June 2022\) or later, because the pinned revision does not know `ServerDeath`; then add /,
    );
  });

  test('with one that does', async () => {
    expect(await helps('4df6bbc')).toMatch(/^add `idempotent: true`/);
  });
});
