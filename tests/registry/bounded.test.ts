import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openLock } from '../../src/registry/breaking/lock.ts';
import { list, parseBounded, record } from '../../src/registry/documents/bounded.ts';
import { IndexSchema, ObjectSchema, ReleaseSchema } from '../../src/registry/index.ts';
import { parseDocument } from '../../src/registry/published/open.ts';
import { jsonSizeProblem } from '../../src/text/index.ts';
import { parseValue } from '../../src/wire/index.ts';

const scratch = mkdtempSync(join(tmpdir(), 'idol-registry-bounded-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const lists = (length: number) => `[${'[],'.repeat(length - 1)}[]]`;

test.each([
  ['a list', '[1, 2, "}]{[,\\""]'],
  ['a deep list', '['.repeat(500)],
  ['many values', lists(499_999)],
  ['what is no JSON', '}]"'],
])('%s may be parsed', (_, text) => {
  expect(jsonSizeProblem(text)).toBeUndefined();
});

test.each([
  ['deeper', '{"a":'.repeat(501), 'it is nested more than 500 levels deep'],
  ['with more values', lists(1_000_001), 'it has more than 1000000 values'],
  ['longer', ' '.repeat(64_000_001), 'it has more than 64000000 characters'],
])('a text is refused that is %s', (_, text, problem) => {
  expect(jsonSizeProblem(text)).toBe(problem);
});

test.each([
  ['strings', z.string()],
  ['objects', z.object({ a: z.string(), b: z.string() })],
  ['one of several', z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') })])],
  ['lists', z.array(z.string())],
] as const)(
  'of wrong elements that should be %s no more than a hundred are looked at, wherever they are',
  (_, element) => {
    let seen = 0;
    const counting = (value: unknown) =>
      new Proxy(Array(1000).fill(value), {
        get(target, key, receiver) {
          if (typeof key === 'string' && /^\d+$/.test(key)) seen++;
          return Reflect.get(target, key, receiver);
        },
      });
    const schema = z.object({ lists: list(list(element)), byName: record(z.string(), element) });
    const tooMany = { problem: 'more than 100 parts of it are wrong' };
    expect(parseBounded(schema, { lists: [counting(0), counting(0)], byName: {} })).toEqual(tooMany);
    expect(seen).toBe(101);
    const byName = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`n${index}`, 0]));
    expect(parseBounded(schema, { lists: [], byName })).toEqual(tooMany);
  },
);

test('a few wrong elements are named, and the next document begins anew', () => {
  const schema = z.object({ names: list(z.string()) });
  for (let count = 0; count < 3; count++) {
    const { problem = '' } = { problem: undefined, ...parseBounded(schema, { names: Array(60).fill(1) }) };
    expect(problem).toMatch(/^`names\.0`: /);
  }
  expect(parseBounded(schema, { names: ['a'] })).toEqual({ data: { names: ['a'] } });
});

test.each([
  ['index', IndexSchema, 'releases'],
  ['release', ReleaseSchema, 'interfaces'],
  ['object', ObjectSchema, 'items'],
] as const)('a document of the kind %s with wrong parts without end is refused', (kind, schema, key) => {
  const many = key === 'items' ? `{${Array.from({ length: 5000 }, (_, index) => `"${index}":0`)}}` : lists(5000);
  const types = `{"name":"A","operations":[],"types":{"a":{"kind":"enum","variants":${lists(5000)}}}}`;
  const text = `{"kind":"${kind}","format":1,"${key}":${many},"schema":${types}}`;
  const opened = parseDocument(schema, new TextEncoder().encode(text), 'a');
  expect(opened).toMatchObject({
    problem: { message: expect.stringContaining('more than 100 parts of it are wrong') },
  });
});

test.each([
  ['values', `{"interfaces":${lists(1_000_001)}}`, 'is too large: it has more than 1000000 values'],
  ['levels', '['.repeat(600), 'is too large: it is nested more than 500 levels deep'],
  [
    'wrong operations',
    `{"kind":"lock","format":1,"interfaces":{"a":{"name":"A","types":{},"operations":${lists(5000)}}}}`,
    'is not a lock file: more than 100 parts of it are wrong',
  ],
])('a lock file with too many %s is refused', (_, text, problem) => {
  const path = join(scratch, 'a.lock.json');
  writeFileSync(path, text);
  expect(openLock(path)).toMatchObject({ problem: { message: expect.stringContaining(problem) } });
});

test('a value that is longer than any message is not read', () => {
  expect(parseValue(`[${'1,'.repeat(500_000)}1]`)).toMatchObject({
    error: { message: expect.stringContaining('too long: it has 1000003 characters') },
  });
});

test.each([
  ['that every object has', '__proto__', 'api::A', 'no type has this id'],
  ['of another type', 'api::Mode', 'api::Fan', 'a type is listed under another id than its own'],
])('a lock file with the id of a type %s is refused', (_, id, key, problem) => {
  const path = join(scratch, 'id.lock.json');
  const repr = '{"layout":"C"}';
  const type = `{"kind":"struct","id":"${id}","name":"A","crate":"api","derives":[],"repr":${repr},"shape":"unit","fields":[]}`;
  const interfaces = `{"a.idol":{"name":"A","operations":[],"types":{"${key}":${type}}}}`;
  writeFileSync(path, `{"kind":"lock","format":1,"interfaces":${interfaces}}`);
  expect(openLock(path)).toMatchObject({ problem: { message: expect.stringContaining(problem) } });
});
