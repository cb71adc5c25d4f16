import { allowedCallersOf, registry } from '../../../context.ts';
import { type CallersOf, interfaceMarkdown } from '../../../interface-markdown.ts';

export const getStaticPaths = () =>
  registry.interfaces.map((entry) => ({ params: { slug: entry.slug }, props: { entry } }));

export const GET = ({ props }: { props: { entry: (typeof registry.interfaces)[number] } }) =>
  new Response(`${interfaceMarkdown(props.entry, registry.revision.label, callersIn(props.entry))}\n`);

function callersIn(entry: (typeof registry.interfaces)[number]): CallersOf {
  return (operation) =>
    allowedCallersOf(entry, operation).map(({ callers, uses }) => ({
      callers,
      images: uses.map(({ image }) => image.name),
    }));
}
