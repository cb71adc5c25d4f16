import type { InterfaceDocument } from '../../../../../registry/index.ts';
import { comparisonsTwin } from '../../../../list-twins.ts';
import { comparableHistories, historySlug } from '../../../../published.ts';

export const getStaticPaths = () =>
  comparableHistories.map((history) => ({ params: { slug: historySlug(history) }, props: { history } }));

export const GET = ({ props }: { props: { history: InterfaceDocument } }) =>
  new Response(`${comparisonsTwin(props.history)}\n`);
