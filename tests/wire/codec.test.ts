import { describe, expect, test } from 'vitest';
import type { Encoding } from '../../src/idol/index.ts';
import type { EnumDefinition, OperationSchema, Type, TypeTable } from '../../src/schema/index.ts';
import { Codec, parseValue, type Value, valueText } from '../../src/wire/index.ts';

const u8: Type = { kind: 'integer', name: 'u8' };
const u32: Type = { kind: 'integer', name: 'u32' };
const u64: Type = { kind: 'integer', name: 'u64' };
const bool: Type = { kind: 'bool' };
const mode: EnumDefinition = {
  kind: 'enum',
  id: 'here::Mode',
  name: 'Mode',
  crate: 'here',
  derives: [],
  repr: { layout: 'rust', integer: 'u8' },
  variants: [
    { name: 'Slow', index: 0, value: '4', shape: 'unit', fields: [] },
    { name: 'Fast', index: 1, value: '9', shape: 'unit', fields: [] },
  ],
};
const request: EnumDefinition = {
  ...mode,
  id: 'here::Request',
  name: 'Request',
  repr: { layout: 'rust' },
  variants: [
    { name: 'Stop', index: 0, value: '0', shape: 'unit', fields: [] },
    { name: 'Run', index: 1, value: '1', shape: 'named', fields: [{ name: 'speed', type: u32 }] },
    {
      name: 'Pair',
      index: 2,
      value: '2',
      shape: 'tuple',
      fields: [
        { name: '0', type: u8 },
        { name: '1', type: bool },
      ],
    },
  ],
};
const runError: EnumDefinition = {
  ...mode,
  id: 'here::RunError',
  name: 'RunError',
  variants: [
    { name: 'Jammed', index: 0, value: '1', shape: 'unit', fields: [] },
    { name: 'Gone', index: 1, value: '2', shape: 'unit', fields: [], serverDeath: true },
  ],
};
const types: TypeTable = { [runError.id]: runError, [mode.id]: mode, [request.id]: request };
const codec = new Codec(types);
const named = (id: string): Type => ({ kind: 'named', id });

function hex(type: Type, value: Value, encoding: Encoding): string {
  const encoded = codec.encode(type, value, encoding);
  return 'error' in encoded
    ? `${encoded.error.path}: ${encoded.error.message}`
    : Buffer.from(encoded.bytes).toString('hex');
}

function decode(type: Type, bytes: string, encoding: Encoding): unknown {
  const decoded = codec.decode(type, Buffer.from(bytes, 'hex'), encoding);
  return 'error' in decoded ? `${decoded.error.path}: ${decoded.error.message}` : decoded.value;
}

test.each<[Type, Value, Encoding, string]>([
  [u32, 0x01020304, 'Zerocopy', '04030201'],
  [u64, 2n ** 64n - 1n, 'Hubpack', 'ffffffffffffffff'],
  [{ kind: 'integer', name: 'usize' }, 5, 'Zerocopy', '05000000'],
  [{ kind: 'integer', name: 'usize' }, 5n, 'Ssmarshal', '0500000000000000'],
  [{ kind: 'integer', name: 'u16', endian: 'big', unaligned: true }, 0x0102, 'Zerocopy', '0102'],
  [named(mode.id), 'Fast', 'Zerocopy', '09'],
  [named(mode.id), 'Fast', 'Hubpack', '01'],
  [named(request.id), { Run: { speed: 1 } }, 'Hubpack', '0101000000'],
  [named(request.id), { Pair: [7, true] }, 'Ssmarshal', '020701'],
  [{ kind: 'option', some: u8 }, null, 'Hubpack', '00'],
  [{ kind: 'option', some: { kind: 'option', some: u8 } }, { Some: null }, 'Hubpack', '0100'],
  [{ kind: 'result', ok: { kind: 'unit' }, err: named(mode.id) }, { Err: 'Slow' }, 'Hubpack', '0100'],
  [{ kind: 'char' }, 'é', 'Ssmarshal', 'c3a9'],
  [{ kind: 'char' }, 'é', 'Zerocopy', 'e9000000'],
])('%j %o in %s', (type, value, encoding, bytes) => {
  expect(hex(type, value, encoding)).toBe(bytes);
  const back = decode(type, bytes, encoding);
  expect(typeof back === 'bigint' ? back : (back as Value)).toEqual(
    typeof back === 'bigint' && typeof value === 'number' ? BigInt(value) : value,
  );
});

describe('what is wrong is said with the path of the field', () => {
  const list: Type = { kind: 'tuple', elements: [u8, { kind: 'array', element: named(request.id), length: 2 }] };

  test.each<[Type, Value, string]>([
    [list, [1, ['Stop', { Run: { speed: -1 } }]], '[1][1].Run.speed: -1 does not fit u32 (0 to 4294967295)'],
    [list, [1, ['Stop', { Run: {} }]], '[1][1].Run.speed: missing: the fields are `speed`'],
    [list, [1, ['Stop', { Run: { sped: 1, speed: 1 } }]], '[1][1].Run.sped: no such field: there are `speed`'],
    [list, [1, ['Stop', 'Halt']], '[1][1]: expected one of `Stop`, `Run`, `Pair`, found the string "Halt"'],
    [list, [1, ['Stop']], '[1]: expected an array of 2 elements, found an array of 1 element'],
    [list, [1.5, []], '[0]: expected an integer (u8), found 1.5'],
    [u64, 2 ** 53, ': 9007199254740992 is too large to be exact as a number: give it as a bigint'],
    [{ kind: 'char' }, 'a', ': hubpack has no encoding for char'],
  ])('encoding %#', (type, value, message) => {
    expect(hex(type, value, 'Hubpack')).toBe(message);
  });

  test.each<[Type, string, Encoding, string]>([
    [list, '010003', 'Hubpack', '[1][1]: 3 is no variant: there are 0 to 2'],
    [list, '01000101', 'Hubpack', '[1][1].Run.speed: needs 4 bytes, but only 1 is left'],
    [bool, '02', 'Hubpack', ': 2 is no bool: only 0 and 1 are'],
    [{ kind: 'option', some: u8 }, '0200', 'Ssmarshal', ': 2 is no variant: there are 0 to 1'],
    [named(mode.id), '00', 'Zerocopy', ': 0 is the value of no variant'],
    [
      named(request.id),
      '0000000000000000',
      'Zerocopy',
      ': an enum with data and no `repr` has no memory image that can be relied on',
    ],
    [{ kind: 'integer', name: 'u128' }, '00', 'Ssmarshal', ': ssmarshal has no encoding for u128'],
    [{ kind: 'array', element: { kind: 'unit' }, length: 2 ** 40 }, '', 'Hubpack', ': more than 1048576 elements'],
  ])('decoding %#', (type, bytes, encoding, message) => {
    expect(decode(type, bytes, encoding)).toBe(message);
  });
});

describe('an operation', () => {
  const operation = (encoding: Encoding): OperationSchema => ({
    name: 'run',
    number: 1,
    encoding,
    idempotent: false,
    args: [
      { name: 'on', text: 'bool', type: bool, recv: { kind: 'FromBytes' } },
      { name: 'mode', text: 'Mode', type: named(mode.id), recv: { kind: 'FromPrimitive', raw: u8 } },
    ],
    reply: {
      kind: 'Result',
      ok: { text: 'u32', type: u32, recv: { kind: 'FromBytes' } },
      error: { kind: 'CLike', text: 'RunError', type: named(runError.id) },
    },
    leases: [],
  });

  test('a message names what its bytes are', () => {
    const zerocopy = operation('Zerocopy');
    expect(codec.encodeMessage(zerocopy, { mode: 'Slow', on: true })).toEqual({ bytes: Uint8Array.of(1, 4) });
    const decoded = codec.decodeMessage(zerocopy, Uint8Array.of(7, 9));
    expect(decoded).toEqual({
      value: { on: true, mode: 'Fast' },
      length: 2,
      parts: [
        { offset: 0, length: 1, path: 'on', type: 'bool', value: true },
        { offset: 1, length: 1, path: 'mode', type: 'Mode', value: 'Fast' },
      ],
    });
  });

  test('only Zerocopy refuses what follows the arguments', () => {
    expect(codec.decodeMessage(operation('Zerocopy'), Uint8Array.of(1, 4, 0))).toMatchObject({
      error: { message: 'exactly 2 bytes are expected, but there are 3' },
    });
    expect(codec.decodeMessage(operation('Hubpack'), Uint8Array.of(1, 0, 0))).toMatchObject({ length: 2 });
  });

  test('a raw type of another size cannot be read', () => {
    const run = operation('Zerocopy');
    const wide: OperationSchema = {
      ...run,
      args: run.args.map((arg) => (arg.name === 'mode' ? { ...arg, recv: { kind: 'FromPrimitive', raw: u32 } } : arg)),
    };
    expect(codec.encodeMessage(wide, { on: true, mode: 'Slow' })).toMatchObject({ error: { path: 'mode' } });
  });

  test('replies: value, error code, dead code, unknown code', () => {
    const run = operation('Zerocopy');
    expect(codec.encodeReply(run, { Ok: 5 })).toEqual({ code: 0, bytes: Uint8Array.of(5, 0, 0, 0) });
    expect(codec.encodeReply(run, { Err: 'Jammed' })).toEqual({ code: 1, bytes: new Uint8Array() });
    expect(codec.decodeReply(run, 0, Uint8Array.of(5, 0, 0, 0))).toMatchObject({ kind: 'ok', value: 5 });
    expect(codec.decodeReply(run, 1, new Uint8Array())).toMatchObject({ kind: 'error', value: 'Jammed' });
    expect(codec.decodeReply(run, 0xffff_ff03, new Uint8Array())).toEqual({
      kind: 'dead',
      generation: 3,
      value: 'Gone',
    });
    expect(codec.decodeReply(run, 7, new Uint8Array())).toMatchObject({
      error: { message: 'no such code: 7 is none of `RunError` (1 `Jammed`, 2 `Gone`), so the client panics' },
    });
  });
});

test('alternatives need to be told which one holds', () => {
  const type: Type = {
    kind: 'alternatives',
    cases: [
      { condition: { kind: 'images', images: ['gate'] }, type: u8 },
      { condition: { kind: 'images', images: ['yard'] }, type: u32 },
    ],
  };
  expect(codec.encode(type, 1, 'Hubpack')).toMatchObject({ error: { path: '' } });
  expect(new Codec(types, { holds: ['yard'] }).encode(type, 1, 'Hubpack')).toEqual({
    bytes: Uint8Array.of(1, 0, 0, 0),
  });
});

test('JSON keeps large integers exact, both ways', () => {
  const parsed = parseValue('{"a": 18446744073709551615, "b": [1, 2.5, "0x0a"]}');
  expect(parsed).toEqual({ value: { a: 18446744073709551615n, b: [1, 2.5, '0x0a'] } });
  expect('value' in parsed && valueText(parsed.value)).toBe('{"a":18446744073709551615,"b":[1,2.5,"0x0a"]}');
  expect(parseValue('{')).toMatchObject({ error: { path: '' } });
});
