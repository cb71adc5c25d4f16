import type { ImageEntry } from '../../../../registry/index.ts';
import { imageSlug, registry } from '../../../context.ts';
import { imageTwin } from '../../../page-twins.ts';

export const getStaticPaths = () =>
  registry.images.map((image) => ({ params: { slug: imageSlug(image) }, props: { image } }));

export const GET = ({ props }: { props: { image: ImageEntry } }) => new Response(`${imageTwin(props.image)}\n`);
