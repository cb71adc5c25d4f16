import { describe, expect, test } from 'vitest';
import {
  compareInterfaces,
  type Direction,
  type InterfaceComparison,
  verdictOfCall,
  witnessText,
  worstVerdict,
} from '../../src/compare/index.ts';
import type { TypeDefinition } from '../../src/schema/index.ts';
import { choice, codes, record, U8, U16, U32, wireOf } from '../runtime/wire-of.ts';
import { simulateWitness } from './simulate.ts';

interface Side {
  readonly ops: string;
  readonly types?: readonly TypeDefinition[];
}

const version = ({ ops, types = [] }: Side) => ({
  path: 'idl/test.idol',
  schema: wireOf(`Interface(name: "Test", ops: {${ops}})`, types),
  items: {},
});

const compared = (before: Side, after: Side) => compareInterfaces(version(before), version(after));

const worst = ({ verdicts }: InterfaceComparison, direction: Direction) => {
  const found = worstVerdict(verdicts.filter((one) => one.direction === direction));
  return found?.verdict.kind === 'fault' ? found.verdict.fault : (found?.verdict.kind ?? 'ok');
};

const both = (comparison: InterfaceComparison) => [worst(comparison, 'old-client'), worst(comparison, 'new-client')];

const args = (list: string, encoding = 'Zerocopy') => ({
  ops: `"set": (args: {${list}}, reply: Simple("()"), idempotent: true, encoding: ${encoding})`,
});

const carrying = (place: string, encoding: string) => {
  const reply = encoding === 'Zerocopy' ? '' : `, encoding: ${encoding}`;
  switch (place) {
    case 'argument':
      return `"op": (args: {"a": "T"}, reply: Simple("()"), idempotent: true${reply})`;
    case 'simple reply':
      return `"op": (reply: Simple("T"), idempotent: true${reply})`;
    case 'result reply':
      return `"op": (reply: Result(ok: "T", err: ServerDeath)${reply})`;
    case 'lease':
      return `"op": (leases: {"l": (type: "T", read: true)}, reply: Result(ok: "()", err: ServerDeath))`;
    case 'written lease':
      return `"op": (leases: {"l": (type: "[T]", write: true)}, reply: Result(ok: "()", err: ServerDeath))`;
    default:
      return `"op": (reply: Result(ok: "()", err: Complex("T")), encoding: Hubpack)`;
  }
};

const F32 = { kind: 'float', name: 'f32' } as const;
const REPR_C = { repr: { layout: 'C' } } as const;

describe('several changes of one operation are one call', () => {
  test('an argument that went and one that came in its size: the call is misread, not refused', () => {
    const comparison = compared(args('"index": "u8", "offset": "u16"'), args('"offset": "u16", "bank": "u8"'));
    expect(both(comparison)).toEqual(['silent', 'silent']);
    const [first] = comparison.verdicts;
    expect(first?.witness && witnessText(first.witness)).toBe(
      'client sends index=1, offset=0x0302 as 01 02 03; server reads offset=0x0201, bank=3; server answers null (code 0); client reads null',
    );
  });

  test('three arguments, two of them others, in another order', () => {
    const before = args('"index": "u8", "offset": "u16", "contents": "u8"');
    expect(both(compared(before, args('"page": "u16", "index": "u8", "length": "u8"')))).toEqual(['silent', 'silent']);
  });

  test('two changes that cancel out: nothing is left to explain', () => {
    const comparison = compared(args('"a": "u8", "b": "u16"'), args('"a": "u16", "b": "u8"'));
    expect(both(comparison)).toEqual(['silent', 'silent']);
    const refused = compared(args('"a": "u8", "b": "u16"', 'Hubpack'), args('"a": "u8"', 'Zerocopy'));
    expect(worst(refused, 'old-client')).toBe('BadMessageSize');
  });
});

describe.each(['argument', 'simple reply', 'result reply', 'lease', 'written lease'])(
  'in a memory image, as %s',
  (place) => {
    const ops = carrying(place, 'Zerocopy');

    test('a float that became two halves is misread', () => {
      const before = { ops, types: [{ ...record('T', { level: F32 }), ...REPR_C }] };
      const after = { ops, types: [{ ...record('T', { low: U16, high: U16 }), ...REPR_C }] };
      expect(both(compared(before, after))).toEqual(['silent', 'silent']);
    });

    test('bytes that became a struct of the same bytes are the same values: a change of source alone', () => {
      const bytes = (length: number) => ({ kind: 'array', element: U8, length }) as const;
      const before = {
        ops: ops
          .replaceAll('T"', '[u8; 20]"')
          .replace('[[u8; 20]]"', '[[u8; 20]]"')
          .replace('"[[u8; 20]"', '"[[u8; 20]]"'),
      };
      const after = { ops, types: [{ ...record('T', { maker: U8, kind: U8, unique: bytes(18) }), ...REPR_C }] };
      const comparison = compared(
        place === 'written lease' ? { ops: ops.replace('"[T]"', '"[[u8; 20]]"') } : before,
        after,
      );
      expect(both(comparison)).toEqual(['ok', 'ok']);
      expect(comparison.verdicts.every(({ verdict }) => verdict.kind === 'ok' && verdict.argument === 'subset')).toBe(
        true,
      );
      expect(comparison.causes.some(({ levels }) => levels.includes('source'))).toBe(true);
    });

    test('a struct of bytes that became a number of as many is misread', () => {
      const before = { ops, types: [{ ...record('T', { a: U8, b: U8, c: U8, d: U8 }), ...REPR_C }] };
      const after = { ops, types: [{ ...record('T', { all: U32 }), ...REPR_C }] };
      expect(both(compared(before, after))).toEqual(['silent', 'silent']);
    });
  },
);

describe.each(['Hubpack', 'Ssmarshal'])('in %s', (encoding) => {
  test.each(['argument', 'simple reply', 'result reply', 'error'])(
    'an enum as %s: what one side alone knows, and what moved',
    (place) => {
      if (place === 'error' && encoding === 'Ssmarshal') return;
      const ops = carrying(place, encoding);
      const types = (...names: string[]) => [choice('T', Object.fromEntries(names.map((name) => [name, {}])))];
      const [appended, inserted] = [
        compared({ ops, types: types('A', 'B') }, { ops, types: types('A', 'B', 'C') }),
        compared({ ops, types: types('A', 'B') }, { ops, types: types('A', 'X', 'B') }),
      ];
      const isArgument = place === 'argument';
      expect(both(appended)).toEqual(isArgument ? ['ok', 'BadMessageContents'] : ['panic', 'ok']);
      expect(both(inserted)).toEqual(['silent', 'silent']);
    },
  );

  test('an enum around a struct that grew in the middle, and lost a variant at the end', () => {
    const ops = carrying('argument', encoding);
    const before = [choice('T', { A: { x: U8, y: U16 }, B: {} })];
    const after = [choice('T', { A: { x: U8, z: U8, y: U16 } })];
    const comparison = compared({ ops, types: before }, { ops, types: after });
    // The old server has no room for it; with Ssmarshal, nor has the new client: its buffer is as large as the type in memory.
    const grown = encoding === 'Hubpack' ? 'BadMessageSize' : 'panic';
    expect(both(comparison)).toEqual(['BadMessageContents', grown]);
  });
});

describe('every reply kind against every other', () => {
  const replies: Record<string, string> = {
    Simple: 'reply: Simple("u32"), idempotent: true',
    ServerDeath: 'reply: Result(ok: "u32", err: ServerDeath)',
    CLike: 'reply: Result(ok: "u32", err: CLike("E"))',
    Complex: 'reply: Result(ok: "u32", err: Complex("C")), encoding: Hubpack',
  };
  const types = [codes('E', { Bad: 1, Worse: 2 }), choice('C', { Odd: { at: U8 } })];
  const pairs = Object.keys(replies).flatMap((old) => Object.keys(replies).map((now) => [old, now] as const));

  test.each(pairs)('%s, then %s', async (old, now) => {
    const sides = [old, now].map((kind) => version({ ops: `"op": (${replies[kind]})`, types })) as [
      ReturnType<typeof version>,
      ReturnType<typeof version>,
    ];
    const comparison = compareInterfaces(...sides);
    if (old === now) expect(comparison.verdicts).toEqual([]);
    for (const [client, server, direction] of [
      [sides[0], sides[1], 'old-client'],
      [sides[1], sides[0], 'new-client'],
    ] as const) {
      const [operation] = client.schema.operations;
      if (!operation) continue;
      const names = { client: 'one', server: 'other' };
      const call = { names, client: client.schema, operation, server: server.schema, meant: 'op' };
      const { verdict, witness } = verdictOfCall(call);
      expect(verdict.kind).not.toBe('unknown');
      expect(await simulateWitness({ ...call, ...witness }, verdict)).toEqual(
        verdict.kind === 'ok' ? { kind: 'ok' } : verdict,
      );
      expect(worst(comparison, direction)).toBe(verdict.kind === 'fault' ? verdict.fault : verdict.kind);
    }
  });
});

test('an operation that was retired keeps its number, and no other moves', () => {
  const set = '"set": (args: {"a": "u8"}, reply: Result(ok: "()", err: ServerDeath))';
  const get = '"get": (reply: Simple("u8"), idempotent: true)';
  const comparison = compared({ ops: `${set}, ${get}` }, { ops: `${set.replace('set', 'set_retired')}, ${get}` });
  expect(comparison.causes.map(({ rule }) => rule)).toEqual(['op-retired']);
  expect(both(comparison)).toEqual(['ok', 'ok']);
  expect(comparison.same).toBe(2);
});

test('a comparison says which operations have more values than it tries', () => {
  const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`V${index}`, {}]));
  const ops = carrying('argument', 'Hubpack').replace('"a": "T"', '"a": "(T, T, T)"');
  const types = (last: string) => [choice('T', { ...names(200), [last]: {} })];
  const comparison = compared({ ops, types: types('A') }, { ops, types: [choice('T', names(199))] });
  expect(comparison.budget?.operations).toEqual(['op']);
  expect(
    compared({ ops, types: [choice('T', names(3))] }, { ops, types: [choice('T', names(2))] }).budget,
  ).toBeUndefined();
});
