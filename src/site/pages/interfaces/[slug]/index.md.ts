import type { InterfaceEntry } from '../../../../registry/index.ts';
import { registry } from '../../../context.ts';
import { interfaceTwin } from '../../../markdown-twin.ts';

export const getStaticPaths = () =>
  registry.interfaces.map((entry) => ({ params: { slug: entry.slug }, props: { entry } }));

export const GET = ({ props }: { props: { entry: InterfaceEntry } }) => new Response(interfaceTwin(props.entry));
