import type { Random } from '../../rust/random.ts';

/** Types that interfaces have, and types that nobody has written yet: what a reader of Rust types may meet in a string. */
export function typeText(random: Random, depth = 0): string {
  if (depth > 3 || random.chance(45)) return random.pick(LEAVES);
  const type = () => typeText(random, depth + 1);
  return random.pick([
    () => `[${type()}; ${constantText(random)}]`,
    () => `[${type()}]`,
    () => `(${type()}, ${type()})`,
    () => `(${type()},)`,
    () => `(${type()})`,
    () => `${random.pick(PATHS)}<${genericText(random, depth + 1)}>`,
    () => `${random.pick(PATHS)}::<${genericText(random, depth + 1)}>`,
    () => `${random.pick(PATHS)}<${genericText(random, depth + 1)}, ${genericText(random, depth + 1)}>`,
    () => `&${type()}`,
    () => `&'static ${type()}`,
    () => `&mut ${type()}`,
    () => `*const ${type()}`,
    () => `*mut ${type()}`,
    () => `dyn ${random.pick(BOUNDS)}`,
    () => `impl ${random.pick(BOUNDS)} + ${random.pick(BOUNDS)}`,
    () => `${type()} + ${random.pick(BOUNDS)}`,
    () => `(${random.pick(BOUNDS)}) + ${random.pick(BOUNDS)}`,
    () => `fn(${type()}, ${random.pick(['a: ', '_: ', ''])}${type()}) -> ${type()}`,
    () => `unsafe extern "C" fn(${type()}, ...)`,
    () => `Fn(${type()}) -> ${type()}`,
    () => `<${type()} as ${random.pick(PATHS)}>::Out`,
    () => `for<'a> fn(&'a ${type()})`,
    () => `${random.pick(PATHS)}![${type()}]`,
  ])();
}

const LEAVES = [
  'u8',
  'u16',
  'u32',
  'u64',
  'i8',
  'usize',
  'bool',
  'char',
  'f32',
  '()',
  'Foo',
  'Foo',
  'a::Foo',
  '::a::b::Foo',
  'Self',
  'self::Foo',
  'crate::Foo',
  'super::Foo',
  '!',
  '_',
  '&str',
  '[u8]',
  '[u8; 4]',
  '[u16; N]',
  'r#type',
  'r#mod::Foo',
  'r#bool',
  'r#u8',
  'u8::<>',
  'Foo<>',
  'Option<u8>',
  'Option<NonZeroU32>',
  'Vec<[u8; 2]>',
  'Föö',
  '𝒳',
  'dyn Foo',
  '?Sized',
  'Foo + Send',
  '(dyn A) + B',
  'Fn(u8) -> u8',
  'Foo<-1>',
  'Foo<{ N }>',
  'Foo<A = B>',
  'Foo<A: B>',
  "Foo<'a>",
  'Foo<-N>',
  '(bool)',
  '(u8)',
  '',
]; // prettier-ignore

const PATHS = ['Foo', 'Option', 'a::B', '::a::B', 'Self', 'r#fn', 'T'];
const BOUNDS = [
  'Foo',
  '?Sized',
  "'static",
  "for<'a> Fn(&'a u8)",
  '(Foo)',
  '~const Foo',
  'a::B<u8>',
  'Fn(u8) -> u8',
  '(?Foo)',
  "?for<'a> Foo",
];

function genericText(random: Random, depth: number): string {
  return random.pick([
    () => typeText(random, depth),
    () => typeText(random, depth),
    () => `${random.pick(['A', 'Item', 'a::B', 'r#type'])} = ${typeText(random, depth)}`,
    () => `${random.pick(['A', 'Item'])}<'a> = ${typeText(random, depth)}`,
    () => `A: ${random.pick(BOUNDS)}`,
    () => `A = ${random.pick(['1', '{ 2 }', 'true', '-1'])}`,
    () =>
      random.pick([
        "'a",
        "'static",
        "'_",
        '1',
        '-1',
        'true',
        '"x"',
        "'c'",
        '1.5',
        'N',
        '-N',
        '1 + 1',
        '_',
        '{ }',
        '{ 1 }',
        '{ N + 1 }',
      ]),
    () => `{ ${constantText(random)} }`,
  ])();
}

/** An expression, as the length of an array could be written, and as it could not. */
export function constantText(random: Random, depth = 0): string {
  if (depth > 3 || random.chance(40)) return random.pick(CONSTANTS);
  const value = () => constantText(random, depth + 1);
  return random.pick([
    () => `${value()} ${random.pick(OPERATORS)} ${value()}`,
    () => `${value()} ${random.pick(OPERATORS)} ${value()}`,
    () => `(${value()})`,
    () => `(${value()}, ${value()})`,
    () => `${random.pick(['-', '!', '*', '&', '&mut ', '&raw const ', '&&'])}${value()}`,
    () => `${value()} as ${random.pick(['usize', 'u8', 'Foo<u8>', '*const u8', 'fn() -> u8', 'A + B'])}`,
    () => `{ ${value()} }`,
    () => `{ ${value()}; ${value()} }`,
    () =>
      `{ let ${random.pick(['x', 'mut y', '(a, b)', 'Foo { a, .. }', '[a, .., b]', '1..=2', '_', 'ref z', 'a @ 1 | 2', '&x', 'Some(1)'])} = ${value()}; ${value()} }`,
    () => `{ ${value()} ${value()} }`,
    () => `if ${value()} { ${value()} } else { ${value()} }`,
    () => `if let Some(x) = ${value()} { ${value()} } else if ${value()} { ${value()} }`,
    () =>
      `match ${value()} { ${random.pick(['_', '1 | 2', 'Foo::A', '0..=9', 'x if x > 1', '"a"', '-1', '(a, ..)'])} => ${value()}, _ => ${value()} }`,
    () => `loop { break ${value()}; }`,
    () => `'a: while ${value()} { continue 'a }`,
    () => `for x in ${value()} { ${value()}; }`,
    () => `unsafe { ${value()} }`,
    () => `const { ${value()} }`,
    () => `async move { ${value()} }`,
    () => `|a, b: u8| ${value()}`,
    () => `move || -> u8 { ${value()} }`,
    () => `${random.pick(['f', 'a::b', 'Foo::<u8>::new', 'size_of::<u8>', '<u8 as Foo>::f'])}(${value()}, ${value()})`,
    () => `${value()}.${random.pick(['0', 'len()', 'max(1)', 'f::<u8>()', 'x', 'await', '0.1', '1e3', 'bits()'])}`,
    () => `${value()}[${value()}]`,
    () => `${value()}?`,
    () => `[${value()}, ${value()}]`,
    () => `[${value()}; ${value()}]`,
    () => `Foo { a: ${value()}, b, ..${value()} }`,
    () => `${value()}..${value()}`,
    () => `..=${value()}`,
    () => `${value()}..`,
    () => `return ${value()}`,
    () => `break`,
    () => `${random.pick(['vec', 'a::b', 'println'])}![${value()}; 2]`,
    () => `${value()} = ${value()}`,
    () => `${value()} ${random.pick(['+=', '<<=', '^='])} ${value()}`,
    () => `{ fn f() -> u8 { 1 } const A: u8 = 2; struct B; use a::b; ${value()} }`,
    () => `#[cfg(a)] ${value()}`,
    () => `yield ${value()}`,
    () => `let Some(a) = ${value()}`,
    () => `static || ${value()}`,
    () => `try { ${value()} }`,
  ])();
}

const CONSTANTS = [
  '0',
  '4',
  '16',
  '0x10',
  '1_000',
  '4usize',
  '2u8',
  'N',
  'a::N',
  'Self::N',
  'size_of::<u32>()',
  "b'x'",
  "'c'",
  '"s"',
  'b"s"',
  'c"s"',
  '1.5',
  '1e3',
  '1.',
  'true',
  '1f32',
  '0b12',
  '0xg',
  '9u7',
  '1__',
  '0x',
  'r#type',
  '()',
  '[]',
  '{}',
  'Foo {}',
  'self',
  '_',
  'r"raw"',
  'Foo::A',
  'N<1>',
  '',
  '1.foo',
  '0o9',
  "'ab'",
  '1u8x',
]; // prettier-ignore

const OPERATORS = ['+', '-', '*', '/', '%', '<<', '>>', '&', '|', '^', '==', '!=', '<', '>', '<=', '>=', '&&', '||'];

const PIECES = [
  ...'()[]{}<>,;:=+-*/&|!?.#@~$\'"_ ',
  '::',
  '->',
  '=>',
  '..',
  '...',
  '..=',
  '==',
  '<-',
  'u8',
  'Foo',
  'a',
  "'a",
  '1',
  '-1',
  '1.5',
  'dyn ',
  'impl ',
  'fn ',
  "for<'a> ",
  'const ',
  'mut ',
  'as ',
  'r#',
  'r#type',
  'where ',
  'unsafe ',
  'extern ',
  'async ',
  'move ',
  '/* c */',
  '/** d */',
  '//',
  '/*',
  '\\n',
  '\\u{a0}',
  '\\u{200b}',
  '\\u{2028}',
  '\\t',
  'self',
  'crate::',
  'static ',
  'let ',
  'x',
  '\u00a0',
  'é',
  '𝒳',
  'e\u0301',
  '\\\\',
  "b'x'",
  'typeof',
  'yield ',
  'gen ',
  'raw ',
  'union',
  'auto ',
  'box ',
  'try ',
  'default',
  'macro ',
  '\\u{feff}',
  '\\u{85}',
  '\\u{200e}',
]; // prettier-ignore

/** The text with some of its tokens left out, doubled, swapped, replaced, or others put between. */
export function damagedTokens(text: string, random: Random): string {
  const tokens = text.match(/\\u\{[0-9a-f]*\}|\\.|[\p{L}\p{N}_#]+|::|->|=>|\.\.=?|\s+|[\s\S]/gu) ?? [];
  for (let times = 1 + random.below(2); times > 0; times--) {
    const at = random.below(tokens.length + 1);
    switch (random.below(6)) {
      case 0:
        tokens.splice(at, 1);
        break;
      case 1:
        tokens.splice(at, 0, tokens[at] ?? '');
        break;
      case 2:
        tokens.splice(at, 2, tokens[at + 1] ?? '', tokens[at] ?? '');
        break;
      case 3:
        tokens.splice(at, 1, random.pick(PIECES));
        break;
      case 4:
        tokens.splice(at, 1 + random.below(3));
        break;
      default:
        tokens.splice(at, 0, random.pick(PIECES));
    }
  }
  return tokens.join('');
}
