import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Item } from '../../src/rust/index.ts';
import { readItems } from '../../src/rust/item-reader.ts';

function named(text: string): string[] {
  return readItems(text).map((item) => ('name' in item ? `${item.kind} ${item.name}` : item.kind));
}

describe('reading items', () => {
  test('every kind, in source order', () => {
    const text = `
      use a::{b::{self, c as d}, e::*};
      pub(crate) struct S<T: Copy = u8, const N: usize = 4> where T: Clone { pub a: [T; N], b: (u8, T) }
      struct P(u8, pub u16);
      struct Unit;
      enum E { A = 3, B(u8), C { x: u8 } }
      union U { a: u8, b: u16 }
      type A<T> = Option<T>;
      const N: usize = 2 + 2;
      static M: u8 = 1;
      mod file;
      mod inline { struct Inner; }
      impl S<u8> { const K: u8 = 1; fn f() -> u8 { 1 } }
      fn skipped() { struct Local; }
      trait Skipped { const X: u8; }
    `;
    expect(named(text)).toEqual([
      'use',
      'struct S',
      'struct P',
      'struct Unit',
      'enum E',
      'union U',
      'alias A',
      'const N',
      'const M',
      'module file',
      'module inline',
      'impl',
    ]);
  });

  test('use trees are flattened', () => {
    const [item] = readItems('use a::{b::{self, c as d}, e::*, f as _}; ');
    expect(item).toMatchObject({
      imports: [{ path: ['a', 'b'], name: 'b' }, { path: ['a', 'b', 'c'], name: 'd' }, { path: ['a', 'e'] }],
    });
    expect(item?.kind === 'use' && item.imports.map(({ name }) => name)).toEqual(['b', 'd', undefined]);
    expect(readItems('extern crate core as c;')).toMatchObject([{ imports: [{ path: ['core'], name: 'c' }] }]);
  });

  test('documentation from comments and attributes, without its indent', () => {
    const [item] = readItems('/// One.\n///   Two.\n#[doc = "Three\\n"]\n/** Four\n * five\n */\nstruct S;');
    expect(item?.kind === 'struct' && item.doc).toBe('One.\n  Two.\nThree\n\nFour\nfive');
  });

  test('attributes, also inside `cfg_attr`, and `cfg`', () => {
    const [item] = readItems('#[derive(Copy, a::Clone)] #[cfg_attr(x, repr(C), idol(y))] #[cfg(any(p, q))] struct S;');
    expect(item).toMatchObject({
      cfg: ['any(p, q)'],
      attributes: [
        { name: 'derive', argument: 'Copy, a::Clone' },
        { name: 'repr', argument: 'C', condition: 'x' },
        { name: 'idol', argument: 'y', condition: 'x' },
        { name: 'cfg' },
      ],
    });
  });

  test('spans lead to the name', () => {
    const text = 'struct  Größe { a: u8 }\nenum E { First, Second = 2 }';
    const [size, e] = readItems(text);
    expect(size?.kind === 'struct' && text.slice(size.nameSpan.start, size.nameSpan.end)).toBe('Größe');
    const second = e?.kind === 'enum' ? e.variants[1] : undefined;
    expect(text.slice(second?.nameSpan.start, second?.nameSpan.end)).toBe('Second');
    expect(text.slice(e?.span.start, e?.span.end)).toBe('enum E { First, Second = 2 }');
  });

  test('`cfg_if!` puts its conditions on the items', () => {
    const items = readItems(`cfg_if::cfg_if! {
      if #[cfg(a)] { struct A; } else if #[cfg(b)] { struct B; } else { struct C; }
    }`);
    expect(items.map((item) => 'name' in item && [item.name, item.cfg])).toEqual([
      ['A', ['a']],
      ['B', ['not(a)', 'b']],
      ['C', ['not(a)', 'not(b)']],
    ]);
  });

  test('`bitflags!` in both forms, and items inside other macros', () => {
    const items = readItems(`
      bitflags! { #[derive(Copy)] pub struct F: u16 { const A = 1 << 3; #[doc = "all"] const B = !0; } impl G: u8 { const X = 2; } }
      bitfield! { #[derive(Clone)] pub struct R(u32); impl Debug; u8; speed, set_speed: 3, 1; }
      macro_rules! not_an_item { () => { struct Ghost; } }
    `);
    expect(items).toMatchObject([
      { kind: 'flags', name: 'F', flags: [{ name: 'A' }, { name: 'B', doc: 'all' }] },
      { kind: 'impl', flags: true, consts: [{ name: 'X' }] },
      { kind: 'struct', name: 'R', shape: 'tuple' },
    ]);
    expect(items).toHaveLength(3);
  });

  test('what is not understood costs no more than itself', () => {
    const text = `
      unsafe extern "C" { fn f(); }
      fn chains() { if let Some(x) = y && x > 1 {} let p = &raw const z; }
      struct Broken { a: , b u8 }
      const ODD: [fn(u8) -> u8; 2] = [|x| x + 1, if a < b { c } else { d }];
      struct HalfOdd { good: u8, odd: <<T as, good2: u16 }
      ) ] } garbage %%% ;
      struct Good { a: u8 }
    `;
    expect(named(text)).toContain('struct Good');
    expect(named(text)).not.toContain('struct Broken');
    const half = readItems(text).find((item) => 'name' in item && item.name === 'HalfOdd');
    expect(half).toMatchObject({ fields: [{ name: 'good' }, { type: { kind: 'other' } }, { name: 'good2' }] });
  });

  test('items survive a cache that clones them', () => {
    const items = readItems('#[repr(u8)] enum E { A = 1 << 4, B } const N: u128 = 0xffff_ffff_ffff_ffff_ffff;');
    expect(structuredClone(items)).toEqual(items);
  });

  test('hostile texts end', () => {
    const deep = 5_000;
    const texts = [
      'mod m { '.repeat(deep),
      `${'mod m { '.repeat(deep)}${'}'.repeat(deep)}`,
      `struct S { a: ${'('.repeat(deep)} }`,
      `enum E { A = ${'-'.repeat(deep)}1 }`,
      'm! { '.repeat(deep),
      '#['.repeat(deep),
      `#[${'cfg_attr(a, '.repeat(deep)}`,
      'use '.repeat(deep) + 'a::{'.repeat(deep),
      '/*'.repeat(deep),
      'impl<'.repeat(deep),
      '"',
      "b'",
      'r####"',
    ];
    for (const text of texts) expect(Array.isArray(readItems(text))).toBe(true);
  });

  test('any run of tokens is read without a throw', () => {
    const words =
      "struct enum union type const static use mod impl for fn where pub crate self Self cfg_if ! bitflags include # [ ] ( ) { } < > :: : ; , = + - * & | \"s\" 'a 'c' 1 0x 1.5 r#x /*c*/ //d\n /// doc\n as".split(
        ' ',
      );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (parts) => {
        const items: Item[] = readItems(parts.join(' '));
        for (const { span } of items) expect(span.end).toBeGreaterThanOrEqual(span.start);
      }),
      { numRuns: 200 },
    );
    // Not fast-check's unit `binary`: that takes seconds to make, and leaves halves of surrogate pairs out.
    const character = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
    fc.assert(fc.property(fc.string({ unit: character }), (text) => Array.isArray(readItems(text))));
  });
});
