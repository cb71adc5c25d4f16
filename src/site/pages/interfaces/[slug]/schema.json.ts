import type { InterfaceEntry } from '../../../../registry/index.ts';
import { registry } from '../../../context.ts';

export const getStaticPaths = () =>
  registry.interfaces
    .filter(({ schema }) => schema)
    .map((entry) => ({ params: { slug: entry.slug }, props: { entry } }));

/** The schema of this build's tree, for calls that readers try. */
export const GET = ({ props }: { props: { entry: InterfaceEntry } }) =>
  new Response(JSON.stringify(props.entry.schema));
