import { registry, typeSlug } from '../../../context.ts';
import { typeTwin } from '../../../page-twins.ts';

export const getStaticPaths = () =>
  Object.keys(registry.types).map((id) => ({ params: { slug: typeSlug(id) }, props: { id } }));

export const GET = ({ props }: { props: { id: string } }) => new Response(`${typeTwin(props.id)}\n`);
