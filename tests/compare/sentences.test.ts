import { describe, expect, test } from 'vitest';
import { compareExample } from './example-trees.ts';
import type { JudgedCause } from './judged-causes.ts';

const IDOL = (reply: string, type = 'Part') => `Interface(
    name: "Fan",
    ops: {
        "set": (
            args: {"part": "${type}"},
            leases: {"data": (type: "${type}", read: true)},
            reply: ${reply},
        ),
    },
)
`;
const OK = IDOL('Result(ok: "Part", err: ServerDeath)');
const ERROR = IDOL('Result(ok: "u8", err: CLike("PartError"))', 'u8');

/** Causes between two texts of the API crate under one interface file. */
function between(idol: string, before: string, after: string): readonly JudgedCause[] {
  return compareExample([
    { language: 'idol', path: 'idl/fan.idol', text: idol },
    { language: 'rust', path: 'before/drv/fan-api/src/lib.rs', text: before },
    { language: 'rust', path: 'after/drv/fan-api/src/lib.rs', text: after },
  ]).causes;
}

const messages = (causes: readonly JudgedCause[]) => causes.map(({ message }) => message);

describe('a type that is written as before says what became of it', () => {
  const buffer = (size: string) => `const SIZE: usize = ${size};\ntype Part = [u8; SIZE];\n`;

  test('when a constant changed', () => {
    expect(messages(between(OK, buffer('18'), buffer('16 * 2 + 1')))).toEqual([
      'argument `part` of `set` is `Part`, now `[u8; 33]`, was `[u8; 18]`',
      'lease `data` of `set` is `Part`, now `[u8; 33]`, was `[u8; 18]`',
      '`set` replies `Part`, now `[u8; 33]`, was `[u8; 18]`',
    ]);
  });

  test('when an alias stands for another type', () => {
    expect(messages(between(OK, 'type Part = u8;', '#[repr(C)] pub struct Side { a: u8 }\ntype Part = Side;'))).toEqual(
      [
        'argument `part` of `set` is `Part`, now the struct `Side`, was `u8`',
        'lease `data` of `set` is `Part`, now the struct `Side`, was `u8`',
        '`set` replies `Part`, now the struct `Side`, was `u8`',
      ],
    );
    expect(messages(between(OK, 'type Part = u8;', 'type Part = bool;'))[0]).toBe(
      'argument `part` of `set` is `Part`, now `bool`, was `u8`',
    );
  });

  test('when nobody can tell any more what it is, or can now', () => {
    const known = '#[repr(C)] pub struct Part { a: u8 }';
    const [lost, found] = [between(OK, known, ''), between(OK, '', known)].map(messages);
    const why = 'unresolved: there is no `Part` in `drv_fan_api`';
    expect(lost).toEqual([
      `argument \`part\` of \`set\` is \`Part\`, now ${why}, was the struct \`Part\``,
      `lease \`data\` of \`set\` is \`Part\`, now ${why}, was the struct \`Part\``,
      `\`set\` replies \`Part\`, now ${why}, was the struct \`Part\``,
    ]);
    expect(found?.[2]).toBe(`\`set\` replies \`Part\`, now the struct \`Part\`, was ${why}`);
    expect(messages(between(ERROR, 'pub enum PartError { Lost = 1 }', ''))).toEqual([
      expect.stringMatching(
        /^the error of `set` is `PartError`, now unresolved: there is no `PartError`.*, was the enum `PartError`$/,
      ),
    ]);
  });

  test('in a field and in a variant', () => {
    const struct = (inner: string) => `#[repr(C)] pub struct Part { a: Inner }\n${inner}`;
    const [field] = messages(between(OK, struct('type Inner = u8;'), struct('')));
    expect(field).toMatch(/^field `a` of `Part` is `Inner` \(unresolved: .*\), was `u8`$/);
    const choice = (inner: string) =>
      `#[derive(Serialize)] pub enum Part { A { a: Inner } }\n#[repr(C)] pub struct Inner2(u8);\n${inner}`;
    const hubpack = OK.replace('reply:', 'encoding: Hubpack, reply:').replace('"Part", read', '"u8", read');
    const [variant] = messages(between(hubpack, choice('#[repr(C)] pub struct Inner(u8);'), choice('')));
    expect(variant).toBe('`Part::A` carries `a: Inner` (unresolved), was `a: Inner`');
  });
});

test('a fingerprint tells one constant from another, and not one spelling from another', () => {
  const of = (before: string, after: string, idol = OK) => between(idol, before, after).map((one) => one.fingerprint);
  const part = (size: string) => `type Part = [u8; ${size}];\nuse self as here;\n`;
  const grown = of(part('18'), part('33'));
  expect(grown).toHaveLength(3);
  expect(of(part('18'), part('34'))).not.toEqual(grown);
  expect(of(part('2 * 9'), part('0x21'), OK.replaceAll('"Part"', '"here::Part"'))).toEqual(grown);
});

test('of a flag whose bit nobody can work out nothing is claimed', () => {
  const flags = (value: string) => `bitflags! { pub struct Part: u8 { const A = ${value}; } }`;
  const [cause] = between(OK, flags('elsewhere()'), flags('4'));
  expect(cause?.message).toBe('flag `Part::A` is 4, was unknown');
  expect(cause?.old.verdict.kind).toBe('unknown');
});

describe('one change is one cause', () => {
  const op = (part: string) => `Interface(name: "Fan", ops: {"set": (${part}, idempotent: true)})`;
  const SPEED = '#[derive(FromPrimitive, Serialize)] #[repr(u8)] pub enum Speed { Slow = 1, Fast = 2 }';
  const rules = (before: string, after: string) => {
    const idol = (path: string, text: string) => ({ language: 'idol', path, text: op(text) }) as const;
    return compareExample([
      idol('before/idl/fan.idol', before),
      idol('after/idl/fan.idol', after),
      { language: 'rust', path: 'drv/fan-api/src/lib.rs', text: SPEED },
    ]).causes.map((cause) => [cause.rule, cause.old.verdict.kind, cause.new.verdict.kind]);
  };

  test('when a strategy comes with the type that it is for', () => {
    const received = '(type: "Speed", recv: FromPrimitive("u8"))';
    expect(rules('reply: Simple("()")', `reply: Simple(${received})`)).toEqual([
      ['reply-type-changed', 'fault', 'panic'],
    ]);
    expect(rules('args: {"a": "u8"}, reply: Simple("()")', `args: {"a": ${received}}, reply: Simple("()")`)).toEqual([
      ['arg-type-changed', 'fault', 'ok'],
    ]);
  });

  test('when a strategy goes with the encoding that knows one', () => {
    const before = 'args: {"a": (type: "Speed", recv: FromPrimitive("u8"))}, reply: Simple("()")';
    const after = 'args: {"a": "Speed"}, reply: Simple("()"), encoding: Hubpack';
    expect(rules(before, after)).toEqual([['encoding-changed', 'silent', 'silent']]);
  });

  test('and two changes of one operation share its verdict', () => {
    const after = 'args: {"a": "u32", "b": "Option<Speed>"}, reply: Simple("()"), encoding: Hubpack';
    expect(rules('args: {"a": "u32"}, reply: Simple("()")', after)).toEqual([
      ['encoding-changed', 'fault', 'fault'],
      ['arg-appended', 'fault', 'fault'],
    ]);
  });
});

test('a sentence says a value once, by the path that leads to it', () => {
  const choice = (second: string) =>
    `#[derive(Serialize)] pub enum Part { A(Inner), B(u8) }\n#[derive(Serialize)] pub enum Inner { X, ${second}, Z }`;
  const hubpack = OK.replace('reply:', 'encoding: Hubpack, reply:').replace('"Part", read', '"u8", read');
  const [cause] = between(hubpack, choice('Y'), choice('W, Y'));
  expect(cause?.new.sentence).toBe('The old server reads `part.A` = `W` as `Y`.');
});
