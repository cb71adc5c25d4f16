import { registry } from '../../../context.ts';
import { interfaceMarkdown } from '../../../interface-markdown.ts';

export const getStaticPaths = () =>
  registry.interfaces.map((entry) => ({ params: { slug: entry.slug }, props: { entry } }));

export const GET = ({ props }: { props: { entry: (typeof registry.interfaces)[number] } }) =>
  new Response(`${interfaceMarkdown(props.entry, registry.revision.label)}\n`);
