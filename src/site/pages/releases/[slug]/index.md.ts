import type { ReleaseDocument } from '../../../../registry/index.ts';
import { releaseTwin } from '../../../page-twins.ts';
import { releaseSlug, releases } from '../../../published.ts';

export const getStaticPaths = () =>
  releases.map((release) => ({ params: { slug: releaseSlug(release.name) }, props: { release } }));

export const GET = ({ props }: { props: { release: ReleaseDocument } }) =>
  new Response(`${releaseTwin(props.release)}\n`);
