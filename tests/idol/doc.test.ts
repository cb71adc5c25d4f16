import { expect, test } from 'vitest';
import { checkInterface, parseInterface } from '../../src/idol/index.ts';
import { Source } from '../../src/text/index.ts';

function read(text: string) {
  const { value, diagnostics } = parseInterface(new Source('idl/fan.idol', text));
  return { diagnostics: [...diagnostics, ...(value ? checkInterface(value) : [])], iface: value };
}

/** Documentation of the one operation, argument and lease below `above`. */
function docs(above: string, fields = '') {
  const item = `${above}\n"a"`;
  const text = `(name: "Fan", ops: { ${item}: (${fields} args: { ${item}: "u8" }, leases: { ${item}: (type: "u8", read: true) }, reply: Simple("()"), idempotent: true) })`;
  const operation = read(text).iface?.operations[0];
  return [operation?.doc?.text, operation?.args[0]?.doc?.text, operation?.leases[0]?.doc?.text];
}

test.each([
  ['one line', '\n// One.', 'One.'],
  ['lines, with paragraphs', '\n// One.\n//\n//   Two.', 'One.\n\n  Two.'],
  ['the last block of lines', '\n// Zero.\n\n// One.', 'One.'],
  ['doc comments as in Rust', '\n/// One.', 'One.'],
  ['CRLF', '\r\n// One.\r\n// Two.\r', 'One.\nTwo.'],
  ['an empty line between', '\n// One.\n', undefined],
  ['a block comment', '\n/* One. */', undefined],
  ['a comment in the line of something else', '// One.', undefined],
  ['nothing but slashes', '\n////', undefined],
])('comments above an item: %s', (_, above, text) => {
  expect(docs(above)).toEqual([text, text, text]);
});

test('a field counts before a comment, and `doc` before `description`', () => {
  expect(docs('\n// Comment.', 'description: "Field.",')[0]).toBe('Field.');
  const { iface, diagnostics } = read(
    '(name: "Fan", ops: { "a": (description: "No.", doc: "Yes.", reply: Simple("()"), idempotent: true) })',
  );
  expect(iface?.operations[0]?.doc).toMatchObject({ text: 'Yes.', from: 'doc' });
  expect(diagnostics.filter(({ check }) => check === 'two-docs')).toHaveLength(1);
});

test('only the first item of a line has the comment above it', () => {
  const { iface } = read(
    '(name: "Fan", ops: { "o": (args: {\n// One.\n"a": "u8", "b": "u8" }, reply: Simple("()"), idempotent: true) })',
  );
  expect(iface?.operations[0]?.args.map(({ doc }) => doc?.text)).toEqual(['One.', undefined]);
});

test.each([
  ['// One.\n// Two.\n\n(', 'One.\nTwo.'],
  ['\ufeff// One.\n(', 'One.'],
  ['// One.\n\n// Not this.\n(', 'One.'],
  ['// Copyright somebody\n//\n// Rights.\n\n// One.\n(', 'One.'],
  ['// Copyright somebody\n(', undefined],
  ['#![enable(implicit_some)]\n// One.\n(', 'One.'],
  ['( // One.\n', undefined],
])('the comment block at the top documents the interface: %j', (top, text) => {
  expect(read(`${top}name: "Fan", ops: {})`).iface?.doc?.text).toBe(text);
});
