import { expect, test } from 'vitest';
import { filesOf } from '../../src/text/index.ts';
import { readWorkspace, type Workspace } from '../../src/tree/index.ts';

function workspace(texts: Readonly<Record<string, string>>): Workspace {
  return readWorkspace({ files: filesOf(texts), label: 'test', prefix: '' });
}

function crate(name: string, dependencies: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(dependencies).map(([name, path]) => `${name} = { path = "${path}" }`);
  return `[package]\nname = "${name}"\n[dependencies]\n${lines.join('\n')}\n`;
}

/** Two crates around one interface, a client of it at one remove, and one that only shares its types' crate. */
const FAN = {
  'idl/fan.idol': '',
  'drv/fan-api/Cargo.toml': crate('drv-fan-api'),
  'drv/fan-api/build.rs':
    'fn main() { idol::client::build_client_stub("../../idl/fan.idol", "client_stub.rs").unwrap(); }',
  'drv/fan-server/Cargo.toml': crate('drv-fan-server', { 'drv-fan-api': '../fan-api' }),
  'drv/fan-server/build.rs': `fn main() {
    idol::Generator::new().build_restricted_server_support(
      r"../../idl/fan.idol", "server_stub.rs", idol::server::ServerStyle::Pipelined, &callers)?;
  }`,
  'drv/thermal/Cargo.toml': crate('drv-thermal', { 'drv-fan-api': '../fan-api' }),
  'task/control/Cargo.toml': crate('task-control', { 'drv-thermal': '../../drv/thermal' }),
  'task/idle/Cargo.toml': crate('task-idle'),
  'task/hiffy/Cargo.toml': crate('task-hiffy'),
};

const APP = `
name = "weather"
target = "thumbv7em-none-eabihf"
board = "station"
chip = "../chips/mcu"
[kernel]
name = "kernel"
`;

test('interface files are found by extension and through build scripts', () => {
  const { interfaceFiles, diagnostics } = workspace({
    'idl/dead.idol': '',
    'idl/other.idl': '',
    'api/Cargo.toml': '[package]\nname = "api"\nbuild = "make.rs"',
    'api/make.rs': `
      // build_client_stub("../idl/comment.idol", "x.rs")
      fn build_client_stub(a: &str) {}
      idol::Generator::new().with_counters(idol::CounterSettings::default())
        .build_client_stub("../idl/other.idl", "client_stub.rs")?;
      idol::client::build_client_stub(path, "computed.rs")?;
      idol::client::build_client_stub("../idl/missing.idol", "missing.rs")?;
      idol::client::build_client_stub("../../../etc/passwd", "outside.rs")?;`,
  });
  expect(interfaceFiles.map(({ path, stubs }) => [path, stubs.map(({ stub }) => stub)])).toEqual([
    ['idl/dead.idol', []],
    ['idl/other.idl', ['client_stub.rs']],
  ]);
  expect(diagnostics.map(({ check, source, span }) => [check, source.slice(span)])).toEqual([
    ['computed-interface', 'path, "computed.rs"'],
    ['missing-interface', '"../idl/missing.idol"'],
    ['missing-interface', '"../../../etc/passwd"'],
    ['dead-interface', ''],
  ]);
});

test('a stub knows its side, crate, style and place', () => {
  const { interfaceFiles } = workspace(FAN);
  expect(interfaceFiles).toHaveLength(1);
  const [client, server] = interfaceFiles[0]?.stubs ?? [];
  expect(client).toMatchObject({
    side: 'client',
    stub: 'client_stub.rs',
    restricted: false,
    buildScript: 'drv/fan-api/build.rs',
    offset: FAN['drv/fan-api/build.rs'].indexOf('build_client_stub'),
  });
  expect(client?.crate.name).toBe('drv-fan-api');
  expect(client).not.toHaveProperty('style');
  expect(server).toMatchObject({ side: 'server', stub: 'server_stub.rs', style: 'Pipelined', restricted: true });
});

test('a stub knows what its build script asks of the generator', () => {
  const script = (chain: string) =>
    workspace({
      ...FAN,
      'drv/fan-api/build.rs': `fn main() { ${chain}.build_client_stub("../../idl/fan.idol", "client_stub.rs").unwrap(); }`,
    }).interfaceFiles[0]?.stubs.find(({ side }) => side === 'client')?.settings;
  expect(script('idol::client')).toEqual({});
  expect(script('idol::Generator::new()')).toEqual({});
  expect(script('idol::Generator::new().with_counters(idol::CounterSettings::default())')).toEqual({
    counters: { combineClientErrors: false },
  });
  const chained = `idol::Generator::new()
    .with_counters(
      idol::CounterSettings::default().with_server_counters(false).combine_client_errors(true),
    )
    .with_op_enum_derives(["counters::Count", "serde::Serialize"])?
    .with_error_server()
    .without_error_server()`;
  expect(script(chained)).toEqual({
    counters: { server: false, combineClientErrors: true },
    derives: ['counters::Count', 'serde::Serialize'],
    failServer: 'no',
  });
  // What is computed is left as the generator has it.
  expect(script('generator.with_op_enum_derives(derives).with_counters(settings.with_client_counters(all))')).toEqual({
    counters: { combineClientErrors: false },
    derives: [],
  });
});

test('a task serves what its crate serves, and calls what it has both a slot and a client crate for', () => {
  const { images } = workspace({
    ...FAN,
    'app/weather/app.toml': `${APP}
      [tasks.fan]
      name = "drv-fan-server"
      notifications = ["timer"]
      [tasks.fan.config.allowed-callers]
      set_speed = ["control"]
      [tasks.fan2]
      name = "drv-fan-server"
      [tasks.control]
      name = "task-control"
      features = ["loud"]
      task-slots = ["fan", {spare = "fan2"}]
      [tasks.no_slot]
      name = "task-control"
      [tasks.no_client]
      name = "task-idle"
      task-slots = ["fan"]
      [tasks.hiffy]
      name = "task-hiffy"`,
  });
  expect(images).toHaveLength(1);
  const [image] = images;
  expect(image).toMatchObject({ name: 'weather', path: 'app/weather/app.toml', board: 'station' });
  const tasks = Object.fromEntries(image?.tasks.map((task) => [task.name, task]) ?? []);
  expect(image?.tasks.map(({ name, index }) => [index, name])).toEqual([
    [0, 'fan'],
    [1, 'fan2'],
    [2, 'control'],
    [3, 'no_slot'],
    [4, 'no_client'],
    [5, 'hiffy'],
  ]);
  expect(tasks.fan).toMatchObject({ serves: ['idl/fan.idol'], calls: [], notifications: ['timer'], debug: false });
  expect(tasks.fan?.allowedCallers).toEqual(new Map([['set_speed', ['control']]]));
  expect(tasks.control?.features).toEqual(['loud']);
  expect(tasks.control?.slots).toEqual(
    new Map([
      ['fan', 'fan'],
      ['spare', 'fan2'],
    ]),
  );
  expect(tasks.control?.calls).toEqual([
    { path: 'idl/fan.idol', task: 'fan' },
    { path: 'idl/fan.idol', task: 'fan2' },
  ]);
  expect(tasks.no_slot?.calls).toEqual([]);
  expect(tasks.no_client?.calls).toEqual([]);
  expect(tasks.hiffy?.debug).toBe(true);
});

test('a manifest that inherits merges tables, appends lists and replaces the rest, in order', () => {
  const { images, diagnostics } = workspace({
    'app/weather/base.toml': `${APP}
      [tasks.a]
      name = "a"
      features = ["one"]
      [tasks.b]
      name = "b"`,
    'app/weather/lab.toml': '[tasks.c]\nname = "c"\n[tasks.a]\nfeatures = ["two"]',
    'app/weather/rev-b.toml':
      'inherit = ["base.toml", "lab.toml"]\nname = "b"\n[tasks.a]\nfeatures = ["three"]\n[tasks.d]\nname = "d"',
    'app/weather/rev-c.toml': 'inherit = "rev-b.toml"\nname = "c"\nboard = "new"',
    'app/other/Cargo.toml': crate('not-a-manifest'),
    ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`task/${name}/Cargo.toml`, crate(name)])),
  });
  expect(diagnostics).toEqual([]);
  expect(images.map(({ name, board }) => [name, board])).toEqual([
    ['weather', 'station'],
    ['b', 'station'],
    ['c', 'new'],
  ]);
  for (const image of images.slice(1)) {
    expect(image.tasks.map((task) => task.name)).toEqual(['a', 'b', 'c', 'd']);
    expect(image.tasks[0]?.features).toEqual(['one', 'two', 'three']);
  }
});

test('an image that is inherited from in vain is told, and the others are read', () => {
  const { images, diagnostics } = workspace({
    ...FAN,
    'app/a/app.toml': `inherit = "../../outside.toml"\n${APP}`,
    'app/b/app.toml': `inherit = "app.toml"\n${APP}`,
    'app/c/app.toml': `inherit = "../../../../etc/app.toml"\n${APP}`,
    'app/d/app.toml': `${APP}[tasks]`,
  });
  expect(images.map(({ path }) => path)).toEqual(['app/d/app.toml']);
  expect(diagnostics.map(({ check, source }) => [source.path, check])).toEqual([
    ['app/a/app.toml', 'image-inherit'],
    ['app/b/app.toml', 'image-inherit'],
    ['app/c/app.toml', 'image-inherit'],
  ]);
});

test('what many images inherit is told once, with their names', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { diagnostics } = workspace({
    ...FAN,
    'app/x/base.toml': `${APP}[tasks.idle]\nname = "task-idle"\ntask-slots = ["fan"]`,
    ...Object.fromEntries(names.map((name) => [`app/x/${name}.toml`, `inherit = "base.toml"\nname = "${name}"`])),
  });
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({
    check: 'unknown-task',
    note: 'found in images `a`, `b`, `weather` and 3 more',
  });
});

test('a restriction is one entry per interface, however many images inherit it', () => {
  const { images, restrictions } = workspace({
    ...FAN,
    'app/x/base.toml': `${APP}[tasks.fan]\nname = "drv-fan-server"\n[tasks.fan.config.allowed-callers]\nset_speed = ["fan"]`,
    'app/x/a.toml':
      'inherit = "base.toml"\nname = "a"\n[tasks.fan.config.allowed-callers]\nset_speed = ["fan"]\nstop = []',
  });
  expect(restrictions.map(({ path, operation, source }) => [path, operation, source.path])).toEqual([
    ['idl/fan.idol', 'set_speed', 'app/x/a.toml'],
    ['idl/fan.idol', 'stop', 'app/x/a.toml'],
    ['idl/fan.idol', 'set_speed', 'app/x/base.toml'],
  ]);
  // Both files name the caller, and inherited arrays append.
  const fan = images.find(({ name }) => name === 'a')?.tasks.find(({ name }) => name === 'fan');
  expect(fan?.allowedCallers.get('set_speed')).toEqual(['fan']);
});

test('hostile manifests do no harm', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [`app/chain/${index}.toml`, `inherit = "${index + 1}.toml"`]),
  );
  const deep = `[tasks.${'a.'.repeat(50_000)}a]\nb = 1\n`;
  const { diagnostics } = workspace({
    ...FAN,
    ...chain,
    'app/deep/base.toml': APP + deep,
    'app/deep/app.toml': `inherit = "base.toml"\n${deep}`,
    'app/keys/app.toml': `${APP}[tasks.__proto__]\nname = "x"\n[tasks.constructor]\nname = "toString"\ntask-slots = ["__proto__"]`,
    'drv/circle/Cargo.toml': crate('circle', { circle: '.', 'drv-fan-server': '../fan-server' }),
  });
  expect(new Set(diagnostics.map(({ check }) => check))).toEqual(new Set(['image-inherit', 'unknown-crate']));
  expect(({} as Record<string, unknown>).name).toBeUndefined();
});
