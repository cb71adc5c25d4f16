import type { InterfaceEntry } from '../../../../../registry/index.ts';
import { registry } from '../../../../context.ts';
import { sourceTwin } from '../../../../list-twins.ts';

export const getStaticPaths = () =>
  registry.interfaces.map((entry) => ({ params: { slug: entry.slug }, props: { entry } }));

export const GET = ({ props }: { props: { entry: InterfaceEntry } }) => new Response(`${sourceTwin(props.entry)}\n`);
