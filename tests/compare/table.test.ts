import { expect, test } from 'vitest';
import { compareInterfaces, type Direction, type OperationVerdict, worstVerdict } from '../../src/compare/index.ts';
import type { TypeDefinition } from '../../src/schema/index.ts';
import { choice, codes, record, U8, U16, U32, wireOf } from '../runtime/wire-of.ts';

/** One row: what changed, the rule that finds it, and the outcomes for the old client and the new one. */
interface Row {
  readonly before: string;
  readonly after: string;
  readonly types?: readonly TypeDefinition[];
  readonly newTypes?: readonly TypeDefinition[];
  readonly rule: string;
  readonly old: string;
  readonly new: string;
}

const stop = '"stop": (reply: Simple("()"), idempotent: true),';
const speed = '"speed": (reply: Simple("u16"), idempotent: true),';
const other = '"other": (args: {"x": "u128"}, reply: Simple("u128"), idempotent: true, encoding: Hubpack),';
const set = (args: string, encoding = 'Zerocopy') =>
  `"set": (args: {${args}}, reply: Simple("()"), idempotent: true, encoding: ${encoding}),`;
const get = (reply: string, encoding = 'Zerocopy') => `"get": (reply: ${reply}, encoding: ${encoding}),`;
const lend = (...leases: string[]) =>
  `"lend": (leases: {${leases.join()}}, reply: Result(ok: "()", err: ServerDeath)),`;
const MODE = choice('Mode', { Slow: {}, Fast: {} });
const CLIKE = 'Result(ok: "u16", err: CLike("E"))';
const COMPLEX = 'Result(ok: "()", err: Complex("E"))';
const E = codes('E', { A: 1, B: 2 });

const ROWS: Record<string, Row> = {
  'op appended': { before: stop, after: stop + speed, rule: 'op-appended', old: 'ok', new: 'UndefinedOperation' },
  'last op removed': { before: stop + speed, after: stop, rule: 'op-removed', old: 'UndefinedOperation', new: 'ok' },
  'ops renumbered, the new op takes it': {
    before: speed + stop,
    after: stop + speed,
    rule: 'op-renumbered speed',
    old: 'silent',
    new: 'silent',
  },
  'ops renumbered, its check refuses it': {
    before: speed + stop,
    after: stop + speed,
    rule: 'op-renumbered stop',
    old: 'ReplyBufferTooSmall',
    new: 'ReplyBufferTooSmall',
  },
  'arg appended, Zerocopy': {
    before: set('"a": "u8"') + other,
    after: set('"a": "u8", "b": "u8"') + other,
    rule: 'arg-appended',
    old: 'BadMessageContents',
    new: 'BadMessageContents',
  },
  'arg appended, Zerocopy, over the buffer': {
    before: set('"a": "u8"'),
    after: set('"a": "u8", "b": "u8"'),
    rule: 'arg-appended',
    old: 'BadMessageContents',
    new: 'BadMessageSize',
  },
  'arg appended, Hubpack': {
    before: set('"a": "u8"', 'Hubpack') + other,
    after: set('"a": "u8", "b": "u8"', 'Hubpack') + other,
    rule: 'arg-appended',
    old: 'BadMessageContents',
    new: 'ok',
  },
  'arg appended, Ssmarshal, over the buffer': {
    before: set('"a": "u8"', 'Ssmarshal'),
    after: set('"a": "u8", "b": "u8"', 'Ssmarshal'),
    rule: 'arg-appended',
    old: 'BadMessageContents',
    new: 'BadMessageSize',
  },
  'arg removed, Zerocopy': {
    before: set('"a": "u8", "b": "u8"') + other,
    after: set('"a": "u8"') + other,
    rule: 'arg-removed',
    old: 'BadMessageContents',
    new: 'BadMessageContents',
  },
  'last arg removed, Hubpack': {
    before: set('"a": "u8", "b": "u8"', 'Hubpack') + other,
    after: set('"a": "u8"', 'Hubpack') + other,
    rule: 'arg-removed',
    old: 'ok',
    new: 'BadMessageContents',
  },
  'args reordered': {
    before: set('"a": "u8", "b": "u8"'),
    after: set('"b": "u8", "a": "u8"'),
    rule: 'arg-reordered',
    old: 'silent',
    new: 'silent',
  },
  'arg type of another size': {
    before: set('"a": "u8"') + other,
    after: set('"a": "u16"') + other,
    rule: 'arg-type-changed',
    old: 'BadMessageContents',
    new: 'BadMessageContents',
  },
  'arg type of another sign': {
    before: set('"a": "u8"'),
    after: set('"a": "i8"'),
    rule: 'arg-type-changed',
    old: 'silent',
    new: 'silent',
  },
  '`u8` became `bool`': {
    before: set('"a": "u8"'),
    after: set('"a": "bool"'),
    rule: 'arg-bool-changed',
    old: 'silent',
    new: 'ok',
  },
  '`u8` became `bool`, Hubpack': {
    before: set('"a": "u8"', 'Hubpack'),
    after: set('"a": "bool"', 'Hubpack'),
    rule: 'arg-bool-changed',
    old: 'silent',
    new: 'ok',
  },
  'recv strategy changed, to one that refuses values': {
    before: set('"a": (type: "Mode", recv: From("u8", None))'),
    after: set('"a": (type: "Mode", recv: FromPrimitive("u8"))'),
    types: [MODE],
    rule: 'arg-recv-changed',
    old: 'ok',
    new: 'ok',
  },
  'encoding changed, the same bytes': {
    before: set('"a": "u16"'),
    after: set('"a": "u16"', 'Ssmarshal'),
    rule: 'encoding-changed',
    old: 'ok',
    new: 'ok',
  },
  'encoding changed, other bytes': {
    before: set('"a": "usize"') + other,
    after: set('"a": "usize"', 'Hubpack') + other,
    rule: 'encoding-changed',
    old: 'BadMessageContents',
    new: 'BadMessageContents',
  },
  'lease added': {
    before: lend('"a": (type: "[u8]", read: true)'),
    after: lend('"a": (type: "[u8]", read: true)', '"b": (type: "u8", read: true)'),
    rule: 'lease-added',
    old: 'BadLeases',
    new: 'BadLeases',
  },
  'leases reordered': {
    before: lend('"a": (type: "u8", read: true)', '"b": (type: "u8", read: true)'),
    after: lend('"b": (type: "u8", read: true)', '"a": (type: "u8", read: true)'),
    rule: 'lease-reordered',
    old: 'silent',
    new: 'silent',
  },
  'leases of other sizes reordered': {
    before: lend('"a": (type: "u8", read: true)', '"b": (type: "u16", read: true)'),
    after: lend('"b": (type: "u16", read: true)', '"a": (type: "u8", read: true)'),
    rule: 'lease-reordered',
    old: 'BadLeases',
    new: 'BadLeases',
  },
  'lease access widened': {
    before: lend('"a": (type: "u8", read: true)'),
    after: lend('"a": (type: "u8", read: true, write: true)'),
    rule: 'lease-access-widened',
    old: 'BadLeases',
    new: 'ok',
  },
  'lease access narrowed': {
    before: lend('"a": (type: "u8", read: true, write: true)'),
    after: lend('"a": (type: "u8", read: true)'),
    rule: 'lease-access-narrowed',
    old: 'ok',
    new: 'BadLeases',
  },
  'lease limit lowered': {
    before: lend('"a": (type: "[u16]", read: true, max_len: Some(8))'),
    after: lend('"a": (type: "[u16]", read: true, max_len: Some(4))'),
    rule: 'lease-limit-lowered',
    old: 'BadLeases',
    new: 'ok',
  },
  'lease limit removed': {
    before: lend('"a": (type: "[u16]", read: true, max_len: Some(8))'),
    after: lend('"a": (type: "[u16]", read: true)'),
    rule: 'lease-limit-raised',
    old: 'ok',
    new: 'BadLeases',
  },
  'lease type of another size': {
    before: lend('"a": (type: "u16", read: true)'),
    after: lend('"a": (type: "u32", read: true)'),
    rule: 'lease-type-changed',
    old: 'BadLeases',
    new: 'BadLeases',
  },
  'lease type of the same size': {
    before: lend('"a": (type: "u16", read: true)'),
    after: lend('"a": (type: "i16", read: true)'),
    rule: 'lease-type-changed',
    old: 'silent',
    new: 'silent',
  },
  'reply grew, Zerocopy': {
    before: get('Simple("S")'),
    after: get('Simple("S")'),
    types: [record('S', { a: U16 })],
    newTypes: [record('S', { a: U16, b: U16 })],
    rule: 'field-appended',
    old: 'ReplyBufferTooSmall',
    new: 'silent',
  },
  'reply shrank, Zerocopy': {
    before: get('Simple("S")'),
    after: get('Simple("S")'),
    types: [record('S', { a: U16, b: U16 })],
    newTypes: [record('S', { a: U16 })],
    rule: 'field-removed',
    old: 'silent',
    new: 'ReplyBufferTooSmall',
  },
  'reply appended to, Hubpack': {
    before: get('Simple("S")', 'Hubpack'),
    after: get('Simple("S")', 'Hubpack'),
    types: [record('S', { a: U16 })],
    newTypes: [record('S', { a: U16, b: U16 })],
    rule: 'field-appended',
    old: 'ReplyBufferTooSmall',
    new: 'panic',
  },
  'field skipped by serde, Hubpack': {
    before: get('Simple("S")', 'Hubpack'),
    after: get('Simple("S")', 'Hubpack'),
    types: [record('S', { a: U16, b: U8 })],
    newTypes: [skipping(record('S', { a: U16, b: U8 }), 'b')],
    rule: 'field-skipped',
    old: 'panic',
    new: 'ok',
  },
  'field skipped by serde before another, Hubpack': {
    before: set('"a": "S"', 'Hubpack') + other,
    after: set('"a": "S"', 'Hubpack') + other,
    types: [record('S', { a: U8, b: U8 })],
    newTypes: [skipping(record('S', { a: U8, b: U8 }), 'a')],
    rule: 'field-skipped',
    old: 'silent',
    new: 'BadMessageContents',
  },
  'field skipped by serde, Zerocopy': {
    before: get('Simple("S")'),
    after: get('Simple("S")'),
    types: [record('S', { a: U16 })],
    newTypes: [skipping(record('S', { a: U16 }), 'a')],
    rule: 'field-skipped',
    old: 'ok',
    new: 'ok',
  },
  '`Simple` became `Result`': {
    before: get('Simple("u16")'),
    after: get(CLIKE),
    types: [E],
    rule: 'reply-became-result',
    old: 'silent',
    new: 'ok',
  },
  '`Result` became `Simple`': {
    before: get(CLIKE),
    after: get('Simple("u16")'),
    types: [E],
    rule: 'reply-became-simple',
    old: 'ok',
    new: 'silent',
  },
  'arg longer in Ssmarshal than in memory': {
    before: set('"a": "u32"', 'Ssmarshal'),
    after: set('"a": "usize"', 'Ssmarshal'),
    rule: 'arg-type-changed',
    old: 'BadMessageContents',
    new: 'panic',
  },
  'reply longer in Ssmarshal than in memory': {
    before: get('Simple("u32")', 'Ssmarshal'),
    after: get('Simple("usize")', 'Ssmarshal'),
    rule: 'reply-type-changed',
    old: 'panic',
    new: 'panic',
  },
  'error variant added': {
    before: get(CLIKE),
    after: get(CLIKE),
    types: [E],
    newTypes: [codes('E', { A: 1, B: 2, C: 3 })],
    rule: 'error-variant-added',
    old: 'panic',
    new: 'ok',
  },
  'error variant removed': {
    before: get(CLIKE),
    after: get(CLIKE),
    types: [E],
    newTypes: [codes('E', { A: 1 })],
    rule: 'error-variant-removed',
    old: 'ok',
    new: 'panic',
  },
  'error variant removed, and its code given to the next': {
    before: get(CLIKE),
    after: get(CLIKE),
    types: [E],
    newTypes: [codes('E', { B: 1 })],
    rule: 'error-variant-removed',
    old: 'silent',
    new: 'silent',
  },
  'error variants renumbered': {
    before: get(CLIKE),
    after: get(CLIKE),
    types: [E],
    newTypes: [codes('E', { A: 2, B: 1 })],
    rule: 'error-variant-renumbered',
    old: 'silent',
    new: 'silent',
  },
  'error kind changed to `Complex`': {
    before: get('Result(ok: "u16", err: CLike("E"))', 'Hubpack'),
    after: get('Result(ok: "u16", err: Complex("E"))', 'Hubpack'),
    types: [codes('E', { B: 2 })],
    rule: 'error-kind-changed',
    old: 'panic',
    new: 'panic',
  },
  '`Complex` error grew past the old reply buffer': {
    before: get(COMPLEX, 'Hubpack'),
    after: get(COMPLEX, 'Hubpack'),
    types: [choice('E', { A: { x: U8 } })],
    newTypes: [choice('E', { A: { x: U8, y: U32 } })],
    rule: 'variant-fields-changed',
    old: 'panic',
    new: 'panic',
  },
  'enum variant inserted in a Hubpack type': {
    before: set('"a": "Mode"', 'Hubpack'),
    after: set('"a": "Mode"', 'Hubpack'),
    types: [MODE],
    newTypes: [choice('Mode', { Off: {}, Slow: {}, Fast: {} })],
    rule: 'variant-inserted',
    old: 'silent',
    new: 'silent',
  },
  'enum variants reordered in a Ssmarshal type': {
    before: set('"a": "Mode"', 'Ssmarshal'),
    after: set('"a": "Mode"', 'Ssmarshal'),
    types: [MODE],
    newTypes: [choice('Mode', { Fast: {}, Slow: {} })],
    rule: 'variant-reordered',
    old: 'silent',
    new: 'silent',
  },
  'enum variant appended, in an argument': {
    before: set('"a": "Mode"', 'Hubpack'),
    after: set('"a": "Mode"', 'Hubpack'),
    types: [MODE],
    newTypes: [choice('Mode', { Slow: {}, Fast: {}, Boost: {} })],
    rule: 'variant-appended',
    old: 'ok',
    new: 'BadMessageContents',
  },
  'enum variant appended, in a reply': {
    before: get('Simple("Mode")', 'Hubpack'),
    after: get('Simple("Mode")', 'Hubpack'),
    types: [MODE],
    newTypes: [choice('Mode', { Slow: {}, Fast: {}, Boost: {} })],
    rule: 'variant-appended',
    old: 'panic',
    new: 'ok',
  },
};

test.each(Object.entries(ROWS))('%s', (_, row) => {
  const [rule, operation] = row.rule.split(' ');
  const comparison = compared(row);
  const causes = comparison.causes.filter((cause) => cause.rule === rule);
  expect(causes).toHaveLength(1);
  const own = comparison.verdicts.filter((one) => operation === undefined || one.operation.old?.name === operation);
  expect({ old: worst(own, 'old-client'), new: worst(own, 'new-client') }).toEqual({ old: row.old, new: row.new });
  const [cause] = causes;
  for (const { verdict, causes: explained } of own) {
    if (verdict.kind !== 'ok') expect(explained).toContain(cause?.fingerprint);
  }
});

test.each([
  ['op', stop, stop.replace('stop', 'halt'), 'op-renamed'],
  ['arg', set('"a": "u8"'), set('"b": "u8"'), 'arg-renamed'],
  ['idempotent added', get(CLIKE), get(`${CLIKE}, idempotent: true`), 'idempotent-added'],
  ['idempotent removed', get(`${CLIKE}, idempotent: true`), get(CLIKE), 'idempotent-removed'],
])('%s: nothing travels differently', (_, before, after, rule) => {
  const { causes, verdicts } = compared({ before, after, types: [E] });
  expect(causes.map((cause) => [cause.rule, cause.levels.includes('wire')])).toEqual([[rule, false]]);
  expect(verdicts.filter(({ verdict }) => verdict.kind !== 'ok')).toEqual([]);
});

function skipping(definition: TypeDefinition, name: string): TypeDefinition {
  if (definition.kind !== 'struct') return definition;
  const fields = definition.fields.map((field) =>
    field.name === name ? { ...field, serdeSkip: true as const } : field,
  );
  return { ...definition, fields };
}

function compared({
  before,
  after,
  types = [],
  newTypes = types,
}: Pick<Row, 'before' | 'after' | 'types' | 'newTypes'>) {
  const version = (operations: string, definitions: readonly TypeDefinition[]) => ({
    path: 'idl/test.idol',
    schema: wireOf(`Interface(name: "Test", ops: {${operations}})`, definitions),
    items: {},
  });
  return compareInterfaces(version(before, types), version(after, newTypes));
}

/** The worst verdict in a direction: the fault's name where it is one. */
function worst(verdicts: readonly OperationVerdict[], direction: Direction): string {
  const found = worstVerdict(verdicts.filter((one) => one.direction === direction));
  return found?.verdict.kind === 'fault' ? found.verdict.fault : (found?.verdict.kind ?? 'ok');
}
