import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkInterface, formatInterface, parseInterface, parseInterfaceBytes } from '../../src/idol/index.ts';
import { formatDiagnostic, Source } from '../../src/text/index.ts';
import { validInterfaces } from './generate.ts';

const MILLION = 1_000_000;
const TEN_MILLION = 10 * MILLION;

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
  ['a million digits', () => inInterface('7'.repeat(MILLION)), undefined],
  [
    'a million digits as a limit',
    () =>
      inInterface('1').replace(
        'x: 1',
        `leases: {"l": (type: "[u8]", read: true, max_len: Some(${'7'.repeat(MILLION)}))}`,
      ),
    /`max_len` is not a 32-bit number/,
  ],
  ['a million operations', () => `(name: "Fan", ops: {${'"a":(),'.repeat(MILLION)}})`, /more than 200000 values/],
  ['10 MB of one word', () => 'a'.repeat(TEN_MILLION), /expected an interface/],
  ['10 MB of white space', () => ' '.repeat(TEN_MILLION), /this file is empty/],
  ['10 MB of line ends', () => '\n'.repeat(TEN_MILLION), /this file is empty/],
  ['10 MB of NUL', () => '\0'.repeat(TEN_MILLION), /unexpected character U\+0000/],
  ['10 MB of quotes', () => '"'.repeat(TEN_MILLION + 1), /more than|expected|unexpected|never closed/],
  ['10 MB of backslashes in a string', () => inInterface(`"${'\\'.repeat(TEN_MILLION)}"`), undefined],
  ['10 MB of bad escapes', () => inInterface(`"${'\\q'.repeat(TEN_MILLION / 2)}"`), /unknown escape/],
  ['10 MB of line ends and quotes', () => '"\n\\'.repeat(TEN_MILLION / 3), /.*/],
  ['10 MB of raw string marks', () => `r${'#'.repeat(TEN_MILLION)}`, /.*/],
  ['10 MB of commas', () => `(${','.repeat(TEN_MILLION)})`, /expected a field or a value before this `,`/],
  ['10 MB of closing brackets', () => `(${']'.repeat(TEN_MILLION)}`, /unexpected `\]`/],
  ['10 MB of opening brackets', () => '('.repeat(TEN_MILLION), /nest deeper/],
  ['10 MB of attributes', () => '#![enable(implicit_some)]'.repeat(TEN_MILLION / 25), /this file is empty/],
  [
    '10 MB of quoted fields on lines of their own',
    () => `{"a": (${' '.repeat(TEN_MILLION / 2)}\n${' "a": 1,\n'.repeat(TEN_MILLION / 16)}`,
    /not quoted/,
  ],
  ['10 MB of comments', () => `${'// a\n'.repeat(TEN_MILLION / 5)}(name: "Fan", ops: {})`, undefined],
  ['10 MB of comments behind each other', () => `${'/**/'.repeat(TEN_MILLION / 4)}(name: "Fan", ops: {})`, undefined],
  ['10 MB of dots', () => `a${'.'.repeat(TEN_MILLION)}`, /not an identifier/],
  ['10 MB of a name', () => `(name: "${'a-'.repeat(TEN_MILLION / 2)}", ops: {})`, /not a Rust identifier/],
  ['10 MB of a misspelt field', () => `(${'n'.repeat(TEN_MILLION)}: "Fan", ops: {})`, /no `name`/],
  ['10 MB of other fields', () => `(${'n:1,'.repeat(TEN_MILLION / 4)})`, /more than 200000 values/],
  [
    '10 MB in one line with errors',
    () => `(name: "Fan", ops: {${'"a": ;'.repeat(TEN_MILLION / 6)}})`,
    /unexpected `;`/,
  ],
];

describe('hostile text has an answer with a place, within two seconds', () => {
  test.each(HOSTILE)('%s', (_, text, message) => {
    const source = new Source('idl/fan.idol', text());
    // Of this thread alone, so that a busy machine does not count.
    const start = process.threadCpuUsage();
    const { value, diagnostics } = parseInterface(source);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (value) checkInterface(value);
    const shown = errors.slice(0, 3).map((error) => formatDiagnostic(error));
    const { user, system } = process.threadCpuUsage(start);
    if (message === undefined) expect(shown).toEqual([]);
    else expect(errors[0]?.message).toMatch(message);
    for (const { span } of errors) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.start).toBeLessThanOrEqual(source.text.length);
    }
    expect((user + system) / 1000).toBeLessThan(2000);
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
