import { describe, expect, test } from 'vitest';
import { resolveIn } from './crates.ts';

/** The value of an expression as the length of an array in a crate that declares `items`. */
function evaluate(expression: string, items = ''): number | string {
  const { type } = resolveIn(items, `[u8; ${expression}]`);
  if (type.kind !== 'array') return type.kind;
  if (typeof type.length === 'number') return type.length;
  return type.length.kind === 'unresolved' ? type.length.reason.message : type.length.kind;
}

describe('constants', () => {
  const items = `
    const A: usize = 3; pub const B: usize = A * 2 + 1; static S: u8 = 250;
    mod m { pub const DEEP: u16 = super::B as u16 + 1; pub struct T { a: u8, b: u32 } }
    use m::DEEP as RENAMED; use m::*;
    #[repr(u8)] enum E { X = 4, Y, Z = 1 << 4, W }
    struct K<const N: usize>; impl K<1> { #[cfg(test)] const OWN: usize = 9; #[cfg(not(test))] const OWN: usize = 1; pub const LEN: usize = Self::HALF * 2; const HALF: usize = 5; }
    type Word = u32; enum G { A = 5, GLOBBED } use G::*;
    #[repr(C)] struct Sized2 { a: u32, b: u16 } impl Sized2 { const TWICE: usize = 2 * size_of::<Self>(); }
    #[derive(Serialize, SerializedSize)] struct Packed { a: Option<u16>, b: u32 }
    enum Cut { A, #[cfg(feature = "x")] B, C, D = 9, E }
    impl Cut { #[cfg(feature = "x")] const N: usize = 1; #[cfg(not(feature = "x"))] const N: usize = 2; }
    const MINUS: i32 = -2; const WRAP: u8 = MINUS as u8; const NOT: u8 = !0x0f;
    const LOOP_A: usize = LOOP_B; const LOOP_B: usize = LOOP_A + 1;
    const OVER: u8 = S + 10; const CALL: usize = compute(3); const TOO_BIG: u64 = u64::MAX;
  `;

  test.each([
    ['0x1_0', 16],
    ['0b101 + 0o17', 20],
    ['2 + 3 * 4 - 1', 13],
    ['(2 + 3) * 4', 20],
    ['100 - 10 - 1', 89],
    ['7 / 2 + 7 % 2', 4],
    ['1 << 4 | 1', 17],
    ['0xff & 0x0f ^ 0x01', 14],
    ['256 >> 4', 16],
    ['{ 3 }', 3],
    ["b'A' as usize", 65],
    ['true as usize', 1],
    ['B', 7],
    ['crate::m::DEEP as usize', 8],
    ['RENAMED as usize', 8],
    ['DEEP as usize', 8],
    ['S as usize', 250],
    ['E::Y as usize', 5],
    ['E::W as usize', 17],
    ['Cut::E as usize', 10],
    ['K::<1>::LEN', 10],
    ['<K<1>>::LEN', 10],
    ['u8::MAX as usize', 255],
    ['<u16>::BITS as usize', 16],
    ['Word::BITS as usize', 32],
    ['core::u8::MAX as usize', 255],
    ['WRAP as usize', 254],
    ['NOT as usize', 240],
    ['-1i8 as u8 as usize', 255],
    ['300 as u8 as usize', 44],
    ['GLOBBED as usize', 6],
    ['K::<1>::OWN', 1],
    ['Sized2::TWICE', 16],
    ['<u32 as SerializedSize>::MAX_SIZE', 4],
    ['Packed::MAX_SIZE + 1', 8],
    ['size_of::<u64>()', 8],
    ['core::mem::size_of::<m::T>()', 8],
    ['core::mem::size_of::<[u16; B]>() + 1', 15],
  ])('%s is %i', (expression, value) => {
    expect(evaluate(expression, items)).toBe(value);
  });

  test.each([
    ['1 / 0', 'divides by zero'],
    ['Cut::C as usize', 'whether variants before it'],
    ['Cut::N', 'alternatives'],
    ['1 << 200', 'more bits'],
    ['3 - 4', 'does not fit usize'],
    ['OVER as usize', 'does not fit u8'],
    ['TOO_BIG as usize * 2', 'does not fit usize'],
    ['0xffff_ffff', 'not a length'],
    ['LOOP_A', 'defined by itself'],
    ['CALL', 'more than this program evaluates'],
    ['NOWHERE', 'no `NOWHERE`'],
    ['K::<1>::MISSING', 'no constant `MISSING`'],
    ['1 as f32', 'not an integer'],
    ['size_of::<Nope>()', 'no `Nope`'],
  ])('%s has no value: %s', (expression, reason) => {
    expect(evaluate(expression, items)).toContain(reason);
  });

  test('a length says where it is written', () => {
    const { types } = resolveIn('pub struct S {\n  a: [u8; what()],\n}', 'S');
    expect(Object.values(types)).toMatchObject([
      {
        fields: [
          {
            type: {
              length: { reason: { kind: 'constant', mention: { path: 'api/src/lib.rs', line: 2, column: 11 } } },
            },
          },
        ],
      },
    ]);
  });

  test('hostile constants end', () => {
    const doubling = Array.from({ length: 200 }, (_, i) => `const C${i}: u64 = C${i + 1} + C${i + 1};`).join('\n');
    expect(evaluate('C0 as usize', doubling)).toContain('more steps');
    const chain = Array.from({ length: 5_000 }, (_, i) => `const C${i}: u64 = C${i + 1};`).join('\n');
    expect(evaluate('C0 as usize', chain)).toContain('more steps');
    expect(evaluate(`${'(1+'.repeat(100)}1${')'.repeat(100)}`)).toBe(101);
    expect(evaluate('1 << 127 << 127')).toContain('shifts');
  });
});
