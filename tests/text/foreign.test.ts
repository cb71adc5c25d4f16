import { expect, test } from 'vitest';
import {
  formatDiagnostic,
  inertJson,
  jsonText,
  markdownCode,
  markdownText,
  Source,
  terminalText,
  workflowCommand,
  xmlAttributes,
  xmlText,
} from '../../src/text/index.ts';

/** One of each kind that a terminal or a log reader obeys, hides, or turns around. */
const INVISIBLE = ['\0', '\b', '\n', '\r', '\u001b[31m', '\u007f', '\u009b', '\u00ad', '\u202e', '\u2066', '\u2028'];
const MORE_INVISIBLE = ['\u200b', '\u200f', '\ufeff', '\u{e0041}', '\ud800', '\uffff'];

test.each([...INVISIBLE, ...MORE_INVISIBLE].map((text) => [JSON.stringify(text), text]))(
  'in a terminal %s is seen and does nothing',
  (_, text) => {
    expect(terminalText(`a${text}b`)).toMatch(/^a\\[nrtu].*b$/);
    expect(terminalText(`a${text}b`)).not.toMatch(/[^\P{C}\p{Cn}\p{Co}]|\p{Zl}/u);
  },
);

test('scripts and emoji stay as they are', () => {
  for (const text of ['Überwärmung', '温度', '👩‍🚀', 'می‌خواهم']) expect(terminalText(text)).toBe(text);
});

test('commands of CI services that hold anywhere in a line are broken', () => {
  expect(terminalText('x ##[error]y')).toBe('x \\u{23}#[error]y');
  expect(terminalText('##vso[task.setvariable variable=a]b')).not.toContain('##vso[');
  expect(terminalText('#[derive(A)] ## heading')).toBe('#[derive(A)] ## heading');
});

test('JSON keeps its value, and has nothing that a terminal or a log obeys', () => {
  const value = { 'k\u009b': 'a\u001b[0m\u202e\u2028\ud800 ##[group]x\n::error::y' };
  const text = jsonText(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).not.toMatch(/[\u001b\u009b\u202e\u2028]|##\[/);
  expect(inertJson('{"a":"\u009b"}')).toBe('{"a":"\\u009b"}');
});

test('XML keeps its value where XML can hold it', () => {
  expect(xmlText('<a b="c">&\u0001\u202e##[x]')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;\ufffd&#8238;&#35;#[x]');
  expect(xmlAttributes({ name: 'a\n"b"', count: 2 })).toBe(' name="a&#10;&quot;b&quot;" count="2"');
});

test('in Markdown nothing becomes a link, a mention, a reference, markup or another cell', () => {
  for (const text of ['www.evil.example', 'WWW.evil.example', 'https://evil.example', 'ftp://evil.example']) {
    expect(markdownText(text)).not.toMatch(/www\.|:\/\//i);
  }
  expect(markdownText('@somebody')).toBe('&#64;&#8203;somebody');
  expect(markdownText('#12 and GH-12')).toBe('&#35;&#8203;12 and GH-&#8203;12');
  expect(markdownText('a|b\n\n| c <b> ![x](y) **d** $e$')).not.toMatch(/[|\n<>![\]*$]{2}|[|\n<>[\]*$]/);
  expect(markdownText('the name `a@b|c` is new')).toBe('the name <code>a&#64;b&#124;c</code> is new');
  expect(markdownText('one ` alone @x')).not.toContain('<code>');
});

test('code in Markdown can be copied as it is', () => {
  expect(markdownCode('"@a" = "#1 www.b"')).toBe('<code>&quot;&#64;a&quot; = &quot;&#35;1 www&#46;b&quot;</code>');
  expect(markdownCode('a\u202eb')).toBe('<code>a&#92;u{202e}b</code>');
});

test('a workflow command is one line, whatever its text and its file are called', () => {
  const written = workflowCommand(
    'error',
    { file: 'b\n::error file=x,y:z%', line: 1 },
    'a\r\n::stop-commands::t\u001b',
  );
  expect(written).toBe('::error file=b%0A%3A%3Aerror file=x%2Cy%3Az%25,line=1::a\\r%0A::stop-commands::t\\u{1b}');
});

test('a frame shows foreign text in every part of it, and stays a frame', () => {
  const source = new Source('idl/a\n::error::b\u001b.idol', 'x\u202e\u009by\n');
  const bad = 'x\n::stop-commands::t\u001b]0;\u0007';
  const frame = formatDiagnostic({
    check: 'some-check',
    severity: 'error',
    message: bad,
    source,
    span: { start: 0, end: 1 },
    label: bad,
    related: [{ source, span: { start: 3, end: 4 }, message: bad }],
    note: bad,
    help: bad,
  });
  expect(frame).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  // A note and a help may have lines; the others are one each: heading, twice four lines of excerpt, note, help.
  expect(frame.split('\n')).toHaveLength(1 + 4 + 4 + 2 + 2);
});
