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
  const derives = GENERATIONS.map(
    (generation) => /#\[derive\((zerocopy[^)]*)\)\]/.exec(stub(fan, 'server', { generation }))?.[1],
  );
  expect(derives).toEqual([
    'zerocopy::FromBytes',
    'zerocopy::FromBytes',
    'zerocopy::FromZeroes, zerocopy::FromBytes',
    'zerocopy_derive::FromBytes',
    'zerocopy_derive::FromBytes',
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
