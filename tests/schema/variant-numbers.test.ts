import { describe, expect, test } from 'vitest';
import {
  type EnumDefinition,
  errorCodes,
  indexCases,
  specializeTable,
  specializeType,
  type Type,
  type Variant,
  valueCases,
} from '../../src/schema/index.ts';
import { Codec } from '../../src/wire/index.ts';
import { interfaceOf } from '../runtime/wire-of.ts';
import { resolveIn } from '../rust-stage/crates.ts';

const E = 'feature = "e"';
const NOT_E = 'not(feature = "e")';

function enumOf(body: string): EnumDefinition {
  const { types } = resolveIn(`#[repr(u8)] pub enum P { ${body} }`, 'P');
  const definition = types['api::P'];
  if (definition?.kind !== 'enum') throw new Error('no enum');
  return definition;
}

function numbers(body: string, holds: readonly string[]): string[] {
  const definition = enumOf(body);
  const chosen = specializeTable({ P: definition }, holds).P as EnumDefinition;
  return chosen.variants.map(({ name, value, index }) => `${name}=${value}@${index}`);
}

describe('in one configuration', () => {
  test.each([
    ['A = 0, #[cfg(feature = "e")] E, F', ['A=0@0', 'F=1@1'], ['A=0@0', 'E=1@1', 'F=2@2']],
    ['A = 0, #[cfg(feature = "e")] E, F = 2, G', ['A=0@0', 'F=2@1', 'G=3@2'], ['A=0@0', 'E=1@1', 'F=2@2', 'G=3@3']],
    // The variant that states the value which is counted from is itself absent.
    ['A, #[cfg(feature = "e")] E = 7, F, G', ['A=0@0', 'F=1@1', 'G=2@2'], ['A=0@0', 'E=7@1', 'F=8@2', 'G=9@3']],
    ['#[cfg(feature = "e")] E, F', ['F=0@0'], ['E=0@0', 'F=1@1']],
    ['#[cfg(feature = "e")] E, #[cfg(not(feature = "e"))] N, F', ['N=0@0', 'F=1@1'], ['E=0@0', 'F=1@1']],
    [
      'A = 3, #[cfg(feature = "e")] E, #[cfg(feature = "e")] G, F',
      ['A=3@0', 'F=4@1'],
      ['A=3@0', 'E=4@1', 'G=5@2', 'F=6@3'],
    ],
    ['A = unknown(), #[cfg(feature = "e")] E, F', ['A=null@0', 'F=null@1'], ['A=null@0', 'E=null@1', 'F=null@2']],
  ])('%s', (body, without, having) => {
    expect(numbers(body, [NOT_E])).toEqual(without);
    expect(numbers(body, [])).toEqual(without);
    expect(numbers(body, [E])).toEqual(having);
  });

  test('predicates are evaluated, also where only their parts are named', () => {
    const body = '#[cfg(all(feature = "a", not(feature = "b")))] X, #[cfg(any(feature = "a", feature = "b"))] Y, Z';
    expect(numbers(body, ['feature = "a"'])).toEqual(['X=0@0', 'Y=1@1', 'Z=2@2']);
    expect(numbers(body, ['feature = "a"', 'feature = "b"'])).toEqual(['Y=0@0', 'Z=1@1']);
    expect(numbers(body, ['all(feature = "b", not(feature = "a"))'])).toEqual(['Y=0@0', 'Z=1@1']);
    expect(numbers(body, [])).toEqual(['Z=0@0']);
  });
});

describe('in all configurations', () => {
  const cases = (body: string, name: string, of = valueCases) => {
    const { variants } = enumOf(body);
    const position = variants.findIndex((variant: Variant) => variant.name === name);
    return of(variants, position).map(({ number, condition }) =>
      condition?.kind === 'cfg' ? `${number} if ${condition.predicate}` : number,
    );
  };

  test('a value and an index are listed with their conditions', () => {
    const body = 'A = 0, #[cfg(feature = "e")] E, F, G = 9, H';
    expect(cases(body, 'F')).toEqual([`1 if ${NOT_E}`, `2 if ${E}`]);
    expect(cases(body, 'G')).toEqual(['9']);
    expect(cases(body, 'H')).toEqual(['10']);
    expect(cases(body, 'H', indexCases)).toEqual([`3 if ${NOT_E}`, `4 if ${E}`]);
  });

  test('variants that exclude each other are never counted together', () => {
    const body = '#[cfg(feature = "e")] E, #[cfg(not(feature = "e"))] N, F';
    expect(cases(body, 'N')).toEqual(['0']);
    expect(cases(body, 'F')).toEqual(['1']);
    expect(enumOf(body).variants.map(({ value, index }) => [value, index])).toEqual([
      ['0', 0],
      ['0', 0],
      ['1', 1],
    ]);
  });

  test('configurations that give one number are one case', () => {
    const body = '#[cfg(feature = "a")] X, #[cfg(feature = "b")] Y, F';
    expect(cases(body, 'F')).toEqual([
      '0 if all(not(feature = "a"), not(feature = "b"))',
      '1 if any(all(feature = "a", not(feature = "b")), all(not(feature = "a"), feature = "b"))',
      '2 if all(feature = "a", feature = "b")',
    ]);
  });

  test('the numbers of more predicates than a condition can say are listed without conditions', () => {
    const optional = (count: number) =>
      Array.from({ length: count }, (_, i) => `#[cfg(feature = "f${i}")] V${i}`).join(', ');
    expect(cases(`${optional(3)}, F`, 'F')).toEqual(['0', '1', '2', '3']);
    expect(cases(`A, ${optional(12)}, F`, 'F')).toEqual(Array.from({ length: 13 }, (_, i) => String(i + 1)));
    expect(numbers(`${optional(12)}, F`, ['feature = "f1"', 'feature = "f9"']).at(-1)).toBe('F=2@2');
  });
});

describe('wherever the enum stands', () => {
  const P = { ...enumOf('A = 0, #[cfg(feature = "e")] E, F'), id: 'P' };
  const table = { P };
  const p: Type = { kind: 'named', id: 'P' };
  const places: [string, Type, unknown, (byte: number) => number[]][] = [
    ['alone', p, 'F', (byte) => [byte]],
    ['in an array', { kind: 'array', element: p, length: 2 }, ['A', 'F'], (byte) => [0, byte]],
    ['in a tuple', { kind: 'tuple', elements: [{ kind: 'integer', name: 'u8' }, p] }, [7, 'F'], (byte) => [7, byte]],
  ];
  for (const encoding of ['Zerocopy', 'Hubpack', 'Ssmarshal'] as const) {
    test.each(places)(`${encoding}, %s`, (_, type, value, bytes) => {
      for (const [holds, byte] of [
        [[NOT_E], 1],
        [[E], 2],
      ] as const) {
        const codec = new Codec(table, { holds });
        expect(codec.encode(type, value as never, encoding)).toEqual({ bytes: Uint8Array.from(bytes(byte)) });
        expect(codec.decode(type, Uint8Array.from(bytes(byte)), encoding)).toMatchObject({ value });
        expect(specializeType(type, holds)).toEqual(type);
      }
    });
  }
  test.each(['Hubpack', 'Ssmarshal'] as const)('%s, in an option', (encoding) => {
    const codec = new Codec(table, { holds: [NOT_E] });
    expect(codec.encode({ kind: 'option', some: p }, 'F', encoding)).toEqual({ bytes: Uint8Array.of(1, 1) });
  });
});

test('error codes: each value with its condition; in one configuration, the one', () => {
  const definition = { ...enumOf('One = 1, #[cfg(feature = "e")] Two, Three'), id: 'P' };
  const type: Type = { kind: 'named', id: 'P' };
  const cfg = (predicate: string) => ({ kind: 'cfg', predicate });
  expect(errorCodes(type, { P: definition })).toEqual([
    { name: 'One', code: 1 },
    { name: 'Two', code: 2, condition: cfg(E) },
    { name: 'Three', code: 2, condition: cfg(NOT_E) },
    { name: 'Three', code: 3, condition: cfg(E) },
  ]);
  const text = 'Interface(name: "X", ops: {"a": (reply: Result(ok: "()", err: CLike("P")))})';
  const { wire } = interfaceOf(text, [definition]);
  const [operation] = wire.operations;
  if (!operation) throw new Error('no operation');
  const encode = (holds?: readonly string[]) =>
    new Codec(wire.types, { ...(holds && { holds }) }).encodeReply(operation, { Err: 'Three' });
  expect(encode([NOT_E])).toMatchObject({ code: 2 });
  expect(encode([E])).toMatchObject({ code: 3 });
  expect(encode()).toEqual({ error: { path: 'Err', message: 'the code of `Three` is 2 or 3: say what holds' } });
  expect(new Codec(wire.types).decodeReply(operation, 2, new Uint8Array())).toMatchObject({
    error: { message: expect.stringContaining('depends on the configuration (`Two` or `Three`)') },
  });
  expect(new Codec(wire.types, { holds: [NOT_E] }).decodeReply(operation, 2, new Uint8Array())).toMatchObject({
    value: 'Three',
  });
});
