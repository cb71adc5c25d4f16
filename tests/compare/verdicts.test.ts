import { expect, test } from 'vitest';
import { compareInterfaces, verdictsOf, witnessText, worstVerdict } from '../../src/compare/index.ts';
import { record, U8, U16, wireOf } from '../runtime/wire-of.ts';

const version = (operations: string, types: Parameters<typeof wireOf>[1] = []) => ({
  path: 'idl/random.idol',
  schema: wireOf(`Interface(name: "I", ops: {${operations}})`, types),
  items: {},
});

test('an operation has one verdict for each direction, found with all differences at once', () => {
  const before = version('"read": (args: {"index": "u8", "offset": "u16"}, reply: Simple("u8"), idempotent: true),');
  const after = version('"read": (args: {"offset": "u16", "bank": "u8"}, reply: Simple("u8"), idempotent: true),');
  const { verdicts, causes } = compareInterfaces(before, after);
  expect(verdicts.map(({ direction, verdict }) => [direction, verdict.kind])).toEqual([
    ['old-client', 'silent'],
    ['new-client', 'silent'],
  ]);
  expect(causes.map(({ rule }) => rule).sort()).toEqual(['arg-appended', 'arg-removed']);
  for (const { causes: fingerprints } of verdicts)
    expect(fingerprints).toEqual(causes.map(({ fingerprint }) => fingerprint));
});

test('a cause has the verdicts of the operations that it touches', () => {
  const get = (name: string) => `"${name}": (reply: Simple("P"), idempotent: true),`;
  const before = version(get('one') + get('two'), [record('P', { a: U8 })]);
  const after = version(get('one') + get('two'), [record('P', { a: U8, b: U16 })]);
  const comparison = compareInterfaces(before, after);
  const [cause] = comparison.causes;
  expect(comparison.causes).toHaveLength(1);
  const verdicts = cause ? verdictsOf(comparison, cause) : [];
  expect(verdicts.map(({ operation }) => operation.new?.name)).toEqual(['one', 'one', 'two', 'two']);
  expect(worstVerdict(verdicts)?.verdict).toEqual({ kind: 'silent' });
  expect(comparison.unseen).toEqual({ old: 0, new: 0 });
});

test('the compiler of the server says how long a message may be', () => {
  const first = (args: string) =>
    `"first": (args: {${args}}, reply: Simple("()"), idempotent: true), "second": (args: {"a": "u16"}, reply: Simple("()"), idempotent: true),`;
  const [short, long] = [version(first('"a": "u16"')), version(first('"a": "u16", "b": "u16"'))];
  const verdictWith = (compiler: string) => {
    const runtime = { version: '0.1.0', revision: '7818dbd' };
    const components = { locked: true, runtime, compiler: { version: '0.1.0', revision: compiler } };
    const { verdicts } = compareInterfaces({ ...short, build: { components } }, long);
    return verdicts.find(({ direction }) => direction === 'new-client')?.verdict;
  };
  expect(verdictWith('2b5b5bb')).toEqual({ kind: 'fault', fault: 'BadMessageSize' });
  expect(verdictWith('6d18e14')).toEqual({ kind: 'fault', fault: 'BadMessageContents' });
  expect(verdictWith('1234567')).toMatchObject({ kind: 'unknown', about: 'which revision of a component is used' });
});

test('a witness reads as a sentence', () => {
  const sent = {
    values: [
      { name: 'index', value: '1' },
      { name: 'offset', value: '0x0302' },
    ],
    bytes: '01 02 03',
  };
  const received = [
    { name: 'offset', value: '0x0201' },
    { name: 'index', value: '3' },
  ];
  expect(witnessText({ sent, received })).toBe(
    'client sends index=1, offset=0x0302 as 01 02 03; server reads offset=0x0201, index=3',
  );
});
