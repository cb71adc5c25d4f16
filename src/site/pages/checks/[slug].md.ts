import { site } from '../../context.ts';
import type { ContentPage } from '../../site-data.ts';

export const getStaticPaths = () => site.checks.map((page) => ({ params: { slug: page.slug }, props: { page } }));

/** The page of a check or rule as it was written. */
export const GET = ({ props: { page } }: { props: { page: ContentPage } }) =>
  new Response(`# ${page.title}\n${page.markdown}`);
