import { expect, test } from 'vitest';
import type { Type, TypeTable } from '../../src/schema/index.ts';
import { type ByteRow, rulerOf, sizeText } from '../../src/site/ruler.ts';
import { ARM, Layouts } from '../../src/wire/index.ts';
import { fixtureRegistry } from './fixture.ts';

const u8: Type = { kind: 'integer', name: 'u8' };
const u32: Type = { kind: 'integer', name: 'u32' };
const array = (length: number): Type => ({ kind: 'array', element: u8, length });

function message(types: Type[], table: TypeTable = {}, encoding: 'Zerocopy' | 'Hubpack' = 'Zerocopy') {
  const args = types.map((type, index) => ({
    name: `arg${index}`,
    text: '',
    type,
    recv: { kind: 'FromBytes' } as const,
  }));
  return rulerOf(new Layouts(table, ARM).message(args, encoding));
}

const drawn = (rows: ByteRow[]) =>
  rows.map((row) =>
    'skipped' in row ? `${row.offset}: …${row.skipped}` : `${row.offset}: ${row.pieces.map((p) => p.bytes).join(' ')}`,
  );

test('pieces never cross a multiple of eight bytes, and rows begin at multiples of sixteen', () => {
  expect(drawn(message([u8, array(20), u32]).rows)).toEqual(['0: 1 7 8', '16: 5 3 1']);
});

test('the middle of a long field is left out, and every byte of it is counted', () => {
  const { rows } = message([u8, array(200), u32]);
  expect(drawn(rows)).toEqual(['0: 1 7 8', '16: …176', '192: 8 1 4']);
});

test('each piece tells the offset of its first byte, and a layout of at most eight bytes is short', () => {
  const { rows, isShort } = message([u8, array(20), u32]);
  const offsets = rows.map((row) => ('pieces' in row ? row.pieces.map(({ offset }) => offset) : []));
  expect(offsets).toEqual([
    [0, 1, 8],
    [16, 21, 24],
  ]);
  expect(isShort).toBe(false);
  expect([message([u32, u32]).isShort, message([u32, u32, u8]).isShort]).toEqual([true, false]);
});

test('what follows a part of variable length has no offset and is drawn behind it', () => {
  const { types } = fixtureRegistry();
  const ruler = message([{ kind: 'named', id: 'drv_fan_api::Curve' }, u32], types, 'Hubpack');
  expect(drawn(ruler.rows)).toEqual(['0: 1']);
  expect(ruler.tail.map(({ label, size }) => [label, sizeText(size)])).toEqual([
    ['arg0 …', '2–8'],
    ['arg1', '4'],
  ]);
  expect(ruler.fields.map(({ name, offset, depth }) => [name, offset, depth])).toEqual([
    ['arg0', 0, 0],
    ['tag', 0, 1],
    ['Fixed', 1, 1],
    ['0', 1, 2],
    ['Linear', 1, 1],
    ['from', 1, 2],
    ['to', 5, 2],
    ['arg1', null, 0],
  ]);
});

test('an enum without fields is one row that lists its values', () => {
  const { types } = fixtureRegistry();
  const ruler = message([{ kind: 'named', id: 'drv_fan_api::FanError' }], types);
  expect(ruler.fields).toHaveLength(1);
  expect(ruler.fields[0]?.values).toEqual(['1 = NoSuchFan', '2 = ServerRestarted']);
  expect(drawn(ruler.rows)).toEqual(['0: 4']);
});

test('every drawn part belongs to a row of the table', () => {
  for (const entry of fixtureRegistry().interfaces) {
    for (const operation of entry.wire?.operations ?? []) {
      const { rows, tail, fields } = rulerOf(operation.message);
      const keys = new Set(fields.map(({ key }) => key));
      const parts = [...rows.flatMap((row) => ('pieces' in row ? row.pieces : [])), ...tail];
      expect(parts.length > 0).toBe(operation.message.size?.max !== 0);
      for (const { field } of parts) expect(keys).toContain(field);
    }
  }
});
