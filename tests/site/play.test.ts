import { expect, test } from 'vitest';
import { compareInterfaces } from '../../src/compare/index.ts';
import type { VersionObject } from '../../src/registry/index.ts';
import { analyse } from '../../src/site/play/analysis.ts';
import { decodedHtml, triedCallHtml } from '../../src/site/play/call.ts';
import { PLAY_EXAMPLES, type PlayExample } from '../../src/site/play/examples.ts';
import { byFit, fitOf, isWeak } from '../../src/site/play/fit.ts';
import { formJson, formOf } from '../../src/site/play/form.ts';
import { hexText, parseHex } from '../../src/site/play/hex.ts';
import { identifiedHtml, identify } from '../../src/site/play/identify.ts';
import { rustOf } from '../../src/site/play/rust-types.ts';
import { sampleArguments, sampleReplies } from '../../src/site/play/sample.ts';
import { PLAY_TARGETS } from '../../src/site/play/targets.ts';
import { type BytePart, layOut } from '../../src/wire/index.ts';
import { exampleRegistry } from './example.ts';

const registry = exampleRegistry();
const IDOL = `Interface(name: "Fan", ops: {
  "spin": (args: { "index": "u8", "mode": "Mode" }, reply: Result(ok: "u16", err: CLike("FanError")), encoding: Hubpack),
})`;
const RUST = `#[derive(Serialize, Deserialize, SerializedSize)] pub enum Mode { Off, Fast(u16) }
#[derive(FromPrimitive, IdolError)] #[repr(u32)] pub enum FanError { Stuck = 3 }`;
const rule = (id: string) => `/checks/${id}/`;

test.each([
  ['01 02 0a', '01 02 0a'],
  ['0x01, 0x2, 0xff', '01 02 ff'],
  ['[0x01,0x02]', '01 02'],
  ['01020a', '01 02 0a'],
  ['b"\\x01\\xfe"', '01 fe'],
  ['', ''],
])('%j is bytes', (text, bytes) => {
  expect(hexText(parseHex(text) as Uint8Array)).toBe(bytes);
});

test.each(['zz', '012', '0x0g', '1.5', 'null'])('%j is no bytes', (text) => {
  expect(parseHex(text)).toBeUndefined();
});

test('a sample call of every operation of the example is sent, read and answered', () => {
  for (const { schema } of registry.interfaces) {
    for (const operation of schema?.operations ?? []) {
      if (!schema) continue;
      const args = sampleArguments(operation, schema.types);
      for (const { name, json } of sampleReplies(operation, schema.types)) {
        const { text } = triedCallHtml(schema, { operation: operation.number, args, reply: json });
        const isOpen = /not (?:known|resolved)|say which one|say what holds/.test(text);
        expect(isOpen || !text.includes('notice'), `${schema.name}.${operation.name} ${name}: ${text}`).toBe(true);
      }
    }
  }
});

test('a form as it begins is a call that works', () => {
  for (const { schema } of registry.interfaces) {
    for (const operation of schema?.operations ?? []) {
      if (!schema) continue;
      const args = formJson(formOf(operation, schema.types));
      const { text } = triedCallHtml(schema, { operation: operation.number, args, reply: 'null' });
      const isOpen = /not (?:known|resolved)|say which one|say what holds/.test(text);
      expect(isOpen || text.includes('<strong>Message</strong>'), `${operation.name} ${args}: ${text}`).toBe(true);
    }
  }
});

test('the types of an interface, written as Rust, are read as the same types', () => {
  for (const { schema, path, text } of registry.interfaces) {
    if (!schema) continue;
    const object: VersionObject = { kind: 'object', format: 1, path, schema, items: {}, text };
    const whole = rustOf(schema).items.map((item) => item.text);
    for (const rust of ['', whole.join('\n')]) {
      const found = analyse({ idol: text, rust, published: { label: 'v1', object } }, rule).schema;
      expect(found && compareInterfaces(object, { ...object, schema: found }).causes, path).toEqual([]);
    }
  }
});

test('a changed type alone shows what breaks, also inside another', () => {
  const entry = registry.interfaces.find(({ name }) => name === 'Anemometer');
  if (!entry?.schema) throw new Error('no such interface');
  const { path, schema, text } = entry;
  const object: VersionObject = { kind: 'object', format: 1, path, schema, items: {}, text };
  const item = rustOf(schema).items.find(({ name }) => name === 'Wind');
  const rust = item?.text.replace(/(\w+): u16,/, '$1: u32,') ?? '';
  expect(rust).not.toBe(item?.text);
  const { comparison } = analyse({ idol: text, rust, published: { label: 'v1', object } }, rule);
  expect(comparison?.text).toContain('/checks/field-type-changed/');
});

test('the machine decides the layout', () => {
  const [, , example] = PLAY_EXAMPLES;
  const sizes = (['arm', 'riscv32'] as const).map((name) => {
    const { schema, findings } = analyse({ ...(example as PlayExample), target: PLAY_TARGETS[name].target }, rule);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    return schema && layOut(schema, PLAY_TARGETS[name].target).operations[0]?.leases[0]?.size?.max;
  });
  expect(sizes).toEqual([4, 8]);
});

test.each(PLAY_EXAMPLES.map((example) => [example.name, example] as const))(
  'the example %j has errors only where it says so',
  (name, example) => {
    const { findings } = analyse(example, rule);
    expect(findings.some(({ severity }) => severity === 'error')).toBe(name.startsWith('Mistakes'));
  },
);

test('an interface that is being written has layouts, stubs and a schema', () => {
  const { findings, html, schema } = analyse({ idol: IDOL, rust: RUST }, rule);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(html.text).toContain('2–4 bytes');
  expect(html.text).toContain('Rust client');
  expect(schema?.operations.map(({ name }) => name)).toEqual(['spin']);
  const call = { operation: 1, args: '{"index": 7, "mode": {"Fast": 258}}', reply: '{"Err": "Stuck"}' };
  expect(triedCallHtml(schema as NonNullable<typeof schema>, call).text.replace(/<[^>]*>/g, '')).toContain(
    '07 01 02 01',
  );
  expect(triedCallHtml(schema as NonNullable<typeof schema>, call).text).toContain('return code 3');
  expect(decodedHtml(schema as NonNullable<typeof schema>, { operation: 1, bytes: '07 01 02 01' }).text).toContain(
    '&quot;Fast&quot;:258',
  );
});

test('whatever is typed, there is an answer', () => {
  for (let end = 0; end <= IDOL.length; end += 7) {
    const { findings, schema } = analyse({ idol: IDOL.slice(0, end), rust: RUST.slice(0, end) }, rule);
    expect(findings.length > 0 || schema !== undefined, IDOL.slice(0, end)).toBe(true);
  }
});

test('a published version lends its types, and a change against it is told', () => {
  const entry = registry.interfaces.find(({ name }) => name === 'Sensors');
  if (!entry?.schema) throw new Error('no such interface');
  const object: VersionObject = {
    kind: 'object',
    format: 1,
    path: entry.path,
    schema: entry.schema,
    items: {},
    text: entry.text,
  };
  const published = { label: 'v3', object };
  const same = analyse({ idol: entry.text, rust: '', published }, rule);
  expect(same.findings.filter(({ check }) => check === 'unresolved-type')).toEqual([]);
  const changed = analyse({ idol: entry.text.replace('"post"', '"put"'), rust: '', published }, rule);
  expect(changed.comparison?.text).toContain('/checks/op-renamed/');
});

const known = registry.interfaces.flatMap(({ schema, slug }) => (schema ? [{ schema, href: `/${slug}/` }] : []));

test.each([
  ['UndefinedOperation', 'UndefinedOperation'],
  ['task sensors panicked: reply fault BadLeases', 'BadLeases'],
  ['0xffffff03', '0xffffff03'],
  ['Sensors.post() => Ok', 'Sensors.post'],
])('%j is named', (text, name) => {
  expect(identify(text, known).map((one) => one.name)).toContain(name);
});

test('bytes are named as the messages and replies that they can be', () => {
  const found = identify('00 01 00 00 00 00 00 00 00 00 00 c0 3f', known);
  expect(found.map(({ name }) => name)).toContain('Sensors.post');
  expect(found.find(({ name }) => name === 'Sensors.post')?.href).toBe('/sensors/#op-post');
});

test('of what bytes can be, a reading that few bytes allow comes before one that all do', () => {
  const found = identify('01 02 03 04', known);
  const fits = found.flatMap(({ fit }) => (fit ? [fit] : []));
  expect(fits.length).toBeGreaterThan(1);
  expect(fits).toEqual(fits.toSorted(byFit));
  expect(fits.some(isWeak)).toBe(true);
  const html = identifiedHtml(found).text;
  expect(html).toMatch(/nothing in the bytes (?:supports|decides)/);
});

test('a float that software does not send is unlikely', () => {
  const part = (value: number): BytePart => ({ offset: 0, length: 4, path: '', type: 'f32', value });
  expect(fitOf(new Uint8Array(4), [part(1e-40)], () => true).likely).toBe(0);
  expect(fitOf(new Uint8Array(4), [part(25.5)], () => true).likely).toBe(1);
  expect(isWeak(fitOf(new Uint8Array(4), [part(25.5)], () => true))).toBe(false);
  expect(fitOf(new Uint8Array(4), [part(25.5)], () => false).strict).toBe(1);
});

test('bytes behind a name are those of the interface or operation, as what the words say', () => {
  const found = identify('Sensors.post message 00 01 00 00 00 00 00 00 00 00 00 c0 3f', known);
  expect(found[0]?.name).toBe('Sensors.post');
  expect(found[0]?.what).toContain('as its message');
  expect(identify('clock reply 01 02', known).every(({ name }) => /^Clock\b/i.test(name))).toBe(true);
});

test('a code is every error that has it, and words that mean nothing are nothing', () => {
  expect(identify('code 1', known).length).toBeGreaterThan(1);
  expect(identify('zzz qqq', known)).toEqual([]);
});

test('a message contract is written as its settings, without replies and Rust stubs', () => {
  const example = PLAY_EXAMPLES.find(({ idol }) => idol.startsWith('{')) as PlayExample;
  const { html, schema } = analyse(example, rule);
  if (!schema) throw new Error('no schema');
  expect(html.text).toContain('Directions');
  expect(html.text).not.toContain('Rust client');
  const [args, call] = [
    JSON.stringify({ header: { version: 1, sequence: 2 }, body: 'Ping' }),
    { operation: 1, reply: '' },
  ];
  expect(triedCallHtml(schema, { ...call, args }).text).toContain('4 bytes');
  const messages = { directions: [] };
  const object = {
    kind: 'object',
    format: 1,
    path: 'p',
    schema: { ...schema, messages },
    items: {},
    text: example.idol,
  } as const;
  const published = { label: 'v1', object };
  expect(analyse({ ...example, rust: '', published }, rule).schema?.messages).toEqual(messages);
  const changed = example.rust.replace('sequence: u16', 'sequence: u32');
  expect(analyse({ ...example, rust: changed, published }, rule).comparison?.text).toContain('field-type-changed');
  expect(analyse({ idol: '{ "directions": ', rust: '' }, rule).findings[0]?.message).toContain('no JSON');
  expect(analyse({ idol: '{ "directions": 3 }', rust: '' }, rule).findings[0]?.message).toContain('directions');
});
