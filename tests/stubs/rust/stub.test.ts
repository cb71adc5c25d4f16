import { expect, test } from 'vitest';
import { type Interface, parseInterface } from '../../../src/idol/index.ts';
import { GENERATIONS, type RustOptions, rustStub } from '../../../src/stubs/index.ts';
import { Source } from '../../../src/text/index.ts';

function read(text: string): Interface {
  const { value, diagnostics } = parseInterface(new Source('idl/fan.idol', text));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return value as Interface;
}

function stub(iface: Interface, side: 'client' | 'server', options: Partial<RustOptions> = {}): string {
  const { value, diagnostics } = rustStub(iface, side, options);
  expect(diagnostics).toEqual([]);
  return value?.text ?? '';
}

const FAN = `Interface(name: "Fan", ops: {
  "stop": (doc: "Stops it.\\n\\nSlowly.", args: { "at": "[u8;4]" }, reply: Result(ok: "()", err: CLike("FanError"))),
})`;

test('a stub says where it comes from, and is the same every time', () => {
  const fan = read(FAN);
  const origin = { generator: 'idol-registry 1.2.3', version: 'sha256:0123' };
  const text = stub(fan, 'client', { origin });
  expect(text.split('\n').slice(0, 4)).toEqual([
    '// Client of the Fan interface. Made by idol-registry 1.2.3 from idl/fan.idol: @generated, do not edit.',
    '//',
    '// Runtime generation: zerocopy-0.8',
    '// Options: none',
  ]);
  expect(stub(read(FAN), 'client', { origin })).toBe(text);
});

test('a generation that differs in notifications alone has its own stub only where there is one', () => {
  const fan = read(FAN);
  const differs = (side: 'client' | 'server', options: Partial<RustOptions>) =>
    stub(fan, side, { ...options, generation: 'zerocopy-0.8-u32' }) !==
    stub(fan, side, { ...options, generation: 'zerocopy-0.8' });
  expect(differs('client', {})).toBe(false);
  expect(differs('server', { failServer: 'no' })).toBe(false);
  expect(stub(fan, 'server', { failServer: 'yes' })).toContain('handle_notification');
  expect(differs('server', { failServer: 'yes' })).toBe(true);
});

test('types are spaced as rustfmt prints them, and documentation becomes rustdoc', () => {
  const text = stub(read(FAN), 'client');
  expect(text).toContain(
    [
      '    /// Stops it.',
      '    ///',
      '    /// Slowly.',
      '    ///',
      '    /// Operation 1. Not sent again when the server dies.',
      '    pub fn stop(&self, at: [u8; 4]) -> Result<(), FanError> {',
    ].join('\n'),
  );
});

test('each generation has its own names', () => {
  const fan = read(FAN);
  const derives = GENERATIONS.map((generation) => {
    const oneLine = stub(fan, 'server', { generation }).replace(/\s+/g, ' ');
    return /#\[derive\( ?Copy, Clone, (zerocopy[^)]*?),? ?\)\]/.exec(oneLine)?.[1];
  });
  const newest = ['FromBytes', 'Immutable', 'KnownLayout', 'Unaligned']
    .map((name) => `zerocopy_derive::${name}`)
    .join(', ');
  expect(derives).toEqual([
    'zerocopy::FromBytes, zerocopy::Unaligned',
    'zerocopy::FromBytes, zerocopy::Unaligned',
    'zerocopy::FromBytes, zerocopy::Unaligned',
    'zerocopy::FromZeroes, zerocopy::FromBytes, zerocopy::Unaligned',
    newest,
    newest,
  ]);
  expect(stub(fan, 'server', { generation: 'zerocopy-0.6-dispatch-n' })).toContain('pub trait InOrderFanImpl {');
  expect(stub(fan, 'server')).toContain('pub trait InOrderFanImpl: idol_runtime::NotificationHandler {');
  expect(stub(fan, 'server', { generation: 'zerocopy-0.8-u32' })).toContain('_bits: u32');
});

test('the text of the interface is kept byte for byte', () => {
  const plain = `// "#quoted"#\n${FAN}`;
  expect(stub(read(plain), 'server')).toContain(`[u8; ${plain.length}] = *br##"${plain}"##;\n`);
  const odd = `// µ \\ "\r\n${FAN}`;
  expect(stub(read(odd), 'server')).toContain('*b"// \\xc2\\xb5 \\\\ \\"\\x0d\nInterface(name: \\"Fan\\"');
});

test('what is local to a stub has names that no argument and no operation has', () => {
  const nasty = read(`Interface(name: "Nasty", ops: {
    "op": (args: {"args": "u8", "msg": "u8"}, reply: Result(ok: "u8", err: CLike("Error"))),
    "event": (args: {"REPLY_SIZE": "u8"}, reply: Result(ok: "u8", err: Complex("Error")), encoding: Hubpack),
    "long": (leases: {"a": (type: "[u8]", read: true, max_len: Some(1)), "lease_a_is_too_long": (type: "u8", read: true)}, reply: Simple("u8"), idempotent: true),
  })`);
  const counters = { client: true, server: true, combineClientErrors: false };
  const [client, server] = [stub(nasty, 'client', { counters }), stub(nasty, 'server', { counters })];
  expect(client).toContain('let args_ = Nasty_op_ARGS { args, msg };');
  expect(client).toContain('const REPLY_SIZE_: usize = {');
  expect(client).toContain('fn lease_a_is_too_long_() -> ! {');
  expect(client).toContain('counters::count!(__NASTY_CLIENT_COUNTERS, event_);');
  expect(server).toMatch(/fn handle\(\s*&mut self,\s*op_: NastyOperation,/);
  expect(server).toContain('match op_ {');
  expect(server).toMatch(/msg_: &userlib::RecvMessage,\s*args: u8,\s*msg: u8/);
});

test('no documentation turns the direction of what is shown, or ends a comment', () => {
  const text = stub(read(FAN.replace('Slowly.', '\\u{202e}wolS \\u{2028}\\r*/ \\u{0}')), 'client');
  expect(text).toContain('    /// \\u{202e}wolS \\u{2028}\n    /// */ \\u{0}\n');
});

const hubpack = (ok: string, encoding: string) =>
  read(`Interface(name: "Fan", ops: { "a": (reply: Result(ok: ${ok}, err: CLike("E")), encoding: ${encoding}) })`);

test.each(['Hubpack', 'Ssmarshal'])('a %s reply has room for the declared type and is decoded as it', (encoding) => {
  const iface = hubpack('(type: "Foo", recv: From("u8"))', encoding);
  const [client, server] = [stub(iface, 'client'), stub(iface, 'server')];
  for (const text of [client, server]) expect(text).toMatch(/<Foo as hubpack::SerializedSize>|size_of::<Foo>/);
  for (const text of [client, server]) expect(text).not.toContain('<u8');
  expect(client).toContain('        Ok(value)\n');
  expect(client).not.toContain('From::from(value)');
});

test('a function that is named is called on what was decoded', () => {
  const iface = hubpack('(type: "Foo", recv: From("u8", Some("convert")))', 'Hubpack');
  expect(stub(iface, 'client')).toContain('Ok(convert(value))');
});

test('debuggers find the declared type of a Zerocopy reply in the server, and a static of its name', () => {
  const iface = hubpack('(type: "Foo", recv: FromPrimitive("u8"))', 'Zerocopy');
  const server = stub(iface, 'server');
  expect(server).toContain('struct Fan_a_REPLY {\n    value: Foo,\n}');
  expect(server).toContain('#[allow(dead_code)]\nstatic FAN_A_REPLY: Option<&Fan_a_REPLY> = None;\n');
  expect(server).toContain('pub const A_REPLY_SIZE: usize = core::mem::size_of::<Foo>();');
  const client = stub(iface, 'client').replace(/\s+/g, ' ');
  expect(client).toMatch(
    /#\[derive\(zerocopy_derive::FromBytes, zerocopy_derive::Unaligned\)\] #\[repr\(C, packed\)\]/,
  );
  expect(client).toContain('struct Fan_a_REPLY { value: u8, }');
});

test('there is no `FailServer` where one operation has a C-like error and another a complex one', () => {
  const mixed = read(`Interface(name: "Fan", ops: {
    "a": (reply: Result(ok: "()", err: CLike("E"))),
    "b": (reply: Result(ok: "()", err: Complex("E")), encoding: Hubpack),
  })`);
  expect(stub(mixed, 'server')).not.toContain('FailServer');
  const { diagnostics } = rustStub(mixed, 'server', { failServer: 'yes' });
  expect(diagnostics.map(({ check }) => check)).toEqual(['stub-fail-server']);
});

test('client errors are counted together only where an operation can fail', () => {
  const counters = { client: false, server: true, combineClientErrors: true };
  const simple = read('Interface(name: "Fan", ops: { "a": (reply: Simple("u8"), idempotent: true) })');
  expect(stub(simple, 'server', { counters })).not.toContain('ClientError(');
  expect(stub(read(FAN), 'server', { counters })).toContain(
    'ClientError(#[count(children)] idol_runtime::ClientError)',
  );
});

test('a lease of a trait object keeps its limit', () => {
  const iface = read(`Interface(name: "Fan", ops: { "a": (
    leases: { "l": (type: "dyn Foo", read: true, max_len: Some(4)) }, reply: Result(ok: "()", err: CLike("E")),
  ) })`);
  const server = stub(iface, 'server').replace(/\s+/g, ' ');
  expect(server).toContain('l: idol_runtime::LenLimit<idol_runtime::Leased<idol_runtime::R, dyn Foo>, 4>');
  expect(server).toContain('read_only_slice( rm.sender, 0, core::num::NonZeroU32::new(4)');
});
