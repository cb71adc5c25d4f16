import { expect, test } from 'vitest';
import { parseType } from '../../../src/rust/index.ts';
import { breakLine } from '../../../src/stubs/rust/rustfmt/index.ts';
import { Random } from '../../rust/random.ts';
import { randomTypeTexts } from '../../rust/random-interfaces.ts';

test('a broken type is the same type', () => {
  const types = randomTypeTexts(2000, new Random(3));
  const broken = types.map((type) => breakLine(8, `value_of_the_field: ${type},`));
  expect(broken.filter((lines) => lines.length > 1).length).toBeGreaterThan(300);
  for (const [index, lines] of broken.entries()) {
    const type = lines
      .join(' ')
      .replace(/^ *value_of_the_field:/, '')
      .replace(/,$/, '');
    expect(meaning(type), type).toEqual(meaning(types[index] as string));
  }
});

test('types in types in types end', () => {
  const deep = (open: string, close: string) => `${open.repeat(60)}Type${close.repeat(60)}`;
  for (const type of [deep('(', ',)'), deep('[', '; 1]'), deep('A<(', ',)>'), deep('[u8; size_of::<', '>()]')]) {
    const text = breakLine(4, `field: ${type},`).join('');
    expect(text.replace(/[ ,]/g, '')).toBe(`field: ${type},`.replace(/[ ,]/g, ''));
  }
});

/** A type without the places of its parts. */
function meaning(type: string): unknown {
  const parsed = parseType(type);
  expect(parsed, type).toHaveProperty('type');
  return JSON.parse(
    JSON.stringify(parsed, (key, part) =>
      key === 'span' ? undefined : typeof part === 'bigint' ? String(part) : part,
    ),
  );
}
