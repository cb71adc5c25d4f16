import { listTwins } from '../../list-twins.ts';

export const getStaticPaths = () =>
  listTwins().map(({ path, text }) => ({ params: { list: path.replace(/\/$/, '') }, props: { text } }));

export const GET = ({ props }: { props: { text: () => string } }) => new Response(`${props.text()}\n`);
