import { expect, test, vi } from 'vitest';
import { formatDiagnostic, Source, suggest } from '../../src/text/index.ts';

test('lines end with LF, CRLF or CR, and columns count characters', () => {
  const source = new Source('a.idol', 'ab\r\n😀c\rd');
  expect(source.position(0)).toEqual({ line: 1, column: 1 });
  expect(source.position(source.text.indexOf('c'))).toEqual({ line: 2, column: 2 });
  expect(source.position(source.text.indexOf('d'))).toEqual({ line: 3, column: 1 });
  expect(source.position(99)).toEqual({ line: 3, column: 2 });
  expect(source.lineText(2)).toBe('😀c');
});

test('a frame marks the span, names related places, and says why and what to do', () => {
  const source = new Source('idl/fan.idol', 'Interface(\n  name: "Fan",\n  name: "Van",\n)\n');
  const text = formatDiagnostic({
    check: 'duplicate-field',
    severity: 'error',
    message: 'field `name` is given twice',
    source,
    span: { start: 28, end: 32 },
    label: 'given again here',
    related: [{ source, span: { start: 13, end: 17 }, message: 'first given here' }],
    help: 'remove one of them',
  });
  expect(text).toBe(
    [
      'error[duplicate-field]: field `name` is given twice',
      ' --> idl/fan.idol:3:3',
      '  |',
      '3 |   name: "Van",',
      '  |   ^^^^ given again here',
      ' ::: idl/fan.idol:2:3',
      '  |',
      '2 |   name: "Fan",',
      '  |   ---- first given here',
      '  = help: remove one of them',
    ].join('\n'),
  );
});

test('a control character of the source cannot drive the terminal', () => {
  const source = new Source('x', 'a\u001b[2Jb');
  const text = formatDiagnostic({ check: 'c', severity: 'error', message: 'm', source, span: { start: 0, end: 1 } });
  expect(text).not.toContain('\u001b');
});

test('suggestions need a near word', () => {
  expect(suggest('idempotant', ['idempotent', 'encoding'])).toBe('idempotent');
  expect(suggest('nmae', ['name', 'ops'])).toBe('name');
  expect(suggest('zebra', ['name', 'ops'])).toBeUndefined();
});

test('columns in a long line are right in any order, and no character is counted for each of them', () => {
  const text = `${'a😀'.repeat(20_000)}\nb`;
  const charCodeAt = vi.spyOn(String.prototype, 'charCodeAt');
  const source = new Source('x', text);
  const offsets = Array.from({ length: 500 }, (_, index) => ((index * 7_919) % 20_000) * 3);
  const columns = offsets.map((offset) => source.position(offset).column);
  const looks = charCodeAt.mock.calls.length;
  charCodeAt.mockRestore();
  expect(columns).toEqual(offsets.map((offset) => (offset / 3) * 2 + 1));
  expect(looks).toBeLessThan(text.length + 500 * 4_096);
});
