import type { InterfaceDocument } from '../../../../../registry/index.ts';
import { versionTwin } from '../../../../list-twins.ts';
import { histories, historySlug } from '../../../../published.ts';
import { releasedEntry } from '../../../../released-entry.ts';

interface Props {
  history: InterfaceDocument;
  number: number;
}

export const getStaticPaths = () =>
  histories.flatMap((history) =>
    history.versions.map(({ number }) => ({
      params: { slug: historySlug(history), version: String(number) },
      props: { history, number },
    })),
  );

export const GET = ({ props: { history, number } }: { props: Props }) =>
  new Response(`${versionTwin(releasedEntry(history, number), history, number)}\n`);
