import type { InterfaceDocument } from '../../../../../registry/index.ts';
import { historyTwin } from '../../../../page-twins.ts';
import { histories, historySlug } from '../../../../published.ts';

export const getStaticPaths = () =>
  histories.map((history) => ({ params: { slug: historySlug(history) }, props: { history } }));

export const GET = ({ props }: { props: { history: InterfaceDocument } }) =>
  new Response(`${historyTwin(props.history)}\n`);
