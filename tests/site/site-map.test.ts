import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeSiteMap } from '../../src/site/site-map.ts';

const folder = mkdtempSync(join(tmpdir(), 'idol-registry-site-map-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the site map has every page but old versions; only the root of a host has a robots.txt', () => {
  for (const path of ['', 'interfaces/fan/', 'interfaces/fan/read/', 'interfaces/fan/v1/']) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'index.html'), '');
  }
  writeSiteMap(folder, { origin: 'https://docs.example', base: '/fans/' });
  const map = readFileSync(join(folder, 'sitemap.xml'), 'utf8');
  expect([...map.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address)).toEqual([
    'https://docs.example/fans/',
    'https://docs.example/fans/interfaces/fan/',
    'https://docs.example/fans/interfaces/fan/read/',
  ]);
  expect(existsSync(join(folder, 'robots.txt'))).toBe(false);
  writeSiteMap(folder, { origin: 'https://docs.example', base: '/' });
  expect(readFileSync(join(folder, 'robots.txt'), 'utf8')).toContain('Sitemap: https://docs.example/sitemap.xml');
});
