import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishedSchemas } from '../../src/registry/index.ts';

test('the published schemas are those of the code; `npm run schemas` makes them so', () => {
  const written = readdirSync('schemas').filter((name) => name.endsWith('.json'));
  const read = written.map((name) => [name, JSON.parse(readFileSync(`schemas/${name}`, 'utf8'))]);
  expect(Object.fromEntries(read)).toEqual(JSON.parse(JSON.stringify(publishedSchemas())));
});
