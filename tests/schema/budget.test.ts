import { afterEach, expect, test, vi } from 'vitest';
import { parseInterface } from '../../src/idol/index.ts';
import { RustTypes, resolveInterface } from '../../src/schema/index.ts';
import { Budget, MAX_PARTS } from '../../src/schema/resolve/budget.ts';
import { Source } from '../../src/text/index.ts';
import { ARM, Layouts, measureOf } from '../../src/wire/index.ts';
import { crateOf, resolveIn, resolveType } from '../rust-stage/crates.ts';

/** How often a written type was looked at: what resolving costs, whatever the machine. */
const spend = vi.spyOn(Budget.prototype, 'spend');
afterEach(() => spend.mockClear());

const NUMBERS = Array.from({ length: 31 }, (_, index) => index);
const chain = (line: (at: string, next: string) => string, last: string) =>
  `${NUMBERS.slice(0, -1)
    .map((index) => line(`A${index}`, `A${index + 1}`))
    .join('\n')}\n${last}`;

/** 31 lines that stand for 2^30 bytes. */
const EXPONENTIAL: readonly [name: string, lib: string, text: string][] = [
  ['aliases of pairs', chain((at, next) => `pub type ${at} = (${next}, ${next});`, 'pub type A30 = u8;'), 'A0'],
  [
    'aliases with a generic argument',
    chain((at, next) => `pub type ${at}<T> = (${next}<T>, ${next}<T>);`, 'pub type A30<T> = T;'),
    'A0<u8>',
  ],
  [
    'generic arguments that double',
    chain((at, next) => `pub type ${at}<T> = ${next}<(T, T)>;`, 'pub type A30<T> = T;'),
    'A0<u8>',
  ],
  [
    'different generic arguments at each step',
    chain((at, next) => `pub type ${at}<T> = (${next}<(T,)>, ${next}<[T; 1]>);`, 'pub type A30<T> = T;'),
    'A0<u8>',
  ],
  ['results', chain((at, next) => `pub type ${at} = Result<${next}, ${next}>;`, 'pub type A30 = u8;'), 'A0'],
  [
    'the fields of one struct',
    `pub struct S { ${'a: A20, '.repeat(50)} }\n${chain((at, next) => `pub type ${at} = (${next}, ${next});`, 'pub type A30 = u8;')}`,
    'S',
  ],
];

test.each(EXPONENTIAL)('%s: refused after a bounded number of steps', (_, lib, text) => {
  const { type, types } = resolveIn(lib, text);
  expect(JSON.stringify([type, types])).toContain(`contains more than ${MAX_PARTS} others.`);
  expect(JSON.stringify([type, types]).length).toBeLessThan(2_000_000);
  expect(spend.mock.calls.length).toBeLessThan(20 * MAX_PARTS);
});

test('structs of pairs have a size, since definitions are shared', () => {
  const { type, types } = resolveIn(
    chain((at, next) => `pub struct ${at}(${next}, ${next});`, 'pub struct A30(u8);'),
    'A0',
  );
  expect(new Layouts(types, ARM).of(type, 'Hubpack', 'a').size).toEqual({ min: 2 ** 30, max: 2 ** 30 });
  expect(spend.mock.calls.length).toBeLessThan(200);
});

test('an alias that is used often is worked out once, and both uses are one type', () => {
  const lib = chain((at, next) => `pub type ${at} = (${next}, ${next});`, 'pub type A30 = u8;');
  const { type } = resolveIn(lib, 'A23');
  if (type.kind !== 'tuple') throw new Error(type.kind);
  expect(type.elements[0]).toBe(type.elements[1]);
  // Seven aliases with a pair each, and what an alias that is known already counts.
  expect(spend.mock.calls.length).toBeLessThan(40);
});

test('an answer does not depend on what was resolved before', () => {
  const lib = chain((at, next) => `pub type ${at} = (${next}, ${next});`, 'pub type A30 = u8;');
  const crate = crateOf('api', { 'lib.rs': lib });
  const alone = NUMBERS.map((index) => resolveType(`A${index}`, crate).type);
  for (const order of [NUMBERS, NUMBERS.toReversed()]) {
    const args = order.map((index) => `"a${index}": "A${index}"`).join(', ');
    const text = `Interface(name: "I", ops: { "op": (args: { ${args} }, reply: Simple("()"), idempotent: true) })`;
    const { value } = parseInterface(new Source('i.idol', text));
    const types = new RustTypes({ measure: measureOf(ARM) });
    const schema = value && resolveInterface(value, [{ crate, stub: 'client_stub.rs' }], types);
    const together = schema?.operations[0]?.args.map(({ type }) => type);
    expect(order.map((index) => alone[index])).toEqual(together);
  }
  const isCut = alone.map((type) => JSON.stringify(type).includes('contains more than'));
  expect(isCut.indexOf(false)).toBe(isCut.lastIndexOf(true) + 1);
});

test('an interface whose types are too large as a whole says so for each of them', () => {
  const lib = 'pub type A = [(u8, [(u16, u32); 2]); 3];';
  const args = Array.from({ length: 10_000 }, (_, index) => `"a${index}": "A"`).join(', ');
  const text = `Interface(name: "I", ops: { "op": (args: { ${args} }, reply: Simple("()"), idempotent: true) })`;
  const { value } = parseInterface(new Source('i.idol', text));
  const scopes = [{ crate: crateOf('api', { 'lib.rs': lib }), stub: 'client_stub.rs' }];
  const schema = value && resolveInterface(value, scopes, new RustTypes({ measure: measureOf(ARM) }));
  expect(schema?.operations[0]?.args[9_999]?.type).toMatchObject({
    kind: 'unresolved',
    reason: { message: 'Written out, the types of this interface contain more than 50000 others.' },
  });
});

test('an unresolved argument keeps the place where it was written', () => {
  const lib = 'pub type Of<T> = (T, u8);\npub struct A { a: Of<Gone> }\n\npub struct B { b: Of<Gone> }';
  const { types } = resolveIn(lib, '(A, B)');
  expect(JSON.stringify(types['api::A'])).toContain('"line":2,"column":22');
  expect(JSON.stringify(types['api::B'])).toContain('"line":4,"column":22');
});
