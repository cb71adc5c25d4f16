import { readdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { escapeHtml } from './changes/html.ts';

/**
 * Writes `sitemap.xml` into a built site: every page that stands for itself, old versions left out. A site at the root of its host
 * gets a `robots.txt` that names it; elsewhere nobody would read one.
 */
export function writeSiteMap(folder: string, { origin, base }: { origin: string; base: string }): void {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => /(?:^|\/)index\.html$/.test(path) && !/^interfaces\/[^/]+\/v\d+\//.test(path))
    .map((path) => path.replace(/index\.html$/, ''))
    .sort();
  const urls = pages.map((page) => `<url><loc>${escapeHtml(origin + base + page)}</loc></url>`);
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
  ];
  writeFileSync(join(folder, 'sitemap.xml'), `${[...lines, ...urls, '</urlset>'].join('\n')}\n`);
  if (base === '/')
    writeFileSync(join(folder, 'robots.txt'), `User-agent: *\nAllow: /\nSitemap: ${origin}/sitemap.xml\n`);
}
