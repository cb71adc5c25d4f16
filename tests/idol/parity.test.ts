import { describe, expect, test } from 'vitest';
import { checkInterface, parseInterface, type Side } from '../../src/idol/index.ts';
import { rustStub } from '../../src/stubs/index.ts';
import { Source } from '../../src/text/index.ts';

/**
 * Kinds of inputs that the reference compiler (`idol` 0.5 on `ron` 0.8.0 and `syn` 2) was measured with: what it takes and refuses, and what it reads.
 */
function read(text: string) {
  const { value, diagnostics } = parseInterface(new Source('idl/fan.idol', text));
  return { value, errors: diagnostics.filter(({ severity }) => severity === 'error') };
}

const one = (operation: string) => `Interface(name: "Fan", ops: { "a": (${operation}) })`;
const ofType = (type: string) => one(`args: { "x": ${JSON.stringify(type)} }, reply: Simple("()"), idempotent: true`);
const withField = (value: string) => one(`reply: Simple("()"), idempotent: true, note: ${value}`);
const named = (name: string) => one(`args: { ${JSON.stringify(name)}: "u8" }, reply: Simple("()"), idempotent: true`);

/** A `max_len` of a lease, in an interface that is otherwise right. */
const ofLength = (length: string) =>
  one(`leases: { "l": (type: "[u8]", read: true, max_len: ${length}) }, reply: Simple("()"), idempotent: true`);

describe('types', () => {
  test.each([
    'Fn(u8) -> u8',
    '?Sized',
    'Foo<-N>',
    '(dyn A) + B',
    '[u8; a == b == c]',
    '[u8; { 1 2 }]',
    '[u8; 0o9]',
    '[u8; "\\x80"]',
    'self<u8>',
    "'a",
    'dyn ',
    "impl 'a",
    'fn(, ...)',
    'fn(u8, self: u8)',
    '((Foo)) + Send',
    '[u8; a as u8.x]',
    '[u8; ..=]',
    '[u8; { let [a, ..b] = 1; }]',
    '[u8; match a { 1 => 2 3 => 4 }]',
    '/* u8',
    'u8 /** d */',
    'r#',
    'r#self',
    '~const A',
  ])('%s is refused, with a place and a help', (type) => {
    const { errors } = read(ofType(type));
    expect(errors.map(({ check }) => check)).toEqual(['invalid-type']);
    expect(errors[0]?.help).toBeDefined();
  });

  test.each([
    '\u00a0u8\u2003',
    '𝒳',
    'a::𝒳<𝒴>',
    'dyn Fn(u8) -> u8 + Send',
    '(?Sized) + A',
    "for<'a> fn(&'a u8)",
    'for<T: A> fn(T)',
    'Foo<-1, "x", { N }>',
    "Foo<A = B, C: D + 'a>",
    "Foo<'a, C<'b> = D>",
    '[u8; match a { 1 | 2 => 3, _ if b => { 4 } _ => 5 }]',
    '[u8; if let Some(x) = a { x } else { 0 }]',
    '[u8; |a, b: u8| a + b]',
    '[u8; { fn f() -> u8 { 1 } const A: u8 = 2; f() }]',
    "[u8; 'a: loop { break 'a 3 }]",
    '[u8; a[1].0.1.b::<u8>(2)?.await]',
    '[u8; Foo { a: 1, b, ..c }.a]',
    '[u8; async move { 1 }]',
    '[u8; 9u7]',
    'm![ anything ; at all ]',
    'extern "C" fn(a: u8, ...)',
    '<[u8; 4] as A<u8>>::Out',
    "&'r#a u8",
  ])('%s is taken', (type) => {
    expect(read(ofType(type)).errors).toEqual([]);
  });

  test.each([
    ['r#type', 'r#type'],
    ['r#mod::Foo', 'r#mod::Foo'],
    ['Foo<A=B>', 'Foo<A=B>'],
    ['(bool)', '(bool)'],
    ['((u8))', '((u8))'],
    ['r#bool', 'r#bool'],
    ['Foo<>', 'Foo<>'],
    ["Foo<u8,'a>", "Foo<'a, u8>"],
    ['Foo::<{ 4 }>', 'Foo<{ 4 }>'],
    ['[u8;(4)]', '[u8; (4)]'],
    ['[u8;4+1]', '[u8; 4 + 1]'],
    ['/* a */ u8 // b', 'u8'],
    ["&'a mut[u8]", "&'a mut [u8]"],
    ['Foo + Send', 'dyn Foo + Send'],
    ['(Foo) + Send', 'dyn (Foo) + Send'],
    ['(Foo + Send)', '(dyn Foo + Send)'],
    ['dyn Foo', 'dyn Foo'],
    ['<u8 as ::a::B>::Out', '<u8 as ::a::B>::Out'],
  ])('%s stands in a stub as %s', (type, text) => {
    const { value } = read(ofType(type));
    expect(value && rustStub(value, 'client').value?.text).toContain(`fn a(&self, x: ${text})`);
  });

  test('a lease of several bounds has brackets behind its reference', () => {
    const { value } = read(
      one('leases: { "x": (type: "Foo + Send", read: true) }, reply: Simple("()"), idempotent: true'),
    );
    expect(value && rustStub(value, 'client').value?.text).toContain('x: &(dyn Foo + Send)');
  });

  test('a raw name of a lease is raw where Rust has it alone', () => {
    const lease = '{ "r#type": (type: "[u8]", read: true, max_len: Some(4)) }';
    const { value } = read(one(`leases: ${lease}, reply: Simple("()"), idempotent: true`));
    const stubs = (['client', 'server'] as const).map((side) => value && rustStub(value, side).value?.text);
    expect(stubs[0]).toContain('r#type: &[u8]');
    expect(stubs[1]).toContain('r#type: idol_runtime::LenLimit<');
    for (const stub of stubs) expect(stub).not.toContain('_r#');
  });

  test('an argument that is converted without fail has no function of its own', () => {
    const { value } = read(one('args: { "x": (type: "M", recv: From("u8")) }, reply: Simple("()"), idempotent: true'));
    const stub = value && rustStub(value, 'server').value?.text;
    expect(stub).not.toContain('fn x(&self)');
    expect(stub).toContain('core::convert::From::from(args.raw_x)');
  });

  test('a character is a type of one letter, and a map of bare names a type with attributes', () => {
    expect(read(one(`reply: Simple('u'), idempotent: true`)).errors).toEqual([]);
    expect(read(one('reply: Simple({type: "u8", recv: FromBytes}), idempotent: true')).errors).toEqual([]);
    expect(read(one('reply: Simple({"type": "u8"}), idempotent: true')).errors).not.toEqual([]);
    expect(read(one(`reply: Result(ok: "()", err: CLike('E'))`)).errors).not.toEqual([]);
  });
});

describe('RON 0.8.0', () => {
  test.each([
    ['a byte string', withField('b"x"')],
    ['a raw byte string', withField('br"x"')],
    ['a byte', withField("b'x'")],
    ['a C string', withField('c"x"')],
    ['`true()`', withField('true()')],
    ['`None()`', withField('None()')],
    ['`Some` alone', withField('Some')],
    ['`Some()`', ofLength('Some()')],
    ['`Some(4,)`', ofLength('Some(4,)')],
    ['`Some(1, 2)`', ofLength('Some(1, 2)')],
    ['`Some(1,)` in a field that nobody knows', withField('Some(1,)')],
    ['`r#None`', ofLength('r#None')],
    ['`r#Some(4)`', ofLength('r#Some(4)')],
    ['`r#true`', one('reply: Simple("()"), idempotent: r#true')],
    ['`r#Interface`', `r#${ofType('u8')}`],
    ['a byte order mark', `\ufeff${ofType('u8')}`],
  ])('%s is refused, with a place and a help', (_, text) => {
    const { errors } = read(text);
    expect(errors).not.toEqual([]);
    for (const { help, label } of errors) expect(help ?? label).toBeDefined();
  });

  test.each([
    ['a raw name of a variant', one('reply: r#Simple("()"), r#idempotent: r#true').replace('r#true', 'true')],
    ['a raw variant with fields', one('reply: r#Result(ok: "()", err: r#CLike("E"))')],
    ['fields called `inf` and `NaN`', one('reply: Simple("()"), idempotent: true, inf: 1, NaN: inf')],
    ['a field nested 500 deep', withField('['.repeat(500) + ']'.repeat(500))],
    [
      'a raw name as the value of a field that nobody knows',
      withField('[r#Some, r#None, r#true, r#Some(1), r#Some(a: 1)]'),
    ],
    ['a line end as a character', withField("'\n'")],
    ['an escape beyond ASCII', withField('"\\xe9"')],
    ['a raw function', one('reply: Simple((type: "M", recv: From("u8", Some("r#f")))), idempotent: true')],
  ])('%s is taken', (_, text) => {
    expect(read(text).errors).toEqual([]);
  });

  test.each([' a', 'a ', '/* c */a', 'a // c', '\u00a0a', 'r#type', 'é', '𝒳'])('%j names an argument', (name) => {
    const { value, errors } = read(named(name));
    expect(errors).toEqual([]);
    expect(value?.operations[0]?.args[0]?.name.text).toBe(name.replace(/\/\*.*?\*\/|\/\/.*/g, '').trim());
  });

  test.each(['', '_', 'a b', 'a-b', 'type', 'r#self', '/** d */a'])('%j names nothing', (name) => {
    expect(read(named(name)).errors.map(({ check }) => check)).toEqual(['invalid-name']);
  });
});

describe('what a side is refused for', () => {
  const CONVERTED = (raw: string) => `(type: "M", recv: FromPrimitive("${raw}"))`;
  const argument = (type: string) => one(`args: { "x": ${type} }, reply: Simple("()"), idempotent: true`);
  const reply = (type: string) => one(`reply: Simple(${type}), idempotent: true`);
  const complex = (type: string, idempotent = false) =>
    one(`reply: Result(ok: "()", err: Complex("${type}")), encoding: Hubpack, idempotent: ${idempotent}`);
  const raws = ['[u8; 4]', '(u8)', 'r#u8', 'u8::<>', 'a::E', '::u8'];
  const cases: readonly (readonly [text: string, check: string | undefined, sides: readonly Side[]])[] = [
    ...raws.map((raw) => [argument(CONVERTED(raw)), 'from-primitive-type', ['server']] as const),
    ...raws.map((raw) => [reply(CONVERTED(raw)), 'from-primitive-type', ['client']] as const),
    [argument(CONVERTED('u8')), undefined, []],
    ...['E<u8>', '[u8; 2]', '()', '(E)', 'dyn A'].map(
      (type) => [complex(type), 'complex-error-type', ['client']] as const,
    ),
    [complex('a::E'), undefined, []],
    [complex('E<u8>', true), undefined, []],
    [one('reply: Simple("u8"), idempotent: true').replace('"a"', '"r#a"'), 'composed-name', ['client', 'server']],
    [one('reply: Simple("u8"), idempotent: true').replace('"a"', '" a"'), 'composed-name', ['server']],
    [one('reply: Simple("u8"), idempotent: true').replace('"Fan"', '"Fan "'), 'composed-name', ['client', 'server']],
    [argument('"bool"').replace('"x"', '"r#type"'), 'converted-raw-name', ['server']],
    [argument('(type: "M", recv: From("u8"))').replace('"x"', '"r#type"'), 'converted-raw-name', ['server']],
    [argument('"u8"').replace('"x"', '"r#type"'), undefined, []],
    [ofLength('Some(4)').replace('[u8]', 'dyn Foo'), undefined, []],
    [ofLength('Some(4)').replace('[u8]', '([u8])'), 'max-len-of-sized-lease', ['server']],
  ];
  test.each(cases)('%s: %s', (text, check, refused) => {
    const { value, errors } = read(text);
    expect(errors).toEqual([]);
    if (value === undefined) return;
    for (const side of ['client', 'server'] as const) {
      const builds = { client: side === 'client', server: side === 'server' };
      const found = checkInterface(value, { builds }).filter(({ severity }) => severity === 'error');
      expect(found.map((one) => one.check)).toEqual(refused.includes(side) ? [check] : []);
      for (const { help } of found) expect(help).toBeDefined();
      expect(rustStub(value, side).value === undefined).toBe(refused.includes(side));
    }
  });
});
