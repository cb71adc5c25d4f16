import { familyPairs } from '../../../compatibility.ts';
import { compatibilityPairTwin } from '../../../list-twins.ts';
import { compatibilitySlug } from '../../../published.ts';

export const getStaticPaths = () =>
  familyPairs().map(({ a, b }) => ({ params: { pair: compatibilitySlug(a, b) }, props: { a, b } }));

export const GET = ({ props }: { props: { a: string; b: string } }) =>
  new Response(`${compatibilityPairTwin(props.a, props.b)}\n`);
