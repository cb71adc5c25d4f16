import { registry, url } from '../../../context.ts';
import { atomFeed, releaseEntry } from '../../../feed.ts';
import { families, familySlug, hasFeed, lineFeedUrl, newestReleases, releaseUrl } from '../../../published.ts';

export const getStaticPaths = () =>
  hasFeed() ? families.map(({ name }) => ({ params: { line: familySlug(name) }, props: { name } })) : [];

/** The releases of one product line. */
export function GET({ props: { name } }: { props: { name: string } }): Response {
  return new Response(
    atomFeed({
      title: `Releases of ${registry.title}: ${name}`,
      self: lineFeedUrl(name),
      alternate: url('releases/'),
      entries: newestReleases
        .filter(({ family }) => family === name)
        .flatMap((release) => releaseEntry(release, releaseUrl(release.name)) ?? []),
    }),
  );
}
