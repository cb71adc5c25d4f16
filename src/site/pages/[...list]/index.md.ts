import { LIST_TWINS } from '../../list-twins.ts';

export const getStaticPaths = () =>
  LIST_TWINS.map(({ path, text }) => ({ params: { list: path.replace(/\/$/, '') }, props: { text } }));

export const GET = ({ props }: { props: { text: () => string } }) => new Response(`${props.text()}\n`);
