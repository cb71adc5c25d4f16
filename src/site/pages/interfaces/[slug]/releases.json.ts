import type { InterfaceDocument } from '../../../../registry/index.ts';
import { carriedVersions, lineageOf } from '../../../../registry/index.ts';
import { numbersOf, renamesIn } from '../../../lineage.ts';
import { families, histories, historyAt, historySlug, versionLabel, versionUrl } from '../../../published.ts';
import type { ReleaseIndex } from '../../../release-index.ts';

export const getStaticPaths = () =>
  histories.map((history) => ({ params: { slug: historySlug(history) }, props: { history } }));

/** What the release picker of an interface loads. */
export function GET({ props: { history } }: { props: { history: InterfaceDocument } }): Response {
  const lineage = lineageOf(history, historyAt);
  const carried = carriedVersions(lineage);
  const used = new Map([...carried.values()].map((one) => [versionUrl(one.history, one.version), one]));
  const positions = new Map([...used.keys()].map((href, position) => [href, position]));
  const index: ReleaseIndex = {
    lines: families.flatMap(({ name, releases }) => {
      const listed = releases.toReversed().flatMap((release): [string, number][] => {
        const one = carried.get(release);
        return one ? [[release, positions.get(versionUrl(one.history, one.version)) ?? 0]] : [];
      });
      return listed.length > 0 ? [[name, listed] as const] : [];
    }),
    versions: [...used].map(([href, one]) => [versionLabel(history, one), href, Object.fromEntries(numbersOf(one))]),
    renames: renamesIn(lineage).map(({ from, to }) => [from, to]),
  };
  return new Response(JSON.stringify(index));
}
