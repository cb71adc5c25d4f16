import { expect, test } from 'vitest';
import type { Type, TypeTable } from '../../src/schema/index.ts';
import { type ByteMap, byteMapOf, type Cell, rulerSvg, sizeText } from '../../src/site/figures/index.ts';
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
  return byteMapOf(new Layouts(table, ARM).message(args, encoding));
}

const cellText = ({ label, role, start, size }: Cell) => `${sizeText(start)}: ${label} ${sizeText(size)} ${role}`;
const cellsOf = ({ cells }: Pick<ByteMap, 'cells'>) => cells.map(cellText);

test('each argument is a cell at its offset', () => {
  expect(cellsOf(message([u8, array(20), u32]))).toEqual(['0: arg0 1 value', '1: arg1 20 value', '21: arg2 4 value']);
});

test('an enum with fields is a tag, what follows it, and a lane for each variant; the offset behind it is a range', () => {
  const { types } = fixtureRegistry();
  const map = message([{ kind: 'named', id: 'drv_fan_api::Curve' }, u32], types, 'Hubpack');
  expect(cellsOf(map)).toEqual(['0: arg0 1 tag', '1: arg0 … 2–8 variants', '3–9: arg1 4 value']);
  expect(map.lanes.map(({ label, plain, more }) => ({ label, plain, more }))).toEqual([
    { label: 'arg0', plain: [], more: 0 },
  ]);
  expect(map.lanes[0]?.lanes.map((lane) => [lane.name, lane.value, cellsOf(lane)])).toEqual([
    ['Fixed', '0', ['0: 0 1 tag', '1: u16 2 value']],
    ['Linear', '1', ['0: 1 1 tag', '1: from 4 value', '5: to 4 value']],
  ]);
  expect(map.fields.map(({ name, start, depth }) => [name, sizeText(start), depth])).toEqual([
    ['arg0', '0', 0],
    ['tag', '0', 1],
    ['Fixed', '1', 1],
    ['0', '1', 2],
    ['Linear', '1', 1],
    ['from', '1', 2],
    ['to', '5', 2],
    ['arg1', '3–9', 0],
  ]);
});

test('an option is a tag and a value that may be absent, without lanes', () => {
  const map = message([{ kind: 'option', some: u32 }, u8], {}, 'Hubpack');
  expect(cellsOf(map)).toEqual(['0: arg0 1 tag', '1: arg0 if Some 0–4 variants', '1–5: arg1 1 value']);
  expect(map.lanes).toEqual([]);
  expect(map.fields.map(({ name, start }) => [name, sizeText(start)])).toEqual([
    ['arg0', '0'],
    ['tag', '0'],
    ['Some', '1'],
    ['arg1', '1–5'],
  ]);
});

test('a struct is a bracket around the cells of its fields', () => {
  const map = message([u8, { kind: 'tuple', elements: [u8, { kind: 'tuple', elements: [u32, u8] }] }], {}, 'Hubpack');
  expect(cellsOf(map)).toEqual(['0: arg0 1 value', '1: 0 1 value', '2: 0 4 value', '6: 1 1 value']);
  expect(map.brackets).toEqual([
    { label: '1', first: 2, last: 3, depth: 1 },
    { label: 'arg1', first: 1, last: 3, depth: 0 },
  ]);
});

test('an enum without fields is one cell, and one row that lists its values', () => {
  const { types } = fixtureRegistry();
  const map = message([{ kind: 'named', id: 'drv_fan_api::FanError' }], types);
  expect(cellsOf(map)).toEqual(['0: arg0 4 value']);
  expect(map.fields.map(({ values }) => values)).toEqual([['1 = NoSuchFan', '2 = ServerRestarted']]);
});

test('every cell belongs to a row of the table, and the cells cover every byte', () => {
  for (const entry of fixtureRegistry().interfaces) {
    for (const { message } of entry.layouts.flatMap(({ operations }) => operations)) {
      const { size } = message;
      const { cells, fields } = byteMapOf(message);
      const keys = new Set(fields.map(({ key }) => key));
      for (const { key } of cells) expect(keys).toContain(key);
      if (!size) continue;
      expect(cells.reduce((sum, cell) => sum + (cell.size?.max ?? 0), 0)).toBe(size.max);
      expect(cells.reduce((sum, cell) => sum + (cell.size?.min ?? 0), 0)).toBe(size.min);
    }
  }
});

/** Every text of a ruler as a box, in pixels. */
function textBoxes(svg: string): { x: number; y: number; end: number; text: string }[] {
  return [...svg.matchAll(/<text class="name"[^>]* x="([\d.]+)" y="([\d.]+)">([^<]*)</g)].map(
    ([, x, y, text = '']) => ({
      x: Number(x),
      y: Number(y),
      end: Number(x) + text.length * 11 * 0.61,
      text,
    }),
  );
}

test.each([8, 16] as const)('with %i bytes in a row no name is lost, cut off or on top of another', (columns) => {
  const names = 'a_rather_long_name another_long_name x third_name_of_them the_last_name'.split(' ');
  const args = names.map((name, index) => ({ name, type: index % 2 === 0 ? u8 : array(3) }));
  const map = byteMapOf(new Layouts({}, ARM).message(args, 'Zerocopy'));
  const svg = rulerSvg(map, { columns }).text;
  const boxes = textBoxes(svg);
  expect(boxes.map(({ text }) => text).sort()).toEqual(names.toSorted());
  const width = Number(/width="(\d+)"/.exec(svg)?.[1]);
  for (const [index, box] of boxes.entries()) {
    expect(box.end).toBeLessThanOrEqual(width);
    for (const other of boxes.slice(index + 1)) {
      expect(box.y !== other.y || box.end <= other.x || other.end <= box.x, `${box.text} and ${other.text}`).toBe(true);
    }
  }
});

test('a line to a name crosses no other name', () => {
  const args = Array.from({ length: 12 }, (_, index) => ({ name: `argument_number_${index}`, type: u8 }));
  const svg = rulerSvg(byteMapOf(new Layouts({}, ARM).message(args, 'Zerocopy')), { columns: 16 }).text;
  const lines = [...svg.matchAll(/class="leader" d="M([\d.]+) ([\d.]+)V([\d.]+)/g)].map((match) =>
    match.slice(1).map(Number),
  );
  expect(lines).toHaveLength(12);
  for (const [x = 0, from = 0, to = 0] of lines) {
    for (const box of textBoxes(svg)) {
      const isCrossed = x > box.x && x < box.end && box.y - 8 < to && box.y > from;
      expect(isCrossed, box.text).toBe(false);
    }
  }
});

test('a long field is drawn in one row of bytes, with its size', () => {
  const svg = rulerSvg(message([array(200)]), { columns: 16 }).text;
  expect(svg).toContain('arg0 200 B');
  expect(svg.match(/<rect/g)).toHaveLength(1);
});
