import { expect, test } from 'vitest';
import { z } from 'zod';
import { jsonSchemaFile } from '../../src/stubs/index.ts';
import { fixtureRegistry } from '../site/fixture.ts';

const fan = fixtureRegistry().interfaces[0]?.schema;
if (!fan) throw new Error('the fixture has no resolved interface');
const document = JSON.parse(jsonSchemaFile(fan).text);
const schema = z.fromJSONSchema(document);
const accepts = (value: unknown) => schema.safeParse(value).success;

test('values in the form of encode and decode are valid', () => {
  expect(accepts({ set_speed: { args: { index: 255, rpm: 65_535 }, reply: null, error: 'NoSuchFan' } })).toBe(true);
  expect(
    accepts({ set_curve: { args: { curve: { Fixed: 7 }, gain: 1 }, reply: { Linear: { from: 1.5, to: 2 } } } }),
  ).toBe(true);
  expect(accepts({ trace: { args: { table: Array(200).fill(0), odd: 'anything' } } })).toBe(true);
  expect(accepts({ trace: { args: { table: `0x${'0a'.repeat(200)}`, odd: null } } })).toBe(true);
});

test('what no message can carry is not', () => {
  expect(accepts({ set_speed: { args: { index: 256, rpm: 0 } } })).toBe(false);
  expect(accepts({ set_speed: { args: { index: 1 } } })).toBe(false);
  expect(accepts({ set_speed: { args: { index: 1, rpm: 0, more: 0 } } })).toBe(false);
  expect(accepts({ set_speed: { error: 'NoSuchCode' } })).toBe(false);
  expect(accepts({ set_curve: { args: { curve: { Fixed: 70_000 }, gain: 1 } } })).toBe(false);
  expect(accepts({ set_curve: { args: { curve: { Fixed: 1, Linear: { from: 0, to: 0 } }, gain: 1 } } })).toBe(false);
  expect(accepts({ trace: { args: { table: Array(199).fill(0), odd: 1 } } })).toBe(false);
  expect(accepts({ no_such_operation: {} })).toBe(false);
});

test('every reference leads to a definition', () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(0);
  for (const name of references) expect(Object.keys(document.$defs)).toContain(name);
});
