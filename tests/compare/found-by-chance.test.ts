import { expect, test } from 'vitest';
import { type CallBehavior, CURRENT, verdictOfCall } from '../../src/compare/index.ts';
import { choice, record, U8, U16, U32, wireOf } from '../runtime/wire-of.ts';

/** Verdicts that were wrong, and that random pairs of versions found with other seeds than the usual one. */

const CHANGED = { names: { client: 'old', server: 'new' } } as const;

/** An old server that refuses with a return code, and a client that ignores it. */
const REFUSES_BY_CODE: CallBehavior = {
  ...CURRENT,
  server: { ...CURRENT.server, countsLeases: false, overlongMessage: 'panic', refusal: 'code' },
  client: { ...CURRENT.client, simpleReplyCode: 'ignored' },
};

test('a Zerocopy server expects the padding at the end of a struct, which a serde encoding does not send', () => {
  const interfaceIn = (encoding: string) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (args: {"s": "S"}, reply: Simple("()"), idempotent: true, encoding: ${encoding})})`,
      [record('S', { whole: U32, part: U16, rest: U8 })],
    );
  const [client, server] = [interfaceIn('Ssmarshal'), interfaceIn('Zerocopy')];
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const { verdict, sentence } = verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' });
  expect(verdict).toEqual({ kind: 'fault', fault: 'BadMessageContents' });
  expect(sentence).toBe('The old client sends 7 bytes, the new server takes exactly 8.');
});

test('a refusal that the client does not notice is worse than a panic of the server', () => {
  const types = [choice('E', { Small: {}, Large: { all: { kind: 'array', element: U8, length: 20 } } })];
  const client = wireOf(
    'Interface(name: "Test", ops: {"set": (args: {"e": "E"}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})',
    types,
  );
  // A short message gets as far as the check of the reply buffer, a long one does not fit the server's own buffer.
  const server = wireOf(
    'Interface(name: "Test", ops: {"set": (args: {"e": "u8"}, reply: Simple("u32"), idempotent: true, encoding: Hubpack)})',
  );
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const call = { ...CHANGED, client, operation, server, meant: 'set', behavior: REFUSES_BY_CODE };
  expect(verdictOfCall(call).verdict).toEqual({ kind: 'silent' });
});

test('a field that serde skips in one version is not the one that took its place', () => {
  const interfaceOf = (fields: Record<string, typeof U8>, skipped: string) => {
    const made = record('S', fields);
    const marked = made.fields.map((field) =>
      field.name === skipped ? { ...field, serdeSkip: true as const } : field,
    );
    return wireOf(
      'Interface(name: "Test", ops: {"set": (args: {"s": "S"}, reply: Simple("()"), idempotent: true, encoding: Ssmarshal)})',
      [{ ...made, fields: marked }],
    );
  };
  const client = interfaceOf({ speed: U8 }, '');
  const server = interfaceOf({ level: U8, speed: U8 }, 'speed');
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const { verdict } = verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' });
  expect(verdict).toEqual({ kind: 'silent' });
});

test('arguments that are refused count beside those that are misread, where a missing lease ends the call', () => {
  const client = wireOf(
    'Interface(name: "Test", ops: {"set": (args: {"level": "u8", "mode": "u8"}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})',
  );
  const server = wireOf(
    'Interface(name: "Test", ops: {"set": (args: {"on": "E", "level": "u8"}, leases: {"data": (type: "[u8]", read: true)}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})',
    [choice('E', { Off: {}, On: {} })],
  );
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const call = { ...CHANGED, client, operation, server, meant: 'set', behavior: REFUSES_BY_CODE };
  expect(verdictOfCall(call).verdict).toEqual({ kind: 'silent' });
  const noticed = { ...REFUSES_BY_CODE, server: { ...REFUSES_BY_CODE.server, refusal: 'fault' as const } };
  expect(verdictOfCall({ ...call, behavior: noticed }).verdict).toEqual({ kind: 'panic', who: 'server' });
});

test('of several refusals the one counts that the runtime of the server makes the worst of', () => {
  // A wrong tag is refused as contents; the long variant does not fit the buffer, which panics an old server.
  const client = wireOf(
    'Interface(name: "Test", ops: {"set": (args: {"e": "E"}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})',
    [choice('E', { Spare: {}, Small: {}, Large: { all: { kind: 'array', element: U8, length: 20 } } })],
  );
  const server = wireOf(
    'Interface(name: "Test", ops: {"set": (args: {"e": "E"}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})',
    [choice('E', { Small: { all: { kind: 'array', element: U8, length: 9 } } })],
  );
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const behavior: CallBehavior = { ...CURRENT, server: { ...CURRENT.server, overlongMessage: 'panic' } };
  const call = { ...CHANGED, client, operation, server, meant: 'set' };
  expect(verdictOfCall({ ...call, behavior }).verdict).toEqual({ kind: 'panic', who: 'server' });
  expect(verdictOfCall(call).verdict.kind).toBe('fault');
});

test('a number is tried whose bytes are valid as several arguments of another operation', () => {
  const made = choice('E', { Only: {} });
  const variants = made.variants.map((variant) => ({ ...variant, value: '1' }));
  const types = [{ ...made, repr: { layout: 'rust', integer: 'u8' } as const, variants }];
  const interfaceOf = (args: string) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (args: {${args}}, reply: Simple("()"), idempotent: true, encoding: Zerocopy)})`,
      types,
    );
  // Seven bytes of `whole` are read as variants that exist in one value each.
  const parts = Array.from({ length: 7 }, (_, index) => `"e${index}": "E"`).join(', ');
  const client = interfaceOf(`"whole": "u64", ${parts}`);
  const server = interfaceOf(`${parts}, "whole": "u64"`);
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  // The server has another operation at this number: a message that it accepts does something else.
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'stop' }).verdict).toEqual({ kind: 'silent' });
});

test('a renamed field is told by its place among all fields, those that serde skips included', () => {
  const TEXT =
    'Interface(name: "Test", ops: {"set": (args: {"s": "S"}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})';
  const client = wireOf(TEXT, [record('S', { id: U8, level: U8 })]);
  const made = record('S', { id: U8, height: U8 });
  const fields = made.fields.map((field) => (field.name === 'id' ? { ...field, serdeSkip: true as const } : field));
  const server = wireOf(TEXT, [{ ...made, fields }]);
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const { verdict, sentence } = verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' });
  expect(verdict).toEqual({ kind: 'silent' });
  expect(sentence).toBe('The new server reads `s.height` = 2 as 1.');
});

test('a variant that arrives under the number of another one was not renamed', () => {
  const interfaceIn = (encoding: string, variants: Record<string, string>) => {
    const made = choice('E', Object.fromEntries(Object.keys(variants).map((name) => [name, {}])));
    const valued = made.variants.map((variant) => ({ ...variant, value: variants[variant.name] ?? null }));
    return wireOf(
      `Interface(name: "Test", ops: {"get": (args: {}, reply: Simple("E"), idempotent: true, encoding: ${encoding})})`,
      [{ ...made, repr: { layout: 'rust', integer: 'u8' }, variants: valued }],
    );
  };
  // `Fast` travels as its index, 1. In memory that is `Off`.
  const client = interfaceIn('Zerocopy', { Off: '1', Slow: '2' });
  const server = interfaceIn('Ssmarshal', { Slow: '2', Fast: '3' });
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'get' }).verdict).toEqual({ kind: 'silent' });
});

test('a reply is tried that the client would accept from its own version', () => {
  const made = choice('E', { Low: {}, High: {} });
  const variants = made.variants.map((variant, index) => ({ ...variant, value: `${2055 + index}` }));
  const text = (reply: string) =>
    `Interface(name: "Test", ops: {"get": (args: {}, reply: Simple("${reply}"), idempotent: true, encoding: Zerocopy)})`;
  const client = wireOf(text('[E; 4]'), [{ ...made, repr: { layout: 'rust', integer: 'u16' }, variants }]);
  const server = wireOf(text('u64'));
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'get' }).verdict).toEqual({ kind: 'silent' });
});

test('a message that is too long for an old server is worse than a lease that it rejects', () => {
  const client = wireOf(
    'Interface(name: "Test", ops: {"set": (args: {"e": "E"}, leases: {"data": (type: "[u8]", write: true)}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})',
    [choice('E', { Small: { one: U8, other: U8 }, Large: { all: { kind: 'array', element: U8, length: 9 } } })],
  );
  // Small messages are misread, which ends the search for arguments that are refused; then the lease is rejected.
  const server = wireOf(
    'Interface(name: "Test", ops: {"set": (args: {"e": "E"}, leases: {"data": (type: "[u8]", read: true)}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})',
    [choice('E', { Small: { other: U8, one: U8 } })],
  );
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const behavior: CallBehavior = { ...CURRENT, server: { ...CURRENT.server, overlongMessage: 'panic' } };
  const call = { ...CHANGED, client, operation, server, meant: 'set' };
  expect(verdictOfCall({ ...call, behavior }).verdict).toEqual({ kind: 'panic', who: 'server' });
  expect(verdictOfCall(call).verdict.kind).toBe('fault');
});

test('a number is tried of which each byte is the value of a variant', () => {
  const made = choice('E', { Low: {}, High: {} });
  const variants = made.variants.map((variant, index) => ({ ...variant, value: `${index - 2}` }));
  const types = [{ ...made, repr: { layout: 'rust', integer: 'i8' } as const, variants: variants.slice(0, 1) }];
  const interfaceOf = (args: string) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (args: {${args}}, reply: Simple("()"), idempotent: true, encoding: Zerocopy)})`,
      types,
    );
  const [client, server] = [interfaceOf('"level": "i16", "e": "E"'), interfaceOf('"e": "E", "level": "i16"')];
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  // -258 travels as `fe fe`, and `E` knows no byte but `fe`.
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' }).verdict).toEqual({ kind: 'silent' });
});

test('bytes of a lease that are misread count where some reply, such as none, can be read', () => {
  const text = (element: string) =>
    `Interface(name: "Test", ops: {"get": (args: {}, leases: {"data": (type: "[${element}]", write: true, max_len: Some(2))}, reply: Simple("Option<S>"), idempotent: true, encoding: Hubpack)})`;
  const server = wireOf(text('i8'), [record('S', { on: U8 })]);
  const client = wireOf(text('i16'), [record('S', { on: U8, level: U16 })]);
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  // `Some` panics the client, `None` does not.
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'get' }).verdict).toEqual({ kind: 'silent' });
});

test('a number is tried whose bytes are a boolean and a variant of two bytes', () => {
  const made = choice('E', { Only: {} });
  const variants = made.variants.map((variant) => ({ ...variant, value: '1' }));
  const types = [{ ...made, repr: { layout: 'rust', integer: 'u16' } as const, variants }];
  const interfaceOf = (args: string) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (args: {${args}}, reply: Simple("()"), idempotent: true, encoding: Zerocopy)})`,
      types,
    );
  const client = interfaceOf('"level": "i32", "e": "E", "on": "bool"');
  const server = interfaceOf('"on": "bool", "e": "E", "level": "i32"');
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' }).verdict).toEqual({ kind: 'silent' });
});

test('a `bool` is the only element of an array of them, also beside another change', () => {
  const interfaceOf = (type: string, ...variants: string[]) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (args: {"on": "${type}", "e": "E"}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})`,
      [choice('E', Object.fromEntries(variants.map((name) => [name, {}])))],
    );
  const client = interfaceOf('[bool; 1]', 'Low', 'High');
  const server = interfaceOf('bool', 'Low');
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const { verdict } = verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' });
  expect(verdict).toEqual({ kind: 'fault', fault: 'BadMessageContents' });
});

test('bytes are found that two versions accept, where a float takes the place of an enum', () => {
  const level = { kind: 'float', name: 'f32' } as const;
  const made = choice('E', { Low: {}, High: {} });
  const variants = made.variants.map((variant, index) => ({ ...variant, value: `${0x50 + 7 * index}` }));
  const types = [{ ...made, repr: { layout: 'rust', integer: 'u8' } as const, variants }, record('S', { level })];
  const interfaceOf = (args: string) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (args: {${args}}, reply: Simple("()"), idempotent: true, encoding: Zerocopy)})`,
      types,
    );
  const mode = '"mode": (type: "E", recv: FromPrimitive("u8"))';
  const client = interfaceOf(`${mode}, "s": "S"`);
  const server = interfaceOf(`"s": "S", ${mode}`);
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' }).verdict).toEqual({ kind: 'silent' });
});

test('a length that a lease is refused for may be worse than a lease that is missing', () => {
  const interfaceOf = (leases: string) =>
    wireOf(`Interface(name: "Test", ops: {"set": (leases: {${leases}}, reply: Simple("()"), idempotent: true)})`);
  const client = interfaceOf('"data": (type: "[u16]", read: true)');
  const server = interfaceOf('"data": (type: "[[u8; 12]]", read: true), "more": (type: "[u8]", read: true)');
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const call = { ...CHANGED, client, operation, server, meant: 'set', behavior: REFUSES_BY_CODE };
  expect(verdictOfCall(call).verdict).toEqual({ kind: 'silent' });
});

test('a lease that the server does not use counts, though another one is only misread after the reply', () => {
  const interfaceOf = (element: string, more: string, ok: string, encoding: string) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (leases: {"data": (type: "[${element}]", write: true)${more}}, reply: Simple("${ok}"), idempotent: true, encoding: ${encoding})})`,
    );
  const client = interfaceOf('[u8; 3]', ', "more": (type: "[u8]", write: true)', 'u32', 'Ssmarshal');
  const server = interfaceOf('[u8; 4]', '', 'u8', 'Hubpack');
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  const behavior: CallBehavior = { ...CURRENT, server: { ...CURRENT.server, countsLeases: false } };
  const call = { ...CHANGED, client, operation, server, meant: 'set', behavior };
  expect(verdictOfCall(call).verdict).toEqual({ kind: 'silent' });
});

test('values are tried around bytes that two versions accept', () => {
  const made = choice('E', { Low: {}, High: {} });
  const variants = made.variants.map((variant, index) => ({ ...variant, value: `${5 + 50 * index}` }));
  const types = [{ ...made, repr: { layout: 'rust', integer: 'u8' } as const, variants }];
  const interfaceOf = (mode: string, level: string) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (args: {"mode": ${mode}, "level": "${level}"}, reply: Simple("()"), idempotent: true)})`,
      types,
    );
  // Only as the number of a variant, and with a negative level, it is misread.
  const client = interfaceOf('"u8"', 'i16');
  const server = interfaceOf('(type: "E", recv: FromPrimitive("u8"))', 'u16');
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' }).verdict).toEqual({ kind: 'silent' });
});

test('a field of a generic struct may be renamed when its arguments change', () => {
  const interfaceOf = (name: string, field: string) =>
    wireOf(
      'Interface(name: "Test", ops: {"set": (args: {"pair": "Pair"}, reply: Simple("()"), idempotent: true, encoding: Hubpack)})',
      [{ ...record('Pair', { [field]: U8 }), name }],
    );
  const [client, server] = [interfaceOf('Pair<u8>', 'level'), interfaceOf('Pair<Level>', 'height')];
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' }).verdict.kind).toBe('ok');
});

test.each(['[u8; 400]', '[Pair; 200]'])('bytes are found that two versions accept, behind a long %s', (block) => {
  const level = { kind: 'float', name: 'f32' } as const;
  const made = choice('E', { Low: {}, High: {} });
  const variants = made.variants.map((variant, index) => ({ ...variant, value: `${0x50 + 7 * index}` }));
  const types = [
    { ...made, repr: { layout: 'rust', integer: 'u8' } as const, variants },
    record('S', { level }),
    record('Pair', { low: U8, high: U8 }),
  ];
  const interfaceOf = (args: string) =>
    wireOf(
      `Interface(name: "Test", ops: {"set": (args: {"block": "${block}", ${args}}, reply: Simple("()"), idempotent: true)})`,
      types,
    );
  const mode = '"mode": (type: "E", recv: FromPrimitive("u8"))';
  const client = interfaceOf(`${mode}, "s": "S"`);
  const server = interfaceOf(`"s": "S", ${mode}`);
  const [operation] = client.operations;
  if (!operation) throw new Error('no operation');
  expect(verdictOfCall({ ...CHANGED, client, operation, server, meant: 'set' }).verdict).toEqual({ kind: 'silent' });
});
