import type { InterfaceDocument } from '../../../../../../registry/index.ts';
import { interfaceLabel } from '../../../../../context.ts';
import { comparisonTwin } from '../../../../../page-twins.ts';
import { histories, historySlug, versionOf } from '../../../../../published.ts';

interface Props {
  history: InterfaceDocument;
  number: number;
}

export const getStaticPaths = () =>
  histories.flatMap((history) =>
    history.versions.slice(1).map(({ number }) => ({
      params: { slug: historySlug(history), pair: `v${number - 1}-v${number}` },
      props: { history, number },
    })),
  );

export const GET = ({ props: { history, number } }: { props: Props }) => {
  const title = `${interfaceLabel(history)} v${number - 1} and v${number}`;
  return new Response(`${comparisonTwin(title, versionOf(history, number).comparison)}\n`);
};
