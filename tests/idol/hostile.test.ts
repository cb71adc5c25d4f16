import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkInterface, formatInterface, parseInterface, parseInterfaceBytes } from '../../src/idol/index.ts';
import { Lexer } from '../../src/idol/ron/lexer.ts';
import { type Diagnostic, formatDiagnostic, MAX_SOURCE_LENGTH, Source } from '../../src/text/index.ts';
import { validInterfaces } from './generate.ts';

/** As much as a file may have, with room for the brackets around it. */
const LONG = MAX_SOURCE_LENGTH - 1_000;

function inInterface(content: string): string {
  return `Interface(name: "Fan", ops: { "a": (x: ${content}, reply: Simple("()"), idempotent: true) })`;
}

/** A text, and the first thing that is said of it; `undefined` where nothing is wrong. */
const HOSTILE: readonly [name: string, text: () => string, message: RegExp | undefined][] = [
  ['100,000 nested lists', () => '['.repeat(100_000), /nest deeper than 1000/],
  ['100,000 nested lists that are closed', () => inInterface('['.repeat(100_000) + ']'.repeat(100_000)), /nest deeper/],
  ['100,000 nested structs', () => inInterface('(a: '.repeat(100_000)), /nest deeper/],
  ['100,000 nested maps', () => inInterface('{"a": '.repeat(100_000)), /nest deeper/],
  ['100,000 nested variants', () => inInterface('Some('.repeat(100_000)), /nest deeper/],
  ['100,000 nested comments', () => '/*'.repeat(100_000), /comment is never closed/],
  ['100,000 nested types', () => inInterface('1').replace('"()"', `"${'['.repeat(100_000)}"`), /is not a Rust type/],
  [
    '100,000 references in a type',
    () => inInterface('1').replace('"()"', `"${'&'.repeat(100_000)}u8"`),
    /is not a Rust type/,
  ],
  ['a file of digits', () => inInterface('7'.repeat(LONG)), undefined],
  [
    'a limit of as many digits as a file may have',
    () =>
      inInterface('1').replace('x: 1', `leases: {"l": (type: "[u8]", read: true, max_len: Some(${'7'.repeat(LONG)}))}`),
    /`max_len` is not a 32-bit number/,
  ],
  ['a file of operations', () => `(name: "Fan", ops: {${'"a":(),'.repeat(LONG / 7)}})`, /more than 200000 values/],
  ['a file of one word', () => 'a'.repeat(LONG), /expected an interface/],
  ['a file of white space', () => ' '.repeat(LONG), /this file is empty/],
  ['a file of line ends', () => '\n'.repeat(LONG), /this file is empty/],
  ['a file of NUL', () => '\0'.repeat(LONG), /unexpected character U\+0000/],
  ['a file of quotes', () => '"'.repeat(LONG + 1), /more than|expected|unexpected|never closed/],
  ['a file of backslashes in a string', () => inInterface(`"${'\\'.repeat(LONG)}"`), undefined],
  ['a file of bad escapes', () => inInterface(`"${'\\q'.repeat(LONG / 2)}"`), /unknown escape/],
  ['a file of line ends and quotes', () => '"\n\\'.repeat(LONG / 3), /.*/],
  ['a file of raw string marks', () => `r${'#'.repeat(LONG)}`, /.*/],
  ['a file of commas', () => `(${','.repeat(LONG)})`, /expected a field or a value before this `,`/],
  ['a file of closing brackets', () => `(${']'.repeat(LONG)}`, /unexpected `\]`/],
  ['a file of opening brackets', () => '('.repeat(LONG), /nest deeper/],
  ['a file of attributes', () => '#![enable(implicit_some)]'.repeat(LONG / 25), /this file is empty/],
  [
    'a file of quoted fields on lines of their own',
    () => `{"a": (${' '.repeat(LONG / 2)}\n${' "a": 1,\n'.repeat(LONG / 20)}`,
    /must not have quotes/,
  ],
  ['a file of comments', () => `${'// a\n'.repeat(LONG / 5)}(name: "Fan", ops: {})`, undefined],
  ['a file of comments behind each other', () => `${'/**/'.repeat(LONG / 4)}(name: "Fan", ops: {})`, undefined],
  ['a file of dots', () => `a${'.'.repeat(LONG)}`, /not an identifier/],
  ['a file of a name', () => `(name: "${'a-'.repeat(LONG / 2)}", ops: {})`, /not a Rust identifier/],
  ['a file of a misspelt field', () => `(${'n'.repeat(LONG)}: "Fan", ops: {})`, /no `name`/],
  ['a file of other fields', () => `(${'n:1,'.repeat(LONG / 4)})`, /more than 200000 values/],
  ['one line with errors', () => `(name: "Fan", ops: {${'"a": ;'.repeat(LONG / 6)}})`, /unexpected `;`/],
];

/** What is asked of a class while something is done, counted by method. */
function counted<T extends object>(prototype: T, method: keyof T & string, work: () => void): number {
  const original = prototype[method] as (...args: unknown[]) => unknown;
  let count = 0;
  Object.defineProperty(prototype, method, {
    value(this: T, ...args: unknown[]) {
      count++;
      return original.apply(this, args);
    },
    configurable: true,
    writable: true,
  });
  try {
    work();
  } finally {
    Object.defineProperty(prototype, method, { value: original, configurable: true, writable: true });
  }
  return count;
}

describe('hostile text has an answer with a place, after work that grows no faster than the text', () => {
  test.each(HOSTILE)('%s', (_, text, message) => {
    const source = new Source('idol/fan.idol', text());
    let errors: Diagnostic[] = [];
    let shown: string[] = [];
    let tokens = 0;
    const positions = counted(Source.prototype, 'position', () => {
      tokens = counted(Lexer.prototype, 'next', () => {
        const { value, diagnostics } = parseInterface(source);
        errors = diagnostics.filter(({ severity }) => severity === 'error');
        if (value) checkInterface(value);
        shown = errors.slice(0, 3).map((error) => formatDiagnostic(error));
      });
    });
    if (message === undefined) expect(shown).toEqual([]);
    else expect(errors[0]?.message).toMatch(message);
    for (const { span } of errors) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.start).toBeLessThanOrEqual(source.text.length);
    }
    // Each token has a character at least; behind the last one, brackets that are open ask for the end.
    expect(tokens).toBeLessThan(source.text.length + 2_000);
    expect(positions).toBeLessThan(2_000);
  });

  test('a file that is too long is not read, and the message says how long it is', () => {
    const source = new Source('idl/fan.idol', '('.repeat(10_000_000));
    const tokens = counted(Lexer.prototype, 'next', () => {
      expect(parseInterface(source).diagnostics).toMatchObject([
        {
          check: 'ron-syntax',
          message: 'this file is too long: it has 10000000 characters, and files of more than 1000000 are not read',
        },
      ]);
    });
    expect(tokens).toBe(0);
    expect(formatInterface(source).value).toBeUndefined();
  });
});

test('CRLF and a missing last line end are no errors', () => {
  const text = '// Drives the fan.\r\nInterface(\r\n    name: "Fan",\r\n    ops: {},\r\n)';
  const { value, diagnostics } = parseInterfaceBytes('idl/fan.idol', new TextEncoder().encode(text));
  expect(diagnostics).toEqual([]);
  expect(value?.doc?.text).toBe('Drives the fan.');
});

test('bytes that are not UTF-8 are named by their offset', () => {
  const bytes = Uint8Array.from([
    ...new TextEncoder().encode('(name: "Fän'),
    0xff,
    ...new TextEncoder().encode('", ops: {})'),
  ]);
  const { value, diagnostics } = parseInterfaceBytes('idl/fan.idol', bytes);
  expect(value?.complete).toBe(false);
  expect(diagnostics[0]).toMatchObject({ check: 'not-utf8', span: { start: 11 } });
  expect(diagnostics[0]?.message).toContain('byte 0xff at byte offset 12');
});

const FRAGMENTS = [
  'Interface(',
  'name:',
  '"Fan"',
  'ops',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ',',
  ':',
  '"',
  'r#"',
  '"#',
  "'",
  '//',
  '/*',
  '*/',
  '\n',
  '\\',
  '\\u{',
  '#![enable(implicit_some)]',
  'reply',
  'Simple',
  'Result',
  'Some',
  '0x',
  '1_',
  '.',
  '-',
  ';',
  '\0',
  'é',
  '\ud800',
  'From("u8", ',
];

const READ_ANY = (text: string) => {
  const source = new Source('idl/fan.idol', text);
  const { value, diagnostics } = parseInterface(source);
  if (value) for (const diagnostic of [...diagnostics, ...checkInterface(value)]) formatDiagnostic(diagnostic);
  const formatted = formatInterface(source).value;
  expect(value?.complete === true).toBe(formatted !== undefined);
};

test('no text makes the reader throw', () => {
  const soup = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }).map((parts) => parts.join(''));
  // Not fast-check's unit `binary`: that takes seconds to make, and leaves halves of surrogate pairs out.
  const character = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
  fc.assert(fc.property(fc.oneof(fc.string({ unit: character }), soup), READ_ANY), { numRuns: 1000 });
});

test('no damage to a valid file makes the reader throw', () => {
  const damaged = fc
    .tuple(validInterfaces, fc.nat(), fc.nat({ max: 8 }), fc.constantFrom('', ...FRAGMENTS))
    .map(([text, at, length, insert]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + insert + text.slice(start + length);
    });
  fc.assert(fc.property(damaged, READ_ANY), { numRuns: 500 });
});

test('no bytes make the reader throw, and only bytes that are not UTF-8 are called so', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const { diagnostics } = parseInterfaceBytes('idl/fan.idol', bytes);
      const isUtf8 = Buffer.from(bytes.buffer).equals(Buffer.from(Buffer.from(bytes).toString()));
      expect(diagnostics.some(({ check }) => check === 'not-utf8')).toBe(!isUtf8);
    }),
  );
});
