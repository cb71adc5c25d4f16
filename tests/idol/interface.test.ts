import { describe, expect, test } from 'vitest';
import { parseInterface } from '../../src/idol/index.ts';
import { Source } from '../../src/text/index.ts';

function read(text: string) {
  return parseInterface(new Source('idl/fan.idol', text));
}

test('an interface is read with its numbers, defaults and documentation', () => {
  const { value, diagnostics } = read(`// Drives the fans.

Interface(
    name: "Fan",
    ops: {
        // Turns a fan.
        "set_duty": (
            args: {
                // Percent of full speed.
                "duty": (type: "Percent", recv: FromPrimitive("u8")),
                "index": "u8", // not about the next one
                "at": (type: "Instant", recv: From("u32", Some("instant"))),
            },
            reply: Result(ok: "()", err: CLike("FanError")),
            idempotent: true,
        ),
        "log": (
            doc: "Copies the log.",
            leases: {
                "out": (type: "[u8]", write: true, max_len: Some(0x1_00)),
                "mark": (type: "u32", read: true),
            },
            encoding: Hubpack,
            reply: Simple("u32"),
        ),
    },
)
`);
  expect(diagnostics).toEqual([]);
  expect(value).toMatchObject({
    complete: true,
    name: { text: 'Fan' },
    doc: { text: 'Drives the fans.', from: 'comment' },
    operations: [
      {
        name: { text: 'set_duty' },
        number: 1,
        doc: { text: 'Turns a fan.' },
        idempotent: true,
        encoding: 'Zerocopy',
        encodingSpan: undefined,
        leases: [],
        args: [
          {
            name: { text: 'duty' },
            doc: { text: 'Percent of full speed.' },
            recv: { kind: 'FromPrimitive', raw: { text: 'u8' } },
          },
          {
            name: { text: 'index' },
            doc: undefined,
            type: { text: 'u8', expr: { kind: 'path' } },
            recv: { kind: 'FromBytes' },
          },
          {
            name: { text: 'at' },
            doc: undefined,
            recv: { kind: 'From', raw: { text: 'u32' }, function: { text: 'instant' } },
          },
        ],
        reply: { kind: 'Result', ok: { type: { text: '()' } }, error: { kind: 'CLike', type: { text: 'FanError' } } },
      },
      {
        number: 2,
        doc: { text: 'Copies the log.', from: 'doc' },
        args: [],
        leases: [
          { index: 0, read: false, write: true, maxLen: 256 },
          { index: 1, read: true, write: false, maxLen: undefined },
        ],
        encoding: 'Hubpack',
        idempotent: false,
        reply: { kind: 'Simple', ok: { type: { text: 'u32' } } },
      },
    ],
  });
});

test('what cannot be read takes its number all the same, and the rest is read', () => {
  const { value, diagnostics } = read('(name: "Fan", ops: { "a": (reply: Simpl("u8")), "b": (reply: Simple("u8")) })');
  expect(value?.complete).toBe(false);
  expect(value?.operations.map(({ name, number }) => [name.text, number])).toEqual([['b', 2]]);
  expect(diagnostics).toMatchObject([
    { check: 'wrong-shape', message: '`Simpl` is not a reply', help: 'did you mean `Simple`?' },
  ]);
});

test('implicit_some lets a bare value stand for an option', () => {
  const text =
    '(name: "Fan", ops: { "a": (leases: { "l": (type: "[u8]", read: true, max_len: 4) }, reply: Simple("()")) })';
  expect(read(text).diagnostics).toMatchObject([{ check: 'wrong-shape', help: 'write `Some(4)`' }]);
  const enabled = read(`#![enable(implicit_some)]\n${text}`);
  expect(enabled.diagnostics).toEqual([]);
  expect(enabled.value?.operations[0]?.leases[0]?.maxLen).toBe(4);
});

describe('a merge conflict', () => {
  const conflicted = (middle: string) => `Interface(name: "Fan", ops: {
<<<<<<< HEAD
    "speed": (reply: Simple("u8"), idempotent: true),
${middle}=======
    "speed": (reply: Simple("u16"), idempotent: true),
>>>>>>> faster
    "stop": (reply: Simple("()"), idempotent: true),
})
`;

  test.each([
    ['of two sides', ''],
    ['with what both came from', '||||||| 1a2b3c\n    "speed": (reply: Simple("u32"), idempotent: true),\n'],
  ])('%s is one error, and the first side is read', (_, middle) => {
    const { value, diagnostics } = parseInterface(new Source('idl/fan.idol', conflicted(middle)));
    expect(diagnostics.map(({ message, span }) => [message, span.start])).toEqual([
      ['a conflict marker: this file has an unresolved merge conflict', conflicted('').indexOf('<')],
    ]);
    expect(value?.complete).toBe(false);
    expect(value?.operations.map(({ name, reply }) => [name.text, reply.ok.type.text])).toEqual([
      ['speed', 'u8'],
      ['stop', '()'],
    ]);
  });

  test('a marker that was left behind is called that', () => {
    const text = 'Interface(name: "Fan", ops: {\n>>>>>>> faster\n})\n';
    expect(parseInterface(new Source('idl/fan.idol', text)).diagnostics).toMatchObject([
      { message: expect.stringContaining('a conflict marker'), span: { start: text.indexOf('>') } },
    ]);
  });
});
