import { expect, test } from 'vitest';
import { compareInterfaces, type InterfaceVersion, interfaceText } from '../../src/compare/index.ts';
import { NOTHING_PINNED } from '../../src/runtime/index.ts';
import type { Condition, EnumDefinition, Type, TypeDefinition } from '../../src/schema/index.ts';
import { choice, codes, record, U8, U16, wireOf } from '../runtime/wire-of.ts';
import { judgedCauses } from './judged-causes.ts';

const image = (...images: string[]): Condition => ({ kind: 'images', images });
const cfg = (predicate: string): Condition => ({ kind: 'cfg', predicate });

const TEXT = 'Interface(name: "Test", ops: {"get": (reply: Simple("S"), idempotent: true)})';

function compare(before: readonly TypeDefinition[], after: readonly TypeDefinition[]) {
  const version = (definitions: readonly TypeDefinition[]) => ({
    path: 'idl/test.idol',
    schema: wireOf(TEXT, definitions),
    items: {},
  });
  return judgedCauses(compareInterfaces(version(before), version(after))).map(
    ({ rule, message, isOnTheWire, old, new: now }) => ({
      rule,
      message,
      ...(isOnTheWire && { old, new: now }),
    }),
  );
}

const perImage = (...cases: [string, Type][]): Type => ({
  kind: 'alternatives',
  cases: cases.map(([name, type]) => ({ condition: image(name), type })),
});

test('a type that differs between images is judged in each; the worst is told with its image', () => {
  const before = [record('S', { port: perImage(['gimlet', U8], ['sidecar', U16]) })];
  const after = [record('S', { port: perImage(['gimlet', U16], ['sidecar', U16]) })];
  const [cause, ...rest] = compare(before, after);
  expect(rest).toEqual([]);
  expect(cause?.rule).toBe('field-type-changed');
  expect(cause?.old?.verdict).toEqual({ kind: 'fault', fault: 'ReplyBufferTooSmall' });
  expect(cause?.old?.sentence).toMatch(/^in image `gimlet`: /);
  expect(cause?.new?.verdict.kind).toBe('ok');
});

test('a field that only some images have is judged where it is', () => {
  const field = (condition: Condition) => ({ name: 'extra', type: U8, condition });
  const before = record('S', { rpm: U16 });
  const after = { ...before, fields: [...before.fields, field(cfg('feature = "extra"'))] };
  const [cause] = compare([before], [after]);
  expect(cause?.rule).toBe('field-appended');
  expect(cause?.old).toMatchObject({ verdict: { kind: 'fault', fault: 'ReplyBufferTooSmall' } });
});

test('a field or variant that comes under a condition is judged where that does not hold', () => {
  const always = record('S', { rpm: U16, extra: U8 });
  const extra = (condition: Condition) => ({ name: 'extra', type: U8, condition });
  const sometimes = { ...always, fields: always.fields.map((one, i) => (i === 1 ? extra(cfg('feature = "x"')) : one)) };
  const otherwise = { ...always, fields: always.fields.map((one, i) => (i === 1 ? extra(cfg('feature = "y"')) : one)) };
  const came = compare([always], [sometimes]);
  expect(came.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    'condition-changed: `S::extra` now exists only with `feature = "x"`, previously always',
  ]);
  expect(came[0]?.new?.verdict).toEqual({ kind: 'fault', fault: 'ReplyBufferTooSmall' });
  expect(came[0]?.new?.sentence).toMatch(/^without `feature = "x"`: /);
  const [went] = compare([sometimes], [always]);
  expect(went?.old?.verdict).toEqual({ kind: 'fault', fault: 'ReplyBufferTooSmall' });
  const [changed, ...rest] = compare([sometimes], [otherwise]);
  expect([changed?.rule, rest]).toEqual(['condition-changed', []]);
  expect(changed?.old?.verdict).toEqual({ kind: 'silent' });
  expect(changed?.old?.sentence).toMatch(/^without `feature = "y"`: /);
});

/** What is found where images came, and nothing changed in any that was there. */
const came = (...images: string[]) => [
  {
    rule: 'images-changed',
    message: `images with their own types changed: ${images.map((name) => `\`${name}\``).join(', ')} added`,
  },
];

test('an image that only one version has changes nothing that travels', () => {
  const before = [record('S', { port: perImage(['gimlet', U8], ['sidecar', U16]) })];
  const after = [record('S', { port: perImage(['cosmo', U16], ['gimlet', U8], ['sidecar', U16]) })];
  expect(compare(before, after)).toEqual(came('cosmo'));
  expect(compare(after, before).map(({ message }) => message)).toEqual([
    'images with their own types changed: `cosmo` removed',
  ]);
});

test('in whatever order images are told, they are the same images', () => {
  const wire = (...cases: [string, Type][]) => interfaceText(wireOf(TEXT, [record('S', { port: perImage(...cases) })]));
  expect(wire(['sidecar', U16], ['gimlet', U8])).toBe(wire(['gimlet', U8], ['sidecar', U16]));
  expect(wire(['sidecar', U8], ['gimlet', U16])).not.toBe(wire(['gimlet', U8], ['sidecar', U16]));
});

test('nor does an array length of such an image', () => {
  const array = (...cases: [string, number][]): Type => ({
    kind: 'array',
    element: U8,
    length: { kind: 'alternatives', cases: cases.map(([name, value]) => ({ condition: image(name), value })) },
  });
  const before = [record('S', { counts: array(['gimlet', 4]) })];
  expect(compare(before, [record('S', { counts: array(['cosmo', 5], ['gimlet', 4]) })])).toEqual(came('cosmo'));
  expect(compare(before, [record('S', { counts: array(['gimlet', 5]) })])).toHaveLength(1);
});

test('definitions of the same image are matched, wherever their case stands', () => {
  const sockets = (id: string, ...names: string[]): EnumDefinition => ({
    ...choice('Socket', Object.fromEntries(names.map((name) => [name, {}]))),
    id,
  });
  const named = (id: string): Type => ({ kind: 'named', id });
  const before = [
    record('S', { to: perImage(['gimlet', named('A')], ['sidecar', named('B')]) }),
    sockets('A', 'Rpc'),
    sockets('B', 'Log'),
  ];
  const after = [
    record('S', { to: perImage(['cosmo', named('A')], ['gimlet', named('B')], ['sidecar', named('C')]) }),
    sockets('A', 'Udp'),
    sockets('B', 'Rpc'),
    sockets('C', 'Log', 'Dump'),
  ];
  const causes = compare(before, after);
  expect(causes.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    'images-changed: images with their own types changed: `cosmo` added',
    'variant-appended: `Socket` has a new last variant `Dump` = 1 (in image `sidecar`)',
  ]);
});

test('sizes are those of the targets that both versions are built for', () => {
  const RISCV = 'riscv32imc-unknown-none-elf';
  const ARM = 'thumbv7em-none-eabihf';
  const mode = codes('Mode', { Off: 0, On: 1 });
  const holder = record('S', { mode: { kind: 'named', id: 'Mode' } });
  const version = (repr: EnumDefinition['repr'], targets?: string[]): InterfaceVersion => ({
    path: 'idl/test.idol',
    schema: wireOf(TEXT, [holder, { ...mode, repr }]),
    items: {},
    build: { components: NOTHING_PINNED, ...(targets && { targets }) },
  });
  // An enum with `repr(C)` is 1 byte on bare-metal Arm, and 4 bytes on RISC-V.
  const verdicts = (old: string[] | undefined, now: string[] | undefined) =>
    compareInterfaces(version({ layout: 'C' }, old), version({ layout: 'rust', integer: 'u8' }, now))
      .verdicts.filter(({ direction }) => direction === 'new-client')
      .map(({ configurations, verdict }) => [...configurations, verdict.kind]);
  expect(verdicts(undefined, undefined)).toEqual([['ok']]);
  expect(verdicts([ARM], [ARM])).toEqual([['ok']]);
  expect(verdicts([RISCV], [RISCV])).toEqual([['fault']]);
  expect(verdicts([ARM, RISCV], [RISCV])).toEqual([['fault']]);
  expect(verdicts([ARM, RISCV], undefined)).toEqual([['ok']]);
  const both = [
    [`for target \`${RISCV}\``, 'fault'],
    [`for target \`${ARM}\``, 'ok'],
  ];
  expect(verdicts([RISCV], undefined)).toEqual(both);
  expect(verdicts([ARM, RISCV], [ARM, RISCV])).toEqual(both);
});

test('a condition that did not change makes nothing unknown', () => {
  const conditional = (variants: Record<string, Record<string, Type>>): EnumDefinition => {
    const made = choice('S', variants);
    const all = made.variants.map((it) => (it.name === 'Vlan' ? { ...it, condition: image('sidecar') } : it));
    return { ...made, variants: all };
  };
  const causes = compare([conditional({ Vlan: {}, Other: {} })], [conditional({ Vlan: {}, Other: {}, Last: {} })]);
  expect(causes.map(({ rule }) => rule)).toEqual(['variant-appended']);
  expect(causes[0]?.old?.verdict.kind).not.toBe('unknown');
});

test('a type that nobody could resolve is unknown, unless both sides pin one revision of its crate', () => {
  const open = (text: string, revision?: string): Type => ({
    kind: 'unresolved',
    text,
    reason: { kind: 'outside-tree', message: 'It is in another repository.', ...(revision && { revision }) },
  });
  expect(compare([record('S', { a: open('A', '1.0') })], [record('S', { a: open('A', '1.0') })])).toEqual([]);
  for (const now of [open('A'), open('A', '1.1')]) {
    const [unseen, ...others] = compare([record('S', { a: open('A', '1.0') })], [record('S', { a: now })]);
    expect(unseen).toMatchObject({
      rule: 'unseen-type',
      old: { verdict: { kind: 'unknown' } },
      new: { verdict: { kind: 'unknown' } },
    });
    expect(others).toEqual([]);
  }
  const [cause] = compare([record('S', { a: open('A') })], [record('S', { a: open('B') })]);
  expect([cause?.old?.verdict.kind, cause?.new?.verdict.kind]).toEqual(['unknown', 'unknown']);
});

test('features of one name in two crates are tried apart where no image builds the interface', () => {
  const extra = (crate: string, name: string) => ({
    ...record(name, { first: U8 }),
    crate,
    fields: [
      { name: 'first', type: U8 },
      { name: 'second', type: U8, condition: cfg('feature = "wide"') },
    ],
  });
  const text =
    'Interface(name: "Test", ops: {"get": (args: {"a": "A", "b": "B"}, reply: Simple("()"), idempotent: true)})';
  const version = (definitions: readonly TypeDefinition[]) => ({
    path: 'idl/test.idol',
    schema: wireOf(text, definitions),
    items: {},
  });
  const before = version([extra('one_api', 'A'), extra('other_api', 'B')]);
  const after = version([extra('one_api', 'A'), record('B', { first: U16 })]);
  const { verdicts } = compareInterfaces(before, after);
  const found = verdicts.flatMap(({ direction, verdict, configurations }) =>
    direction === 'old-client' ? configurations.map((one) => `${one}: ${verdict.kind}`) : [],
  );
  expect(found).toEqual([
    'with `one_api: feature = "wide"`: silent',
    'without `one_api: feature = "wide"`: silent',
    'with `other_api: feature = "wide"`: silent',
    // Only here do the two sides send and expect another number of bytes.
    'without `other_api: feature = "wide"`: fault',
  ]);
});
