import { expect, test, vi } from 'vitest';
import { Cursor } from '../../src/rust/cursor.ts';
import { rustCursor } from '../../src/rust/grammar.ts';
import { itemsAt } from '../../src/rust/item-reader.ts';
import { lex } from '../../src/rust/lexer.ts';
import { Source } from '../../src/text/index.ts';
import { resolveIn } from './crates.ts';

const MANY = 20_000;
const lines = (line: (index: number) => string) => Array.from({ length: MANY }, (_, index) => line(index)).join('');

test('a file that is too long is not read, and the message names it and the limit', () => {
  const { type } = resolveIn(`pub struct A;${' '.repeat(10_000_000)}`, 'A');
  expect(JSON.stringify(type)).toContain(
    '`A` is not found in `api`, because `api/src/lib.rs` is too long: it has 10000013 characters, and files of more than 1000000 are not read.',
  );
});

/** Ways to say one name 20,000 times. Work is counted as places that are worked out and tokens that are looked at. */
test.each<[string, string]>([
  ['structs', lines(() => 'pub struct A { x: u8 }')],
  ['structs that cfg chooses', lines((index) => `#[cfg(a${index})] pub struct A { x: u8 }`)],
  ['aliases', lines(() => 'pub type A = u8;')],
  ['modules', lines(() => 'mod a { pub struct A; } pub use a::A;')],
  ['impls', `pub struct A;${lines(() => 'impl A { const B: u8 = 1; }')}`],
  [
    'variants with a constant each',
    `pub enum A {${lines((index) => `V${index} = B${index},`)}}${lines((index) => `pub const B${index}: u32 = ${index};`)}`,
  ],
])('%s: 20,000 of one name are linear work', (_, lib) => {
  const position = vi.spyOn(Source.prototype, 'position');
  const peek = vi.spyOn(Cursor.prototype, 'peek');
  resolveIn(lib, 'A');
  expect(position.mock.calls.length).toBeLessThan(10 * MANY);
  expect(peek.mock.calls.length).toBeLessThan(150 * MANY);
  position.mockRestore();
  peek.mockRestore();
});

test.each([
  '#[',
  '<',
  '(',
  'struct A<',
  'a::',
  'use a::{',
  'mod a{',
  'impl A{',
  'a!{',
  '#[cfg(',
  'type A=A<',
  '([{',
  '(]',
])('a file of %j, as long as one is read, is linear work', (unit) => {
  const text = unit.repeat(Math.floor(1_000_000 / unit.length));
  const tokens = lex(text);
  const peek = vi.spyOn(Cursor.prototype, 'peek');
  const next = vi.spyOn(Cursor.prototype, 'next');
  itemsAt(rustCursor(text, tokens));
  // Depth is bounded, so that each token is looked at a bounded number of times.
  expect(peek.mock.calls.length + next.mock.calls.length).toBeLessThan(60 * tokens.length + 10_000);
  peek.mockRestore();
  next.mockRestore();
});
