import { site, url } from './context.ts';
import { fragmentOf } from './slugs.ts';
import { value } from './tracked.ts';

/** Words of the glossary that are verbs as well: a link on the verb would mislead. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['check', 'cause', 'release', 'target', 'version']);

const SLUG = 'glossary';

/** The terms of the guide's glossary in lower case, with the addresses that explain them. A heading `### Client, server` has two. */
export const glossary = value('glossary', (): ReadonlyMap<string, string> => {
  const text = site.guide.find(({ slug }) => slug === SLUG)?.markdown ?? '';
  const terms = [...text.matchAll(/^### (.+)$/gm)].flatMap(([, heading = '']) =>
    heading
      .split(', ')
      .map((term) => term.toLowerCase())
      .filter((term) => !AMBIGUOUS.has(term))
      .map((term) => [term, `${url(`guide/${SLUG}/`)}#${fragmentOf(heading)}`] as const),
  );
  return new Map(terms);
});
