import { registry, url } from '../context.ts';
import { atomFeed, releaseEntry } from '../feed.ts';
import { hasFeed, newestReleases, releaseUrl } from '../published.ts';

/** `feed.xml`, where releases have dates. */
export const getStaticPaths = () => (hasFeed() ? [{ params: { feed: 'feed' } }] : []);

/** The releases of all product lines, dated by their commits. */
export function GET(): Response {
  return new Response(
    atomFeed({
      title: `Releases of ${registry.title}`,
      self: url('feed.xml'),
      alternate: url('releases/'),
      entries: newestReleases.flatMap((release) => releaseEntry(release, releaseUrl(release.name)) ?? []),
    }),
  );
}
