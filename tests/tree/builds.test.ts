import { describe, expect, test } from 'vitest';
import { resultsOf } from '../../src/registry/index.ts';
import { filesOf } from '../../src/text/index.ts';

const IDOL =
  'Interface(name: "Fan", ops: {"set": (args: {"p": "P"}, reply: Simple("()"), encoding: Hubpack, idempotent: true)})';
const API = `
  #[derive(Serialize, Deserialize, SerializedSize)]
  pub enum P { A, #[cfg(feature = "e")] E, #[cfg(target_board = "two")] T, F }
  include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));`;

/** A server, a client with a slot for it, and a bystander, in an image for each task table given. */
function treeOf(files: Record<string, string>, images: Record<string, string>, workspace = '') {
  const manifest = (name: string, rest: string) =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;
  const stub = (side: string) =>
    `fn main() { idol::${side}("../../idl/fan.idol", "${side.startsWith('client') ? 'client' : 'server'}_stub.rs").unwrap(); }`;
  const all = {
    'Cargo.toml': `[workspace]\nmembers = ["drv/*"]\nresolver = "2"\n${workspace}`,
    'idl/fan.idol': IDOL,
    'drv/api/Cargo.toml': manifest('fan-api', '[features]\ne = []\n'),
    'drv/api/src/lib.rs': API,
    'drv/api/build.rs': stub('client::build_client_stub'),
    'drv/server/Cargo.toml': manifest(
      'fan-server',
      '[dependencies]\nfan-api = { path = "../api" }\n[features]\ne = ["fan-api/e"]\n',
    ),
    'drv/server/src/main.rs': 'fn main() {}',
    'drv/server/build.rs': stub('server::build_server_support').replace(
      '"server_stub.rs"',
      '"server_stub.rs", idol::server::ServerStyle::InOrder',
    ),
    'drv/client/Cargo.toml': manifest('fan-client', '[dependencies]\nfan-api = { path = "../api" }\n'),
    'drv/client/src/main.rs': 'fn main() {}',
    ...files,
    ...Object.fromEntries(
      Object.entries(images).map(([name, tasks]) => [
        `app/${name}.toml`,
        `name = "${name}"\ntarget = "thumbv7em-none-eabihf"\nboard = "${name}"\nchip = "x"\n[kernel]\nname = "k"\n${tasks}`,
      ]),
    ),
  };
  const tree = { files: filesOf(all), label: 'tree', prefix: '' };
  const [version] = resultsOf(tree).versions();
  return version?.build?.configurations?.map(({ images: names, holds }) => `${names.join(' ')}: ${holds.join(', ')}`);
}

const server = (features = '') => `[tasks.fan]\nname = "fan-server"\nfeatures = [${features}]\n`;
const client = '[tasks.net]\nname = "fan-client"\ntask-slots = ["fan"]\n';
const E = 'feature = "e"';

describe('the configurations in which images build an interface', () => {
  test('features of the task; images that build it alike are one', () => {
    expect(treeOf({}, { one: server('"e"'), three: server('"e"'), four: server() })).toEqual([
      'four: ',
      `one three: ${E}`,
    ]);
  });

  test('the board of the image', () => {
    expect(treeOf({}, { one: server(), two: server('"e"') })).toEqual(['one: ', `two: ${E}, target_board = "two"`]);
  });

  test('a client that is compiled with other features than its server', () => {
    expect(treeOf({}, { one: server('"e"') + client })).toEqual([`one: ${E}`, 'one: ']);
  });

  test('crates that have a feature with the name of the other', () => {
    const manifest = (name: string, feature: string) =>
      `[package]\nname = "${name}"\n[dependencies]\nfan-api = { path = "../api" }\n[features]\n${feature}\n`;
    const files = {
      'drv/server/Cargo.toml': manifest('fan-server', 'fan-client = ["fan-api/e"]'),
      'drv/client/Cargo.toml': manifest('fan-client', 'fan-server = []'),
    };
    const tasks = server('"fan-client"') + client.replace('\n', '\nfeatures = ["fan-server"]\n');
    expect(treeOf(files, { one: tasks })).toEqual([`one: ${E}`, 'one: ']);
  });

  test('a task that cannot call it does not count, nor an image without it', () => {
    const bystander = client.replace('task-slots = ["fan"]', '');
    expect(treeOf({}, { one: server('"e"') + bystander, five: client.replace('"fan"]', '"gone"]') })).toEqual([
      `one: ${E}`,
    ]);
    expect(treeOf({}, { five: bystander })).toBeUndefined();
    expect(treeOf({}, {})).toBeUndefined();
  });

  test.each<[string, string, string, boolean]>([
    ['default features', 'fan-api = { path = "../api" }\n[features]\ndefault = ["fan-api/e"]', '', true],
    ['features of a dependency', 'fan-api = { path = "../api", features = ["e"] }', '', true],
    [
      'features that the workspace gives',
      'fan-api = { workspace = true }',
      '[workspace.dependencies]\nfan-api = { path = "drv/api", features = ["e"] }',
      true,
    ],
    [
      'features beside those of the workspace',
      'fan-api = { workspace = true, features = ["e"] }',
      '[workspace.dependencies]\nfan-api = { path = "drv/api" }',
      true,
    ],
    [
      'a feature of a feature',
      'fan-api = { path = "../api" }\n[features]\ndefault = ["x"]\nx = ["y"]\ny = ["fan-api/e"]',
      '',
      true,
    ],
    [
      'a weak feature of what is part of the build',
      'fan-api = { path = "../api" }\n[features]\ndefault = ["fan-api?/e"]',
      '',
      true,
    ],
    ['another dependent of the same build', 'fan-api = { path = "../api" }\nhelp = { path = "../help" }', '', true],
    [
      'an optional dependent that a feature enables',
      'fan-api = { path = "../api" }\nhelp = { path = "../help", optional = true }\n[features]\ndefault = ["dep:help"]',
      '',
      true,
    ],
    [
      'an optional dependent that is a feature itself',
      'fan-api = { path = "../api" }\nhelp = { path = "../help", optional = true }\n[features]\ndefault = ["help"]',
      '',
      true,
    ],
    [
      'a dependent for a target that may be meant',
      'fan-api = { path = "../api" }\n[target.\'cfg(target_os = "none")\'.dependencies]\nhelp = { path = "../help" }',
      '',
      true,
    ],
    [
      'an optional dependent that nothing enables',
      'fan-api = { path = "../api" }\nhelp = { path = "../help", optional = true }',
      '',
      false,
    ],
    [
      'a build dependency',
      'fan-api = { path = "../api" }\n[build-dependencies]\nhelp = { path = "../help" }',
      '',
      false,
    ],
    [
      'a dependent for another target',
      'fan-api = { path = "../api" }\n[target.\'cfg(unix)\'.dependencies]\nhelp = { path = "../help" }',
      '',
      false,
    ],
    [
      'a weak feature of what is not part of the build',
      'fan-api = { path = "../api" }\nhelp = { path = "../help", optional = true }\n[features]\ndefault = ["help?/more"]',
      '',
      false,
    ],
    [
      'default features that are off',
      'fan-api = { path = "../api" }\nplain = { path = "../plain", default-features = false }',
      '',
      false,
    ],
    ['default features that are on', 'fan-api = { path = "../api" }\nplain = { path = "../plain" }', '', true],
    [
      'default features that the workspace turns off',
      'fan-api = { path = "../api" }\nplain = { workspace = true }',
      '[workspace.dependencies]\nplain = { path = "drv/plain", default-features = false }',
      false,
    ],
    [
      'default features that a member turns on again',
      'fan-api = { path = "../api" }\nplain = { workspace = true, default-features = true }',
      '[workspace.dependencies]\nplain = { path = "drv/plain", default-features = false }',
      true,
    ],
  ])('%s', (_, dependencies, workspace, isEnabled) => {
    const files = {
      'drv/server/Cargo.toml': `[package]\nname = "fan-server"\nversion = "0.1.0"\n[dependencies]\n${dependencies}\n`,
      'drv/help/Cargo.toml':
        '[package]\nname = "help"\nversion = "0.1.0"\n[dependencies]\nfan-api = { path = "../api", features = ["e"] }\n[features]\nmore = []\n',
      'drv/help/src/lib.rs': '',
      'drv/plain/Cargo.toml':
        '[package]\nname = "plain"\nversion = "0.1.0"\n[dependencies]\nfan-api = { path = "../api" }\n[features]\ndefault = ["fan-api/e"]\n',
      'drv/plain/src/lib.rs': '',
    };
    expect(treeOf(files, { one: server() }, workspace)).toEqual([isEnabled ? `one: ${E}` : 'one: ']);
  });
});
