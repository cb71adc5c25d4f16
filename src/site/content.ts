import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentPage } from './site-data.ts';

/** The Markdown pages of a folder, by file name; an absent folder has none. A leading `10-` orders a page and is no part of its address. */
export function readContentPages(folder: string): ContentPage[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => {
      const slug = name.replace(/\.md$/, '').replace(/^\d+-/, '');
      return { slug, ...splitTitle(readFileSync(join(folder, name), 'utf8'), slug) };
    });
}

function splitTitle(text: string, fallback: string): { title: string; markdown: string } {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const at = lines.findIndex((line) => line.startsWith('# '));
  if (at < 0) return { title: fallback, markdown: lines.join('\n') };
  return { title: (lines[at] as string).slice(2).trim(), markdown: lines.slice(at + 1).join('\n') };
}
