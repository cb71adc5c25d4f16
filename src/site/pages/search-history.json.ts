import { site } from '../context.ts';
import { currentOf, histories, newestReleases, releaseSlug, todayUrl } from '../published.ts';
import type { HistoryIndex } from '../search/search-index.ts';

export function GET(): Response {
  const index: HistoryIndex = {
    releases: newestReleases.map(({ name, date }) => [releaseSlug(name), name, (date ?? '').slice(0, 10)]),
    gone: histories
      .filter((history) => !currentOf(history))
      .map((history) => [todayUrl(history).slice(site.base.length), history.name, history.path]),
  };
  return new Response(JSON.stringify(index));
}
