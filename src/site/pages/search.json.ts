import {
  base,
  imageSlug,
  isAmbiguous,
  operationSlug,
  registry,
  site,
  taskNames,
  taskSlug,
  typeSlug,
} from '../context.ts';
import { firstSentence } from '../markdown.ts';
import { currentOf, histories, newestReleases, releaseSlug, todayUrl } from '../published.ts';
import type { SearchIndex } from '../search-index.ts';

const MAX_PURPOSE = 80;
const PAGES_OF_RELEASES: [path: string, title: string][] = [
  ['releases/', 'Releases'],
  ['compatibility/', 'Compatibility'],
];

export function GET(): Response {
  const index: SearchIndex = {
    interfaces: registry.interfaces.map((entry) => [
      entry.slug,
      entry.name,
      [...(isAmbiguous(entry) ? [entry.path] : []), firstSentence(entry.doc ?? '')].join(' ').slice(0, MAX_PURPOSE),
      entry.operations.map(({ name, number }) => {
        const slug = operationSlug(entry, number);
        return slug === name ? name : [name, slug];
      }),
    ]),
    gone: histories
      .filter((history) => !currentOf(history))
      .map((history) => [todayUrl(history).slice(base.length), history.name, history.path]),
    types: Object.values(registry.types).map(({ id, name, crate }) => [typeSlug(id), name, crate]),
    tasks: taskNames.map((name) => [taskSlug(name), name]),
    images: registry.images.map((image) => [imageSlug(image), image.name]),
    pages: [
      ['downloads/', 'Downloads'],
      ['diagnostics/', 'Findings'],
      ...(site.published === undefined ? [] : PAGES_OF_RELEASES),
      ...site.checks.map(({ slug, title }): [string, string] => [`checks/${slug}/`, title]),
      ...site.guide.map(({ slug, title }): [string, string] => [`guide/${slug}/`, title]),
    ],
    releases: newestReleases.map(({ name, date }) => [releaseSlug(name), name, (date ?? '').slice(0, 10)]),
  };
  return new Response(JSON.stringify(index));
}
