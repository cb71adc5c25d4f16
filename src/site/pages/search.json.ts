import { imageSlug, registry, site, taskNames, taskSlug, typeSlug } from '../context.ts';
import { firstSentence } from '../markdown.ts';
import { releaseSlug, releases } from '../published.ts';
import type { SearchIndex } from '../search-index.ts';

export function GET(): Response {
  const index: SearchIndex = {
    interfaces: registry.interfaces.map(({ slug, name, doc, operations }) => [
      slug,
      name,
      firstSentence(doc ?? '').slice(0, 80),
      operations.map((operation) => operation.name),
    ]),
    types: Object.values(registry.types).map(({ id, name, crate }) => [typeSlug(id), name, crate]),
    tasks: taskNames.map((name) => [taskSlug(name), name]),
    images: registry.images.map((image) => [imageSlug(image), image.name]),
    pages: [
      ...releases.map(({ name }): [string, string] => [`releases/${releaseSlug(name)}/`, name]),
      ...site.checks.map(({ slug, title }): [string, string] => [`checks/${slug}/`, title]),
      ...site.guide.map(({ slug, title }): [string, string] => [`guide/${slug}/`, title]),
    ],
  };
  return new Response(JSON.stringify(index));
}
