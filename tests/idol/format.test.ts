import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInterface, type Interface, parseInterface } from '../../src/idol/index.ts';
import { formatDiagnostic, Source } from '../../src/text/index.ts';
import { validInterfaces } from './generate.ts';

function format(text: string): string {
  const { value, diagnostics } = formatInterface(new Source('idl/fan.idol', text));
  expect(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic))).toEqual([]);
  return value ?? '';
}

/** What an interface means: all of it but the places. */
function meaning(text: string): unknown {
  const { value } = parseInterface(new Source('idl/fan.idol', text));
  expect(value?.complete).toBe(true);
  const { source: _, ...rest } = value as Interface;
  const withoutPlaces = (key: string, part: unknown) => {
    if (key === 'span' || key.endsWith('Span') || key === 'second') return undefined;
    return typeof part === 'bigint' ? String(part) : part;
  };
  return JSON.parse(JSON.stringify(rest, withoutPlaces));
}

/** The comments of a text, in order, without white space at their ends. */
function comments(text: string): string[] {
  const token = /"(?:[^"\\]|\\.)*"|r(#*)".*?"\1|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/gs;
  return [...text.matchAll(token)].flatMap(([, , comment]) => (comment === undefined ? [] : [comment.trimEnd()]));
}

test('an ugly file becomes a canonical one', () => {
  const ugly = `// Drives the fans.



Interface( name : "Fan" ,
  ops: {

    // Turns a fan.
    "set_duty": (args: {"index" : "u8", /* percent */ "duty": (type: "Duty", recv: FromPrimitive("u8")) // of full speed
      }, reply: Result ( ok: "()", err: CLike("FanError") ), idempotent: true),


    "log": (
        leases: { "out": (
            type: "[u8]",
            write: true) },
        reply: Simple((
          type: "LogState", recv: FromPrimitive("u8"))),
        args: {},
        idempotent: true
        // that is all
    )
  }
)
// the end`;
  expect(format(ugly)).toBe(`// Drives the fans.

Interface(
    name: "Fan",
    ops: {
        // Turns a fan.
        "set_duty": (
            args: {
                "index": "u8", /* percent */ "duty": (type: "Duty", recv: FromPrimitive("u8")), // of full speed
            },
            reply: Result(
                ok: "()",
                err: CLike("FanError"),
            ),
            idempotent: true,
        ),

        "log": (
            leases: {
                "out": (
                    type: "[u8]",
                    write: true,
                ),
            },
            reply: Simple((
                type: "LogState",
                recv: FromPrimitive("u8"),
            )),
            args: {},
            idempotent: true,
            // that is all
        ),
    },
)
// the end
`);
});

test('a comment that interrupts an item goes behind it, and documents nothing there', () => {
  const text =
    '(name: "Fan", ops: { "a": ( args: { "x": // why\n // so\n "u8", "y": "u8" }, reply: Simple("()"), idempotent: true) })';
  expect(format(text)).toContain(`
                "x": "u8", // why
                // so

                "y": "u8",
`);
});

test('the line ends of a file are kept', () => {
  const lines = format('(name: "Fan",\r\nops: {})').split('\r\n');
  expect(lines).toEqual(['(', '    name: "Fan",', '    ops: {},', ')', '']);
});

test('an empty line that ends with CR alone still parts a comment from what it does not document', () => {
  const text = '(name: "Fan", ops: { "a": (args: {\n// not of x\n\r"x": "u8" }, reply: Simple("()")) })';
  expect(meaning(format(text))).toEqual(meaning(text));
  expect(format(text)).toContain('// not of x\n\n');
});

test('a file with errors is not formatted', () => {
  const { value, diagnostics } = formatInterface(
    new Source('idl/fan.idol', '(name: "Fan", ops: { "a": (reply: Simpl("u8")) })'),
  );
  expect(value).toBeUndefined();
  expect(diagnostics).toMatchObject([{ check: 'wrong-shape' }]);
});

test('any valid file keeps its meaning and its comments, and is formatted once and for all', () => {
  fc.assert(
    fc.property(validInterfaces, (text) => {
      const formatted = format(text);
      expect(meaning(formatted)).toEqual(meaning(text));
      expect(comments(formatted).sort()).toEqual(comments(text).sort());
      expect(format(formatted)).toBe(formatted);
      expect(formatted.split('\n').filter((line) => /[ \t]$/.test(line) && !line.includes('/*'))).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

const trees = ['idl', process.env.HUBRIS_TREE].filter((tree) => tree !== undefined);

describe.each(trees)('every interface of %s', (tree) => {
  const files = readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(idol|idl)$/.test(path) && !/(^|\/)(target|node_modules|\.git)\//.test(path))
    .sort();

  test.each(files)('%s keeps its meaning', (path) => {
    const text = readFileSync(join(tree, path), 'utf8');
    const formatted = format(text);
    expect(meaning(formatted)).toEqual(meaning(text));
    expect(comments(formatted)).toEqual(comments(text));
    expect(format(formatted)).toBe(formatted);
  });
});

test.each([
  ['a comment', 'Some(/* why */ "speed_from_number")'],
  ['a comment in a line of its own', 'Some(\n// why\n"speed_from_number")'],
  ['a value that is too long for a line', `Some("${'long_'.repeat(30)}name")`],
])('%s in `Some(…)` brings no comma into it, which RON does not take', (_, some) => {
  const text = `Interface(name: "Fan", ops: {"a": (args: {"x": (type: "Speed", recv: From("u8", ${some}))}, reply: Simple("u8"))})`;
  const once = format(text);
  expect(format(once)).toBe(once);
  expect(meaning(once)).toEqual(meaning(text));
});
