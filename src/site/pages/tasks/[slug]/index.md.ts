import { taskNames, taskSlug } from '../../../context.ts';
import { taskTwin } from '../../../page-twins.ts';

export const getStaticPaths = () => taskNames.map((name) => ({ params: { slug: taskSlug(name) }, props: { name } }));

export const GET = ({ props }: { props: { name: string } }) => new Response(`${taskTwin(props.name)}\n`);
