import { describe, expect, test } from 'vitest';
import { moveToEnd } from '../../src/registry/breaking/move-to-end.ts';
import { unifiedPatch } from '../../src/registry/breaking/patch.ts';

function moved(text: string, item: string): string | undefined {
  return moveToEnd(text, text.indexOf(item));
}

describe('an item moves to the end of its list', () => {
  test('with the comments right above it', () => {
    const text = `ops: {
    "a": (x: 1),

    // About b.
    /* and more */
    "b": (args: { "c, }": "(u8, u16)" }), // its end
    "c": (r#"}"#),
    // The last word.
},
`;
    expect(moved(text, '"b"')).toBe(`ops: {
    "a": (x: 1),

    "c": (r#"}"#),
    // The last word.
    // About b.
    /* and more */
    "b": (args: { "c, }": "(u8, u16)" }), // its end
},
`);
  });

  test('behind a last item without a comma', () => {
    expect(moved('enum E {\n    A,\n    #[serde(skip)]\n    B { x: u8 },\n    C // the end\n}\n', 'B')).toBe(
      'enum E {\n    A,\n    C, // the end\n    #[serde(skip)]\n    B { x: u8 },\n}\n',
    );
  });

  test.each([
    ['the last one', '{\n  a,\n  b,\n}', 'b'],
    ['the last one without a comma', '{\n  a,\n  b\n}', 'b'],
    ['one that shares its line with the next', '{\n  a, b,\n  c,\n}', 'a'],
    ['one that shares its line with the one before', '{\n  a, b,\n  c,\n}', 'b'],
    ['one of a list on one line', '{ a, b, c }', 'a'],
    ['one of a list that does not end', '{\n  a,\n  b,\n', 'a'],
  ])('but not %s', (_, text, item) => {
    expect(moved(text, item)).toBeUndefined();
  });
});

test('a patch has the lines around each change', () => {
  const lines = (...names: (string | number)[]) => names.map((name) => `${name}\n`).join('');
  const before = lines('a', 1, 2, 3, 4, 5, 6, 7, 8, 'z');
  const after = lines('b', 1, 2, 3, 4, 5, 6, 7, 8);
  expect(unifiedPatch('idl/x.idol', before, after)).toBe(
    `--- a/idl/x.idol\n+++ b/idl/x.idol\n@@ -1,4 +1,4 @@\n-a\n+b\n 1\n 2\n 3\n@@ -7,4 +7,3 @@\n 6\n 7\n 8\n-z\n`,
  );
});
