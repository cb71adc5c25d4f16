import { expect, test } from 'vitest';
import { filesOf } from '../../src/text/index.ts';
import { callSites, readWorkspace } from '../../src/tree/index.ts';

const PACKAGE = (name: string, ...dependencies: string[]) =>
  `[package]\nname = "${name}"\n[dependencies]\n${dependencies.map((one) => `${one}.path = "../${one}"\n`).join('')}`;

/** Two interfaces with a `read`, an API crate that wraps one, a task that uses both, and one that uses neither. */
function sitesOf(task: string, api = '') {
  const { crates } = readWorkspace({
    files: filesOf({
      'fan-api/Cargo.toml': PACKAGE('fan-api'),
      'fan-api/src/lib.rs': `include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));\n${api}`,
      'pump-api/Cargo.toml': PACKAGE('pump-api'),
      'pump-api/src/lib.rs': '',
      'task/Cargo.toml': PACKAGE('task', 'fan-api', 'pump-api'),
      'task/src/main.rs': task,
      'other/Cargo.toml': PACKAGE('other'),
      'other/src/main.rs': 'fn f(fan: Fan) { fan.read(); }',
    }),
    label: 'test',
    prefix: '',
  });
  const crate = (name: string) => crates.get(name) as NonNullable<ReturnType<typeof crates.get>>;
  const clients = [
    { path: 'fan.idol', name: 'Fan', crate: crate('fan-api'), operations: ['read', 'spin'] },
    { path: 'pump.idol', name: 'Pump', crate: crate('pump-api'), operations: ['read'] },
  ];
  return callSites(crates.values(), clients).map(
    ({ interface: path, operation, crate: owner, line, isCall }) =>
      `${owner}:${line} ${isCall ? path : `${path}?`} ${operation}`,
  );
}

test.each([
  [
    'a variable',
    'fn f() {\nlet fan = fan_api::Fan::from(FAN.get_task_id());\nfan.read();\n}',
    ['task:3 fan.idol read'],
  ],
  ['a declared argument', 'fn f(fan: &mut Fan) {\nfan.spin(1);\n}', ['task:2 fan.idol spin']],
  [
    'a field',
    'struct S { cool: Option<Pump> }\nimpl S { fn f(&self) {\nself.cool.read();\n} }',
    ['task:3 pump.idol read'],
  ],
  ['a function', 'fn fan() -> Fan { x }\nfn g() { fan().spin(2); }', ['task:2 fan.idol spin']],
  ['what is made in place', 'fn f() { Fan::from(id).spin(3); }', ['task:1 fan.idol spin']],
  ['an unknown receiver', 'fn f() { x.spin(3); }', ['task:1 fan.idol? spin']],
  ['a name that two interfaces have', 'fn f() { x.read(); }', ['task:1 fan.idol? read', 'task:1 pump.idol? read']],
  ['no method of a client', 'fn f(fan: Fan) { fan.stop(); spin(1); }', []],
])('a use on %s', (_, task, expected) => {
  expect(sitesOf(task)).toEqual(expected);
});

test('a wrapper in the API crate is a caller too', () => {
  expect(sitesOf('', 'impl Device { fn all(&self) {\nlet it = Fan::from(1);\nit.spin(0) } }')).toEqual([
    'fan-api:4 fan.idol spin',
  ]);
});

test('any text is taken', () => {
  for (const text of ['.spin(', 'fn f( { .read() ) ) .spin ( }', 'Fan.spin()', '=> Fan : . spin (((']) {
    expect(() => sitesOf(text)).not.toThrow();
  }
});
