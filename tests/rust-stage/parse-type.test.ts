import { describe, expect, test } from 'vitest';
import { parseType, type TypeExpr } from '../../src/rust/index.ts';

/** The shape of a type without spans: an expectation that can be read. */
function shape(type: TypeExpr): unknown {
  return JSON.parse(
    JSON.stringify(type, (key, value) =>
      key === 'span' || key === 'global' ? undefined : typeof value === 'bigint' ? Number(value) : value,
    ),
  );
}

function read(text: string): unknown {
  const { type, error } = parseType(text);
  if (error) throw new Error(`${text}: ${error.message}`);
  return shape(type);
}

const u8 = { kind: 'path', segments: [{ name: 'u8', generics: [] }] };

describe('a type string', () => {
  test('path with generics', () => {
    expect(read('a::Ringbuf<u8, 4, { 2 + 3 }>')).toEqual({
      kind: 'path',
      segments: [
        { name: 'a', generics: [] },
        {
          name: 'Ringbuf',
          brackets: '<',
          generics: [
            { kind: 'type', type: u8 },
            { kind: 'const', value: { kind: 'integer', value: 4 } },
            {
              kind: 'const',
              value: {
                kind: 'binary',
                operator: '+',
                left: { kind: 'integer', value: 2 },
                right: { kind: 'integer', value: 3 },
              },
            },
          ],
        },
      ],
    });
  });

  test('nested generics close with `>>`', () => {
    expect(read('Option<Result<u8, u8>>')).toMatchObject({
      segments: [{ name: 'Option', generics: [{ type: { segments: [{ name: 'Result' }] } }] }],
    });
  });

  test('array length as an expression with precedence', () => {
    expect(read('[u8; 1 + 2 * size_of::<u32>() as usize]')).toMatchObject({
      kind: 'array',
      element: u8,
      length: {
        operator: '+',
        left: { value: 1 },
        right: { operator: '*', left: { value: 2 }, right: { kind: 'cast', operand: { kind: 'sizeOf' } } },
      },
    });
  });

  test('tuples, units and parentheses', () => {
    expect(read('()')).toEqual({ kind: 'tuple', elements: [] });
    expect(read('(u8)')).toEqual({ ...u8, brackets: 1 });
    expect(read('(u8,)')).toEqual({ kind: 'tuple', elements: [u8] });
    expect(read('[(u8, u8)]')).toEqual({ kind: 'slice', element: { kind: 'tuple', elements: [u8, u8] } });
  });

  test('spans are offsets into the text', () => {
    const { type } = parseType(' [ Foo; 0x10 ]');
    expect(type).toMatchObject({
      kind: 'array',
      span: { start: 1, end: 14 },
      element: { span: { start: 3, end: 6 } },
      length: { value: 16n, span: { start: 8, end: 12 } },
    });
  });

  test.each([
    '&u8',
    "&'static mut [u8]",
    '*const u8',
    '!',
    '_',
    'dyn Fn(u8) -> u8 + Send',
    "impl Iterator<Item = u8> + 'static",
    'A + B',
    "'a + A",
    '(?Sized) + A',
    "for<'a> fn(&'a u8) -> u8",
    'unsafe extern "C" fn(a: u8, ...) -> !',
    '<T as Trait<u8>>::Out',
    '<[u8; 4]>::Out',
    '::core::primitive::u8',
    'crate::x::Y',
    'self::Y',
    'super::super::Y',
    'Self',
    'r#type',
    'vec![u8; 4]',
    'Foo::<u8>',
    'Foo<>',
    'Foo<-1, true, "x">',
    "Foo<'a, Item: Copy>",
    '[u8; if A { 1 } else { 2 }]',
    '[u8; N::<3>::LEN.max(2)]',
    '[u8; (A < B) as usize]',
    '[u8; A { x: 1 }.x]',
    '[u8; { let x = 1; x }]',
    '/* of */ u8 // byte',
  ])('%s is a type', (text) => {
    expect(parseType(text).error).toBeUndefined();
  });

  test.each([
    ['', 0],
    ['  ', 2],
    ['u8 u8', 3],
    ['Foo<u8', 6],
    ['[u8', 0],
    ['[u8; ]', 5],
    ['[u8; 4 4]', 7],
    ['[u8; 4)', 0],
    ['(u8', 0],
    ['fn', 2],
    ['struct', 0],
    ['Foo::', 5],
    ['&', 1],
    ['*u8', 1],
    ['8', 0],
    ['[u8; 0b12]', 5],
    ['u8]', 2],
    ['"u8"', 0],
    ['u8 #', 3],
    ['[u8; 1 +]', 8],
    ["'a", 0],
  ])('%j is not a type: offset %i', (text, offset) => {
    expect(parseType(text).error?.offset).toBe(offset);
  });

  test('hostile nesting and length are an error, not a crash', () => {
    expect(parseType('['.repeat(100_000)).error?.message).toContain('never closed');
    expect(parseType('['.repeat(100_000) + ']'.repeat(100_000)).error?.message).toContain('nested too deeply');
    expect(parseType(`[u8; ${'('.repeat(100_000)}`).error).toBeDefined();
    expect(parseType(`[u8; ${'1+'.repeat(100_000)}1]`).type).toMatchObject({ length: { kind: 'other' } });
    expect(parseType('Foo<'.repeat(100_000)).error).toBeDefined();
    expect(parseType(`[u8; ${'{'.repeat(20_000)}1${'}'.repeat(20_000)}]`).error).toBeDefined();
    expect(parseType(`[u8; ${'-'.repeat(100_000)}1]`).error).toBeDefined();
    // Read twice at each level, it would not end.
    expect(parseType(`${'[u8; 1 as '.repeat(50)}u8${' == 2]'.repeat(50)}`).type).toBeDefined();
  });
});
