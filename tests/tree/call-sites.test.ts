import { expect, test } from 'vitest';
import { filesOf } from '../../src/text/index.ts';
import { callSites, readWorkspace } from '../../src/tree/index.ts';

const PACKAGE = (name: string, ...dependencies: string[]) =>
  `[package]\nname = "${name}"\n[dependencies]\n${dependencies.map((one) => `${one}.path = "../${one}"\n`).join('')}`;

/** Two interfaces with a `read`, an API crate that wraps one, a task that uses both, and one that uses neither. */
function sitesOf(task: string, api = '', more: Readonly<Record<string, string>> = {}) {
  const { crates } = readWorkspace({
    files: filesOf({
      'fan-api/Cargo.toml': PACKAGE('fan-api'),
      'fan-api/src/lib.rs': `include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));\n${api}`,
      'pump-api/Cargo.toml': PACKAGE('pump-api'),
      'pump-api/src/lib.rs': '',
      'task/Cargo.toml': PACKAGE('task', 'fan-api', 'pump-api'),
      'task/src/main.rs': task,
      ...Object.fromEntries(Object.entries(more).map(([name, text]) => [`task/src/${name}`, text])),
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
  ['a server of that name', 'impl idl::InOrderFanImpl for Server {\nfn f(&mut self) { self.read(); }\n}', []],
  ['the client itself', 'impl Fan {\nfn all(&self) { self.read(); }\n}', ['task:2 fan.idol read']],
  [
    'a generic argument',
    'impl<F: Read> Reader<F> for F {\nfn f(&self) { self.read(); }\n}',
    ['task:2 fan.idol? read', 'task:2 pump.idol? read'],
  ],
  ['a trait', 'trait Reads { fn all(&self) { self.spin(1); } }', ['task:1 fan.idol? spin']],
  [
    'a field of another type',
    'struct S { bus: Bus, fan: Fan }\nimpl S { fn f(&self) {\nself.bus.read();\nself.fan.read();\n} }',
    ['task:4 fan.idol read'],
  ],
  [
    'a field of a field',
    'struct S<T> { a: Bus<T> }\nstruct Bus<T>(T, Pump);\nimpl<T> S<T> { fn f(&self) { self.a.1.read(); self.a.0.read(); } }',
    ['task:3 pump.idol read', 'task:3 fan.idol? read', 'task:3 pump.idol? read'],
  ],
  [
    'a field of what derefs',
    'impl core::ops::Deref for Bus { type Target = Fan; }\nstruct S { bus: Bus }\nimpl S { fn f(&self) { self.bus.spin(1); } }',
    ['task:3 fan.idol? spin'],
  ],
  [
    'an argument of one function and another',
    'fn f(x: &Fan) { x.read(); }\nfn g(x: &mut Pump) { x.read(); }\nfn h(x: &[u8]) { x.read(); }\nfn i(x: File) { x.read(); }',
    ['task:1 fan.idol read', 'task:2 pump.idol read', 'task:3 fan.idol? read', 'task:3 pump.idol? read'],
  ],
  [
    'a variable with the value of a field',
    'struct S { fan: Fan }\nimpl S { fn f(&self) { let it = &self.fan;\nit.read(); } }',
    ['task:3 fan.idol read'],
  ],
  [
    'a client under another name',
    'use fan_api::{Fan as Cooler};\nfn f(it: Cooler) { it.read(); }',
    ['task:2 fan.idol read'],
  ],
  [
    'a crate under another name',
    'use pump_api as api;\nfn f() { let it = api::Pump::from(id); it.read(); }',
    ['task:2 pump.idol read'],
  ],
])('a use on %s', (_, task, expected) => {
  expect(sitesOf(task)).toEqual(expected);
});

test('a wrapper in the API crate is a caller too', () => {
  expect(sitesOf('', 'impl Device { fn all(&self) {\nlet it = Fan::from(1);\nit.spin(0) } }')).toEqual([
    'fan-api:4 fan.idol spin',
  ]);
});

test('a name that files of two boards have is known in each of them', () => {
  const file = (crate: string, client: string) =>
    `use ${crate}::${client} as Client;\nstruct Board { it: Client }\nimpl Board { fn f(&self) { self.it.read(); } }`;
  expect(sitesOf('mod a;\nmod b;', '', { 'a.rs': file('fan_api', 'Fan'), 'b.rs': file('pump_api', 'Pump') })).toEqual([
    'task:3 fan.idol read',
    'task:3 pump.idol read',
  ]);
});

test('any text is taken', () => {
  for (const text of ['.spin(', 'fn f( { .read() ) ) .spin ( }', 'Fan.spin()', '=> Fan : . spin (((']) {
    expect(() => sitesOf(text)).not.toThrow();
  }
});
