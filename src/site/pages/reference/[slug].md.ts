import { site } from '../../context.ts';
import type { ContentPage } from '../../site-data.ts';

export const getStaticPaths = () => site.reference.map((page) => ({ params: { slug: page.slug }, props: { page } }));

/** A page of the API reference as it was made. */
export const GET = ({ props: { page } }: { props: { page: ContentPage } }) =>
  new Response(`# ${page.title}\n${page.markdown}`);
