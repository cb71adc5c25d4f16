import { Random } from '../../rust/random.ts';
import { constantText, damagedTokens, typeText } from './types.ts';

/**
 * The text of an interface file that something may be wrong with. The same seed gives the same text. Most have one or two odd places, some none: so that
 * what a reader says of one oddity is not hidden by another.
 */
export function mutatedInput(seed: number): string {
  const random = new Random(seed);
  const tokens = new Writer(random).interface();
  switch (random.below(10)) {
    case 0:
      return tokens.join('');
    case 1:
    case 2:
    case 3:
      return damagedTypes(tokens, random).join('');
    case 4:
      return damagedText(tokens.join(''), random);
    case 5:
      return oddConstant(tokens, random).join('');
    case 6:
      return oddType(tokens, random).join('');
    default:
      return damagedRon(tokens, random).join('');
  }
}

/** Writes an interface as RON tokens; everything a valid interface may hold. */
class Writer {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  interface(): string[] {
    const random = this.#random;
    const ops = this.#map(1 + random.below(3), OPERATION_NAMES, () => this.#operation());
    const attribute = random.chance(6)
      ? [
          '#![enable(',
          random.pick([
            'implicit_some',
            'unwrap_newtypes',
            'unwrap_variant_newtypes',
            'implicit_some, unwrap_newtypes',
          ]),
          ')]',
          ' ',
        ]
      : [];
    const name = random.chance(95) ? '"Fan"' : random.pick(NAMES);
    return [
      ...attribute,
      ...(random.chance(80) ? ['Interface'] : []),
      '(',
      'name',
      ': ',
      name,
      ', ',
      'ops',
      ': ',
      ...ops,
      random.chance(50) ? ',' : '',
      ')',
    ];
  }

  #operation(): string[] {
    const random = this.#random;
    const fields: string[][] = [];
    if (random.chance(50))
      fields.push(['args', ': ', ...this.#map(1 + random.below(2), ARGUMENT_NAMES, () => this.#attributed())]);
    if (random.chance(30))
      fields.push(['leases', ': ', ...this.#map(1 + random.below(2), LEASE_NAMES, () => this.#lease())]);
    fields.push(['reply', ': ', ...this.#reply()]);
    if (random.chance(50)) fields.push(['idempotent', ': ', random.pick(['true', 'true', 'true', 'false'])]);
    if (random.chance(35))
      fields.push(['encoding', ': ', random.pick(['Hubpack', 'Hubpack', 'Zerocopy', 'Ssmarshal'])]);
    if (random.chance(12))
      fields.push([
        random.pick(['doc', 'description', 'other', 'idempotant', 'r#doc', 'inf', 'NaN']),
        ': ',
        ...this.#anything(3),
      ]);
    return ['(', ...this.#list(fields), ')'];
  }

  #reply(): string[] {
    const random = this.#random;
    if (random.chance(35)) return ['Simple', '(', ...this.#attributed(), ')'];
    const error = random.chance(15)
      ? ['ServerDeath']
      : [random.pick(['CLike', 'CLike', 'Complex']), '(', this.#type(), ')'];
    return ['Result', '(', 'ok', ': ', ...this.#attributed(), ', ', 'err', ': ', ...error, ')'];
  }

  #attributed(): string[] {
    const random = this.#random;
    if (random.chance(60)) return [this.#type()];
    return ['(', 'type', ': ', this.#type(), ', ', 'recv', ': ', ...this.#recv(), ')'];
  }

  #recv(): string[] {
    const random = this.#random;
    switch (random.below(5)) {
      case 0:
        return ['FromBytes'];
      case 1:
      case 2:
        return [
          'FromPrimitive',
          '(',
          random.chance(70) ? random.pick(['"u8"', '"u16"', '"u32"', '"i64"']) : this.#type(),
          ')',
        ];
      case 3:
        return ['From', '(', this.#type(), ')'];
      default:
        return [
          'From',
          '(',
          this.#type(),
          ', ',
          ...random.pick([['None'], ['Some', '(', '"f"', ')'], ['Some', '(', random.pick(NAMES), ')']]),
          ')',
        ];
    }
  }

  #lease(): string[] {
    const random = this.#random;
    const fields = [['type', ': ', random.chance(60) ? random.pick(['"[u8]"', '"[Foo]"', '"dyn Foo"']) : this.#type()]];
    if (random.chance(70)) fields.push(['read', ': ', random.pick(['true', 'true', 'false'])]);
    if (random.chance(50)) fields.push(['write', ': ', random.pick(['true', 'true', 'false'])]);
    if (random.chance(35))
      fields.push([
        'max_len',
        ': ',
        ...random.pick([
          ['None'],
          ['Some', '(', random.pick(NUMBERS), ')'],
          ['Some', '(', '64', ')'],
          [random.pick(NUMBERS)],
        ]),
      ]);
    return ['(', ...this.#list(fields), ')'];
  }

  #type(): string {
    const random = this.#random;
    if (random.chance(75))
      return random.pick([
        '"u8"',
        '"u8"',
        '"u32"',
        '"bool"',
        '"()"',
        '"Foo"',
        '"[u8; 4]"',
        '"a::Foo"',
        '"Option<u8>"',
        '"E"',
      ]);
    return quoted(typeText(random, 2));
  }

  #map(count: number, names: readonly string[], value: () => string[]): string[] {
    const random = this.#random;
    const entries = Array.from({ length: count }, (_, index) => {
      const name = random.chance(92) ? (names[index] as string) : random.pick(NAMES);
      return [name, ': ', ...value()];
    });
    return ['{', ...this.#list(entries), '}'];
  }

  #list(items: readonly string[][]): string[] {
    const tokens = items.flatMap((item, index) => (index === 0 ? item : [',', this.#blank(), ...item]));
    return this.#random.chance(40) ? [...tokens, ','] : tokens;
  }

  #blank(): string {
    return this.#random.pick([' ', ' ', '\n', '\r\n', '\t', '// c\n', '/* c */', '/* /* */ */', '']);
  }

  #anything(depth: number): string[] {
    const random = this.#random;
    if (depth === 0 || random.chance(60)) return [random.pick(VALUES)];
    const inner = () => this.#anything(depth - 1);
    return random.pick([
      () => ['[', ...inner(), ', ', ...inner(), ']'],
      () => ['{', random.pick(['"a"', '1', "'c'", 'b', '()']), ': ', ...inner(), '}'],
      () => ['(', ...inner(), ',', ...inner(), ')'],
      () => ['Foo', '(', 'a', ': ', ...inner(), ')'],
      () => ['Some', '(', ...inner(), ')'],
    ])();
  }
}

const OPERATION_NAMES = ['"set"', '"get"', '"stop"'];
const ARGUMENT_NAMES = ['"speed"', '"mode"'];
const LEASE_NAMES = ['"data"', '"other"'];

const NAMES = [
  '"a"',
  '"r#type"',
  '"type"',
  '"Self"',
  '"self"',
  '"_"',
  '"a b"',
  '" a"',
  '"a "',
  '"/* c */a"',
  '"a // c"',
  '""',
  '"1a"',
  '"é"',
  '"𝒳"',
  '"union"',
  '"async"',
  '"dyn"',
  '"try"',
  '"r#self"',
  '"r#a"',
  '"a-b"',
  "'u'",
  'r"a"',
  '"\\x61"',
  '"\\u{61}"',
  'a',
  'r#a',
  '"await"',
  '"gen"',
  '"yield"',
  '"box"',
  '"macro"',
  '"auto"',
  '"static"',
  '"r#_"',
  '"e\u0301"',
  '"\\u{a0}a"',
  '"raw"',
  '"value"',
  '"args"',
  '"FAN"',
  '"x_"',
  '"crate"',
]; // prettier-ignore

const NUMBERS = [
  '0',
  '1',
  '64',
  '0x40',
  '0b1',
  '0o7',
  '1_0',
  '_1',
  '-1',
  '+1',
  '4294967295',
  '4294967296',
  '1.0',
  '1e3',
  '64u8',
  '0x',
  '0xg',
  '18446744073709551616',
  '340282366920938463463374607431768211456',
  '1_',
  '1__0',
  '0x_1',
  '00',
  '-0',
  '0b2',
  '1.',
  '.5',
  'inf',
  '"1"',
  "'1'",
  'true',
]; // prettier-ignore

const VALUES = [
  '1',
  '-1',
  '1.5',
  '.5',
  '1.',
  '1e3',
  '1e',
  'inf',
  '-inf',
  'NaN',
  'true',
  'false',
  'None',
  'Some(1)',
  'Some(1,)',
  'Some()',
  'Some(1, 2)',
  'None()',
  'true()',
  '()',
  '(1)',
  '(1,)',
  '(a: 1)',
  'Foo',
  'Foo()',
  'Foo(1)',
  'Foo(a: 1)',
  '[]',
  '[1,]',
  '{}',
  '{1: 2}',
  '"text"',
  'r"raw"',
  'r#"raw "quoted""#',
  '"\\n\\t\\\\\\"\\\'\\0"',
  '"\\x41"',
  '"\\x80"',
  '"\\xff"',
  '"\\u{e9}"',
  '"\\u{110000}"',
  '"\\u{d800}"',
  '"\\u0041"',
  '"\\q"',
  "'c'",
  "'\\''",
  "'\\n'",
  "''",
  "'ab'",
  "'\\u{e9}'",
  "'\\x41'",
  "'\\x80'",
  'b"bytes"',
  "b'x'",
  'br"raw"',
  'c"c"',
  'r#foo',
  'r#true',
  'r#None',
  'r#Some(1)',
  'r#a.b',
  'a.b',
  'a-b',
  '1u8',
  '0xff',
  '0b2',
  '1_000',
  '_1',
  '99999999999999999999999999999999999999999',
  '"two\n lines"',
  '"a\\\n  b"',
  '{"a": }',
  '[1 2]',
  '(1 2)',
  '( , )',
  '[,]',
  '+1',
  '- 1',
  '1.5.5',
  '1_0.0',
  'Some',
  '..',
  '(a: 1, a: 2)',
  '(a: 1, 2)',
  '((((1))))',
  'truefalse',
  'Truth',
  'Nonesuch',
  'é',
  'infinity',
  'inff',
  'NaNa',
  '-NaN',
  '+inf',
  'r',
  'b',
  'br',
  "'\n'",
  "'\t'",
  "'\\t'",
  "'\"'",
  "'a",
  '"a',
  '\\',
  '#',
  '"\\u{1234567}"',
  '"\\u{}"',
  '"\\x4"',
  '"\\\n"',
  '0x1.5',
  '1e+5',
  '1E-5',
  '1e1_0',
  '0e',
  '{1}',
  '{"a" "b"}',
  'Foo{}',
  'Foo []',
]; // prettier-ignore

const RON_PIECES = [
  ...'()[]{}:,"\'#!=;. ',
  '\u00a0',
  '\u0085',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\0',
  '\f',
  '\v',
  '//',
  '/*',
  '*/',
  '\n',
  '\r',
  'r#',
  'b',
  'c',
  'é',
  '𝒳',
  '\\',
  '_',
  '-',
  '+',
  '/',
  'r',
  '$',
  '@',
]; // prettier-ignore

const WORDS = [
  'Interface',
  'name',
  'ops',
  'args',
  'leases',
  'reply',
  'idempotent',
  'encoding',
  'type',
  'recv',
  'read',
  'write',
  'max_len',
  'Simple',
  'Result',
  'ok',
  'err',
  'CLike',
  'Complex',
  'ServerDeath',
  'FromBytes',
  'FromPrimitive',
  'From',
  'Some',
  'None',
  'true',
  'false',
  'Zerocopy',
  'Ssmarshal',
  'Hubpack',
  'Operation',
  'Lease',
  'AttributedTy',
  'AttributedTypeStruct',
  'Name',
  'Ty',
  'doc',
  'description',
  'r#type',
  'r#true',
  'r#None',
  'r#Some',
  'r#Interface',
  'r#name',
  'r#Simple',
]; // prettier-ignore

function quoted(text: string): string {
  return `"${text.replace(/["]/g, '\\"')}"`;
}

function isTypeString(token: string): boolean {
  return token.startsWith('"');
}

function replaceOne(
  tokens: readonly string[],
  random: Random,
  isMeant: (token: string) => boolean,
  replace: (token: string) => string,
): string[] {
  const places = tokens.flatMap((token, index) => (isMeant(token) ? [index] : []));
  if (places.length === 0) return [...tokens];
  const place = random.pick(places);
  return tokens.map((token, index) => (index === place ? replace(token) : token));
}

/** Strings that are values: no names of operations, arguments and leases among them, mostly. */
function damagedTypes(tokens: readonly string[], random: Random): string[] {
  return replaceOne(tokens, random, isTypeString, (token) => {
    const text = random.chance(40) ? token.slice(1, -1) : typeText(random);
    return `"${damagedTokens(text.replace(/"/g, '\\"'), random)}"`;
  });
}

function oddType(tokens: readonly string[], random: Random): string[] {
  return replaceOne(tokens, random, isTypeString, () => quoted(typeText(random)));
}

function oddConstant(tokens: readonly string[], random: Random): string[] {
  return replaceOne(tokens, random, isTypeString, () => {
    const constant = constantText(random);
    const text = random.chance(25) ? damagedTokens(constant, random) : constant;
    return quoted(random.chance(70) ? `[u8; ${text}]` : `Foo<{ ${text} }>`);
  });
}

function damagedText(text: string, random: Random): string {
  const characters = Array.from(text);
  const at = random.below(characters.length + 1);
  switch (random.below(5)) {
    case 0:
      characters.splice(at, 1 + random.below(8));
      break;
    case 1:
      characters.splice(at, 0, random.pick(RON_PIECES));
      break;
    case 2:
      characters.splice(at, 0, ...characters.slice(at, at + 1 + random.below(20)));
      break;
    case 3:
      characters.splice(at, 1, random.pick(RON_PIECES));
      break;
    default:
      characters.unshift(random.pick(BEFORE_ALL));
  }
  return characters.join('');
}

const BEFORE_ALL = [
  '\ufeff',
  ' ',
  '\n',
  '// c\n',
  '/* c */',
  '#![enable(implicit_some)]',
  '#![enable(foo)]',
  '#! [ enable ( implicit_some , ) ]',
  '#!',
  '\u00a0',
  ',',
  '()',
]; // prettier-ignore

function damagedRon(tokens: readonly string[], random: Random): string[] {
  const damaged = [...tokens];
  for (let times = 1 + random.below(2); times > 0; times--) {
    const at = random.below(damaged.length + 1);
    switch (random.below(9)) {
      case 0:
        damaged.splice(at, 1);
        break;
      case 1:
        damaged.splice(at, 0, damaged[at] ?? '');
        break;
      case 2:
        damaged.splice(at, 2, damaged[at + 1] ?? '', damaged[at] ?? '');
        break;
      case 3:
        damaged.splice(at, 1, random.pick(WORDS));
        break;
      case 4:
        damaged.splice(at, 1, random.pick(VALUES));
        break;
      case 5:
        damaged.splice(at, 0, random.pick(RON_PIECES));
        break;
      case 6:
        return replaceOne(
          damaged,
          random,
          (token) => /^[A-Za-z]+$/.test(token),
          (token) =>
            random.pick([`r#${token}`, `${token}()`, `${token} `, `${token}s`, `"${token}"`, random.pick(WORDS)]),
        );
      case 7:
        return replaceOne(
          damaged,
          random,
          (token) => token.startsWith('"'),
          (token) =>
            random.pick([
              `r${token}`,
              `r#${token}#`,
              `b${token}`,
              `Some(${token})`,
              `(${token})`,
              `(${token},)`,
              `(type: ${token})`,
              `{type: ${token}}`,
              `{"type": ${token}}`,
              `[${token}]`,
              token.slice(1, -1),
              `'${Array.from(token)[1]}'`,
              `"${token.slice(1, -1)} "`,
              `"\\u{a0}${token.slice(1)}`,
              random.pick(NAMES),
              random.pick(VALUES),
              `Ty(${token})`,
              `AttributedTy(type: ${token})`,
              `c${token}`,
              `"r#${token.slice(1)}`,
            ]),
        );
      default:
        return replaceOne(
          damaged,
          random,
          (token) => /^(true|false|None|64|Some)$/.test(token),
          () => random.pick([...VALUES, ...NUMBERS]),
        );
    }
  }
  return damaged;
}
