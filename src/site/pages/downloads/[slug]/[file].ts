import { type Download, downloads } from '../../../downloads.ts';

export const getStaticPaths = () =>
  [...downloads].flatMap(([slug, files]) =>
    files.map((file) => ({ params: { slug, file: file.name }, props: { file } })),
  );

export const GET = ({ props }: { props: { file: Download } }) => new Response(props.file.text);
