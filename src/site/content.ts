import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ContentPage } from './site-data.ts';

/** What may stand between the `---` lines that begin a page. */
const FrontMatter = z.strictObject({ title: z.string().min(1).optional(), order: z.coerce.number().int().optional() });

/** The Markdown pages of a folder, by their `order`, then by file name; an absent folder has none. */
export function readContentPages(folder: string): ContentPage[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readPage(folder, name.replace(/\.md$/, '')))
    .sort((a, b) => a.order - b.order)
    .map(({ page }) => page);
}

function readPage(folder: string, slug: string): { page: ContentPage; order: number } {
  const text = readFileSync(join(folder, `${slug}.md`), 'utf8');
  const [, front = '', body = ''] = /^(?:---\n(.*?)\n---\n)?(.*)$/s.exec(text.replaceAll('\r\n', '\n')) ?? [];
  const fields = front.split('\n').flatMap((line) => {
    const match = /^(\w+):\s*(.*)$/.exec(line);
    return match ? [[match[1], match[2]]] : [];
  });
  const { title, order = Number.MAX_SAFE_INTEGER } = FrontMatter.parse(Object.fromEntries(fields));
  const [, heading, rest = body] = /^\s*# ([^\n]+)\n(.*)$/s.exec(body) ?? [];
  const pictures = [...rest.matchAll(/!\[[^\]]*\]\(([\w-]+\.svg)\)/g)].map(
    ([, name = '']) => [name, readFileSync(join(folder, name), 'utf8')] as const,
  );
  return {
    page: { slug, title: title ?? heading?.trim() ?? slug, markdown: rest, pictures: Object.fromEntries(pictures) },
    order,
  };
}
