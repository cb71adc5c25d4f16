import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const COMPONENTS = 'src/site/components';

test('every sheet beside a component belongs to it, and stands in the one sheet of the site', () => {
  const index = readFileSync('src/site/styles/index.css', 'utf8');
  const sheets = readdirSync(COMPONENTS).filter((name) => name.endsWith('.css'));
  expect(sheets.length).toBeGreaterThan(15);
  for (const name of sheets) {
    expect(existsSync(`${COMPONENTS}/${name.replace(/\.css$/, '.astro')}`), name).toBe(true);
    expect(index, name).toContain(`@import "../components/${name}";`);
  }
});

test('colors stand in the tokens alone', () => {
  const sheets = [
    ...readdirSync(COMPONENTS).map((name) => `${COMPONENTS}/${name}`),
    'src/site/styles/base.css',
    'src/site/styles/tables.css',
  ].filter((path) => path.endsWith('.css'));
  for (const path of sheets) expect(readFileSync(path, 'utf8'), path).not.toMatch(/#[0-9a-f]{3,8}\b|oklch\(|rgba?\(/i);
});
