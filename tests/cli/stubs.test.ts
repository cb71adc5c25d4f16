import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder, write } from '../tree/scratch.ts';
import { capture } from './capture.ts';

const FAN = `Interface(
    name: "Fan",
    ops: {
        "stop": (reply: Result(ok: "()", err: ServerDeath)),
        "speed": (reply: Simple("u16"), idempotent: true),
    },
)
`;

/** A tree with two images that restrict the fan, one server of it and no client. */
function tree(): string {
  const folder = scratchFolder();
  const task = (name: string) => `[tasks.${name}]\nname = "${name}"\npriority = 1\nstart = true\n`;
  const image = (name: string, callers: string) =>
    `name = "${name}"\nboard = "b"\nchip = "c"\ntarget = "t"\n[kernel]\nname = "k"\n${task('jefe')}${task('thermal')}${task('fan')}[tasks.fan.config.allowed-callers]\nstop = ${callers}\n`;
  write(folder, {
    'Cargo.toml': '[workspace]\nmembers = ["task/*"]\n',
    'Cargo.lock':
      '[[package]]\nname = "idol"\nversion = "0.3.0"\n\n[[package]]\nname = "idol-runtime"\nversion = "0.1.0"\ndependencies = ["zerocopy"]\n\n[[package]]\nname = "zerocopy"\nversion = "0.6.1"\n',
    'idl/fan.idol': FAN,
    'idl/pump.idol': FAN.replace('"Fan"', '"Pump"'),
    'task/fan/Cargo.toml': '[package]\nname = "fan"\nversion = "0.1.0"\nedition = "2021"\n',
    'task/fan/src/main.rs': 'mod idl {\n    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));\n}\n',
    'task/fan/build.rs':
      'fn main() {\n    idol::Generator::new().build_restricted_server_support(\n        "../../idl/fan.idol",\n        "server_stub.rs",\n        idol::server::ServerStyle::Pipelined,\n        &callers,\n    );\n}\n',
    'app/tower.toml': image('tower', '["thermal"]'),
    'app/shed.toml': image('shed', '["jefe", "thermal"]'),
  });
  return folder;
}

test('a single stub goes to standard output, in the generation and style of the tree', async () => {
  const { code, stdout } = await capture(['stubs', 'Fan', '--tree', tree()]);
  expect(code).toBe(0);
  // The tree builds a pipelined server and no client.
  expect(stdout).toContain('pub trait PipelinedFanImpl {');
  expect(stdout).toContain('// Runtime generation: zerocopy-0.6-dispatch-n');
});

test('several stubs need a folder, get one each, and are the same the second time', async () => {
  const folder = tree();
  const out = join(folder, 'out');
  expect(await capture(['stubs', '--tree', folder])).toMatchObject({ code: 2, stdout: '' });
  expect(await capture(['stubs', '--tree', folder, '--out', out, '--check'])).toMatchObject({ code: 1 });
  expect(existsSync(out)).toBe(false);
  expect(await capture(['stubs', '--tree', folder, '--out', out])).toMatchObject({
    code: 0,
    stderr: '3 files: 3 written\n',
  });
  expect(readdirSync(out, { recursive: true }).sort()).toEqual([
    'fan',
    'fan/server_stub.rs',
    'pump',
    'pump/client_stub.rs',
    'pump/server_stub.rs',
  ]);
  expect(await capture(['stubs', '--tree', folder, '--out', out, '--check'])).toMatchObject({ code: 0, stdout: '' });
  writeFileSync(join(out, 'pump/client_stub.rs'), 'changed');
  expect(await capture(['stubs', '--tree', folder, '--out', out, '--check'])).toMatchObject({
    code: 1,
    stdout: `${join(out, 'pump/client_stub.rs')}\n`,
  });
  expect(readFileSync(join(out, 'pump/client_stub.rs'), 'utf8')).toBe('changed');
});

test('a check finds stubs of what is gone, and nothing that it did not make', async () => {
  const folder = tree();
  const out = join(folder, 'out');
  const stubs = (...args: string[]) => capture(['stubs', '--tree', folder, '--out', out, ...args]);
  expect(await stubs()).toMatchObject({ code: 0 });
  expect(await stubs('--lang', 'typescript')).toMatchObject({ code: 0 });
  expect(await stubs('--lang', 'typescript', '--side', 'client')).toMatchObject({ code: 0 });
  write(out, { 'own/client_stub.rs': '// Mine.\n', 'own.ts': '// Mine.\n' });
  rmSync(join(folder, 'idl/pump.idol'));
  const expectStale = async (paths: string[], ...args: string[]) => {
    const stdout = paths.map((path) => `${join(out, path)}\n`).join('');
    expect(await stubs('--check', ...args)).toMatchObject({ code: 1, stdout });
    for (const path of paths) rmSync(join(out, path));
    expect(await stubs('--check', ...args)).toMatchObject({ code: 0, stdout: '' });
  };
  await expectStale(['pump/client_stub.rs'], '--side', 'client');
  await expectStale(['pump/server_stub.rs']);
  await expectStale(['pump.ts'], '--lang', 'typescript');
  await expectStale(['pump-client.ts'], '--lang', 'typescript', '--side', 'client');
  // With one interface named, the others are nobody's business.
  expect(await capture(['stubs', 'Fan', '--tree', folder, '--out', join(out, 'fan'), '--check'])).toMatchObject({
    code: 0,
  });
});

test('TypeScript, which holds the types, names the version of the interface: that of the schema alone', async () => {
  const folder = tree();
  const version = async (...args: string[]) =>
    /\/\/ Interface version: ([0-9a-f]{64})\n/.exec(
      (await capture(['stubs', 'Fan', '--tree', folder, ...args])).stdout,
    )?.[1];
  const first = await version('--lang', 'typescript');
  expect(first).toBeDefined();
  expect(await version('--side', 'client')).toBeUndefined();
  write(folder, { 'idl/fan.idol': `// Documented.\n${FAN}` });
  expect(await version('--lang', 'typescript')).toBe(first);
  write(folder, { 'idl/fan.idol': FAN.replace('u16', 'u32') });
  expect(await version('--lang', 'typescript')).not.toBe(first);
});

test('nothing is written when one stub is refused', async () => {
  const folder = tree();
  write(folder, { 'idl/bad.idol': FAN.replace('"Fan"', '"Bad"').replace(', idempotent: true', '') });
  const out = join(folder, 'out');
  const { code, stderr } = await capture(['stubs', '--tree', folder, '--out', out]);
  expect(code).toBe(1);
  expect(stderr).toContain('error[simple-reply-not-idempotent]');
  expect(stderr).toContain('idl/bad.idol:5:');
  expect(existsSync(out)).toBe(false);
});

test('an image says who may call', async () => {
  const folder = tree();
  const server = async (...args: string[]) => (await capture(['stubs', 'Fan', '--tree', folder, ...args])).stdout;
  expect(await server('--image', 'tower')).toContain('let allowed: [usize; 1] = [1];');
  expect(await server('--image', 'shed')).toContain('let allowed: [usize; 2] = [0, 1];');
  expect(await server('--image', 'tower', '--allow', 'stop=', '--allow', 'speed=fan,7')).toMatch(
    /let allowed: \[usize; 0\] = \[\];[\s\S]*let allowed: \[usize; 2\] = \[2, 7\];/,
  );
  expect(await server()).not.toContain('allowed');
});

test('who or what does not exist is refused', async () => {
  const folder = tree();
  const ended = async (...args: string[]) => capture(['stubs', '--tree', folder, ...args]);
  expect(await ended('fann')).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean `Fan`?') });
  expect(await ended('Fan', '--image', 'towr')).toMatchObject({ code: 2, stderr: expect.stringContaining('`tower`') });
  expect(await ended('Fan', '--image', 'tower', '--allow', 'stop=termal')).toMatchObject({ code: 2 });
  expect(await ended('Fan', '--allow', 'stop=thermal')).toMatchObject({ code: 2 });
  expect(await ended('Fan', '--allow', 'halt=1')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('stub-callers'),
  });
  expect(await ended('Fan', '--fail-server', 'yes')).toMatchObject({ code: 1 });
  expect(await ended('Fan', '--check')).toMatchObject({ code: 2 });
});

test('options reach the stub', async () => {
  const folder = tree();
  const stub = (side: string) => ['stubs', 'Pump', '--tree', folder, '--side', side, '--counters'];
  const { stdout: server } = await capture([...stub('server'), '--style', 'in-order', '--combine-client-errors']);
  expect(server).toContain('// Options: style InOrder, counters combined\n');
  expect(server).toContain('ClientError(#[count(children)] idol_runtime::ClientError),');
  const { stdout } = await capture([
    ...[...stub('client'), '--derive', 'serde::Serialize'],
    ...['--panics', 'named', '--generation', 'zerocopy-0.8'],
  ]);
  expect(stdout).toContain('// Options: counters, derives serde::Serialize, named panics');
  expect(stdout).toContain('stop(#[count(children)] Result<(), idol_runtime::ServerDeath>),');
  expect(stdout).toContain('userlib::FromPrimitive, serde::Serialize)]');
  expect(stdout).toContain('fn reply_does_not_decode() -> ! {');
  expect(stdout).toContain('// Runtime generation: zerocopy-0.8\n');
});

test('counters and derives are as the tree builds them, unless options say otherwise', async () => {
  const folder = tree();
  write(folder, {
    'task/fan/build.rs': `fn main() {
    idol::Generator::new()
        .with_counters(idol::CounterSettings::default().combine_client_errors(true))
        .with_op_enum_derives(["serde::Serialize"])?
        .build_server_support("../../idl/fan.idol", "server_stub.rs", idol::server::ServerStyle::InOrder);
}
`,
  });
  const options = async (...more: string[]) => {
    const { stdout } = await capture(['stubs', 'Fan', '--tree', folder, ...more]);
    return /^\/\/ Options: (.*)$/m.exec(stdout)?.[1];
  };
  expect(await options()).toBe('style InOrder, counters combined, derives serde::Serialize');
  expect(await options('--no-counters', '--derive', 'Hash')).toBe('style InOrder, derives serde::Serialize Hash');
  const script = join(folder, 'task/fan/build.rs');
  writeFileSync(script, readFileSync(script, 'utf8').replace('.with_op_enum', '.with_error_server().with_op_enum'));
  expect(await options('--style', 'pipelined')).toBe('style Pipelined, counters, derives serde::Serialize');
  // A runtime that knows counters has them counted wherever a script does not speak of them.
  const lock = readFileSync(join(folder, 'Cargo.lock'), 'utf8');
  expect(await options('--side', 'client')).toBe('none');
  write(folder, { 'Cargo.lock': lock.replace('["zerocopy"]', '["counters", "zerocopy"]') });
  expect(await options('--side', 'client')).toBe('counters');
});

test('TypeScript has both sides in one file', async () => {
  const { code, stdout } = await capture(['stubs', 'idl/pump.idol', '--tree', tree(), '--lang', 'typescript']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^export class Pump /m);
  expect(stdout).toContain("from 'idol-registry/runtime'");
});

test('an answer of the file system is told in one line, not as a defect of the program', async () => {
  const folder = tree();
  write(folder, { taken: 'a file' });
  const { code, stderr } = await capture(['stubs', '--tree', folder, '--out', join(folder, 'taken')]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: `.*taken` is a file\n {2}= help: say with `--out` in which folder the stubs go\n$/);
  const below = await capture(['stubs', '--tree', folder, '--out', join(folder, 'taken', 'below')]);
  expect(below.code).toBe(2);
  expect(below.stderr).toMatch(/^error: `[^`]+` cannot be written: [^\n]*\n$/);
});

test('when the system refuses one file, the others are not written either', async () => {
  const folder = tree();
  const out = join(folder, 'out');
  write(out, { 'pump/server_stub.rs/kept': 'a folder where a file should be' });
  const { code, stderr } = await capture(['stubs', '--tree', folder, '--out', out]);
  expect(code).toBe(2);
  expect(stderr).toContain('server_stub.rs` is a folder');
  const written = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(written.map(({ name }) => name)).toEqual(['kept']);
});

test('options that would go unheard are refused', async () => {
  const folder = tree();
  const ended = async (...args: string[]) => capture(['stubs', '--tree', folder, ...args]);
  const refused = (message: string) => ({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  expect(await ended('Fan', '--lang', 'typescript', '--style', 'in-order')).toMatchObject(
    refused('`--style` does not apply to TypeScript stubs'),
  );
  expect(await ended('Fan', '--when', 'feature = "a"')).toMatchObject(refused('`--when` does not apply to Rust stubs'));
  expect(await ended('Fan', '--combine-client-errors')).toMatchObject(refused('needs `--counters`'));
  expect(await ended('--allow', 'stop=1')).toMatchObject(refused('`--allow` needs an interface'));
  expect(await ended('Fan', '--derive', 'Hash)]')).toMatchObject(refused('is not the path of a trait'));
  expect(await ended('Fan', '--lang', 'typescript', '--image', 'shed')).toMatchObject({ code: 0 });
});

test('`--when` names what something depends on, however it is spaced', async () => {
  const folder = tree();
  write(folder, {
    'Cargo.toml': '[workspace]\nmembers = ["task/*", "drv/*"]\n',
    'idl/lamp.idol':
      'Interface(name: "Lamp", ops: { "set": (args: { "to": "Hue" }, reply: Simple("()"), encoding: Hubpack, idempotent: true) })\n',
    'drv/lamp/Cargo.toml': '[package]\nname = "lamp"\nversion = "0.1.0"\nedition = "2021"\n',
    'drv/lamp/build.rs':
      'fn main() {\n    idol::client::build_client_stub("../../idl/lamp.idol", "client_stub.rs").unwrap();\n}\n',
    'drv/lamp/src/lib.rs':
      '#[derive(Serialize, Deserialize, SerializedSize)]\npub enum Hue {\n    White,\n    #[cfg(feature = "colour")]\n    Red,\n}\ninclude!(concat!(env!("OUT_DIR"), "/client_stub.rs"));\n',
  });
  const lamp = (when: string) => capture(['stubs', 'Lamp', '--tree', folder, '--lang', 'typescript', '--when', when]);
  expect((await lamp('feature="colour"')).stdout).toContain("export type Hue = 'White' | 'Red';");
  expect((await lamp('not(feature = "colour")')).stdout).toContain("export type Hue = 'White';");
  expect(await lamp('feature = "color"')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean `feature = "colour"`?'),
  });
  const encode = (when: string) => capture(['encode', 'Lamp.set', '{"to": "Red"}', '--tree', folder, '--when', when]);
  expect(await encode('feature="colour"')).toMatchObject({ code: 0, stdout: '01\n' });
  expect(await encode('feature = "color"')).toMatchObject({ code: 2, stdout: '' });
});

/** The tree with a second server of the fan, in the other style and counting, under a file name of its own. */
function treeOfTwoServers(): string {
  const folder = tree();
  write(folder, {
    'Cargo.lock':
      '[[package]]\nname = "idol-runtime"\nversion = "0.2.0"\ndependencies = ["counters", "zerocopy"]\n\n[[package]]\nname = "zerocopy"\nversion = "0.8.0"\n',
    'task/thermal/Cargo.toml':
      '[package]\nname = "thermal"\nversion = "0.1.0"\nedition = "2021"\n[features]\nno-ipc-counters = ["idol/no-counters"]\n',
    'task/thermal/src/main.rs': 'mod idl {\n    include!(concat!(env!("OUT_DIR"), "/fan.rs"));\n}\n',
    'task/thermal/build.rs':
      'fn main() {\n    idol::Generator::new().build_server_support(\n        "../../idl/fan.idol",\n        "fan.rs",\n        idol::server::ServerStyle::InOrder,\n    );\n}\n',
  });
  return folder;
}

test('each server of an interface can be had, under the name that its build script gives the file', async () => {
  const folder = treeOfTwoServers();
  const out = join(folder, 'out');
  const make = (server: string) => capture(['stubs', 'Fan', '--tree', folder, '--out', out, '--server', server]);
  expect(await make('thermal')).toMatchObject({ code: 0, stdout: `${join(out, 'fan.rs')}\n` });
  expect(readFileSync(join(out, 'fan.rs'), 'utf8')).toContain('pub trait InOrderFanImpl');
  expect(await make('fan')).toMatchObject({ code: 0, stdout: `${join(out, 'server_stub.rs')}\n` });
  expect(readFileSync(join(out, 'server_stub.rs'), 'utf8')).toContain('pub trait PipelinedFanImpl');
  const wrong = await make('thermo');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('builds no server of `idl/fan.idol`');
  expect(wrong.stderr).toContain('thermal');
});

test('an image that turns counters off has stubs that count nothing', async () => {
  const folder = treeOfTwoServers();
  const image = readFileSync(join(folder, 'app/tower.toml'), 'utf8');
  const without = image.replace('[tasks.thermal]\n', '[tasks.thermal]\nfeatures = ["no-ipc-counters"]\n');
  write(folder, { 'app/quiet.toml': without.replace('name = "tower"', 'name = "quiet"') });
  const options = async (...args: string[]) => {
    const server = ['stubs', 'Fan', '--tree', folder, '--server', 'thermal', '--side', 'server'];
    return /^\/\/ Options: .*/m.exec((await capture([...server, ...args])).stdout)?.[0];
  };
  expect(await options()).toBe('// Options: style InOrder, counters');
  expect(await options('--image', 'tower')).toContain('counters');
  expect(await options('--image', 'quiet')).not.toContain('counters');
  expect(await options('--image', 'quiet', '--counters')).toContain('counters');
});

test('a derive is any path', async () => {
  const folder = tree();
  const derive = (path: string) => capture(['stubs', 'Fan', '--tree', folder, '--derive', path]);
  for (const path of ['::a::B', 'a::B<u8>', 'r#type::A']) expect((await derive(path)).stdout).toContain(`${path})]`);
  for (const path of ['&A', 'a b', '<A as B>::C', '']) expect((await derive(path)).code).toBe(2);
});

test('a message contract has a TypeScript module, and no stub in Rust', async () => {
  const folder = scratchFolder();
  const all = await capture(['stubs', '--tree', 'idl/2.0.0', '--lang', 'typescript', '--out', folder]);
  expect(all.stdout).toContain('modem.ts');
  const one = await capture(['stubs', 'modem', '--tree', 'idl/2.0.0', '--lang', 'typescript']);
  expect(one.stdout).toContain('export const command = new MessageCodec<');
  const inRust = await capture(['stubs', 'modem', '--tree', 'idl/2.0.0']);
  expect({ code: inRust.code, stderr: inRust.stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('`modem` is a message contract: it has no Rust stubs'),
  });
});
