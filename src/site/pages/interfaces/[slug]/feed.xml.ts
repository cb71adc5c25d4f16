import { registry } from '../../../context.ts';
import { atomFeed, type FeedEntry } from '../../../feed.ts';
import {
  carriersOf,
  hasFeed,
  histories,
  historySlug,
  historyUrl,
  interfaceFeedUrl,
  releaseByName,
  versionUrl,
} from '../../../published.ts';

type History = (typeof histories)[number];

export const getStaticPaths = () =>
  hasFeed() ? histories.map((history) => ({ params: { slug: historySlug(history) }, props: { history } })) : [];

/** The versions of one interface, dated by the releases that had them first. */
export function GET({ props: { history } }: { props: { history: History } }): Response {
  return new Response(
    atomFeed({
      title: `${history.name} of ${registry.title}`,
      self: interfaceFeedUrl(history),
      alternate: historyUrl(history),
      entries: history.versions.toReversed().flatMap((version): FeedEntry[] => {
        const { first } = carriersOf(history, version.number);
        const date = releaseByName.get(first)?.date;
        if (date === undefined) return [];
        return [
          {
            title: `${history.name} v${version.number} in ${first}`,
            key: `${history.path} ${version.schema}`,
            date,
            href: versionUrl(history, version.number),
            ...(version.comparison && { predecessor: 'the version before' }),
            comparisons: version.comparison ? [version.comparison] : [],
          },
        ];
      }),
    }),
  );
}
