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
  expect(text.split('\n').slice(0, 5)).toEqual([
    '// Client of the Fan interface. Made by idol-registry 1.2.3 from idl/fan.idol: @generated, do not edit.',
    '//',
    '// Interface version: sha256:0123',
    '// Runtime generation: zerocopy-0.8',
    '// Options: none',
  ]);
  expect(stub(read(FAN), 'client', { origin })).toBe(text);
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
