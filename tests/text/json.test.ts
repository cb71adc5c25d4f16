import { expect, test } from 'vitest';
import { jsonOfPeople, jsonSpan, jsonTree } from '../../src/text/index.ts';

const TEXT = `{
  "a": [1, {"b": "x}]\\", {"}, true],
  "": null,
  "again": 1,
  "again": {"c": -1.5e3}
}`;

const at = (path: readonly PropertyKey[], mark?: 'key') => {
  const { start, end } = jsonSpan(jsonTree(TEXT), path, mark);
  return TEXT.slice(start, end);
};

test.each<[readonly PropertyKey[], 'key' | undefined, string]>([
  [[], undefined, '{'],
  [['a'], undefined, '['],
  [['a'], 'key', '"a"'],
  [['a', 0], undefined, '1'],
  [['a', 1, 'b'], undefined, '"x}]\\", {"'],
  [['a', 1, 'b'], 'key', '"b"'],
  [['a', 2], undefined, 'true'],
  [[''], undefined, 'null'],
  [['again', 'c'], undefined, '-1.5e3'],
])('%j has its place', (path, mark, text) => {
  expect(at(path, mark)).toBe(text);
});

test('what is not there has the place of what is around it', () => {
  expect(at(['a', 1, 'nothing'])).toBe('{');
  expect(at(['a', 7, 'b'], 'key')).toBe('"a"');
  expect(at(['nothing'])).toBe('{');
});

test.each([
  ['deep lists', `${'['.repeat(400_000)}${']'.repeat(400_000)}`],
  ['deep objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
  ['a long string', `"${'\\n'.repeat(450_000)}"`],
  ['many keys', `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":0`).join()}}`],
])('%s, as long as a file may be, are read', (_, text) => {
  expect(() => JSON.parse(text)).not.toThrow();
  expect(jsonTree(text).span.start).toBe(0);
});

test('a comment without an end is blanks to the end of the text', () => {
  expect(jsonOfPeople('{"a": 1}/*')).toBe('{"a": 1}  ');
  expect(jsonOfPeople('{"a": 1}/* b')).toBe('{"a": 1}    ');
  expect(jsonOfPeople('{} // b')).toBe('{}     ');
});
