import { expect, test } from 'vitest';
import {
  compareInterfaces,
  effectsOf,
  type OperationVerdict,
  verdictsOf,
  witnessText,
  worstVerdict,
} from '../../src/compare/index.ts';
import { describeWhere } from '../../src/compare/match/alternatives.ts';
import { revisionTexts } from '../../src/compare/simulate/unseen.ts';
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

test('a list of one element over and over is short in a witness', () => {
  const zeros = (count: number) => `[${Array(count).fill('0').join(',')}]`;
  const sent = { values: [{ name: 'data', value: zeros(64) }], bytes: '' };
  expect(witnessText({ sent, received: [{ name: 'data', value: zeros(4) }] })).toBe(
    'client sends data=[0; 64]; server reads data=[0,0,0,0]',
  );
});

test('an operation that fails in some images is not also listed as one that works', () => {
  const operation = { old: { name: 'get', number: 1 }, new: { name: 'get', number: 1 } };
  const of = (verdict: OperationVerdict['verdict'], configuration: string): OperationVerdict => ({
    operation,
    direction: 'old-client',
    verdict,
    configurations: [configuration],
    sentence: '',
    causes: [],
  });
  const [effect] = effectsOf([
    of({ kind: 'ok', argument: 'same' }, 'in image `a`'),
    of({ kind: 'silent' }, 'in image `b`'),
  ]);
  expect(effect?.groups).toEqual([{ words: 'silent', operations: ['get'] }]);
});

test('revisions of a crate differ by their commits, not by the address of its repository', () => {
  const at = (revision: string, host = 'example') => `0.1.3 (git+https://${host}/crate#${revision.repeat(10)})`;
  expect(revisionTexts(at('abcd'), at('dcba'))).toEqual({ old: '0.1.3 (abcdabc)', new: '0.1.3 (dcbadcb)' });
  expect(revisionTexts(at('abcd'), at('abcd', 'other'))).toEqual({ old: at('abcd'), new: at('abcd', 'other') });
});

test('images stand in one list', () => {
  expect(describeWhere(['in image `a`'])).toBe(' (in image `a`)');
  const images = ['a', 'b', 'c', 'd'].map((name) => `in image \`${name}\``);
  expect(describeWhere(images)).toBe(' (in images `a`, `b`, `c` and 1 more)');
});

test('a verdict that is not known says so of each part', () => {
  const of = () => version('"get": (args: {"port": "Port"}, reply: Result(ok: "u8", err: CLike("GpioError"))),');
  const { verdicts } = compareInterfaces(of(), of());
  expect(new Set(verdicts.map(({ sentence }) => sentence))).toEqual(
    new Set([
      'The type `Port` could not be resolved, and may have changed. The type `GpioError` could not be resolved, and may have changed.',
    ]),
  );
});
