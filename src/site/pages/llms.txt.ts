import { interfaceLabel, interfaceUrl, registry, site, url } from '../context.ts';
import { firstSentence } from '../first-sentence.ts';
import { listTwins } from '../list-twins.ts';
import { hasReleases } from '../published.ts';

/** The way in for readers of text: what there is, and the Markdown twin of each interface page. */
export function GET(): Response {
  const interfaces = registry.interfaces.map((entry) => {
    const purpose = firstSentence(entry.doc ?? '');
    return `- [${interfaceLabel(entry)}](${interfaceUrl(entry)}index.md): ${purpose || entry.path}`;
  });
  const guide = site.guide.map(({ slug, title }) => `- [${title}](${url(`guide/${slug}.md`)})`);
  const reference = site.reference.map(({ slug, title }) => `- [${title}](${url(`reference/${slug}.md`)})`);
  const lists = [
    `- [Error codes](${url('errors/index.md')})`,
    `- [Idempotent and restricted operations](${url('operations/index.md')})`,
    ...listTwins().map(({ path, title }) => `- [${title}](${url(`${path}index.md`)})`),
  ];
  const data = [
    `- [All of it in one text](${url('llms-full.txt')})`,
    `- [Search index](${url('search.json')}): every interface, operation, type, task and page`,
    ...(hasReleases()
      ? [
          `- [Releases as JSON](${url('api/v1/index.json')}): interfaces, versions, schemas and changes`,
          `- [Schema of that JSON](${url('schemas/registry.v1.json')})`,
        ]
      : []),
  ];
  const parts = [
    `# ${registry.title}`,
    `> Interfaces between tasks (Idol) of ${registry.revision.label}: operations, messages byte for byte, and types.`,
    ['## Interfaces', '', ...interfaces].join('\n'),
    ...(guide.length > 0 ? [['## Guide', '', ...guide].join('\n')] : []),
    ...(reference.length > 0 ? [['## API reference', '', ...reference].join('\n')] : []),
    ['## Lists', '', ...lists].join('\n'),
    ['## Data', '', ...data].join('\n'),
  ];
  return new Response(`${parts.join('\n\n')}\n`);
}
