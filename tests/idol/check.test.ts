import { expect, test } from 'vitest';
import { checkInterface, type Interface, parseInterface, type Surroundings } from '../../src/idol/index.ts';
import { Source } from '../../src/text/index.ts';

function read(text: string): Interface {
  const { value } = parseInterface(new Source('idl/fan.idol', text));
  if (value === undefined) throw new Error('no interface');
  return value;
}

function found(text: string, surroundings?: Partial<Surroundings>) {
  const lints = ['missing-doc', 'file-name'];
  return checkInterface(read(text), surroundings).filter(({ check }) => !lints.includes(check));
}

const one = (operation: string) => `(name: "Fan", ops: { "a": (${operation}) })`;

test.each<[check: string, operation: string, refusedBy: readonly ('client' | 'server')[]]>([
  ['simple-reply-not-idempotent', 'reply: Simple("()")', ['client']],
  ['server-death-idempotent', 'reply: Result(ok: "()", err: ServerDeath), idempotent: true', ['client']],
  [
    'read-write-lease-idempotent',
    'leases: { "l": (type: "u8", read: true, write: true) }, reply: Simple("()"), idempotent: true',
    ['client'],
  ],
  [
    'lease-without-access',
    'leases: { "l": (type: "u8") }, reply: Simple("()"), idempotent: true',
    ['client', 'server'],
  ],
  [
    'recv-without-zerocopy',
    'args: { "x": (type: "T", recv: FromPrimitive("u8")) }, reply: Simple("()"), idempotent: true, encoding: Hubpack',
    ['server'],
  ],
  ['complex-error-without-hubpack', 'reply: Result(ok: "()", err: Complex("E"))', ['client', 'server']],
  [
    'max-len-of-sized-lease',
    'leases: { "l": (type: "u8", read: true, max_len: Some(1)) }, reply: Simple("()"), idempotent: true',
    ['server'],
  ],
])('%s is an error where a stub is built that refuses it, else a warning', (check, operation, refusedBy) => {
  for (const client of [false, true]) {
    for (const server of [false, true]) {
      const refused = (client && refusedBy.includes('client')) || (server && refusedBy.includes('server'));
      const diagnostics = found(one(operation), { builds: { client, server } });
      expect(diagnostics.map((diagnostic) => [diagnostic.check, diagnostic.severity])).toEqual([
        [check, refused ? 'error' : 'warning'],
      ]);
      expect(/because the tree builds no/.test(diagnostics[0]?.note ?? '')).toBe(!refused);
    }
  }
});

test('a reply may have a strategy in any encoding', () => {
  expect(
    found(one('reply: Simple((type: "T", recv: FromPrimitive("u8"))), idempotent: true, encoding: Hubpack')),
  ).toEqual([]);
});

test('a trait object has no size of its own', () => {
  expect(
    found(
      one('leases: { "l": (type: "dyn Log", read: true, max_len: Some(1)) }, reply: Simple("()"), idempotent: true'),
    ),
  ).toEqual([]);
});

test('Ssmarshal is reported of operations that the earlier version did not have', () => {
  const now =
    '(name: "Fan", ops: { "a": (reply: Simple("()"), idempotent: true, encoding: Ssmarshal), "b": (reply: Simple("()"), idempotent: true, encoding: Ssmarshal) })';
  const earlier = read(one('reply: Simple("()"), idempotent: true, encoding: Ssmarshal'));
  expect(found(now).map(({ message }) => message)).toEqual([
    '`a` is encoded with Ssmarshal',
    '`b` is encoded with Ssmarshal',
  ]);
  expect(found(now, { earlier }).map(({ message }) => message)).toEqual(['`b` is encoded with Ssmarshal']);
});

test('what a Result does not know is a finding, like any other field that is dropped', () => {
  expect(found(one('reply: Result(ok: "()", err: ServerDeath, eror: 1)'))).toMatchObject([
    { check: 'unknown-field', message: 'unknown field `eror`', help: 'did you mean `err`?' },
  ]);
});

test('a name that is none is not blamed for its case, too', () => {
  const { diagnostics } = parseInterface(new Source('idl/fan.idol', '(name: "My-Fan", ops: {})'));
  expect(diagnostics.map(({ check }) => check)).toEqual(['invalid-name']);
  expect(found('(name: "My-Fan", ops: {})')).toEqual([]);
});

test.each([
  ['FanControl', 'fan-control.idol', true],
  ['FrontIO', 'front-io.idol', true],
  ['Lpc55Pins', 'lpc55-pins.idol', true],
  ['FanControl', 'fan_control.idol', false],
  ['FanControl', 'fancontrol.idl', false],
])('the file of %s may be named %s: %s', (name, file, accepted) => {
  const { value } = parseInterface(new Source(`idl/${file}`, `(name: "${name}", ops: {})`));
  const diagnostics = value ? checkInterface(value) : [];
  expect(diagnostics.some(({ check }) => check === 'file-name')).toBe(!accepted);
});
